package packaging

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

const poetryOld = `[tool.poetry]
name = "Shop_App"
version = "0.1.0"
package-mode = false
requires-poetry = ">=1.8"
packages = [{ include = "shop", from = "src" }]

[tool.poetry.dependencies]
python = "^3.9 || ~3.8.2"
Flask = "^2.2"
uvicorn = { version = "^0.22", extras = ["standard"] }
psycopg = { version = "^3.1", optional = true }
tomli = { version = "*", python = "<3.11", platform = "linux" }
torch = [
  { version = "2.1", markers = "sys_platform == 'linux'", source = "cpu" },
  { version = ">=1.0 || <0.5", markers = "sys_platform != 'linux'" },
]
lib = { path = "libs/lib", develop = true }
tool = { git = "git@github.com:a/tool.git", tag = "v1", subdirectory = "py" }

[tool.poetry.extras]
Pg = ["psycopg"]

[tool.poetry.group.dev.dependencies]
pytest = "*"

[tool.poetry.group.all]
optional = true
include-groups = ["dev"]
dependencies = { mypy = "1.*" }

[tool.poetry.dev-dependencies]
black = "23.1"

[tool.poetry.scripts]
shop = "shop.cli:main"
old = { callable = "shop.cli:old" }
file = { reference = "bin/x", type = "file" }

[[tool.poetry.source]]
name = "cpu"
url = "https://cpu/simple"
priority = "explicit"

[[tool.poetry.source]]
name = "mirror"
url = "https://mirror/simple"
default = true
`

const poetryNew = `[project]
name = "shop"
requires-python = ">=3.9"
dependencies = ["flask>=2", "tomli>=2; python_version < '3.11'"]
[project.optional-dependencies]
pg = ["psycopg[binary]>=3"]

[dependency-groups]
dev = ["pytest"]

[tool.poetry]
version = "1.0"
[tool.poetry.dependencies]
tomli = { source = "cpu", markers = "sys_platform == 'linux'" }
[tool.poetry.group.dev.dependencies]
pytest = { version = "<9 || >10", allow-prereleases = true }
`

// described writes dependencies as text.
func describedPoetry(list []PoetryDependency) []string {
	var found []string
	for _, p := range list {
		text := p.Name + fmt.Sprint(p.Extras) + strings.Join(p.specifiers(), " || ")
		for _, more := range []string{p.URL, p.Marker, p.Index} {
			if more != "" {
				text += "; " + more
			}
		}
		if p.Optional {
			text += " optional"
		}
		if p.Editable {
			text += " editable"
		}
		found = append(found, fmt.Sprintf("%s :%d", text, p.Evidence.Line))
	}
	return found
}

func TestReadPoetry(t *testing.T) {
	p, err := ReadPoetry(tree(t, "pyproject.toml", poetryOld))
	if err != nil {
		t.Fatal(err)
	}
	check(t, "dependencies", describedPoetry(p.Dependencies), []string{
		"flask[]>=2.2,<3 :10",
		"uvicorn[standard]>=0.22,<0.23 :11",
		"psycopg[]>=3.1,<4 optional :12",
		`tomli[]; python_version < "3.11" and sys_platform == "linux" :13`,
		"torch[]==2.1; sys_platform == 'linux'; cpu :15",
		"torch[]>=1.0 || <0.5; sys_platform != 'linux' :16",
		"lib[]; libs/lib editable :18",
		"tool[]; git+ssh://git@github.com/a/tool.git@v1#subdirectory=py :19",
	})
	check(t, "groups", slices.Sorted(maps.Keys(p.Groups)), []string{"all", "dev"})
	check(t, "dev", describedPoetry(p.Groups["dev"].Requirements), []string{"pytest[] :25", "black[]==23.1 :33"})
	check(t, "all", describedPoetry(p.Groups["all"].Requirements), []string{"mypy[]==1.* :30", "pytest[] :25", "black[]==23.1 :33"})
	if !p.Groups["all"].Optional || p.Groups["dev"].Optional || p.PackageMode {
		t.Errorf("optional %v, %v, package mode %v", p.Groups["all"].Optional, p.Groups["dev"].Optional, p.PackageMode)
	}
	check(t, "extras", append(slices.Collect(maps.Keys(p.Extras)), p.Extras["pg"]...), []string{"pg", "psycopg"})
	var python, sources []string
	for _, d := range p.Python {
		python = append(python, d.Specifier+" "+d.Evidence.String())
	}
	check(t, "python", python, []string{">=3.9,<4 pyproject.toml:9", ">=3.8.2,<3.9 pyproject.toml:9"})
	for _, s := range p.Sources {
		sources = append(sources, fmt.Sprint(s.Name, " ", s.URL, " ", s.Priority, " ", s.Evidence.Line))
	}
	check(t, "sources", sources, []string{"cpu https://cpu/simple explicit 40", "mirror https://mirror/simple default 45"})
	got := fmt.Sprint(p.Name.Value, p.Name.Evidence, p.Version.Value, p.RequiresPoetry.Value, p.Evidence, len(p.Scripts),
		p.Scripts["shop"].Value, p.Scripts["old"].Value, p.Packages[0].Include.Value, p.Packages[0].From.Value)
	if want := "Shop_App pyproject.toml:2 0.1.0 >=1.8 pyproject.toml:1 2 shop.cli:main shop.cli:old shop src"; strings.ReplaceAll(got, " ", "") != strings.ReplaceAll(want, " ", "") {
		t.Errorf("got %s", got)
	}
}

// [project] says what is needed, [tool.poetry] more about it.
func TestReadPoetryProject(t *testing.T) {
	p, err := ReadPoetry(tree(t, "pyproject.toml", poetryNew))
	if err != nil {
		t.Fatal(err)
	}
	check(t, "dependencies", describedPoetry(p.Dependencies), []string{
		"flask[]>=2 :4",
		"tomli[]>=2; python_version < '3.11' and sys_platform == 'linux'; cpu :4",
		"psycopg[binary]>=3 optional :6",
	})
	check(t, "dev", describedPoetry(p.Groups["dev"].Requirements), []string{"pytest[]<9 || >10 :9"})
	check(t, "extra", p.Extras["pg"], []string{"psycopg"})
	if p.Name.Value != "shop" || p.Version.Value != "1.0" || !p.PackageMode || len(p.Python) != 1 || p.Python[0].Specifier != ">=3.9" {
		t.Errorf("%+v", p)
	}
	for text, want := range map[string][]string{
		"[project]\nname='a'\ndependencies=['b>1']\n[build-system]\nbuild-backend='poetry.core.masonry.api'\n": {"b[]>1 :3"},
		// Dependencies that are left to the build are those of [tool.poetry].
		"[project]\ndynamic=['dependencies']\n[tool.poetry.dependencies]\nb='^1'\n":                                                                          {"b[]>=1,<2 :4"},
		"[project]\ndynamic=['dependencies']\n[project.optional-dependencies]\nx=['c']\n[tool.poetry.dependencies]\nb='^1'\nd={version='1',optional=true}\n": {"c[] optional :4", "b[]>=1,<2 :6"},
		"[project]\ndependencies=['a']\n[tool.poetry.dependencies]\nb='^1'\na={path='../a',develop=true}\n":                                                  {"a[]; ../a editable :2"},
		"[project]\ndependencies=['a>=1']\n[tool.poetry.dependencies]\na='<2||>3'\n":                                                                         {"a[]>=1,<2 || >=1,>3 :2"},
		"[tool.poetry.dependencies]\na={url='https://x/a.whl'}\nb={git='https://x/b',rev='c'}\nc={file='c.whl'}\nd='x'\n": {
			"a[]; https://x/a.whl :2", "b[]; git+https://x/b@c :3", "c[]; c.whl :4", "d[] :5",
		},
		"[tool.poetry.dependencies]\na={version='1',python='^3.8.1||2.7',platform='!=win32'}\nb={version='*',python='~3.8,!=3.8.*',markers=\"os_name=='a' or os_name=='b'\"}\n": {
			`a[]==1; ((python_full_version >= "3.8.1" and python_version < "4") or python_version == "2.7") and sys_platform != "win32" :2`,
			`b[]; (os_name=='a' or os_name=='b') and python_version >= "3.8" and python_version < "3.9" and python_full_version != "3.8.*" :3`,
		},
	} {
		p, err := ReadPoetry(tree(t, "pyproject.toml", text))
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		check(t, text, describedPoetry(p.Dependencies), want)
	}
}

func TestNoPoetry(t *testing.T) {
	for _, text := range []string{"", "[tool.black]\n", "[project]\nname='a'\n", "[project]\n[build-system]\nbuild-backend='hatchling.build'\n"} {
		if p, err := ReadPoetry(tree(t, "pyproject.toml", text)); p != nil || err != nil {
			t.Errorf("%q: %v, %v", text, p, err)
		}
	}
	if p, err := ReadPoetry(tree(t)); p != nil || err != nil {
		t.Errorf("%v, %v", p, err)
	}
	// A lock tells that Poetry manages a project that it does not build.
	p, err := ReadPoetry(tree(t, "pyproject.toml", "[project]\nname='a'\n", "poetry.lock", ""))
	if err != nil || p == nil || p.Evidence.Line != 1 {
		t.Errorf("%v, %v", p, err)
	}
}

func TestPoetryRefused(t *testing.T) {
	for text, want := range map[string]string{
		"[tool]\npoetry = 1\n":                                                    "pyproject.toml:2: tool.poetry: is a number or a date, where a table should be",
		"[tool.poetry]\npackage-mode = 'no'\n":                                    "pyproject.toml:2: package-mode: is a string, where a boolean should be",
		"[tool.poetry]\nrequires-poetry = 'new'\n":                                "pyproject.toml:2: tool.poetry.requires-poetry: constraint \"new\": \"new\" is not a version",
		"[tool.poetry.dependencies]\na = 1\n":                                     "pyproject.toml:2: dependency \"a\": is a number",
		"[tool.poetry.dependencies]\na = 'latest'\n":                              "pyproject.toml:2: dependency \"a\": constraint \"latest\": \"latest\" is not a version of PEP 440 after an operator of Poetry",
		"[tool.poetry.dependencies]\na = ''\n":                                    "pyproject.toml:2: dependency \"a\": constraint \"\": \"\" is not a version",
		"[tool.poetry.dependencies]\n\"a b\" = '1'\n":                             "pyproject.toml:2: dependencies: \"a b\" is not a name of PEP 508",
		"[tool.poetry.dependencies]\na = {version='1',markers='x'}\n":             "pyproject.toml:2: dependency \"a\": marker \"x\":",
		"[tool.poetry.dependencies]\na = {version='1',python='x.y'}\n":            "pyproject.toml:2: dependency \"a\": constraint \"x.y\"",
		"[tool.poetry.dependencies]\na = {version='1',platform='<1'}\n":           "pyproject.toml:2: dependency \"a\": platform \"<1\": \"<1\" is not the name of a platform",
		"[tool.poetry.dependencies]\na = {git=\"x\\ny\"}\n":                       "pyproject.toml:2: git: \"x\\ny\" holds a character",
		"[tool.poetry.dependencies]\na = {version='1',extras=['$']}\n":            "pyproject.toml:2: extras: an item is not a name",
		"[tool.poetry.dependencies]\na = [" + strings.Repeat("'1',", 200) + "]\n": "pyproject.toml:2: dependency \"a\": more than 100 constraints",
		"[tool.poetry.dependencies]\npython = '3.x.y'\n":                          "pyproject.toml:2: python: constraint \"3.x.y\"",
		"[tool.poetry.extras]\n\"a b\" = []\n":                                    "pyproject.toml:2: extras: \"a b\" is not a name",
		"[tool.poetry]\nsource = [{url='x'}]\n":                                   "pyproject.toml:2: tool.poetry.source: an entry has no name",
		"[tool.poetry.scripts]\na = 1\n":                                          "pyproject.toml:2: scripts: is a number",
		"[tool.poetry.group.a]\ninclude-groups=['b']\n":                           "pyproject.toml:1: group: \"a\" includes \"b\", which does not exist",
		"[tool.poetry.group.a]\ninclude-groups=['A']\n":                           "pyproject.toml:1: group: \"a\" includes itself",
		"[tool.poetry.group.a]\n[tool.poetry.group.A]\n":                          "pyproject.toml:2: group: \"A\" is not a name of PEP 508, or there twice",
	} {
		_, err := ReadPoetry(tree(t, "pyproject.toml", text))
		wantError(t, err, want)
	}
}
