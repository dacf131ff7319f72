package knowledge

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pelletier/go-toml/v2"
)

// tables is a copy of the built-in tables that a test can spoil.
func tables(t *testing.T) fstest.MapFS {
	t.Helper()
	files := fstest.MapFS{}
	err := fs.WalkDir(builtin, ".", func(name string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		text, err := fs.ReadFile(builtin, name)
		files[name] = &fstest.MapFile{Data: text}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func TestLoad(t *testing.T) {
	got, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if len(got.Frameworks) == 0 || len(got.Servers) == 0 || len(got.Pythons.Python) == 0 || len(got.Bases) == 0 || len(got.Tools) == 0 || len(got.Health.Segments) == 0 {
		t.Errorf("a table is empty: %+v", got)
	}
	for _, f := range got.Frameworks {
		if again, ok := got.Framework(f.Name); !ok || again.Name != f.Name {
			t.Errorf("Framework(%q): %v", f.Name, ok)
		}
		if !slices.ContainsFunc(got.Servers, func(s Server) bool { return s.Interface == f.Interface }) {
			t.Errorf("%s: no server serves %s", f.Name, f.Interface)
		}
	}
	if _, ok := got.Framework("nothing"); ok {
		t.Error(`Framework("nothing") was found`)
	}
	if needs, ok := got.Needs("flask", "99"); !ok || !slices.Contains(needs, "werkzeug") {
		t.Errorf("flask needs %v", needs)
	}
	for _, r := range got.Pythons.Python {
		if r.Image == "" || !before(r.Released, r.Ends) {
			t.Errorf("Python %s: %+v", r.Version, r)
		}
		for _, s := range got.Servers {
			if !slices.ContainsFunc(s.Releases, func(release Release) bool {
				return PythonAllowed(release.Python, r.Version) && ValidVersion(release.Version)
			}) {
				t.Errorf("no release of %s runs on Python %s", s.Name, r.Version)
			}
		}
	}
}

// TestLoadIsStrict spoils one table at a time.
func TestLoadIsStrict(t *testing.T) {
	swap := func(name, from, to string) func(*testing.T, fstest.MapFS) {
		return func(t *testing.T, files fstest.MapFS) {
			text := string(files[name].Data)
			if !strings.Contains(text, from) {
				t.Fatalf("%s holds no %q", name, from)
			}
			files[name] = &fstest.MapFile{Data: []byte(strings.Replace(text, from, to, 1))}
		}
	}
	add := func(name, text string) func(*testing.T, fstest.MapFS) {
		return func(_ *testing.T, files fstest.MapFS) {
			files[name] = &fstest.MapFile{Data: append(slices.Clone(files[name].Data), text...)}
		}
	}
	row := func(version string) string {
		return "\n[[python]]\nversion = \"" + version + "\"\nreleased = 2018-06-27\nends = 2023-06-27\nimage = \"bookworm\"\n"
	}
	for name, test := range map[string]struct {
		spoil func(*testing.T, fstest.MapFS)
		want  string
	}{
		"unknown key":                {add("health.toml", "\nsegment = 1\n"), `unknown key`},
		"unknown key of a framework": {swap("frameworks/flask.toml", "interface =", "interfaces ="), "frameworks/flask.toml:4: unknown key"},
		"unknown key in a row":       {swap("servers.toml", "factory =", "factories ="), "unknown key"},
		"syntax":                     {swap("pythons.toml", "image = \"bookworm\"", "image = bookworm"), "pythons.toml:"},
		"type":                       {swap("frameworks/flask.toml", "packages = [\"flask\"]", "packages = 1"), "frameworks/flask.toml:3: "},
		"a table that is missing":    {func(_ *testing.T, files fstest.MapFS) { delete(files, "bases.toml") }, "reading table bases.toml"},
		"name of the file":           {swap("frameworks/flask.toml", `name = "flask"`, `name = "flusk"`), `the name is "flusk"`},
		"no reason":                  {swap("frameworks/flask.toml", "why = ", "why = \"\" # "), "why, source and checked are needed"},
		"no source":                  {swap("frameworks/flask.toml", "source = ", "source = \"\" # "), "why, source and checked are needed"},
		"no day":                     {swap("frameworks/flask.toml", "checked = ", "# "), "why, source and checked are needed"},
		"no package":                 {swap("frameworks/flask.toml", `packages = ["flask"]`, "packages = []"), "packages, why, source and checked are needed"},
		"interface":                  {swap("frameworks/flask.toml", `interface = "wsgi"`, `interface = "cgi"`), `interface "cgi" is not asgi or wsgi`},
		"factory":                    {swap("servers.toml", `factory = "call"`, `factory = "maybe"`), `factory "maybe" is not call or flag`},
		"no command":                 {swap("servers.toml", "command = [", "command = [] # "), "command, release, why"},
		"a Python twice":             {add("pythons.toml", row("3.15")), `3.15" stands twice`},
		"a Python out of order":      {add("pythons.toml", row("3.9")), "must stand before"},
		"a server out of order":      {swap("servers.toml", `name = "gunicorn"`, `name = "zunicorn"`), `servers.toml: "uvicorn" must stand before "zunicorn"`},
		"a server twice":             {swap("servers.toml", `name = "uvicorn"`, `name = "gunicorn"`), `servers.toml: "gunicorn" stands twice`},
		"a base twice":               {add("bases.toml", "\n[[base]]\nfamily = \"slim\"\n"), `bases.toml: "slim" stands twice`},
		"a need out of order": {add("needs.toml", `
[[package]]
name = "aiosignal"
since = "1"
needs = []
`), "needs.toml: aiosignal 1 must stand before"},
		"a key twice": {add("health.toml", "\nwhy = \"x\"\n"), "health.toml:"},
	} {
		t.Run(name, func(t *testing.T) {
			files := tables(t)
			test.spoil(t, files)
			if _, err := LoadFS(files); err == nil || !strings.Contains(err.Error(), test.want) {
				t.Errorf("%v, want %s", err, test.want)
			}
		})
	}
	if _, err := LoadFS(tables(t)); err != nil {
		t.Errorf("the tables as they are: %v", err)
	}
}

func TestPythonAllowed(t *testing.T) {
	for _, test := range []struct {
		specifier string
		yes, no   string
	}{
		{"", "3.7 3.14", ""},
		{">=3.9", "3.9 3.10 3.14", "3.8 2.7"},
		{">=3.10,<4", "3.10 3.14", "3.9"},
		{"<3.13", "3.12", "3.13 3.14"},
		{"<=3.12", "3.11", "3.12 3.13"}, // the newest 3.12 is above 3.12.0
		{"~=3.11", "3.11 3.14", "3.10"},
		{"~=3.11.2", "3.11", "3.10 3.12"},
		{"==3.12.*", "3.12", "3.1 3.11 3.13"},
		{"==3.12", "", "3.12 3.11"},
		{"!=3.12.*,>=3.11", "3.11 3.13", "3.12"},
		{">=3.11.4", "3.11 3.12", "3.10"},
		{">3.11", "3.11 3.12", "3.10"},
		{"three", "", "3.12"},
		{">=3.9; reboot", "", "3.12"},
	} {
		for _, minor := range strings.Fields(test.yes) {
			if !PythonAllowed(test.specifier, minor) {
				t.Errorf("%q refuses %s", test.specifier, minor)
			}
		}
		for _, minor := range strings.Fields(test.no) {
			if PythonAllowed(test.specifier, minor) {
				t.Errorf("%q admits %s", test.specifier, minor)
			}
		}
	}
}

func TestOlder(t *testing.T) {
	sorted := []string{"0.9", "1.0.dev1", "1.0a1", "1.0rc1", "1.0", "1.0.post1", "1.1", "1.10", "2", "1!0.1"}
	for i, a := range sorted {
		for j, b := range sorted {
			if got := Older(a, b); got != (i < j) {
				t.Errorf("Older(%q, %q) = %v", a, b, got)
			}
		}
	}
	for _, pair := range [][2]string{{"1.0", "1"}, {"x", "1"}, {"1", "x"}, {"", "1"}} {
		if Older(pair[0], pair[1]) {
			t.Errorf("Older(%q, %q)", pair[0], pair[1])
		}
	}
}

func TestValidVersion(t *testing.T) {
	for version, want := range map[string]bool{
		"1": true, "1.2.3": true, "1.0rc1": true, "1!2.0": true, "1.0+local.1": true,
		"": false, "x": false, "1;reboot": false, "1 2": false, "1\n2": false, "$(id)": false, "1." + strings.Repeat("1", 64): false,
	} {
		if got := ValidVersion(version); got != want {
			t.Errorf("ValidVersion(%q) = %v", version, got)
		}
	}
}

func TestCalendar(t *testing.T) {
	day := func(y, m, d int) toml.LocalDate { return toml.LocalDate{Year: y, Month: m, Day: d} }
	p := Pythons{Checked: day(2026, 11, 21), Python: []Python{{Version: "3.9"}, {Version: "3.10"}}}
	for released, want := range map[toml.LocalDate]bool{
		day(2025, 11, 21): true, day(2025, 11, 20): true, day(2025, 11, 22): false, day(2026, 10, 1): false, day(2024, 12, 31): true, day(2025, 12, 1): false,
	} {
		if got := p.Settled(Python{Released: released}); got != want {
			t.Errorf("released %s: settled %v", released, got)
		}
	}
	for ends, want := range map[toml.LocalDate]bool{
		day(2026, 11, 20): true, day(2026, 11, 21): false, day(2026, 10, 31): true, day(2027, 1, 1): false, day(2025, 12, 31): true,
	} {
		if got := p.EndOfLife(Python{Ends: ends}); got != want {
			t.Errorf("ends %s: end of life %v", ends, got)
		}
	}
	if r, ok := p.Get("3.10"); !ok || r.Version != "3.10" {
		t.Errorf("Get: %v %v", r, ok)
	}
	if _, ok := p.Get("3.1"); ok {
		t.Error("Get found 3.1")
	}
}
