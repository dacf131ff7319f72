package packaging

import (
	"fmt"
	"strings"
	"testing"
)

func TestParseRequirement(t *testing.T) {
	for in, want := range map[string]string{
		"flask":                              "flask [] () () ()",
		"Flask_SQLAlchemy >= 3 , < 4":        "flask-sqlalchemy [] (>=3,<4) () ()",
		"uvicorn[Standard, extra_B]==0.30.1": "uvicorn [extra-b standard] (==0.30.1) () ()",
		"x[]":                                "x [] () () ()",
		"name (>=1)":                         "name [] (>=1) () ()",
		"a>=1,":                              "a [] (>=1) () ()",
		"a==1.*; python_version < '3.12'":    "a [] (==1.*) (python_version < '3.12') ()",
		"a;python_version<'3.12'":            "a [] () (python_version<'3.12') ()",
		"a @ https://x/y.whl":                "a [] () () (https://x/y.whl)",
		"a[b]@git+https://x/y@v1#egg=a ; extra == 'z'": "a [b] () (extra == 'z') (git+https://x/y@v1#egg=a)",
		"a @ https://x/y.whl;z":                        "a [] () () (https://x/y.whl;z)",
	} {
		r, err := ParseRequirement(in)
		got := fmt.Sprintf("%s %v (%s) (%s) (%s)", r.Name, r.Extras, r.Specifier, r.Marker, r.URL)
		if err != nil || got != want {
			t.Errorf("ParseRequirement(%q) = %s, %v, want %s", in, got, err, want)
		}
	}
	for _, bad := range []string{
		"", " ", "-x", "a b", "a 1.0", "a=1", "a>=1 <2", "a[", "a[b", "a[b c]", "a[,]", "a @", "a @ x y", "a;", "a; foo == 'x'",
		"a>=1;python_version", "a(>=1", "a\n", "a>=1\x00", "a; python_version < '3", "$(id)", "a>=`id`", "é", "a\u202e",
		"a^1", strings.Repeat("a", 300), "a[" + strings.Repeat("b,", 100_000) + "b]",
	} {
		if r, err := ParseRequirement(bad); err == nil {
			t.Errorf("ParseRequirement(%q) = %+v, want an error", quoted(bad), r)
		}
	}
}

func TestPinned(t *testing.T) {
	for in, want := range map[string]string{
		"a==1.0": "1.0", "a===1.0": "1.0", "a==1.*": "", "a>=1": "", "a": "", "a==1,>=0": "", "a @ https://x/a.whl": "",
		"a==1.0+cpu; python_version > '3'": "1.0+cpu",
	} {
		r, err := ParseRequirement(in)
		if got, ok := r.Pinned(); err != nil || got != want || ok != (want != "") {
			t.Errorf("%q is pinned to %q, %v, %v, want %q", in, got, ok, err, want)
		}
	}
}

func TestFixed(t *testing.T) {
	commit := strings.Repeat("0a", 20)
	for url, want := range map[string]bool{
		"git+https://x/y@" + commit:                          true,
		"git+https://x/y@" + commit + "#egg=y":               true,
		"git+https://x/y@main":                               false,
		"https://x/y@" + commit:                              false,
		"https://x/y.whl#sha256=" + strings.Repeat("0a", 32): true,
		"https://x/y.whl#sha256=0a":                          false,
		"":                                                   false,
	} {
		if got := (Requirement{URL: url}).Fixed(); got != want {
			t.Errorf("%q is fixed: %v, want %v", url, got, want)
		}
	}
}
