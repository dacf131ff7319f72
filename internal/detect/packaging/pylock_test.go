package packaging

import "testing"

const pylock = `lock-version = "1.0"
created-by = "pdm"
requires-python = ">=3.9,<3.14"
environments = ["sys_platform == 'win32'", "sys_platform == 'linux' and python_version >= '3.9'"]
extras = ["pg"]
dependency-groups = ["default", "dev"]
default-groups = ["default"]

[[packages]]
name = "flask"
version = "3.0.0"
marker = "'default' in dependency_groups"
requires-python = ">=3.8"
index = "https://pypi.org/simple"
sdist = { url = "https://x/flask-3.0.0.tar.gz", hashes = { sha256 = "00" } }
wheels = [
    { url = "https://x/flask-3.0.0%2Bz-py3-none-any.whl?a=b#c", upload-time = 2024-11-08T17:25:46Z, hashes = { sha256 = "00" } },
    { name = "flask-3.0.0-py2-none-any.whl", url = "https://x/1", hashes = { sha256 = "00" } },
    { path = "wheels\\flask-3.0.0-1-py3-none-any.whl", hashes = { sha256 = "00" } },
]

[[packages]]
name = "psycopg"
version = "3.2"
marker = "'pg' in extras and python_version >= '3.9'"
archive = { path = "../dist/psycopg.tar.gz", hashes = { sha256 = "00" } }

[[packages]]
name = "pytest"
version = "8.0"
marker = "'dev' in dependency_groups"
archive = { url = "https://x/pytest.zip", hashes = { sha256 = "00" } }

[[packages]]
name = "lib"
directory = { path = "libs/lib", editable = true }

[[packages]]
name = "vcs"
version = "1"
vcs = { type = "git", url = "https://x/vcs", commit-id = "abc", subdirectory = "py" }

[[packages]]
name = "tomli"
version = "2"
marker = "python_version < '3.11' and 'default' in dependency_groups"
wheels = []
sdist = { name = "tomli-2.tar.gz", path = "t", hashes = { sha256 = "00" } }
`

func TestReadPylock(t *testing.T) {
	l, err := ReadPylock(tree(t, "app/pylock.prod.toml", pylock), "app/pylock.prod.toml")
	if err != nil {
		t.Fatal(err)
	}
	if l.LockVersion != "1.0" || l.CreatedBy != "pdm" || l.RequiresPython.Value != ">=3.9,<3.14" || len(l.Environments) != 2 || len(l.Packages) != 6 {
		t.Errorf("%+v", l)
	}
	flask, psycopg, pytest, lib, vcs := l.Packages[0], l.Packages[1], l.Packages[2], l.Packages[3], l.Packages[4]
	check(t, "wheels", flask.Wheels, []string{"flask-3.0.0+z-py3-none-any.whl", "flask-3.0.0-py2-none-any.whl", "flask-3.0.0-1-py3-none-any.whl"})
	if !flask.Sdist || flask.Index != "https://pypi.org/simple" || flask.RequiresPython.Value != ">=3.8" || flask.Evidence.String() != "app/pylock.prod.toml:10" {
		t.Errorf("flask %+v", flask)
	}
	if psycopg.Dir != "dist/psycopg.tar.gz" || pytest.Address != "https://x/pytest.zip" || lib.Dir != "app/libs/lib" || !lib.Editable ||
		vcs.Address != "git+https://x/vcs@abc#subdirectory=py" {
		t.Errorf("%+v\n%+v\n%+v\n%+v", psycopg, pytest, lib, vcs)
	}
	check(t, "by default", pins(l.Installed(MarkerEnv{Python: "3.12"})), []string{"flask 3.0.0", "lib ", "vcs 1"})
	check(t, "with extras and groups", pins(l.Installed(MarkerEnv{Python: "3.12", Extras: []string{"PG"}, Groups: []string{"dev"}})),
		[]string{"psycopg 3.2", "pytest 8.0", "lib ", "vcs 1"})
	check(t, "for any Python", pins(l.Installed(MarkerEnv{})), []string{"flask 3.0.0", "lib ", "vcs 1", "tomli 2"})
	for python, want := range map[string]bool{"3.8": false, "3.9": true, "3.13": true, "3.14": false, "": true} {
		if got := l.Supports(MarkerEnv{Python: python}); got != want {
			t.Errorf("supports %q: %v", python, got)
		}
	}
}

func TestIsPylock(t *testing.T) {
	for file, want := range map[string]bool{
		"pylock.toml": true, "a/pylock.prod.toml": true, "pylock.a.b.toml": false, "pylock..toml": false, "pylock.prod": false,
		"mypylock.toml": false, "pylock.toml.toml": true, "pylocktoml": false,
	} {
		if got := IsPylock(file); got != want {
			t.Errorf("%s: %v", file, got)
		}
	}
}

func TestPylockRefused(t *testing.T) {
	const head = "lock-version = '1.0'\n"
	for text, want := range map[string]string{
		"":                              "pylock.toml:1: lock-version: is missing",
		"lock-version = '2.0'\n":        `pylock.toml:1: lock-version: "2.0" is not 1.0 or a later 1.x, the ones that pykube reads`,
		"lock-version = '0.9'\n":        `pylock.toml:1: lock-version: "0.9" is not`,
		"lock-version = 'x'\n":          `pylock.toml:1: lock-version: "x" is not`,
		"lock-version = 1\n":            "pylock.toml:1: lock-version: is a number",
		head:                            "pylock.toml:1: packages: is missing",
		head + "packages = 1\n":         "pylock.toml:2: packages: is a number",
		head + "environments = ['x']\n": `pylock.toml:2: environments: marker "x"`,
		head + "environments = [\"'a' in extras\"]\n":                               `pylock.toml:2: environments: marker "'a' in extras"`,
		head + "[[packages]]\nname = '-'\n":                                         `pylock.toml:3: packages: "-" is not a name`,
		head + "[[packages]]\nname = 'a'\n":                                         `pylock.toml:2: packages: "a" has not one source`,
		head + "[[packages]]\nname = 'a'\nsdist = {}\ndirectory = { path = 'b' }\n": `pylock.toml:2: packages: "a" has not one source`,
		head + "[[packages]]\nname = 'a'\nmarker = 'x'\n":                           `pylock.toml:4: packages: marker: marker "x"`,
		head + "[[packages]]\nname = 'a'\nvcs = { type = 'git' }\n":                 `pylock.toml:4: packages: vcs of "a" has no type or no commit-id`,
		head + "[[packages]]\nname = 'a'\ndirectory = {}\n":                         "pylock.toml:4: packages: a source has neither url nor path",
		head + "[[packages]]\nname = 'a'\nwheels = [{}]\n":                          `pylock.toml:4: packages: a wheel of "a" has no name`,
		head + "[[packages]]\nname = 'a'\nversion = 'x'\n":                          `pylock.toml:4: package: version "x"`,
	} {
		_, err := ReadPylock(tree(t, "pylock.toml", text), "pylock.toml")
		wantError(t, err, want)
	}
	if l, err := ReadPylock(tree(t), "pylock.toml"); l != nil || err != nil {
		t.Errorf("%v, %v", l, err)
	}
	if l, err := ReadPylock(tree(t, "pylock.toml", "lock-version = '1.3'\npackages = []\n"), "pylock.toml"); err != nil || l.LockVersion != "1.3" {
		t.Errorf("a later 1.x: %v, %v", l, err)
	}
}
