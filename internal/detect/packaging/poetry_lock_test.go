package packaging

import (
	"fmt"
	"strings"
	"testing"
)

const poetryManifest = `[tool.poetry]
name = "shop"
[tool.poetry.dependencies]
python = "^3.8"
uvicorn = { version = "^0.22", extras = ["all"] }
numpy = "*"
psycopg = { version = "*", optional = true }
pywin32 = { version = "*", markers = "sys_platform == 'win32'" }
lib = { path = "lib" }
redis = [{ version = "4", python = "<3.10" }, { version = "5", python = ">=3.10" }]
[tool.poetry.extras]
pg = ["psycopg"]
[tool.poetry.dev-dependencies]
pytest = "^7"
`

// packages stand the same way in locks of 1.0 to 2.0.
const poetryPackages = `
[[package]]
name = "Lib"
version = "1.0"
[package.dependencies]
tool = "*"
[package.source]
type = "directory"
url = "lib"

[[package]]
name = "numpy"
version = "1.24.0"
python-versions = ">=3.8"

[[package]]
name = "numpy"
version = "2.1.0"
python-versions = ">= 3.10"

[[package]]
name = "psycopg"
version = "3.1"
optional = true

[[package]]
name = "pytest"
version = "7.4"

[[package]]
name = "pywin32"
version = "311"

[[package]]
name = "redis"
version = "4"

[[package]]
name = "redis"
version = "5"

[[package]]
name = "tool"
version = "0.1"
[package.source]
type = "git"
url = "https://x/tool.git"
reference = "main"
resolved_reference = "0123456789012345678901234567890123456789"
subdirectory = "py"

[[package]]
name = "uvicorn"
version = "0.22.0"
[package.dependencies]
click = ">=7"
colorama = {version = ">=0.4", optional = true, markers = "sys_platform == \"win32\" and extra == \"standard\""}
httptools = {version = ">=0.5.0", optional = true, markers = "extra == \"standard\""}
watchfiles = {version = "*", optional = true}
[package.extras]
standard = ["colorama (>=0.4)", "httptools (>=0.5.0)", "watchfiles"]
all = ["uvicorn[standard] (0.22.0)"]

[[package]]
name = "click"
version = "8"

[[package]]
name = "colorama"
version = "0.4"

[[package]]
name = "httptools"
version = "0.5"

[[package]]
name = "watchfiles"
version = "1"
`

func pinned(list []Pin) []string {
	var found []string
	for _, p := range list {
		found = append(found, p.Name+" "+p.Version)
	}
	return found
}

// readPoetry reads both files.
func readPoetry(t testing.TB, manifest, lock string) (*Poetry, *PoetryLock) {
	t.Helper()
	tr := tree(t, "pyproject.toml", manifest, "poetry.lock", lock)
	p, err := ReadPoetry(tr)
	if err != nil {
		t.Fatal(err)
	}
	l, err := ReadPoetryLock(tr)
	if err != nil {
		t.Fatal(err)
	}
	return p, l
}

// Before 2.1 the dependencies of pyproject.toml are followed.
func TestPoetryLockFollowed(t *testing.T) {
	p, l := readPoetry(t, poetryManifest, poetryPackages+`
[metadata]
lock-version = "1.1"
python-versions = "^3.8"
content-hash = "00"
[metadata.files]
numpy = [
    {file = "numpy-1.24.0-cp38-cp38-linux_x86_64.whl", hash = "sha256:00"}, {file = "numpy-1.24.tar.gz", hash = "sha256:00"},
    {file = "numpy-2.1.0-cp312-cp312-linux_x86_64.whl", hash = "sha256:00"},
]
`)
	main := []string{
		"lib 1.0", "numpy 1.24.0", "numpy 2.1.0", "redis 4", "redis 5", "tool 0.1", "uvicorn 0.22.0", "click 8", "httptools 0.5", "watchfiles 1",
	}
	installed := l.Installed(p, nil, nil)
	check(t, "main", pinned(installed), main)
	rest := main[5:]
	check(t, "3.12", pinned(l.Select(p, PoetrySelection{Python: "3.12"})), append([]string{"lib 1.0", "numpy 2.1.0", "redis 5"}, rest...))
	check(t, "3.9", pinned(l.Select(p, PoetrySelection{Python: "3.9.1"})), append([]string{"lib 1.0", "numpy 1.24.0", "redis 4"}, rest...))
	check(t, "extra and group", pinned(l.Installed(p, []string{"PG"}, []string{"dev"})),
		append(append(append([]string{}, main[:3]...), "psycopg 3.1", "pytest 7.4"), main[3:]...))
	check(t, "old", installed[1].Wheels, []string{"numpy-1.24.0-cp38-cp38-linux_x86_64.whl"})
	check(t, "new", installed[2].Wheels, []string{"numpy-2.1.0-cp312-cp312-linux_x86_64.whl"})
	if !installed[1].Sdist || installed[2].Sdist || installed[0].Dir != "lib" || installed[0].Wheels != nil ||
		installed[5].Address != "git+https://x/tool.git@0123456789012345678901234567890123456789#subdirectory=py" {
		t.Errorf("%+v", installed)
	}
	if len(l.Select(nil, PoetrySelection{})) != len(l.Packages)-1 {
		t.Error("without pyproject.toml all but the optional is expected")
	}
}

// In 1.0 markers stand with the packages, Python with the dependencies, and a commit in reference.
func TestPoetryLockOldest(t *testing.T) {
	p, l := readPoetry(t, "[tool.poetry.dependencies]\na = '*'\n", `
[[package]]
category = "main"
name = "a"
version = "1"
[package.dependencies]
[package.dependencies.b]
python = "<3.8"
version = ">=1"
[package.dependencies.c]
version = "*"
[package.extras]
x = ["pyopenssl (20.0.1)"]

[[package]]
category = "main"
name = "b"
version = "1"
[package.source]
reference = "0123456789012345678901234567890123456789"
type = "git"
url = "git@x:b.git"

[[package]]
category = "main"
marker = "sys_platform == \"win32\""
name = "c"
version = "1"

[[package]]
category = "dev"
name = "d"
version = "1"

[metadata]
content-hash = "00"

[metadata.hashes]
a = ["00"]
`)
	if l.LockVersion.Value != "1.0" || l.GeneratedBy.Value != "" {
		t.Errorf("%+v", l)
	}
	installed := l.Installed(p, nil, nil)
	check(t, "installed", pinned(installed), []string{"a 1", "b 1"})
	if installed[0].Wheels != nil || installed[1].Address != "git+ssh://git@x/b.git@0123456789012345678901234567890123456789" || installed[1].Groups[0] != "main" {
		t.Errorf("%+v", installed)
	}
	check(t, "3.12", pinned(l.Select(p, PoetrySelection{Python: "3.12"})), []string{"a 1"})
	check(t, "no pyproject.toml", pinned(l.Installed(nil, nil, nil)), []string{"a 1", "b 1"})
}

// Since 2.1 each package says which groups bring it, and when.
func TestPoetryLockGroups(t *testing.T) {
	_, l := readPoetry(t, "[tool.poetry]\n", `# This file is automatically @generated by Poetry 2.2.1 and should not be changed by hand.

[[package]]
name = "colorama"
version = "0.4.6"
groups = ["main", "Dev"]
files = []
markers = {main = "sys_platform == \"win32\"", dev = "python_version < \"3.9\""}

[[package]]
name = "psycopg"
version = "3.1"
optional = true
groups = ["main"]
markers = "extra == \"pg\" and python_version >= \"3.9\""
files = [
    {file = "psycopg-3.1-py3-none-any.whl", hash = "sha256:00"},
    {file = "psycopg-3.1.tar.gz", hash = "sha256:00"},
]

[[package]]
name = "tomli"
version = "2"
groups = ["main", "dev"]
markers = {main = "python_version < \"3.11\""}
files = [{file = "tomli-2-py3-none-any.whl", hash = "sha256:00"}]

[[package]]
name = "wheel"
version = "1"
groups = ["main"]
files = [{file = "wheel-1-py3-none-any.whl", hash = "sha256:00"}]
[package.source]
type = "url"
url = "https://x/wheel-1-py3-none-any.whl"

[extras]
pg = ["psycopg"]

[metadata]
lock-version = "2.1"
python-versions = ">=3.8"
content-hash = "00"
`)
	installed := l.Installed(nil, nil, nil)
	check(t, "main", pinned(installed), []string{"tomli 2", "wheel 1"})
	check(t, "extra", pinned(l.Installed(nil, []string{"pg"}, nil)), []string{"psycopg 3.1", "tomli 2", "wheel 1"})
	check(t, "dev", pinned(l.Installed(nil, nil, []string{"dev"})), []string{"colorama 0.4.6", "tomli 2", "wheel 1"})
	check(t, "dev in 3.12", pinned(l.Select(nil, PoetrySelection{Groups: []string{"dev"}, Python: "3.12"})), []string{"tomli 2", "wheel 1"})
	check(t, "3.12", pinned(l.Select(nil, PoetrySelection{Python: "3.12"})), []string{"wheel 1"})
	if got := fmt.Sprint(l.GeneratedBy, l.LockVersion, l.PythonVersions, l.ContentHash.Evidence, l.Extras, installed[0].Marker, installed[0].Groups, installed[1].Address); got !=
		"{2.2.1 poetry.lock:1} {2.1 poetry.lock:41} {>=3.8 poetry.lock:42} poetry.lock:43 map[pg:[psycopg]]python_version < \"3.11\"[main dev]https://x/wheel-1-py3-none-any.whl" {
		t.Error(got)
	}
	if both := l.Installed(nil, nil, []string{"dev"})[1]; both.Marker != "" {
		t.Errorf("marker %q, where dev brings it always", both.Marker)
	}
}

// The hashes are those of Poetry 1.8.5, 2.2.1 and 2.5.1.
func TestPoetryStale(t *testing.T) {
	const odd = `[tool.poetry]
name = "é"
[tool.poetry.dependencies]
a = { version = "*", note = "sys_platform != '\"' and os_name != 'd’é🍕\u007F\\ \t\r\n\f\b\u0001/<'", n = 12, "ß" = -3, "Z" = [[], {}] }
`
	for _, test := range []struct {
		manifest, version, by, hash string
		stale                       bool
	}{
		{poetryOld, "1.1", "", "4500bd63c5d73f3f5cfba5ea40ee4d48e8e0fd25cb9d1645c0e0beab9fbbcfb0", false},
		{poetryOld, "2.1", "2.5.1", "4500bd63c5d73f3f5cfba5ea40ee4d48e8e0fd25cb9d1645c0e0beab9fbbcfb0", false},
		{strings.Replace(poetryOld, "^2.2", "^2.3", 1), "2.0", "1.8.5", "4500bd63c5d73f3f5cfba5ea40ee4d48e8e0fd25cb9d1645c0e0beab9fbbcfb0", true},
		{strings.Replace(poetryOld, "src", "lib", 1), "2.0", "1.8.5", "4500bd63c5d73f3f5cfba5ea40ee4d48e8e0fd25cb9d1645c0e0beab9fbbcfb0", false},
		{poetryNew, "2.0", "1.8.5", "8f4733fc497eb011bcad4568ba41f21eab9468e3ae0bfcff589eb78b589a060c", false},
		{poetryNew, "2.1", "2.2.1", "60680bd771a68d20e48358b0a26d70a3ceb1249baef46d6345b7a631428211a1", false},
		{poetryNew, "2.1", "2.5.1", "60680bd771a68d20e48358b0a26d70a3ceb1249baef46d6345b7a631428211a1", true},
		{poetryNew, "2.1", "2.5.1", "2da325526c48dcd778c799c2ef9e689a0e054acbb0577ef064d579521c81e7a5", false},
		{odd, "2.0", "1.8.5", "5529d266100a9a123ba56f20b57450e144258fdaab59b26801b8efbd1d96c335", false},
	} {
		p, l := readPoetry(t, test.manifest, fmt.Sprintf("# This file is automatically @generated by Poetry %s and\n[metadata]\nlock-version = %q\ncontent-hash = %q\n",
			test.by, test.version, test.hash))
		if stale, why := l.Stale(p); stale != test.stale || stale == (why == "") {
			t.Errorf("%.20s %s %s: %v, %s", test.manifest, test.version, test.by, stale, why)
		}
	}
	for text, want := range map[string]string{
		"[tool.poetry.dependencies]\na = {version='1', n=1.50}\n":                "whether poetry.lock fits pyproject.toml is not known: pyproject.toml: the value on line 2 is neither",
		"[tool.poetry.dependencies.a]\n" + strings.Repeat("b.", 60) + "c = ''\n": "whether poetry.lock fits pyproject.toml is not known: pyproject.toml: its values are more than 50 deep",
	} {
		p, l := readPoetry(t, text, "[metadata]\ncontent-hash='0'\n")
		if stale, why := l.Stale(p); stale || !strings.HasPrefix(why, want) {
			t.Errorf("%q: %v, %s", text, stale, why)
		}
	}
	p, l := readPoetry(t, "[tool.poetry]\n", "[metadata]\n")
	if stale, why := l.Stale(p); !stale || why != "poetry.lock has no content-hash" {
		t.Errorf("%v, %s", stale, why)
	}
}

func TestPoetryLockRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                                   "poetry.lock:1: metadata: is missing",
		"[metadata]\nlock-version = '3.0'\n": "poetry.lock:2: metadata.lock-version: \"3.0\" is not between 1.0 and 2.1, which pykube reads",
		"[metadata]\nlock-version = 2.1\n":   "poetry.lock:2: lock-version: is a number",
		"package = 1\n[metadata]\n":          "poetry.lock:1: package: is a number",
		"[[package]]\nname = '$(id)'\n[metadata]\n":                                       "poetry.lock:2: package: \"$(id)\" is not a name of PEP 508",
		"[[package]]\nname = 'a'\nversion = 'x'\n[metadata]\n":                            "poetry.lock:3: package: version \"x\": not a version",
		"[[package]]\nname='a'\nversion='1'\nfiles='x'\n[metadata]\n":                     "poetry.lock:4: files: is a string",
		"[[package]]\nname='a'\nversion='1'\nmarkers=\"a\\nb\"\n[metadata]\n":             "poetry.lock:4: markers: \"a\\nb\" holds a character",
		"[[package]]\nname='a'\nversion='1'\n[package.dependencies]\nb='^'\n[metadata]\n": "poetry.lock:5: dependency \"b\": constraint \"^\"",
		strings.Repeat("[[package]]\nname='a'\nversion='1'\n", 101) + "[metadata]\n":      "poetry.lock:301: package: more than 100 are named \"a\"",
	} {
		_, err := ReadPoetryLock(tree(t, "poetry.lock", text))
		wantError(t, err, want)
	}
	if l, err := ReadPoetryLock(tree(t)); l != nil || err != nil {
		t.Errorf("%v, %v", l, err)
	}
}

// Many packages of one name, each asked for in many ways.
func TestPoetryLockInTime(t *testing.T) {
	var b, m strings.Builder
	m.WriteString("[tool.poetry.dependencies]\n")
	for i := range 1000 {
		fmt.Fprintf(&b, "[[package]]\nname='p%d'\nversion='1'\n[package.dependencies]\n", i)
		for j := range 10 {
			fmt.Fprintf(&b, "q%d={version='>=1,<%d.%d',extras=['e%d'],markers=\"python_version < '3.%d'\"}\n", j, i, j, i, i)
		}
		fmt.Fprintf(&m, "p%d = '*'\n", i)
	}
	for i := range 1000 {
		fmt.Fprintf(&b, "[[package]]\nname='q%d'\nversion='%d'\n", i%10, i)
	}
	b.WriteString("[metadata]\ncontent-hash='0'\n")
	p, l := readPoetry(t, m.String(), b.String())
	ends(t, func() {
		if n := len(l.Installed(p, nil, nil)); n != 2000 {
			t.Error(n)
		}
	})
}
