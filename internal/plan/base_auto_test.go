package plan

import (
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// autoPlanner is a planner of packages that chooses the base next.
func autoPlanner(t *testing.T, mode installMode, python string, packages ...detect.Package) *planner {
	t.Helper()
	tables, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	f := facts()
	f.Packages = packages
	p := &planner{facts: f, tables: tables, install: mode, app: f.Applications[0], manager: detect.Manager{Evidence: at("requirements.txt", 0)}}
	p.service.Python.Version = python
	return p
}

func onMusl(name, version string, line int) detect.Package {
	name, extra, _ := strings.Cut(strings.TrimSuffix(name, "]"), "[")
	d := detect.Package{Name: name, Version: version, Evidence: at("requirements.txt", line)}
	if extra != "" {
		d.Extras = []string{extra}
	}
	return d
}

func inLock(name string, platforms ...string) detect.Package {
	d := detect.Package{Name: name, Version: "1.0", Wheels: map[string][]string{}, Evidence: at("uv.lock", 7)}
	for _, platform := range platforms {
		d.Wheels[platform] = []string{"3.12", "3.13"}
	}
	return d
}

// TestAutoBase says of each list of packages which base it gets, and by what.
func TestAutoBase(t *testing.T) {
	evidence := at("app.py", 3)
	list := func(names ...string) []detect.Package {
		var found []detect.Package
		for i, name := range names {
			name, version, _ := strings.Cut(name, "==")
			found = append(found, onMusl(name, version, i+1))
		}
		return found
	}
	for _, c := range []struct {
		name     string
		mode     installMode
		python   string
		packages []detect.Package
		change   func(*planner)
		want     string // family: the reason, or a part of it
	}{
		{"nothing", modeUnlocked, "3.13", nil, nil, "alpine: all that is installed is pure Python"},
		{"pure Python", modeUnlocked, "3.13", list("click", "requests==2.32.0"), nil, "alpine: all that is installed is pure Python"},
		{"what an open list brings", modeUnlocked, "3.13", list("flask", "fastapi"), nil, "alpine: all that is listed is pure Python, and of what comes with it, markupsafe, pydantic-core, there are wheels for musl and Python 3.13"},
		{"a wheel for musl", modeUnlocked, "3.13", list("flask", "markupsafe==3.0.2", "psycopg2-binary==2.9.10"), nil, "alpine: of markupsafe 3.0.2, psycopg2-binary 2.9.10 there are wheels for musl and Python 3.13; the rest is pure Python"},
		{"extras", modeUnlocked, "3.13", list("uvicorn[standard]"), nil, "alpine: all that is listed is pure Python, and of what comes with it, httptools, pyyaml, uvloop, watchfiles,"},
		{"none for musl", modeUnlocked, "3.13", list("flask", "torch"), nil, "slim: requirements.txt:2: torch has wheels for glibc and none for musl"},
		{"what it needs has none", modeUnlocked, "3.13", list("pyramid"), nil, "slim: requirements.txt:1: pyramid needs zope-interface, of which there are no wheels for musl"},
		{"a release from before its wheels", modeUnlocked, "3.13", list("pandas==1.5.3"), nil, "slim: requirements.txt:1: pandas ==1.5.3 has no wheel for musl and Python 3.13"},
		{"a release from before it was pure", modeUnlocked, "3.13", list("sqlalchemy==1.4.54"), nil, "slim: requirements.txt:1: sqlalchemy ==1.4.54 is from before its first wheel for every system"},
		{"no wheel for arm64", modeUnlocked, "3.13", list("matplotlib"), nil, "slim: requirements.txt:1: matplotlib has wheels for glibc on arm64 and none for musl"},
		{"compiled in any case", modeUnlocked, "3.13", list("psycopg2"), nil, "slim: requirements.txt:1: psycopg2 has no wheel for musl: it would be compiled"},
		{"unknown", modeUnlocked, "3.13", list("flask", "click", "foo"), nil, "slim: requirements.txt:3: foo is not known to run on musl"},
		{"an unknown extra", modeUnlocked, "3.13", list("flask[foo]"), nil, "slim: requirements.txt:1: what flask[foo] brings is not known to run on musl"},
		{"an extra does not count where all is listed", modePinned, "3.13", list("flask[foo]"), nil, "alpine: all that is installed is pure Python"},
		{"an extra that needs glibc", modeUnlocked, "3.13", list("celery[mongodb]"), nil, "slim: requirements.txt:1: celery[mongodb] needs pymongo, of which there are no wheels for musl"},
		{"the strongest doubt leads", modeUnlocked, "3.13", list("foo", "torch"), nil, "slim: requirements.txt:2: torch has wheels for glibc and none for musl; requirements.txt:1: foo is not known to run on musl"},
		{"many doubts", modeUnlocked, "3.13", list("a1", "a2", "a3", "a4", "a5", "a6"), nil, "requirements.txt:4: a4 is not known to run on musl; 2 more"},
		{"files of a lock", modeLocked, "3.13", []detect.Package{inLock("foo", "glibc-x86_64", "musl-x86_64")}, nil, "alpine: of foo 1.0 there are wheels for musl and Python 3.13"},
		{"a lock without musl", modeLocked, "3.13", []detect.Package{inLock("foo", "glibc-x86_64")}, nil, "slim: uv.lock:7: foo 1.0 has wheels for glibc in the lock, and none for musl and Python 3.13"},
		{"a lock without this Python", modeLocked, "3.14", []detect.Package{inLock("foo", "glibc-x86_64", "musl-x86_64")}, nil, "slim: uv.lock:7: foo 1.0 has wheels for glibc in the lock, and none for musl and Python 3.14"},
		{"a lock without musl on arm64", modeLocked, "3.13", []detect.Package{inLock("foo", "glibc-x86_64", "glibc-aarch64", "musl-x86_64")}, nil, "slim: uv.lock:7: foo 1.0 has wheels for glibc on arm64 in the lock, and none for musl"},
		{"pure in a lock", modeLocked, "3.13", []detect.Package{{Name: "foo", Pure: true, Evidence: at("uv.lock", 1)}}, nil, "alpine: "},
		{"source in a lock, known", modeLocked, "3.13", []detect.Package{{Name: "docopt", Version: "0.6.2", SourceOnly: true, Evidence: at("uv.lock", 1)}}, nil, "alpine: "},
		{"source in a lock, not known", modeLocked, "3.13", []detect.Package{{Name: "uwsgi", Version: "2.0.31", SourceOnly: true, Evidence: at("uv.lock", 1)}}, nil, "slim: uv.lock:1: uwsgi 2.0.31 is in the lock as an archive of its source alone"},
		{"not for this Python", modeLocked, "3.13", []detect.Package{{Name: "foo", Needed: []string{"3.9"}, Evidence: at("uv.lock", 1)}}, nil, "alpine: "},
		{"from git", modeUnlocked, "3.13", []detect.Package{{Name: "flask", Address: "git+https://example.com/flask", Evidence: at("requirements.txt", 1)}}, nil, "slim: requirements.txt:1: flask does not come from an index"},
		{"a pure wheel by its address", modePinned, "3.13", []detect.Package{{Name: "foo", Address: "https://example.com/foo-1-py3-none-any.whl#sha256=1", Evidence: at("requirements.txt", 1)}}, nil, "alpine: "},
		{"what is not the same", modeUnlocked, "3.13", list("soundfile"), nil, "slim: requirements.txt:1: soundfile is not the same on musl: its wheels for glibc carry libsndfile"},
		{"a driver that looks for its library", modeUnlocked, "3.13", list("psycopg"), nil, "slim: requirements.txt:1: psycopg is not the same on musl: it looks for libpq"},
		{"a driver that carries its library", modeUnlocked, "3.13", list("psycopg[binary]"), nil, "alpine: "},
		{"packages of the system that are not known", modeUnlocked, "3.13", list("pyvirtualdisplay"), nil, "and their names on Alpine are not known"},
		{"past its end", modeUnlocked, "3.8", nil, nil, "slim: Python 3.8 got its last fixes"},
		{"a call that differs", modeUnlocked, "3.13", nil, func(p *planner) {
			p.facts.Behaviour.Libc = []detect.LibcCall{{Function: "locale.setlocale", Value: "de_DE", Evidence: evidence}}
		}, "slim: app.py:3: locale.setlocale is called: musl"},
		{"a locale", modeUnlocked, "3.13", nil, func(p *planner) {
			p.facts.Locales = []detect.Locale{{Name: "fr_FR", Guarded: true, Evidence: at("app.py", 1)}, {Name: "de_DE.UTF-8", Evidence: evidence}}
		}, "slim: app.py:3: the locale de_DE.UTF-8 is asked for: musl"},
		{"a font where Debian has it", modeUnlocked, "3.13", nil, func(p *planner) {
			p.facts.Fonts = []detect.Font{{File: "DejaVuSans.ttf", Path: "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", Evidence: evidence}}
		}, "slim: app.py:3: the program opens /usr/share/fonts/truetype/dejavu/DejaVuSans.ttf, which is there on Debian alone"},
		{"a program that Alpine is not known to have", modeUnlocked, "3.13", nil, func(p *planner) {
			p.facts.Behaviour.Programs = []detect.StartedProgram{{Name: "Rscript", Known: true, Evidence: evidence}}
		}, "slim: app.py:3: the program starts Rscript, and no package of Alpine is known to bring it"},
		{"a project that is compiled", modeUnlocked, "3.13", nil, func(p *planner) { p.manager.Compiles = &evidence }, "slim: app.py:3: building the project takes a compiler, or may"},
		{"a directory that is installed", modeUnlocked, "3.13", nil, func(p *planner) {
			p.manager.LocalDirs, p.manager.Locals = []string{".", "lib"}, []source.Evidence{at("requirements.txt", 1), at("requirements.txt", 2)}
		}, "slim: requirements.txt:2: lib is built from the repository"},
		{"a server that is added", modeUnlocked, "3.13", list("flask"), func(p *planner) {
			p.options.Server = config.Option{Value: "uwsgi", Origin: config.Origin{Kind: config.FromFlag, Name: "--server"}}
		}, "slim: the server uwsgi has no wheel for musl"},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := autoPlanner(t, c.mode, c.python, c.packages...)
			if c.change != nil {
				c.change(p)
			}
			family, reason, at, others := p.autoBase()
			if got := family + ": " + reason; !strings.Contains(got, c.want) {
				t.Errorf("%s\nwant %s", got, c.want)
			}
			if other := map[string]string{"slim": "alpine", "alpine": "slim"}[family]; len(others) != 1 || others[0].Choice != other || others[0].Reason == "" || at == nil {
				t.Errorf("%v, %v", at, others)
			}
		})
	}
}

// TestAutoAgreesWithMusl holds that what is taken for musl is not refused there, nor compiled.
func TestAutoAgreesWithMusl(t *testing.T) {
	tables, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range tables.Native {
		for _, python := range []string{"3.11", "3.12", "3.13", "3.14"} {
			listed := onMusl(n.Name, "", 1)
			p := autoPlanner(t, modePinned, python, listed)
			if why, _ := p.muslDoubt(listed); why != "" {
				continue
			}
			if why := p.withoutWheel(listed, python, "musl"); why != "" {
				t.Errorf("%s on Python %s is known to run on musl, and %s", n.Name, python, why)
			}
			if n.Manylinux != "" && n.Musllinux == "" {
				t.Errorf("%s on Python %s is known to run on musl, and would be compiled there by native.toml", n.Name, python)
			}
		}
	}
}
