package knowledge

import (
	"slices"
	"strings"
	"testing"
)

func TestOnMusl(t *testing.T) {
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, brings, needs, is string }{
		{"click", "", "", "pure"},
		{"flask", "markupsafe", "", "pure"},
		{"fastapi", "pydantic-core", "", "pure"},
		{"uvicorn[standard]", "httptools pyyaml uvloop watchfiles", "", "pure"},
		{"celery[redis]", "", "", "pure"},
		{"pandas", "numpy", "", "compiled"},
		{"watchdog", "", "", "pure"},
		{"torch", "", "", "glibc"},
		{"pyramid", "", "zope-interface", "glibc"},
		{"celery[mongodb]", "", "pymongo", "glibc"},
		{"no-such-package", "", "", "unknown"},
		{"celery[no-such-extra]", "", "", "unknown"},
	} {
		row, ok := tables.OnMusl(c.name)
		is := "pure"
		switch {
		case !ok:
			is = "unknown"
		case row.Glibc:
			is = "glibc"
		case row.Compiled:
			is = "compiled"
		}
		if is != c.is || strings.Join(row.Brings, " ") != c.brings || strings.Join(row.Needs, " ") != c.needs {
			t.Errorf("%s: %s, %+v", c.name, is, row)
		}
	}
}

func TestMuslWheel(t *testing.T) {
	tables, _ := Load()
	for _, c := range []struct {
		name, specifier, python string
		want                    bool
	}{
		{"pandas", "", "3.13", true},
		{"pandas", "==1.5.3", "3.11", false},
		{"msgspec", "", "3.13", true},
		{"torch", "", "3.13", false},
		{"duckdb", "", "3.12", false},
		{"watchfiles", "==0.21.0", "3.13", false},
		{"watchfiles", "==0.24.0", "3.13", true},
		{"no-such-package", "", "3.13", false},
	} {
		if got := tables.MuslWheel(c.name, c.specifier, c.python); got != c.want {
			t.Errorf("%s%s on Python %s: %v", c.name, c.specifier, c.python, got)
		}
	}
}

// TestMuslIsWhole holds that what something brings is known itself, and that no list contradicts another table.
func TestMuslIsWhole(t *testing.T) {
	tables, _ := Load()
	for _, r := range slices.Concat(tables.musl.Package, tables.musl.Extra, tables.musl.Compiled) {
		for _, brought := range r.Brings {
			if row, ok := tables.OnMusl(brought); !ok || row.Glibc {
				t.Errorf("%s brings %s, which is not known to run on musl", r.Name, brought)
			}
		}
	}
	for _, r := range tables.musl.Compiled {
		if w, ok := tables.Wheel(r.Name); len(r.Musl) == 0 && (!ok || len(w.Musl) == 0) {
			t.Errorf("%s: which Python has a wheel of it for musl?", r.Name)
		}
	}
	for _, w := range tables.wheels.Package {
		if row, _ := tables.OnMusl(w.Name); len(w.Musl) > 0 && row.Glibc && len(row.Needs) == 0 {
			t.Errorf("%s has wheels for musl by wheels.toml, and none by musl.toml", w.Name)
		}
	}
}

func TestMuslIsStrict(t *testing.T) {
	row := "[[misbehaves]]\npackage = \"a\"\nwhy = \"x\"\nsource = \"x\"\nchecked = 2026-11-21\n"
	for text, want := range map[string]string{
		row:                       "",
		"pure = [\"a\", \"b\"]\n": "",
		"pure = [\"b\", \"a\"]\n": `musl.toml: pure: "a" must stand before "b"`,
		"pure = [\"A_b\"]\n":      `musl.toml: "A_b" is not such a name`,
		"pure = [\"a\"]\nglibc = [{name = \"a\"}]":                 `musl.toml: "a" stands twice`,
		"extra = [{name = \"a\"}]":                                 `musl.toml: "a" is not such a name`,
		"package = [{name = \"a[b]\"}]":                            `musl.toml: "a[b]" is not such a name`,
		"package = [{name = \"a\", brings = [\"B\"]}]":             `musl.toml: a: "B" is not a normalised name`,
		"compiled = [{name = \"a\", musl = {\"3.13\" = \"new\"}}]": `musl.toml: a: "new" is not a version`,
		"package = [{name = \"a\", brings = [\"c\", \"b\"]}]":      `musl.toml: a: brings is not sorted`,
		"package = [{name = \"a\", needed = []}]":                  `unknown key`,
		strings.Replace(row, "package = \"a\"\n", "", 1):           "package or call, why, source and checked are needed",
		strings.Replace(row, "why = \"x\"", "call = \"a.b\"", 1):   "package or call, why, source and checked are needed",
	} {
		_, err := LoadFS(tablesWith(t, "musl.toml", text))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
