package packaging

import (
	"fmt"
	"strings"
	"testing"
)

const project = `[build-system]
requires = ["hatchling>=1.20"]
build-backend = "hatchling.build"

[project]
name = "Shop_App"
dynamic = ["version"]
requires-python = ">=3.12, <4"
dependencies = [
  "FastAPI>=0.115",
  # a comment
  'uvicorn[standard]', "redis",
]

[project.optional-dependencies]
Post_gres = ["psycopg[binary]"]

[project.scripts]
shop = "shop.cli:main"

[dependency-groups]
dev = ["pytest", {include-group = "Lint"}]
lint = ["ruff"]

[tool.uv]
package = false
default-groups = ["dev"]
workspace.members = ["packages/*"]

[tool.uv.sources]
shop-core = { workspace = true }
torch = [{ index = "cpu", marker = "sys_platform == 'linux'" }, { index = "gpu" }]
lib = { path = "../lib", editable = true }

[tool.hatch.build.targets.wheel]
packages = ["src/shop", "../out", "/abs"]

[tool.setuptools]
packages = ["one", "one.two"]
package-dir = {"" = "lib"}
py-modules = ["single"]

[tool.poetry]
packages = [{ include = "shop", from = "src" }]

[tool.fastapi]
entrypoint = "shop.main:app"

[tool.pykube]
`

func TestReadPyProject(t *testing.T) {
	p, err := ReadPyProject(tree(t, "pyproject.toml", project))
	if err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, d := range append(p.Dependencies, p.Optional["post-gres"]...) {
		lines = append(lines, fmt.Sprintf("%s%v%s %d", d.Name, d.Extras, d.Specifier, d.Evidence.Line))
	}
	check(t, "dependencies", lines, []string{"fastapi[]>=0.115 10", "uvicorn[standard] 12", "redis[] 12", "psycopg[binary] 16"})
	var dev []string
	for _, d := range p.Groups["dev"] {
		dev = append(dev, d.Name)
	}
	check(t, "dev", dev, []string{"pytest", "ruff"})
	check(t, "declared", p.Declared, []string{"src/shop", "lib/one", "lib/one/two"})
	check(t, "members", values(p.Workspace.Members), []string{"packages/*"})
	got := fmt.Sprintln(p.HasProject, p.Name.Value, p.Name.Evidence, p.RequiresPython.Value, p.Dynamic, p.BuildSystem.Line, p.BuildBackend,
		*p.UVPackage, p.DefaultGroups, p.FastAPIEntrypoint.Value, p.Scripts["shop"].Value, p.Tools["pykube"].Line, len(p.Tools),
		p.Sources["shop-core"][0].Workspace, p.Sources["torch"][0].Index.Value, p.Sources["lib"][0].Path.Value, p.Layout.PoetryPackages[0].From.Value)
	want := "true Shop_App pyproject.toml:6 >=3.12,<4 [version] 1 hatchling.build false [dev] shop.main:app shop.cli:main 49 6 true cpu ../lib src\n"
	if got != want {
		t.Errorf("got  %s\nwant %s", got, want)
	}
	if p.Line("tool", "uv", "package") != 26 || p.Line("tool", "nothing") != 0 || p.Line("project", "scripts", "shop") != 19 {
		t.Errorf("lines %d %d %d", p.Line("tool", "uv", "package"), p.Line("tool", "nothing"), p.Line("project", "scripts", "shop"))
	}
}

func TestNoPyProject(t *testing.T) {
	if p, err := ReadPyProject(tree(t)); p != nil || err != nil {
		t.Errorf("%v, %v", p, err)
	}
	p, err := ReadPyProject(tree(t, "pyproject.toml", ""))
	if err != nil || p.HasProject || p.BuildSystem != nil {
		t.Errorf("%+v, %v", p, err)
	}
}

func TestPyProjectRefused(t *testing.T) {
	for text, want := range map[string]string{
		"a = 1\na = 2\n":                                   "pyproject.toml:2: key \"a\": already defined on line 1",
		"[a]\n[b]\n[a]\n":                                  "pyproject.toml:3: key \"a\": already defined",
		"[a.b]\n[a]\nb.c = 1\n":                            "pyproject.toml:3: key \"b\"",
		"a = {b = 1}\n[a.c]\n":                             "pyproject.toml:2: key \"a\"",
		"a = {b = 1, b = 2}\n":                             "pyproject.toml:1: key \"b\"",
		"a = {b.c = 1, b = 2}\n":                           "pyproject.toml:1: key \"b\"",
		"a = [1]\n[[a]]\n":                                 "pyproject.toml:2: key \"a\"",
		"a = 1\na.b = 2\n":                                 "pyproject.toml:2: key \"a\"",
		"[[a]]\n[a]\n":                                     "pyproject.toml:2: key \"a\"",
		"[project]\nname = \n":                             "pyproject.toml:2: not TOML",
		"[project\n":                                       "pyproject.toml:1: not TOML",
		"a = '\x00'\n":                                     "pyproject.toml:1: not TOML",
		"x = 1\nproject = 'x'\n":                           "pyproject.toml:2: project: is a string, where a table should be",
		"[project]\nname = 1\n":                            "pyproject.toml:2: project.name: is a number or a date, where a string",
		"[tool.fastapi]\nentrypoint = \"x\\u202ey\"\n":     "pyproject.toml:2: tool.fastapi.entrypoint:",
		"[project]\ndependencies = 'flask'\n":              "pyproject.toml:2: project.dependencies: is a string, where a list",
		"[project]\ndependencies = [\n'a',\n1]\n":          "pyproject.toml:4: project.dependencies: an item: is a number",
		"[project]\ndependencies = [\n'a',\n'b c']\n":      "pyproject.toml:4: project.dependencies: requirement \"b c\"",
		"[project]\nrequires-python = '^3.11'\n":           "pyproject.toml:2: project.requires-python: specifier \"^3.11\"",
		"[dependency-groups]\na = [{include-group='a'}]\n": "pyproject.toml:2: dependency-groups: \"a\" includes itself (a > a)",
		"[dependency-groups]\na = [{include-group='b'}]\n": "pyproject.toml:2: dependency-groups: includes \"b\"",
		"[dependency-groups]\na = []\nA = []\n":            "pyproject.toml:3: dependency-groups: \"A\" is the group of line 2",
		"[dependency-groups]\na = [{x='b'}]\n":             "pyproject.toml:2: dependency-groups: an item is neither",
		"[tool.uv]\npackage = 'no'\n":                      "pyproject.toml:2: tool.uv.package: is a string, where a boolean",
		"a = " + strings.Repeat("[", 100_000):              "pyproject.toml:1: not TOML",
		strings.Repeat("a.", 2_000_000) + "a = 1\n":        "pyproject.toml: holds more than",
		strings.Repeat("#", 17<<20):                        "pyproject.toml: larger than",
	} {
		_, err := ReadPyProject(tree(t, "pyproject.toml", text))
		wantError(t, err, want)
	}
	var chain strings.Builder
	chain.WriteString("[dependency-groups]\ng0 = ['a']\n")
	for i := range 40 {
		fmt.Fprintf(&chain, "g%d = [{include-group='g%d'},{include-group='g%d'}]\n", i+1, i, i)
	}
	_, err := ReadPyProject(tree(t, "pyproject.toml", chain.String()))
	wantError(t, err, "pyproject.toml:")
}

func TestPyProjectTolerant(t *testing.T) {
	for _, text := range []string{
		"[tool]\nx = 1\n", "[tool.hatch]\nbuild = 1\n", "[tool.setuptools]\npackages = {find = {where = ['src']}}\n",
		"[tool.setuptools.packages.find]\nwhere = ['src']\n", "[[tool.mypy.overrides]]\nmodule='x'\n[[tool.mypy.overrides]]\nmodule='y'\n",
		"[tool.poetry]\npackages = 'x'\n", "[fruit]\napple.color = 1\napple.taste.sweet = true\n[fruit.apple.texture]\nsmooth = true\n",
		"[a.b.c]\n[a]\nd = 1\n[a.b]\nx = 1\n", "[tool.uv]\ndefault-groups = 'all'\n", "[tool.uv.build-backend]\nmodule-name = ['a', 'b']\nmodule-root = ''\n",
		"a = [[1, 2], ['x', {y = 1}], # c\n]\n", "[project]\nname='x'\nversion='1'\n",
		"[project]\nname = \"shop\\nRUN reboot\"\n",
	} {
		if _, err := ReadPyProject(tree(t, "pyproject.toml", text)); err != nil {
			t.Errorf("%q: %v", text, err)
		}
	}
}

// Repeated keys cost go-toml's Unmarshal a minute here.
func TestTOMLInTime(t *testing.T) {
	var wide, tables, inline strings.Builder
	inline.WriteString("a = {")
	for i := range 200_000 {
		fmt.Fprintf(&wide, "k%d = 1\n", i)
		fmt.Fprintf(&tables, "[k%d]\n", i)
		fmt.Fprintf(&inline, "k%d = 1, ", i)
	}
	inline.WriteString("z = 1}\n")
	for name, text := range map[string]string{
		"wide": wide.String(), "tables": tables.String(), "inline": inline.String(), "deep": strings.Repeat("a.", 400_000) + "a = 1\n",
		"lines": strings.Repeat("\n", 10<<20), "strings": "a = [" + strings.Repeat("'',", 500_000) + "]\n",
		"escapes": "a = \"" + strings.Repeat(`\n`, 4<<20) + "\"\n", "nested": "a = " + strings.Repeat("[", 9000) + strings.Repeat("]", 9000) + "\n",
	} {
		ends(t, func() {
			if _, err := ReadPyProject(tree(t, "pyproject.toml", text)); err != nil {
				t.Errorf("%s: %v", name, err)
			}
		})
	}
}
