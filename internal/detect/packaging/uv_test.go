package packaging

import (
	"fmt"
	"strings"
	"testing"
)

const uvProject = `[project]
name = "shop"
dependencies = ["api", "torch>=2", "six[X]==1.*"]
optional-dependencies = { pg = ["psycopg>=3"] }

[dependency-groups]
dev = ["pytest"]

[tool.uv]
dev-dependencies = ["ruff>=0.4"]
constraint-dependencies = ["idna<4"]
environments = "sys_platform == 'linux'"
required-environments = ["sys_platform == 'linux' and platform_machine == 'aarch64'"]
conflicts = [[{ extra = "cpu" }, { extra = "GPU" }, { group = "x", package = "api" }]]

[tool.uv.workspace]
members = ["packages/*", "apps/**/svc"]
exclude = ["packages/old"]

[tool.uv.sources]
api = { workspace = true, editable = false }
torch = [
    { index = "cpu", marker = "sys_platform == 'linux'", extra = "Cpu" },
    { git = "https://x/torch", tag = "v2", subdirectory = "t", group = "dev" },
]

[[tool.uv.index]]
name = "cpu"
url = "https://x/cpu"
explicit = true

[[tool.uv.index]]
url = "main=https://x/simple"
default = true
`

func TestUVProject(t *testing.T) {
	tr := tree(
		t, "pyproject.toml", uvProject, "packages/a/pyproject.toml", "", "packages/old/pyproject.toml", "", "packages/b/README", "",
		"packages/a/deep/pyproject.toml", "", "apps/svc/pyproject.toml", "", "apps/x/y/svc/pyproject.toml", "", "apps/x/other/pyproject.toml", "",
		"uv.toml", "index-url = \"https://y\"\nno-index = true\n",
	)
	p, err := ReadPyProject(tr)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "members", p.Workspace.Dirs(tr), []string{"apps/svc", "apps/x/y/svc", "packages/a"})
	torch := p.Sources["torch"]
	if len(torch) != 2 || torch[0].Index.Value != "cpu" || torch[0].Marker != "sys_platform == 'linux'" || torch[0].Extra != "cpu" ||
		torch[1].Git.Value != "https://x/torch" || torch[1].Tag.Value != "v2" || torch[1].Subdirectory.Value != "t" || torch[1].Group != "dev" {
		t.Errorf("torch %+v", torch)
	}
	if api := p.Sources["api"][0]; !api.Workspace || api.Editable == nil || *api.Editable {
		t.Errorf("api %+v", api)
	}
	var got []string
	for _, i := range p.UV.Indexes {
		got = append(got, fmt.Sprintf("%s %s %d %v %v", i.Name, i.URL.Value, i.URL.Evidence.Line, i.Explicit, i.Default))
	}
	check(t, "indexes", got, []string{"cpu https://x/cpu 29 true false", "main https://x/simple 33 false true"})
	got = nil
	for _, q := range p.Groups["dev"] {
		got = append(got, q.Name+q.Specifier)
	}
	check(t, "dev", got, []string{"pytest", "ruff>=0.4"})
	check(t, "environments", values(append(p.UV.Environments, p.UV.RequiredEnvironments...)), []string{"sys_platform == 'linux'", "sys_platform == 'linux' and platform_machine == 'aarch64'"})
	if text := fmt.Sprint(p.UV.Conflicts); text != "[[{ cpu } { gpu } {api  x}]]" || len(p.UV.Constraints) != 1 {
		t.Errorf("conflicts %s, %+v", text, p.UV.Constraints)
	}
	s, err := ReadUVSettings(tr)
	if err != nil || !s.NoIndex || len(s.Indexes) != 1 || !s.Indexes[0].Default {
		t.Errorf("uv.toml %+v, %v", s, err)
	}
	if s, err := ReadUVSettings(tree(t)); s != nil || err != nil {
		t.Errorf("%v, %v, where there is no uv.toml", s, err)
	}
}

func TestUVProjectRefused(t *testing.T) {
	for text, want := range map[string]string{
		"[tool.uv]\nenvironments = [\"x\"]\n":                          "pyproject.toml:2: environments: marker \"x\"",
		"[tool.uv.sources]\na = [1]\n":                                 "pyproject.toml:2: tool.uv.sources: \"a\": is a number",
		"[tool.uv.sources]\na = { index = \"b\", marker = \"foo\" }\n": "pyproject.toml:2: marker \"foo\"",
		"[tool.uv.sources]\na = { index = \"b\", extra = \"-\" }\n":    "pyproject.toml:2: extra: \"-\" is not a name",
		"[[tool.uv.index]]\nname = \"a\"\n":                            "pyproject.toml:1: index: the url is missing",
		"[tool.uv]\nindex = [\"https://x\"]\n":                         "pyproject.toml:2: index: is a string",
		"[tool.uv]\nconflicts = [\"a\"]\n":                             "pyproject.toml:2: conflicts: an item: is a string",
		"[tool.uv]\ndev-dependencies = [\"a b\"]\n":                    "pyproject.toml:2: dev-dependencies: requirement \"a b\"",
	} {
		_, err := ReadPyProject(tree(t, "pyproject.toml", text))
		wantError(t, err, want)
	}
}

func TestWorkspaceBounded(t *testing.T) {
	w := &Workspace{}
	for range 5_000 {
		w.Members = append(w.Members, Located{Value: strings.Repeat("**/*/", 40) + "x"})
	}
	files := []string{}
	for i := range 300 {
		files = append(files, strings.Repeat("d/", 20)+fmt.Sprint(i)+"/pyproject.toml", "")
	}
	tr := tree(t, files...)
	ends(t, func() { w.Dirs(tr) })
}

const uvDeclared = `version = 1
revision = 3
requires-python = ">=3.12"

[manifest]
members = ["api", "shop"]

[[package]]
name = "shop"
version = "0.1.0"
source = { virtual = "." }
dependencies = [{ name = "api" }, { name = "six" }]

[package.metadata]
requires-dist = [
    { name = "api", editable = "packages/api" },
    { name = "psycopg", marker = "extra == 'pg'", specifier = ">=3" },
    { name = "six", extras = ["x"], specifier = ">=1,<2" },
]
provides-extras = ["pg"]

[package.metadata.requires-dev]
dev = [{ name = "pytest", specifier = ">=8rc1" }]
`

func TestUVLockStale(t *testing.T) {
	const start = "[project]\nname = \"Shop\"\n"
	const fresh = start + "dependencies = [\"API>=0.1\", \"six[x]<2,>=1\"]\n[project.optional-dependencies]\npg = [\"psycopg>=3; python_version > '3'\"]\n[dependency-groups]\ndev = [\"pytest>=8.0rc1\"]\n"
	for name, test := range map[string]struct{ text, want string }{
		"fresh":          {fresh, ""},
		"added":          {strings.Replace(fresh, "[\"API", "[\"flask\", \"API", 1), "pyproject.toml:3: the project requires \"flask\", which uv.lock does not hold as such"},
		"removed":        {strings.Replace(fresh, "\"API>=0.1\", ", "", 1), "uv.lock:16: uv.lock holds \"api\" for the project, which does not require it"},
		"other version":  {strings.Replace(fresh, "<2", "<3", 1), "pyproject.toml:3: the project requires six<3,>=1, and uv.lock was made for six>=1,<2"},
		"other spelling": {strings.Replace(fresh, ">=1", ">=1.0.0", 1), ""},
		"zeros":          {strings.Replace(fresh, ">=1", ">=01.00", 1), ""},
		"own extra":      {strings.Replace(fresh, "[\"psycopg", "[\"shop[pg]\", \"psycopg", 1), ""},
		"no version":     {strings.Replace(fresh, "six[x]<2,>=1", "six[x]", 1), "pyproject.toml:3: the project requires six, and uv.lock was made for six>=1,<2"},
		"extra renamed":  {strings.Replace(fresh, "pg =", "pgx =", 1), "pyproject.toml:4: the project has the extra \"pgx\", which uv.lock does not hold"},
		"group added":    {fresh + "lint = [\"ruff\"]\n", "pyproject.toml:8: group \"lint\" requires \"ruff\", which uv.lock does not hold as such"},
		"group removed":  {start + "dependencies = [\"API>=0.1\", \"six[x]<2,>=1\"]\noptional-dependencies.pg = [\"psycopg>=3\"]\n", "uv.lock:23: uv.lock holds the group \"dev\", which pyproject.toml does not have"},
		"extra's":        {strings.Replace(fresh, "psycopg>=3;", "asyncpg;", 1), "pyproject.toml:5: the project requires \"asyncpg\", which uv.lock does not hold as such"},
		"renamed":        {strings.Replace(fresh, "Shop", "store", 1), "pyproject.toml:2: uv.lock was made for \"shop\", and the project is \"store\" now"},
		"filled in":      {start + "dynamic = [\"dependencies\"]\n[dependency-groups]\ndev = [\"pytest\"]\n", ""},
		"no project":     {"[tool.uv]\n", ""},
		"old dev groups": {strings.Replace(fresh, "[dependency-groups]\ndev =", "[tool.uv]\ndev-dependencies =", 1), ""},
	} {
		t.Run(name, func(t *testing.T) {
			tr := tree(t, "pyproject.toml", test.text, "uv.lock", uvDeclared)
			p, err := ReadPyProject(tr)
			if err != nil {
				t.Fatal(err)
			}
			l, err := ReadUVLock(tr)
			if err != nil {
				t.Fatal(err)
			}
			at, text, stale := l.Stale(p)
			got := ""
			if stale {
				got = at.String() + ": " + text
			}
			if got != test.want {
				t.Errorf("%s\nwant %s", got, test.want)
			}
			if l.Revision != 3 || strings.Join(l.Members, " ") != "api shop" {
				t.Errorf("revision %d, members %v", l.Revision, l.Members)
			}
		})
	}
}
