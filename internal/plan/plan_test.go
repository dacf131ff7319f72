package plan

import (
	"errors"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// facts gives what a small Flask repository says.
func facts() *detect.Facts {
	return &detect.Facts{
		Directory: "shop", PythonFiles: 3,
		Managers: []detect.Manager{{Name: "pip", File: "requirements.txt", Format: detect.Requirements, Files: []string{"requirements.txt"}, Evidence: at("requirements.txt", 0)}},
		Packages: []detect.Package{{Name: "flask", Specifier: ">=3", Evidence: at("requirements.txt", 1)}},
		Applications: []detect.Application{{
			Framework: "flask", Kind: "web", Interface: "wsgi", File: "app.py", Root: ".", Module: "app", Attr: "app", Origin: "app.py:3", Evidence: at("app.py", 3),
		}},
	}
}

func at(file string, line int) source.Evidence { return source.At(file, line, "") }

func flag(name, value string) config.Option {
	return config.Option{Value: value, Origin: config.Origin{Kind: config.FromFlag, Name: "--" + name}}
}

func build(t *testing.T, f *detect.Facts, o config.Options) (Service, error) {
	t.Helper()
	tables, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	for i := range f.Managers {
		if f.Managers[i].Packages == nil {
			f.Managers[i].Packages = f.Packages
		}
	}
	p, err := Build(f, o, tables, "test")
	if err != nil {
		return Service{}, err
	}
	return p.Services[0], nil
}

func decision(t *testing.T, s Service, topic string) Decision {
	t.Helper()
	i := slices.IndexFunc(s.Decisions, func(d Decision) bool { return d.Topic == topic })
	if i < 0 {
		t.Fatalf("nothing was decided on %s", topic)
	}
	return s.Decisions[i]
}

func TestPython(t *testing.T) {
	pin := func(v string) detect.Python { return detect.Python{Version: v, Evidence: at(".python-version", 1)} }
	span := func(v string) detect.Python { return detect.Python{Specifier: v, Evidence: at("pyproject.toml", 4)} }
	for _, c := range []struct {
		name  string
		facts []detect.Python
		flag  string
		want  string // release, or a part of the error
	}{
		{"nothing is said: the newest that is a year old", nil, "", "3.14"},
		{"a range", []detect.Python{span(">=3.9")}, "", "3.14"},
		{"a range with an end", []detect.Python{span(">=3.9,<3.13")}, "", "3.12"},
		{"an end within a release", []detect.Python{span("<=3.12")}, "", "3.11"},
		{"compatible release", []detect.Python{span("~=3.10")}, "", "3.14"},
		{"compatible patch", []detect.Python{span("~=3.10.2")}, "", "3.10"},
		{"a wildcard", []detect.Python{span("==3.12.*")}, "", "3.12"},
		{"only a young release fits", []detect.Python{span(">=3.15")}, "", "3.15"},
		{"two ranges", []detect.Python{span(">=3.9"), span("<3.14")}, "", "3.13"},
		{"a pin", []detect.Python{pin("3.11")}, "", "3.11"},
		{"a pin with a patch", []detect.Python{pin("3.11.4"), span(">=3.9")}, "", "3.11"},
		{"a pin outside the range", []detect.Python{pin("3.11"), span(">=3.12")}, "", "3.11 is pinned"},
		{"a pin without an image", []detect.Python{pin("2.7.18")}, "", "no image"},
		{"no release fits", []detect.Python{span(">=4")}, "", "no release of Python fits"},
		{"a flag", []detect.Python{pin("3.11")}, "3.13", "3.13"},
		{"a flag outside the range", []detect.Python{span(">=3.12")}, "3.11", "does not fit"},
		{"a flag that is no release", nil, "3", "not a release"},
		{"a flag that tries something", nil, "3.13\nRUN x", "not a release"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, o := facts(), config.Options{Base: flag("base", "slim")}
			f.Python = c.facts
			if c.flag != "" {
				o.Python = flag("python", c.flag)
			}
			s, err := build(t, f, o)
			if err != nil {
				if !strings.Contains(err.Error(), c.want) {
					t.Errorf("error %q, want %q", err, c.want)
				}
				return
			}
			if s.Python.Version != c.want {
				t.Errorf("chose %s, want %s", s.Python.Version, c.want)
			}
			if !strings.HasPrefix(s.Base.Runtime, "python:"+c.want+"-") || s.Base.Builder != s.Base.Runtime {
				t.Errorf("base %+v", s.Base)
			}
		})
	}
}

func TestEndOfLifeIsSaid(t *testing.T) {
	f := facts()
	f.Python = []detect.Python{{Version: "3.9", Evidence: at(".python-version", 1)}}
	s, err := build(t, f, config.Options{})
	if err != nil || !slices.ContainsFunc(s.Advice, func(a Advice) bool { return a.Topic == "python" }) {
		t.Errorf("no advice on Python 3.9: %v %v", s.Advice, err)
	}
}

func TestInstall(t *testing.T) {
	list := func(names ...string) []detect.Package {
		var l []detect.Package
		for _, n := range names {
			l = append(l, detect.Package{Name: n, Version: "99", Evidence: at("requirements.txt", 1)})
		}
		return l
	}
	generated := at("requirements.txt", 1)
	for _, c := range []struct {
		name     string
		manager  detect.Manager
		packages []detect.Package
		want     string // words of the install command
		check    bool
	}{
		{"versions are open", detect.Manager{}, list("flask"), "--requirement requirements.txt", false},
		{"hashes", detect.Manager{Pinned: true, Hashed: true}, list("flask"), "--require-hashes", true},
		{"exact, and what they need is there", detect.Manager{Pinned: true}, list("blinker", "flask", "click", "itsdangerous", "jinja2", "markupsafe", "werkzeug"), "--no-deps", true},
		{"exact, and one of them is not known", detect.Manager{Pinned: true}, list("blinker", "flask", "click", "itsdangerous", "jinja2", "markupsafe", "unknown", "werkzeug"), "--requirement requirements.txt", false},
		{"exact, and something is missing", detect.Manager{Pinned: true}, list("flask", "gunicorn"), "--requirement requirements.txt", false},
		{"exact, and nothing is known of them", detect.Manager{Pinned: true}, list("unknown"), "--requirement requirements.txt", false},
		{"exact, and made by a tool", detect.Manager{Pinned: true, Complete: true, Generated: &generated}, list("gunicorn"), "--no-deps", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			c.manager.Name, c.manager.Format, c.manager.File, c.manager.Files = "pip", detect.Requirements, "requirements.txt", []string{"requirements.txt"}
			f.Managers, f.Packages = []detect.Manager{c.manager}, c.packages
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			argv := strings.Join(s.Image.Install[0].Argv, " ")
			if !strings.HasSuffix(argv, c.want) {
				t.Errorf("install: %s", argv)
			}
			checks := slices.ContainsFunc(s.Image.Install, func(st Step) bool { return st.Argv[len(st.Argv)-1] == "check" })
			if checks != c.check {
				t.Errorf("pip check: %v, want %v", checks, c.check)
			}
		})
	}
}

func TestServer(t *testing.T) {
	for _, c := range []struct {
		name      string
		framework string
		packages  []detect.Package
		python    string
		option    string
		added     string
		want      []string // words of the command
		not       []string
	}{
		{name: "none is declared", framework: "flask", added: "gunicorn==26.1.0", want: []string{"gunicorn", "app:app"}},
		{name: "none is declared, old Python", framework: "flask", python: "3.8", added: "gunicorn==23.0.0"},
		{name: "declared", framework: "flask", packages: []detect.Package{{Name: "gunicorn", Version: "21.2.0"}}, want: []string{"--worker-tmp-dir"}},
		{name: "an old one has no such option", framework: "flask", packages: []detect.Package{{Name: "gunicorn", Version: "19.8.1"}}, not: []string{"--worker-tmp-dir"}},
		{name: "declared for the other interface", framework: "fastapi", packages: []detect.Package{{Name: "gunicorn"}}, added: "uvicorn==0.54.0"},
		{name: "brought by an extra", framework: "fastapi", packages: []detect.Package{{Name: "fastapi", Extras: []string{"standard"}}}, want: []string{"--timeout-graceful-shutdown"}},
		{name: "an extra that does not bring it", framework: "fastapi", packages: []detect.Package{{Name: "fastapi", Extras: []string{"other"}}}, added: "uvicorn==0.54.0"},
		{name: "an old uvicorn", framework: "fastapi", packages: []detect.Package{{Name: "uvicorn", Version: "0.17.6"}}, not: []string{"--timeout-graceful-shutdown"}},
		{name: "asked for with a version", framework: "flask", option: "gunicorn==25.0.0", added: "gunicorn==25.0.0"},
		{name: "asked for, and declared", framework: "flask", packages: []detect.Package{{Name: "gunicorn", Version: "21.2.0"}}, option: "gunicorn"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f, o := facts(), config.Options{}
			f.Packages = c.packages
			f.Applications[0].Framework = c.framework
			if c.framework == "fastapi" {
				f.Applications[0].Interface = "asgi"
			}
			if c.python != "" {
				o.Python = flag("python", c.python)
			}
			if c.option != "" {
				o.Server = flag("server", c.option)
			}
			s, err := build(t, f, o)
			if err != nil {
				t.Fatal(err)
			}
			added := ""
			for _, step := range s.Image.Install[1:] {
				if last := step.Argv[len(step.Argv)-1]; !strings.HasPrefix(last, "setuptools") {
					added = last
				}
			}
			if added != c.added {
				t.Errorf("added %q, want %q", added, c.added)
			}
			for _, w := range c.want {
				if !slices.Contains(s.Processes[0].Command, w) {
					t.Errorf("command %q lacks %q", s.Processes[0].Command, w)
				}
			}
			for _, w := range c.not {
				if slices.Contains(s.Processes[0].Command, w) {
					t.Errorf("command %q has %q", s.Processes[0].Command, w)
				}
			}
		})
	}
}

func TestServerIsRefused(t *testing.T) {
	for _, value := range []string{"uvicorn", "flask", "gunicorn==x y", "gunicorn==1.0\nUSER root", "-r evil"} {
		if _, err := build(t, facts(), config.Options{Server: flag("server", value)}); !isInvalid(err) {
			t.Errorf("--server %q: %v", value, err)
		}
	}
}

func isInvalid(err error) bool {
	var i *Invalid
	return errors.As(err, &i) && i.Hint != ""
}

func TestServerConfiguration(t *testing.T) {
	f := facts()
	f.Configs = []detect.Config{{Server: "gunicorn", File: "gunicorn.conf.py", Evidence: at("gunicorn.conf.py", 0)}}
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	want := []string{"gunicorn", "app:app", "--bind", "0.0.0.0:8000", "--worker-tmp-dir", "/dev/shm"}
	if !reflect.DeepEqual(s.Processes[0].Command, want) {
		t.Errorf("command %q: what the repository configures is overridden", s.Processes[0].Command)
	}
}

func TestHealth(t *testing.T) {
	django := &detect.Django{Settings: "shop.settings", HostsKnown: true, AllowedHosts: []string{"localhost", ".shop.example"}, HostsFrom: &source.Evidence{File: "settings.py", Line: 3}}
	hosts := func(known bool, names ...string) *detect.Django {
		d := *django
		d.HostsKnown, d.AllowedHosts = known, names
		return &d
	}
	route := func(path string) detect.Route { return detect.Route{Path: path, Evidence: at("app.py", 9)} }
	for _, c := range []struct {
		name   string
		routes []detect.Route
		django *detect.Django
		want   *Health
	}{
		{"none", nil, nil, nil},
		{"the better name", []detect.Route{route("/status"), route("/api/healthz"), route("/health")}, nil, &Health{Path: "/api/healthz"}},
		{"the shorter path", []detect.Route{route("/api/v1/health"), route("/health")}, nil, &Health{Path: "/health"}},
		{"guarded", []detect.Route{{Path: "/health", Guarded: true}}, nil, nil},
		{"a guarded one and an open one", []detect.Route{{Path: "/healthz", Guarded: true}, route("/status")}, nil, &Health{Path: "/status"}},
		{"not for a probe", []detect.Route{route("/a b\n/health")}, nil, nil},
		{"django admits a host", []detect.Route{route("/health/")}, django, &Health{Path: "/health/", Host: "shop.example"}},
		{"django admits all", []detect.Route{route("/health/")}, hosts(true, "*"), &Health{Path: "/health/"}},
		{"django admits localhost alone", []detect.Route{route("/health/")}, hosts(true, "localhost"), &Health{Path: "/health/", Host: "localhost"}},
		{"django admits none", []detect.Route{route("/health/")}, hosts(true), nil},
		{"django computes it", []detect.Route{route("/health/")}, hosts(false), nil},
		{"django's host is no host", []detect.Route{route("/health/")}, hosts(true, "a\nb", "a b"), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Applications[0].Routes, f.Django = c.routes, c.django
			if c.django != nil {
				f.Applications[0].Framework = "django"
			}
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(s.Processes[0].Health, c.want) {
				t.Errorf("health %+v, want %+v: %s", s.Processes[0].Health, c.want, decision(t, s, "health").Reason)
			}
		})
	}
}

func TestApplication(t *testing.T) {
	app := func(name, origin string, signs ...detect.SignKind) detect.Application {
		module, attr, _ := strings.Cut(strings.TrimSuffix(name, "()"), ":")
		a := detect.Application{
			Framework: "flask", Kind: "web", Interface: "wsgi", File: strings.ReplaceAll(module, ".", "/") + ".py", Root: ".", Module: module, Attr: attr,
			Factory: strings.HasSuffix(name, "()"), Origin: origin, Evidence: at(module, 1),
		}
		for _, s := range signs {
			a.Signs = append(a.Signs, detect.Sign{Kind: s})
		}
		return a
	}
	needs := app("shop:create_app()", "1")
	needs.Required = []string{"config"}
	runs := app("app:app", "1")
	runs.RunsOnImport = &source.Evidence{File: "app.py", Line: 4, Text: "app.run()"}
	for _, c := range []struct {
		name string
		apps []detect.Application
		want string
	}{
		{"an object before the factory that made it", []detect.Application{app("shop:create_app()", "1", detect.SignEntry), app("wsgi:app", "1")}, "wsgi:app"},
		{"the outer factory", []detect.Application{app("a:inner()", "1"), app("a:outer()", "1", detect.SignWraps)}, "a:outer()"},
		{"the one that is named", []detect.Application{app("main:app", "1", detect.SignEntry, detect.SignTop, detect.SignRun), app("x:app", "2", detect.SignNamed)}, "x:app"},
		{"not the one that is imported", []detect.Application{app("main:app", "1", detect.SignEntry), app("sub:app", "2", detect.SignEntry, detect.SignImported)}, "main:app"},
		{"not an example", []detect.Application{app("examples.a:app", "1", detect.SignAside, detect.SignEntry), app("z:app", "2")}, "z:app"},
		{"two that are equal", []detect.Application{app("a:app", "1"), app("b:app", "2")}, "2 applications"},
		{"examples alone", []detect.Application{app("examples.a:app", "1", detect.SignAside)}, "no application"},
		{"none", nil, "no application"},
		{"a factory with an argument", []detect.Application{needs}, "needs config"},
		{"a server that starts on import", []detect.Application{runs}, "runs whenever the file is imported"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Applications = c.apps
			s, err := build(t, f, config.Options{})
			if err != nil {
				var q *Question
				if !errors.As(err, &q) || q.Hint == "" || !strings.Contains(err.Error(), c.want) {
					t.Errorf("error %q, want %q", err, c.want)
				}
				if len(c.apps) == 1 && !strings.Contains(c.want, "no application") { // asking for it does not make it start
					if _, err := build(t, f, config.Options{App: flag("app", c.apps[0].Name())}); err == nil || !strings.Contains(err.Error(), c.want) {
						t.Errorf("--app: error %v, want %q", err, c.want)
					}
				}
				return
			}
			if s.Processes[0].App != c.want {
				t.Errorf("serves %s, want %s", s.Processes[0].App, c.want)
			}
		})
	}
}

func TestApplicationAsked(t *testing.T) {
	for value, want := range map[string]string{
		"app:app":        "gunicorn app:app",
		"shop.web:make":  "gunicorn shop.web:make",
		"shop:create()":  "gunicorn shop:create()",
		"app":            "",
		"app:app; id":    "",
		"$(id):app":      "",
		"a:b\nUSER root": "",
		"a:b('prod')":    "",
	} {
		s, err := build(t, facts(), config.Options{App: flag("app", value)})
		switch {
		case want == "" && !isInvalid(err):
			t.Errorf("--app %q: %v", value, err)
		case want != "" && (err != nil || !strings.HasPrefix(strings.Join(s.Processes[0].Command, " "), want+" ")):
			t.Errorf("--app %q: %v %v", value, s.Processes, err)
		}
	}
}

func TestNames(t *testing.T) {
	for text, want := range map[string]string{
		"shop": "shop", "My Shop_2": "my-shop-2", "2048": "app-2048", "--x--": "x", "Ünïcode": "n-code", "": "", "日本": "",
	} {
		if got := serviceName(text); got != want {
			t.Errorf("serviceName(%q) = %q, want %q", text, got, want)
		}
	}
	long := strings.Repeat("a", 100)
	if a, b := serviceName(long), serviceName(long+"b"); len(a) > maxName || a == b || !validName.MatchString(a) {
		t.Errorf("long names: %q %q", a, b)
	}
	for _, bad := range []string{"Shop", "a b", "-a", "a-", "1a", "a\nb", strings.Repeat("a", 41), ""} {
		if _, err := build(t, facts(), config.Options{Name: flag("name", bad)}); !isInvalid(err) {
			t.Errorf("--name %q: %v", bad, err)
		}
	}
	f := facts()
	f.Directory = "日本"
	if _, err := build(t, f, config.Options{}); err == nil {
		t.Error("a directory whose name gives none is no question")
	}
}

func TestPorts(t *testing.T) {
	for value, ok := range map[string]bool{"8000": true, "65535": true, "1024": true, "80": false, "0": false, "-1": false, "x": false, "70000": false, "8000\n": false} {
		s, err := build(t, facts(), config.Options{Port: flag("port", value)})
		if ok != (err == nil) || !ok && !isInvalid(err) {
			t.Errorf("--port %q: %v", value, err)
		}
		if ok && !slices.Contains(s.Processes[0].Command, "0.0.0.0:"+value) {
			t.Errorf("--port %q: %q", value, s.Processes[0].Command)
		}
	}
}

func TestUV(t *testing.T) {
	for specifier, want := range map[string]string{
		"": "ghcr.io/astral-sh/uv:0.13.7", ">=0.5": "ghcr.io/astral-sh/uv:0.13.7", "==0.9.5": "ghcr.io/astral-sh/uv:0.9.5", "0.9.5": "ghcr.io/astral-sh/uv:0.9.5",
		"<0.6": "", "==0.9.5\nRUN x": "", "~=0.9": "ghcr.io/astral-sh/uv:0.13.7", "~=0.9.1": "",
	} {
		f := facts()
		f.Managers = []detect.Manager{{Name: "uv", Format: detect.UVLock, File: "uv.lock", Files: []string{"pyproject.toml", "uv.lock"}, Evidence: at("uv.lock", 0)}}
		if specifier != "" {
			f.Managers[0].Requires = &detect.Python{Specifier: specifier, Evidence: at("pyproject.toml", 9)}
		}
		s, err := build(t, f, config.Options{})
		if want == "" {
			var q *Question
			if !errors.As(err, &q) || q.Hint == "" {
				t.Errorf("required-version %q: %v", specifier, err)
			}
		} else if err != nil || s.Image.Tools[0].Image != want {
			t.Errorf("required-version %q: %v %v", specifier, s.Image.Tools, err)
		}
	}
}

// TestEveryDecisionIsComplete holds that a plan explains itself: topic, choice, reason and origin are never empty, and
// a decision that was detected has evidence.
func TestEveryDecisionIsComplete(t *testing.T) {
	old := facts()
	old.Applications[0].Framework, old.Applications[0].Interface = "fastapi", "asgi"
	old.Packages = []detect.Package{{Name: "uvicorn", Version: "0.17.6", Evidence: at("requirements.txt", 1)}}
	var decisions []Decision
	for _, f := range []*detect.Facts{facts(), old} {
		s, err := build(t, f, config.Options{Port: flag("port", "9000")})
		if err != nil {
			t.Fatal(err)
		}
		decisions = append(decisions, s.Decisions...)
	}
	for _, d := range decisions {
		if d.Topic == "" || d.Choice == "" || d.Reason == "" || d.Origin == "" || d.Evidence == nil || d.Alternatives == nil {
			t.Errorf("%+v is not complete", d)
		}
		if d.Origin == "detected" && len(d.Evidence) == 0 {
			t.Errorf("%s was detected without evidence", d.Topic)
		}
	}
}

// TestAlpine takes Alpine where it is asked for: what has no wheel for musl is compiled with Alpine's packages, and what
// nobody knows how to compile there is refused.
func TestAlpine(t *testing.T) {
	alpine := config.Options{Base: flag("base", "alpine")}
	for _, c := range []struct {
		name           string
		listed         detect.Package
		build, runtime []string
		refused        string
	}{
		{"compiled", detect.Package{Name: "psycopg2", Version: "2.9.10"}, []string{"build-base", "libpq-dev"}, []string{"libpq"}, ""},
		{"a wheel for musl, by the table", detect.Package{Name: "cryptography", Version: "46.0.3"}, []string{}, []string{}, ""},
		{"a wheel for musl, by the lock", detect.Package{Name: "x", Version: "1", Pythons: []string{"3.13"}, Wheels: map[string][]string{"glibc-x86_64": {"3.13"}, "musl-x86_64": {"3.13"}}}, []string{}, []string{}, ""},
		{
			"none in the lock",
			detect.Package{Name: "x", Version: "1", Pythons: []string{"3.13"}, Wheels: map[string][]string{"glibc-x86_64": {"3.13"}, "musl-x86_64": {}}, Evidence: at("uv.lock", 7)},
			nil, nil,
			"--base: x has no wheel for musl in the lock (uv.lock:7), and what it is compiled with on Alpine is not known",
		},
		{"nothing is known", detect.Package{Name: "markdown", Version: "3"}, []string{}, []string{}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Python = []detect.Python{{Version: "3.13", Source: detect.PythonPin, Evidence: at(".python-version", 1)}}
			f.Packages = append(f.Packages, c.listed)
			s, err := build(t, f, alpine)
			if c.refused != "" {
				if err == nil || err.Error() != c.refused {
					t.Errorf("%v, want %s", err, c.refused)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			if s.Base.Runtime != "python:3.13-alpine" || !slices.Equal(s.SystemPackages.Build, c.build) || !slices.Equal(s.SystemPackages.Runtime, c.runtime) {
				t.Errorf("%s with %v and %v", s.Base.Runtime, s.SystemPackages.Build, s.SystemPackages.Runtime)
			}
		})
	}
}

// TestGlibc names what keeps the image from musl, with its line.
func TestGlibc(t *testing.T) {
	f := facts()
	f.Packages = append(f.Packages, detect.Package{Name: "pandas", Version: "2.0.3", Evidence: at("requirements.txt", 2)})
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	d := decision(t, s, "base")
	if d.Choice != "slim" || d.Origin != "detected" || !strings.HasPrefix(d.Reason, "requirements.txt:2: pandas ==2.0.3 has no wheel for musl and Python 3.11") || len(d.Evidence) != 1 || d.Evidence[0].Line != 2 {
		t.Errorf("%s, %s: %s (%v)", d.Choice, d.Origin, d.Reason, d.Evidence)
	}
}

// TestGeoDjango installs the libraries of a part of Django that no requirement names.
func TestGeoDjango(t *testing.T) {
	f := facts()
	gis := at("shop/settings.py", 40)
	f.Django = &detect.Django{Gis: &gis}
	s, err := build(t, f, config.Options{Base: flag("base", "slim")})
	if err != nil {
		t.Fatal(err)
	}
	if !slices.Equal(s.SystemPackages.Runtime, []string{"gdal-bin"}) || decision(t, s, "system_packages").Evidence[0] != gis {
		t.Errorf("%v: %v", s.SystemPackages.Runtime, decision(t, s, "system_packages").Evidence)
	}
}
