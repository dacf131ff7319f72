package packaging

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"strings"
	"testing"
)

const pdmProject = `[project]
name = "shop"
requires-python = ">=3.9"
dependencies = ["flask>=2", "requests[socks]", "tomli; python_version < '3.11'", "pywin32; sys_platform == 'win32'"]
[project.optional-dependencies]
pg = ["psycopg"]
[dependency-groups]
lint = ["ruff"]
[tool.pdm]
distribution = true
[tool.pdm.build]
package-dir = "src"
includes = ["src/shop"]
[tool.pdm.dev-dependencies]
Test_x = ["pytest<9", "-e file:///${PROJECT_ROOT}/libs/lib#egg=lib"]
[tool.pdm.resolution]
excludes = ["Foo_Bar"]
[tool.pdm.resolution.overrides]
Werk_zeug = "3.0"
[[tool.pdm.source]]
name = "pypi"
url = "https://${USER}@pypi.example/simple"
verify_ssl = false
[[tool.pdm.source]]
name = "wheels"
url = "https://pypi.example/wheels"
type = "find_links"
`

func TestReadPDM(t *testing.T) {
	p, err := ReadPDM(tree(t, "pyproject.toml", pdmProject))
	if err != nil {
		t.Fatal(err)
	}
	if p.Evidence.Line != 9 || p.Distribution == nil || !*p.Distribution || p.PackageDir.Value != "src" || p.Includes[0].Value != "src/shop" || p.Workspace {
		t.Errorf("%+v", p)
	}
	dev := p.Dev["test-x"]
	if len(dev) != 2 || dev[0].Name != "pytest" || dev[0].Specifier != "<9" || dev[0].Evidence.Line != 15 ||
		dev[1].Name != "lib" || !dev[1].Editable || dev[1].URL != "file:///${PROJECT_ROOT}/libs/lib#egg=lib" {
		t.Errorf("dev %+v", p.Dev)
	}
	if len(p.Sources) != 2 || p.Sources[0].Name != "pypi" || !p.Sources[0].Insecure || p.Sources[0].Evidence.Line != 22 || !p.Sources[1].Links {
		t.Errorf("sources %+v", p.Sources)
	}
	check(t, "excludes", p.Excludes, []string{"foo-bar"})
	if p.Overrides["werk-zeug"].Value != "3.0" {
		t.Errorf("overrides %+v", p.Overrides)
	}
	old, err := ReadPDM(tree(t, "pyproject.toml", "[tool.pdm]\nname = \"shop\"\n[tool.pdm.dependencies]\nflask = \">=2\"\nlib = { path = \"./lib\" }\npython = \">=3.6\"\n"))
	if err != nil || old.Name.Value != "shop" || len(old.Dependencies) != 2 || old.Dependencies[0].Specifier != ">=2" || old.Dependencies[1].URL != "./lib" {
		t.Errorf("%+v, %v", old, err)
	}
	for text, want := range map[string]string{
		"[tool]\npdm = 1\n":                                        "pyproject.toml:2: tool.pdm: is a number",
		"[tool.pdm]\ndistribution = 'x'\n":                         "pyproject.toml:2: distribution: is a string",
		"[tool.pdm]\nsource = [1]\n":                               "pyproject.toml:2: source: is a number",
		"[tool.pdm.resolution]\nexcludes = [1]\n":                  "pyproject.toml:2: resolution.excludes: an item: is a number",
		"[tool.pdm]\nname = \"a\\nb\"\n":                           "pyproject.toml:2: name: \"a\\nb\" holds",
		"[project]\n[tool.pdm.dev-dependencies]\na = [\"b ==\"]\n": "pyproject.toml:3: tool.pdm.dev-dependencies: requirement \"b ==\"",
	} {
		_, err := ReadPDM(tree(t, "pyproject.toml", text))
		wantError(t, err, want)
	}
	for _, none := range []string{"", "[tool.poetry]\n"} {
		if p, err := ReadPDM(tree(t, "pyproject.toml", none)); p != nil || err != nil {
			t.Errorf("%q: %v, %v", none, p, err)
		}
	}
}

const pdmLock = `[metadata]
groups = ["default", "pg", "test-x"]
strategy = ["inherit_metadata", "static_urls"]
lock_version = "4.5.0"
content_hash = "sha256:%s"

[[metadata.targets]]
requires_python = ">=3.9"
platform = "manylinux_2_17_x86_64"

[[package]]
name = "Flask"
version = "3.0.0"
groups = ["default"]
dependencies = ["werkzeug>=3"]
files = [
    {url = "https://x/flask-3.0.0-py3-none-any.whl", hash = "sha256:00"},
    {file = "flask-3.0.0.tar.gz", hash = "sha256:00"},
]

[[package]]
name = "lib"
version = "1.0"
editable = true
path = "./libs/lib"
groups = ["test-x"]

[[package]]
name = "psycopg"
version = "3.2"
groups = ["pg"]

[[package]]
name = "pywin32"
version = "300"
groups = ["default"]
marker = "sys_platform == 'win32'"

[[package]]
name = "requests"
version = "2.32"
groups = ["default", "test-x"]

[[package]]
name = "requests"
version = "2.32"
extras = ["socks"]
groups = ["default"]
dependencies = ["PySocks!=1.5.7", "requests==2.32"]

[[package]]
name = "pysocks"
version = "1.7"
groups = ["default"]

[[package]]
name = "tomli"
version = "2.0"
groups = ["default"]
marker = "python_version < '3.11'"

[[package]]
name = "werkzeug"
version = "3.0"
groups = ["default"]

[[package]]
name = "vcs"
version = "1.0"
git = "https://x/vcs.git"
ref = "main"
revision = "0123456789012345678901234567890123456789"
groups = ["pg"]
`

func pins(list []Pin) []string {
	var found []string
	for _, p := range list {
		found = append(found, pdmKey(p.Name, p.Extras)+" "+p.Version)
	}
	return found
}

func TestReadPDMLock(t *testing.T) {
	tr := tree(t, "pyproject.toml", pdmProject, "pdm.lock", pdmLock)
	l, err := ReadPDMLock(tr)
	if err != nil {
		t.Fatal(err)
	}
	if l.Version.Value != "4.5.0" || !l.Inherits() || len(l.Targets) != 1 || l.Targets[0].Platform != "manylinux_2_17_x86_64" || len(l.Packages) != 10 {
		t.Errorf("%+v", l)
	}
	flask := l.Packages[0]
	check(t, "wheels", flask.Wheels, []string{"flask-3.0.0-py3-none-any.whl"})
	if flask.Name != "flask" || !flask.Sdist || flask.Evidence.Line != 12 || flask.Dependencies[0].Specifier != ">=3" {
		t.Errorf("flask %+v", flask)
	}
	if lib := l.Packages[1]; lib.Dir != "libs/lib" || !lib.Editable || lib.Address != "" {
		t.Errorf("lib %+v", lib)
	}
	if vcs := l.Packages[9]; vcs.Address != "git+https://x/vcs.git@0123456789012345678901234567890123456789" {
		t.Errorf("vcs %+v", vcs)
	}
	check(t, "for 3.12", pins(l.Installed(nil, nil, MarkerEnv{Python: "3.12"})),
		[]string{"flask 3.0.0", "requests[socks] 2.32", "pysocks 1.7", "werkzeug 3.0"})
	check(t, "for 3.10 with pg", pins(l.Installed(nil, []string{"main", "pg"}, MarkerEnv{Python: "3.10"})),
		[]string{"flask 3.0.0", "psycopg 3.2", "requests[socks] 2.32", "pysocks 1.7", "tomli 2.0", "werkzeug 3.0", "vcs 1.0"})
	merged := l.Installed(nil, nil, MarkerEnv{Python: "3.12"})[1]
	check(t, "groups", merged.Groups, []string{"main", "test-x"})
}

// Before 4.4.1, and without inherit_metadata, the lock has no groups and no markers.
func TestPDMLockFollowed(t *testing.T) {
	old := `[[package]]
name = "flask"
version = "3.0.0"
dependencies = ["werkzeug>=3", "colorama; sys_platform == 'win32'"]
[[package]]
name = "colorama"
version = "0.4"
[[package]]
name = "werkzeug"
version = "3.0"
dependencies = ["flask"]
[[package]]
name = "requests"
version = "2.32"
[[package]]
name = "requests"
version = "2.32"
extras = ["socks"]
dependencies = ["PySocks", "requests==2.32"]
[[package]]
name = "pysocks"
version = "1.7"
[[package]]
name = "psycopg"
version = "3.2"
[[package]]
name = "ruff"
version = "1"
[[package]]
name = "lib"
version = "1"
url = "file:///${PROJECT_ROOT}/libs/lib"
[metadata]
lock_version = "4.0"
content_hash = "sha256:00"
[metadata.files]
"flask 3.0.0" = [{url = "https://x/flask-3.0.0-py3-none-any.whl#sha256=1", hash = "sha256:00"}]
`
	tr := tree(t, "pyproject.toml", pdmProject, "pdm.lock", old)
	l, err := ReadPDMLock(tr)
	if err != nil {
		t.Fatal(err)
	}
	check(t, "wheels", l.Packages[0].Wheels, []string{"flask-3.0.0-py3-none-any.whl"})
	p, err := ReadPyProject(tr)
	if err != nil {
		t.Fatal(err)
	}
	tool, err := ReadPDM(tr)
	if err != nil {
		t.Fatal(err)
	}
	wanted := PDMRequirements(p, tool)
	base := []string{"flask 3.0.0", "werkzeug 3.0", "requests[socks] 2.32", "pysocks 1.7"}
	check(t, "main", pins(l.Installed(wanted, nil, MarkerEnv{Python: "3.12"})), base)
	check(t, "groups", pins(l.Installed(wanted, []string{"main", "lint", "test-x"}, MarkerEnv{Python: "3.12"})), append(base, "ruff 1", "lib 1"))
	if all := l.Installed(nil, nil, MarkerEnv{}); len(all) != 8 {
		t.Errorf("without requirements: %v", pins(all))
	}
}

// The texts are what the releases hash, newest first. Locks that PDM 1.15, 2.0, 2.3, 2.7, 2.10, 2.12, 2.17, 2.22 and 2.29
// wrote were in step when this was written.
func TestPDMStale(t *testing.T) {
	project := "[project]\nname='a'\ndependencies=['b>=1', '\"é\\U0001F600']\n[project.optional-dependencies]\nz=[]\n" +
		"[dependency-groups]\nLint_x=['c', {include-group='t'}]\nt=[]\n[tool.pdm.dev-dependencies]\nlint-x=['d']\n[tool.pdm.resolution]\nrespect-source-order=true\n[tool.pdm.resolution.overrides]\ne='1'\n"
	project = strings.Replace(project, "'\"é\\U0001F600'", "\"b2; extra == '\\\"é\\U0001F600'\"", 1)
	parts := `"dependencies": ["b>=1", "b2; extra == '\"\u00e9\ud83d\ude00'"], "dev-dependencies": %s, "optional-dependencies": {"z": []}, %s"requires-python": "", %s"sources": []}`
	for _, text := range []string{
		fmt.Sprintf(parts, `{"lint-x": ["c", {"include-group": "t"}, "d"], "t": []}`, "", `"resolution": {"overrides": {"e": "1"}, "respect-source-order": true}, `),
		fmt.Sprintf(parts, `{"lint-x": ["d"]}`, "", `"resolution": {"overrides": {"e": "1"}, "respect-source-order": true}, `),
		fmt.Sprintf(parts, `{"lint-x": ["d"]}`, `"overrides": {"e": "1"}, `, ""),
		fmt.Sprintf(parts, `{"lint-x": ["d"]}`, "", ""),
	} {
		sum := sha256.Sum256([]byte("{" + text))
		state := func(project string) (stale, known bool) {
			tr := tree(t, "pyproject.toml", project, "pdm.lock", fmt.Sprintf("[metadata]\nlock_version='4.4'\ncontent_hash='sha256:%s'\n", hex.EncodeToString(sum[:])))
			p, err := ReadPyProject(tr)
			if err != nil {
				t.Fatal(err)
			}
			l, err := ReadPDMLock(tr)
			if err != nil {
				t.Fatal(err)
			}
			return l.Stale(p)
		}
		if stale, known := state(project); stale || !known {
			t.Errorf("in step: stale %v, known %v: %s", stale, known, text)
		}
		if stale, known := state(strings.ReplaceAll(project, "b>=1", "b>=2")); !stale || !known {
			t.Errorf("out of step: stale %v, known %v", stale, known)
		}
		if stale, known := state(project + "f=2020-01-01\n"); !stale && known {
			t.Error("a date cannot be known")
		}
		if _, known := state(project + "[tool.pdm.workspace]\n"); known {
			t.Error("a workspace cannot be known")
		}
	}
}

func TestPDMLockRefused(t *testing.T) {
	const head = "[metadata]\nlock_version='4.5.0'\n[[package]]\n"
	for text, want := range map[string]string{
		"":                                         `pdm.lock:1: metadata.lock_version: "" is not one that pykube reads, 3 to 4.5`,
		"[metadata]\nlock_version = '5.0'\n":       `pdm.lock:2: metadata.lock_version: "5.0" is not`,
		"[metadata]\nlock_version = '2'\n":         `pdm.lock:2: metadata.lock_version: "2" is not`,
		"[metadata]\nlock_version = 4\n":           "pdm.lock:2: lock_version: is a number",
		head:                                       `pdm.lock:3: package: "" is not a name of PEP 508`,
		head + "name='$(id)'\n":                    `pdm.lock:4: package: "$(id)" is not a name`,
		head + "name='a'\nversion='x'\n":           `pdm.lock:5: package: version "x"`,
		head + "name='a'\nmarker='x'\n":            `pdm.lock:5: package: marker: marker "x"`,
		head + "name='a'\ndependencies=['b ==']\n": `pdm.lock:5: package: dependencies: requirement "b =="`,
		head + "name='a'\ngit=\"a\\nb\"\n":         `pdm.lock:5: git: "a\nb" holds`,
		head + "name='a'\nfiles='x'\n":             "pdm.lock:5: package: files: is a string",
	} {
		_, err := ReadPDMLock(tree(t, "pdm.lock", text))
		wantError(t, err, want)
	}
	if l, err := ReadPDMLock(tree(t)); l != nil || err != nil {
		t.Errorf("%v, %v", l, err)
	}
}

// A lock whose entries are all of one package, and need one another, takes time by its size alone.
func TestPDMLockIsLinear(t *testing.T) {
	var b strings.Builder
	b.WriteString("[metadata]\nlock_version='4.5.0'\n")
	for i := range 10_000 {
		fmt.Fprintf(&b, "[[package]]\nname='a'\nversion='1'\nextras=['e%d']\nmarker=\"python_version > '3.%d'\"\ndependencies=['a', 'a[e%d]']\n", i, i, i+1)
	}
	l, err := ReadPDMLock(tree(t, "pdm.lock", b.String()))
	if err != nil {
		t.Fatal(err)
	}
	ends(t, func() {
		wanted := map[string][]Requirement{"main": {{Name: "a", Extras: []string{"e0"}}}}
		if got := l.Installed(wanted, nil, MarkerEnv{}); len(got) != 1 || len(got[0].Extras) != 10_000 || got[0].Marker != "" {
			t.Errorf("%d pins", len(got))
		}
	})
}
