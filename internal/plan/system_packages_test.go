package plan

import (
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

func TestSystemPackages(t *testing.T) {
	for _, c := range []struct {
		name           string
		python         string
		packages       []detect.Package
		build, runtime string
		reason         string // part of it; "" where nothing is decided
	}{
		{"wheels for the newest", "3.14", []detect.Package{{Name: "lxml"}}, "", "", ""},
		{"a pin with a wheel", "3.13", []detect.Package{{Name: "lxml", Version: "5.3.0"}}, "", "", ""},
		{
			"a pin from before the Python", "3.13",
			[]detect.Package{{Name: "lxml", Version: "4.9.3"}},
			"gcc libc6-dev libxml2-dev libxslt1-dev", "libxml2 libxslt1.1",
			"lxml ==4.9.3 is from before its first wheels for Python 3.13, 5.3.0, so it is compiled (requirements.txt:7)",
		},
		{"the same pin on an older Python", "3.12", []detect.Package{{Name: "lxml", Version: "4.9.3"}}, "", "", ""},
		{
			"a range from before it", "3.13",
			[]detect.Package{{Name: "lxml", Specifier: "<5"}},
			"gcc libc6-dev libxml2-dev libxslt1-dev", "libxml2 libxslt1.1", "lxml <5 is from before",
		},
		{"a range that reaches it", "3.13", []detect.Package{{Name: "lxml", Specifier: ">=4,<6"}}, "", "", ""},
		{"the lock has a wheel", "3.13", []detect.Package{{Name: "lxml", Version: "4.9.3", Pythons: []string{"3.13"}}}, "", "", ""},
		{
			"the lock has none", "3.13",
			[]detect.Package{{Name: "lxml", Version: "5.3.0", Pythons: []string{"3.12"}}},
			"gcc libc6-dev libxml2-dev libxslt1-dev", "libxml2 libxslt1.1", "lxml 5.3.0 has no wheel for Python 3.13 in the lock",
		},
		{
			"the lock has none, and nothing is known of it", "3.13",
			[]detect.Package{{Name: "foo", Version: "1.0", Pythons: []string{"3.12"}, Wheels: map[string][]string{"glibc-x86_64": {"3.12"}}}},
			"gcc libc6-dev", "", "foo 1.0 has no wheel for Python 3.13 in the lock, so it is compiled (requirements.txt:7)",
		},
		{
			"the lock has none for Linux", "3.13",
			[]detect.Package{{Name: "foo", Version: "1.0", Pythons: []string{}, Wheels: map[string][]string{"glibc-x86_64": {}}}},
			"", "", "",
		},
		{"a wheel by address", "3.13", []detect.Package{{Name: "lxml", Address: "https://example.com/lxml-6-cp313-cp313-linux_x86_64.whl"}}, "", "", ""},
		{
			"from git", "3.13",
			[]detect.Package{{Name: "lxml", Address: "git+https://example.com/lxml"}},
			"gcc git libc6-dev libxml2-dev libxslt1-dev", "libxml2 libxslt1.1", "lxml comes from its source, so it is compiled (requirements.txt:7): it is compiled against libxml2 and libxslt where it has no wheel; lxml is fetched with git",
		},
		{"wheels for old releases alone", "3.13", []detect.Package{{Name: "netifaces"}}, "gcc libc6-dev", "", "netifaces has no wheels for Python 3.13 that are known, so it is compiled"},
		{"no wheels at all", "3.13", []detect.Package{{Name: "psycopg2", Version: "2.9.10"}}, "gcc libc6-dev libpq-dev", "libpq5", "psycopg2 has no wheels for Linux"},
		{"brought by another", "3.13", []detect.Package{{Name: "psycopg"}, {Name: "psycopg-binary"}}, "", "", ""},
		{"brought by an extra", "3.13", []detect.Package{{Name: "psycopg", Extras: []string{"binary"}}}, "", "", ""},
		{"needed where it runs alone", "3.13", []detect.Package{{Name: "opencv-python"}}, "", "libgl1 libglib2.0-0", "opencv-python has wheels that use"},
		{"names of trixie", "3.13", []detect.Package{{Name: "wand"}}, "", "libmagickwand-7.q16-10", "wand loads the library of ImageMagick"},
		{
			"compiled, and needed where it runs", "3.13",
			[]detect.Package{{Name: "cx-oracle", Version: "5.1"}},
			"gcc libc6-dev", "libaio1t64", "cx-oracle ==5.1 is from before its first wheels for Linux, 5.3, so it is compiled (requirements.txt:7): it loads",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Packages = append(f.Packages, c.packages...)
			for i := range f.Packages {
				f.Packages[i].Evidence = at("requirements.txt", 7)
			}
			s, err := build(t, f, config.Options{Python: flag("python", c.python), Base: flag("base", "slim")})
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(s.SystemPackages.Build, " "); got != c.build {
				t.Errorf("build: %s, want %s", got, c.build)
			}
			if got := strings.Join(s.SystemPackages.Runtime, " "); got != c.runtime {
				t.Errorf("runtime: %s, want %s", got, c.runtime)
			}
			reason := ""
			for _, d := range s.Decisions {
				if d.Topic == "system_packages" {
					reason = d.Reason
				}
			}
			if !strings.Contains(reason, c.reason) || c.reason == "" && reason != "" {
				t.Errorf("reason: %s", reason)
			}
		})
	}
}
