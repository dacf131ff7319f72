package packaging

import (
	"fmt"
	"strings"
	"testing"
)

const lock = `version = 1
revision = 3
requires-python = ">=3.12"

[[package]]
name = "shop"
version = "0.1.0"
source = { editable = "." }
dependencies = [
    { name = "fastapi", extra = ["standard"] },
    { name = "pywin32", marker = "sys_platform == 'win32'" },
    { name = "tomli", marker = "python_full_version < '3.11'" },
    { name = "torch", version = "2.5.1", source = { registry = "https://pypi.org/simple" }, marker = "sys_platform != 'linux'" },
    { name = "torch", version = "2.5.1+cpu", source = { registry = "https://cpu" }, marker = "sys_platform == 'linux'" },
]

[package.optional-dependencies]
pg = [{ name = "psycopg" }]

[package.dev-dependencies]
dev = [{ name = "pytest" }]

[package.metadata]
requires-dist = [{ name = "fastapi" }]

[[package]]
name = "fastapi"
version = "0.115.0"
source = { registry = "https://pypi.org/simple" }
dependencies = [{ name = "lib" }]
sdist = { url = "https://x/fastapi-0.115.0.tar.gz", hash = "sha256:00" }
wheels = [
    { url = "https://x/fastapi-0.115.0%2Bz-py3-none-any.whl", hash = "sha256:00", size = 1 },
]

[package.optional-dependencies]
standard = [{ name = "uvicorn" }]

[[package]]
name = "lib"
version = "1.0"
source = { directory = "libs/lib" }
dependencies = [{ name = "fastapi" }]

[[package]]
name = "psycopg"
version = "3.2"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "pytest"
version = "8.0"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "pywin32"
version = "300"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "tomli"
version = "2.0"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "torch"
version = "2.5.1"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "torch"
version = "2.5.1+cpu"
source = { registry = "https://cpu" }

[[package]]
name = "uvicorn"
version = "0.30"
source = { registry = "https://pypi.org/simple" }
`

func names(packages []LockedPackage) []string {
	var found []string
	for _, p := range packages {
		found = append(found, p.Name+" "+p.Version)
	}
	return found
}

func TestReadUVLock(t *testing.T) {
	l, err := ReadUVLock(tree(t, "uv.lock", lock))
	if err != nil {
		t.Fatal(err)
	}
	if l.Version != 1 || l.RequiresPython.Value != ">=3.12" || l.RequiresPython.Evidence.Line != 3 || len(l.Packages) != 10 {
		t.Errorf("%+v", l)
	}
	root, fastapi := l.Root(), l.Packages[1]
	if root == nil || root.Line != 6 || root.Dir != "." || root.Source != (LockedSource{"editable", "."}) || len(root.Dependencies) != 5 ||
		root.OptionalDependencies["pg"][0].Name != "psycopg" || root.DevDependencies["dev"][0].Name != "pytest" {
		t.Errorf("root %+v", root)
	}
	check(t, "wheels", fastapi.Wheels, []string{"fastapi-0.115.0+z-py3-none-any.whl"})
	if !fastapi.Sdist || fastapi.Evidence.String() != "uv.lock:27" {
		t.Errorf("fastapi %+v", fastapi)
	}
	check(t, "locals", names(l.Locals()), []string{"lib 1.0"})
	base := []string{"fastapi 0.115.0", "lib 1.0", "torch 2.5.1+cpu", "uvicorn 0.30"}
	check(t, "installed for 3.12", names(l.Select(Selection{Python: "3.12"})), base)
	check(t, "installed", names(l.Installed()), []string{"fastapi 0.115.0", "lib 1.0", "tomli 2.0", "torch 2.5.1+cpu", "uvicorn 0.30"})
	check(t, "with extras and groups", names(l.Select(Selection{Root: "Shop", Python: "3.12", Extras: []string{"pg"}, Groups: []string{"dev"}})),
		[]string{"fastapi 0.115.0", "lib 1.0", "psycopg 3.2", "pytest 8.0", "torch 2.5.1+cpu", "uvicorn 0.30"})
	check(t, "for a member", names(l.Select(Selection{Root: "lib", Python: "3.12"})), []string{"fastapi 0.115.0"})
	if got := l.Select(Selection{Root: "none"}); len(got) != 10 {
		t.Errorf("for no project: %v", names(got))
	}
}

func TestUVLockConflicts(t *testing.T) {
	l, err := ReadUVLock(tree(t, "uv.lock", `version = 1
[[package]]
name = "shop"
source = { virtual = "." }
[package.optional-dependencies]
cpu = [{ name = "torch", version = "1", marker = "extra == 'extra-4-shop-cpu'" }]
gpu = [{ name = "torch", version = "2", marker = "extra == 'extra-4-shop-gpu'" }]
[[package]]
name = "torch"
version = "1"
[[package]]
name = "torch"
version = "2"
`))
	if err != nil {
		t.Fatal(err)
	}
	check(t, "cpu", names(l.Select(Selection{Extras: []string{"cpu"}})), []string{"torch 1"})
}

func TestUVLockRefused(t *testing.T) {
	for text, want := range map[string]string{
		"":                             "uv.lock:1: version: is not 1",
		"\nversion = 2\n":              "uv.lock:2: version: is not 1",
		"version = '1'\n":              "uv.lock:1: version: is not 1",
		"version = 1\npackage = 1\n":   "uv.lock:2: package: is a number",
		"version = 1\npackage = [1]\n": "uv.lock:2: package: is a number",
		"version = 1\n[[package]]\n":   "uv.lock:2: package: \"\" is not a name",
		"version = 1\n[[package]]\nname = '$(id)'\n":                   "uv.lock:3: package: \"$(id)\" is not a name",
		"version = 1\n[[package]]\nname = 1\n":                         "uv.lock:3: name: is a number",
		"version = 1\n[[package]]\nname='a'\nversion='x'":              "uv.lock:4: package: version \"x\"",
		"version = 1\n[[package]]\nname='a'\nwheels='x'\n":             "uv.lock:4: wheels: is a string",
		"version = 1\n[[package]]\nname='a'\ndependencies=[1]\n":       "uv.lock:4: dependencies: an item has no name",
		"version = 1\n[[package]]\nname='a'\nsource={git=\"a\\nb\"}\n": "uv.lock:4: source:",
		"version = 1\nrequires-python = '^3'\n":                        "uv.lock:2: requires-python: specifier",
		"version = 1\n[[package]]\nname='a'\nname='b'\n":               "uv.lock:4: key \"name\"",
	} {
		_, err := ReadUVLock(tree(t, "uv.lock", text))
		wantError(t, err, want)
	}
	if l, err := ReadUVLock(tree(t)); l != nil || err != nil {
		t.Errorf("%v, %v", l, err)
	}
}

// bigLock is a lock of about a megabyte: 400 packages with 15 wheels each, in one circle.
func bigLock() string {
	var b strings.Builder
	b.WriteString(strings.Replace(lock, `{ name = "pywin32"`, `{ name = "p0" }, { name = "pywin32"`, 1))
	for i := range 400 {
		fmt.Fprintf(&b, "\n[[package]]\nname = \"p%d\"\nversion = \"1.%d\"\nsource = { registry = \"https://pypi.org/simple\" }\n", i, i)
		fmt.Fprintf(&b, "dependencies = [\n    { name = \"p%d\", marker = \"python_full_version >= '3.%d'\" },\n]\nwheels = [\n", (i+1)%400, i%12)
		for w := range 15 {
			fmt.Fprintf(&b, "    { url = \"https://files.pythonhosted.org/packages/ab/cd/%060d/p%d-1.%d-cp3%d-cp3%d-manylinux_2_17_x86_64.whl\", hash = \"sha256:%064d\", size = 12345 },\n", i, i, i, w, w, w)
		}
		b.WriteString("]\n")
	}
	return b.String()
}

func BenchmarkUVLock(b *testing.B) {
	text := bigLock()
	tr := tree(b, "uv.lock", text)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		l, err := ReadUVLock(tr)
		if err != nil {
			b.Fatal(err)
		}
		if n := len(l.Select(Selection{Python: "3.12"})); n != 404 {
			b.Fatal(n)
		}
	}
}
