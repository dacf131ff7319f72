package knowledge

import (
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/pep440"
)

// TestBroken asks a table of its own: what is known of real packages may change.
func TestBroken(t *testing.T) {
	tables, err := LoadFS(tablesWith(t, "runs.toml", `
checked = 2026-11-21

[[package]]
name = "a"
releases = "<1.23"
python = "3.10"
why = "old"
source = "x"

[[package]]
name = "a"
releases = "<1.26.5"
python = "3.12"
why = "newer"
source = "x"

[[package]]
name = "b"
releases = ">=2"
python = "3.11"
why = "new"
source = "x"

[[package]]
name = "c"
releases = ">=0"
python = "3.12"
why = "all"
source = "x"

[[package]]
name = "d"
releases = ">=0.17,<1.0.8"
python = "3.14"
why = "some"
source = "x"
`))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name, specifier, python, want string
	}{
		{"a", "==1.22", "3.9", ""},
		{"a", "==1.22", "3.10", "old"},
		{"a", "==1.22", "3.14", "old"}, // the oldest Python that breaks it
		{"a", "==1.25.3", "3.11", ""},
		{"a", "==1.25.3", "3.12", "newer"},
		{"a", "===1.25.3", "3.12", "newer"},
		{"a", "==1.26.5", "3.14", ""},
		{"a", "==1.26.5rc1", "3.14", ""}, // a pre-release is not counted to those before it
		{"a", "==1.25.3+local", "3.12", "newer"},
		{"a", "", "3.14", ""},
		{"a", ">=1.21.1,<1.26", "3.12", "newer"},
		{"a", ">=1.21.1,<1.27", "3.12", ""},
		{"a", ">=1.21.1,!=1.25.0,<1.26", "3.12", "newer"},
		{"a", "<1.26.5", "3.12", "newer"},
		{"a", "<=1.26.5", "3.12", ""},
		{"a", "~=1.25.3", "3.12", "newer"},
		{"a", "~=1.25", "3.12", ""},
		{"a", "==1.25.*", "3.12", "newer"},
		{"a", "not a specifier", "3.12", ""},
		{"b", "==1.3.1", "3.12", ""},
		{"b", "<2", "3.12", ""},
		{"b", "<3", "3.12", "new"}, // the newest of them is what is installed
		{"b", "", "3.12", "new"},
		{"b", ">=1", "3.10", ""},
		{"c", "", "3.12", "all"},
		{"c", "==5", "3.12", "all"},
		{"c", ">5", "3.11", ""},
		{"d", "==0.16", "3.14", ""},
		{"d", "==0.17", "3.14", "some"},
		{"d", "==1.*", "3.14", ""},
		{"d", "<0.17", "3.14", ""},
		{"d", "<1", "3.14", "some"},
		{"0", "==1", "3.14", ""},
		{"z", "==1", "3.14", ""},
	} {
		row, ok := tables.Broken(c.name, c.specifier, c.python)
		if ok != (c.want != "") || row.Why != c.want {
			t.Errorf("%s%s on Python %s: %q, want %q", c.name, c.specifier, c.python, row.Why, c.want)
		}
	}
}

// TestRunsRows looks at the table itself: each row speaks of a release of Python that there is an image for, and of
// two rows for a package the later one breaks more.
func TestRunsRows(t *testing.T) {
	tables, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	rows := tables.BreakingPackages()
	if len(rows) < 60 {
		t.Errorf("%d rows", len(rows))
	}
	for i, b := range rows {
		if p, ok := tables.Pythons.Get(b.Python); !ok || p.Version == tables.Pythons.Python[0].Version {
			t.Errorf("%s: no Python before %s to take instead", b.Name, b.Python)
		}
		if !strings.HasPrefix(b.Source, "https://") || strings.ToLower(b.Name) != b.Name || strings.ContainsAny(b.Name, "_.") {
			t.Errorf("%s: %s", b.Name, b.Source)
		}
		if strings.HasSuffix(b.Why, ".") || len(b.Why) > 120 {
			t.Errorf("%s: %q is not one clause", b.Name, b.Why)
		}
		for _, other := range rows[:i] {
			if other.Name == b.Name && b.covered(other) {
				t.Errorf("%s: the row for Python %s is held by the one for %s", b.Name, b.Python, other.Python)
			}
		}
	}
}

// covered reports whether each version that a row names and refuses is refused by the other one.
func (b Breaks) covered(other Breaks) bool {
	return !slices.ContainsFunc(slices.Concat([]string{"0"}, namedVersions(b.Releases), namedVersions(other.Releases)), func(v string) bool {
		mine, _ := pep440.Allows(b.Releases, v)
		others, _ := pep440.Allows(other.Releases, v)
		return mine && !others
	})
}

func TestRunsAreStrict(t *testing.T) {
	const good = `
[[package]]
name = "a"
releases = "<1"
python = "3.12"
why = "old"
source = "x"
`
	const day = "checked = 2026-11-21\n"
	for text, want := range map[string]string{
		day:               "",
		day + good:        "",
		good:              "runs.toml: a: name, releases (PEP 440)",
		day + good + good: "runs.toml: a on Python 3.12 must stand before a on Python 3.12",
		day + good + strings.Replace(good, `"3.12"`, `"3.9"`, 1):          "runs.toml: a on Python 3.9 must stand before a on Python 3.12",
		day + good + strings.Replace(good, `"3.12"`, `"3.13"`, 1):         "",
		day + good + strings.Replace(good, `name = "a"`, `name = "0"`, 1): "runs.toml: 0 on Python 3.12 must stand before a",
		day + strings.Replace(good, `"<1"`, `"below 1"`, 1):               "runs.toml: a: name, releases (PEP 440)",
		day + strings.Replace(good, `releases = "<1"`, ``, 1):             "runs.toml: a: name, releases (PEP 440)",
		day + strings.Replace(good, `"old"`, `""`, 1):                     "runs.toml: a: name, releases (PEP 440)",
		day + good + "more = 1\n":                                         "unknown key",
	} {
		_, err := LoadFS(tablesWith(t, "runs.toml", text))
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}
