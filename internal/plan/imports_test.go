package plan

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

// listed gives facts with packages that a person listed in requirements.txt, each on its line.
func listed(names ...string) *detect.Facts {
	f := facts()
	f.Packages = nil
	for i, name := range names {
		name, version, _ := strings.Cut(name, "==")
		name, extra, _ := strings.Cut(strings.TrimSuffix(name, "]"), "[")
		p := detect.Package{Name: name, Version: version, Evidence: at("requirements.txt", i+1)}
		if extra != "" {
			p.Extras = []string{extra}
		}
		f.Packages = append(f.Packages, p)
	}
	f.Direct = f.Packages
	return f
}

func imports(modules ...string) []detect.Import {
	var found []detect.Import
	for i, m := range modules {
		module, kind, ok := strings.Cut(m, " ")
		if !ok {
			kind = string(detect.ImportAlways)
		}
		found = append(found, detect.Import{Module: module, Kind: detect.ImportKind(kind), Evidence: at("app.py", i+1)})
	}
	return found
}

func uvLock(f *detect.Facts) *detect.Facts {
	f.Managers = []detect.Manager{{Name: "uv", Format: detect.UVLock, File: "uv.lock", Files: []string{"pyproject.toml", "uv.lock"}, Pinned: true, Hashed: true, Evidence: at("uv.lock", 0)}}
	for i := range f.Direct {
		f.Direct[i].Evidence.File = "pyproject.toml"
	}
	return f
}

func TestImports(t *testing.T) {
	many := []string{"flask"}
	for _, c := range "abcdefghijk" {
		many = append(many, fmt.Sprintf("unknown%c", c))
	}
	for _, c := range []struct {
		name    string
		facts   *detect.Facts
		imports []detect.Import
		python  string
		want    string // text $ command @ lines, one advice a line
	}{
		{"all is declared", listed("flask", "pyyaml"), imports("flask", "yaml"), "", ""},
		{
			"a module that a list does not name", listed("flask"), imports("flask", "yaml", "requests"), "",
			`the program imports yaml (package pyyaml), requests, which requirements.txt does not name; unless another package brings it, the import fails $ printf '\n%s\n' pyyaml requests >> requirements.txt @ app.py:2 app.py:3`,
		},
		{
			"a module that a lock does not install", uvLock(listed("flask")), imports("flask", "google.cloud.storage"), "",
			`the program imports google.cloud.storage (package google-cloud-storage), which uv.lock does not install: the import fails $ uv add google-cloud-storage @ app.py:2`,
		},
		{
			"one that nobody knows gets no command", listed("flask"), imports("flask", "qwertz"), "",
			`the program imports qwertz, which requirements.txt does not name; unless another package brings it, the import fails $  @ app.py:2`,
		},
		{"another package brings it", listed("flask", "celery[redis]"), imports("flask", "werkzeug", "markupsafe", "celery", "kombu", "redis"), "", ""},
		{
			"a lock brings no more than it says", uvLock(listed("flask")), imports("flask", "werkzeug"), "",
			`the program imports werkzeug, which uv.lock does not install: the import fails $ uv add werkzeug @ app.py:2`,
		},
		{"it can do without", listed("flask"), imports("flask", "ujson sometimes", "pytest aside"), "", ""},
		{"one of several packages", listed("flask", "opencv-contrib-python"), imports("flask", "cv2"), "", ""},
		{"a name of which both share a word", listed("flask", "acme-billing"), imports("flask", "acmelib"), "", ""},
		{
			"a package that nothing imports", listed("flask", "stripe"), imports("flask"), "",
			`nothing in the repository imports stripe, so far as pykube sees; if nothing needs it, take it out $  @ requirements.txt:2`,
		},
		{
			"and for uv", uvLock(listed("flask", "stripe")), imports("flask"), "",
			`nothing in the repository imports stripe, so far as pykube sees; if nothing needs it, take it out $ uv remove stripe @ pyproject.toml:2`,
		},
		{
			"packages that are used without an import", listed("flask", "gunicorn", "psycopg2-binary", "types-redis", "python-multipart"), imports("flask"), "",
			`the image gets types-redis, which only those need who work on the program $  @ requirements.txt:4`,
		},
		{"a text names it", listed("flask", "stripe", "django-debug-toolbar"), imports("flask", "stripe named", "debug_toolbar named"), "", ""},
		{
			"a tool, named by a command", uvLock(listed("flask", "ruff")), imports("flask", "ruff mentioned"), "",
			`the image gets ruff, which only those need who work on the program $ uv remove ruff && uv add --dev ruff @ pyproject.toml:2`,
		},
		{"what comes with others is pinned by hand", listed("flask", "werkzeug==3.0"), imports("flask"), "", ""},
		{"the output of pip freeze", listed("flask==3.0", "stripe==1", "idna==3", "certifi==1", "urllib3==2", "pycparser==2"), imports("flask"), "", ""},
		{
			"many", listed(many...), imports("flask"), "",
			`nothing in the repository imports unknowna, unknownb, unknownc, unknownd, unknowne, unknownf, unknowng, unknownh and 3 more, so far as pykube sees; if nothing needs it, take it out $  @ ` +
				`requirements.txt:2 requirements.txt:3 requirements.txt:4 requirements.txt:5 requirements.txt:6 requirements.txt:7 requirements.txt:8 requirements.txt:9`,
		},
		{
			"the standard library lost it", listed("flask"), imports("cgi", "distutils", "flask"), "3.12",
			`the program imports distutils, which Python 3.12 no longer has; the image has Python 3.12: choose a release before 3.12 with --python, or change the program $  @ app.py:2`,
		},
		{"it had not yet lost it", listed("flask"), imports("cgi", "distutils", "flask"), "3.11", ""},
		{"a package brings it back", listed("flask", "setuptools", "legacy-cgi"), imports("cgi", "distutils", "flask"), "3.13", ""},
		{
			"Python 2", listed("flask"), imports("flask", "urllib2"), "3.11",
			`the program imports urllib2, a module of Python 2; the image has Python 3.11 $  @ app.py:2`,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			c.facts.Imports = c.imports
			if c.python != "" {
				c.facts.Python = []detect.Python{{Version: c.python, Evidence: at(".python-version", 1)}}
			}
			s, err := build(t, c.facts, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var got []string
			for _, a := range s.Advice {
				if a.Topic != "dependencies" {
					continue
				}
				var lines []string
				for _, e := range a.Evidence {
					lines = append(lines, e.String())
				}
				got = append(got, a.Text+" $ "+a.Command+" @ "+strings.Join(lines, " "))
			}
			if all := strings.Join(got, "\n"); all != c.want {
				t.Errorf("got:\n%s\nwant:\n%s", all, c.want)
			}
		})
	}
}

func TestImportsOfUnknownPackages(t *testing.T) {
	for name, spoil := range map[string]func(*detect.Facts){
		"a package without a name":             func(f *detect.Facts) { f.Packages[1].Name = "" },
		"a directory that needs what it needs": func(f *detect.Facts) { f.Managers[0].LocalDirs = []string{"lib"} },
	} {
		f := listed("flask", "stripe")
		f.Imports = imports("flask", "stripe", "yaml")
		spoil(f)
		s, err := build(t, f, config.Options{})
		if err != nil {
			t.Fatal(err)
		}
		if slices.ContainsFunc(s.Advice, func(a Advice) bool { return strings.Contains(a.Text, "yaml") }) {
			t.Errorf("%s: %v", name, s.Advice)
		}
	}
}
