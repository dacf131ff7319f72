package knowledge

import (
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/pep440"
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
		for _, o := range f.Objects {
			if (o.Interface == "asgi" || o.Interface == "wsgi") && len(o.Command) == 0 && !slices.ContainsFunc(got.Servers, func(s Server) bool { return s.Interface == o.Interface }) {
				t.Errorf("%s: no server serves %s", f.Name, o.Interface)
			}
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
				fits, err := pep440.PythonNewestAllowed(release.Python, r.Version)
				return err == nil && fits && pep440.Valid(release.Version)
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
		"unknown key of a framework": {swap("frameworks/flask.toml", "interface =", "interfaces ="), "frameworks/flask.toml:11: unknown key"},
		"unknown key in a row":       {swap("servers.toml", "factory =", "factories ="), "unknown key"},
		"syntax":                     {swap("pythons.toml", "image = \"bookworm\"", "image = bookworm"), "pythons.toml:"},
		"type":                       {swap("frameworks/flask.toml", "packages = [\"flask\"]", "packages = 1"), "frameworks/flask.toml:3: "},
		"a table that is missing":    {func(_ *testing.T, files fstest.MapFS) { delete(files, "bases.toml") }, "reading table bases.toml"},
		"name of the file":           {swap("frameworks/flask.toml", `name = "flask"`, `name = "flusk"`), `the name is "flusk"`},
		"no reason":                  {swap("frameworks/flask.toml", "why = ", "why = \"\" # "), "why, source and checked are needed"},
		"no source":                  {swap("frameworks/flask.toml", "source = ", "source = \"\" # "), "why, source and checked are needed"},
		"no day":                     {swap("frameworks/flask.toml", "checked = ", "# "), "why, source and checked are needed"},
		"no package":                 {swap("frameworks/flask.toml", `packages = ["flask"]`, "packages = []"), "packages, why, source and checked are needed"},
		"interface":                  {swap("frameworks/flask.toml", `interface = "wsgi"`, `interface = "cgi"`), `interface "cgi" is not one of asgi`},
		"factory":                    {swap("servers.toml", `factory = "call"`, `factory = "maybe"`), `factory "maybe" is not call or flag`},
		"no command":                 {swap("servers.toml", "command = [", "command = [] # "), "command, release, why"},
		"a Python twice":             {add("pythons.toml", row("3.15")), `3.15" stands twice`},
		"a Python out of order":      {add("pythons.toml", row("3.9")), "must stand before"},
		"a server out of order":      {swap("servers.toml", `name = "gunicorn"`, `name = "zunicorn"`), `servers.toml: "hypercorn" must stand before "zunicorn"`},
		"a server twice":             {swap("servers.toml", `name = "hypercorn"`, `name = "gunicorn"`), `servers.toml: "gunicorn" stands twice`},
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

func TestMigrationTables(t *testing.T) {
	got, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	if tool, ok := got.MigrationTool("alembic"); !ok || !slices.Contains(tool.Packages, "alembic") {
		t.Errorf("alembic: %+v, %v", tool, ok)
	}
	if _, ok := got.MigrationTool("nothing"); ok {
		t.Error(`MigrationTool("nothing") was found`)
	}
	if got.AtStart("tables").Why == "" {
		t.Error("nothing is said of tables")
	}
	broken := *got
	broken.MigrationTools = append(slices.Clone(got.MigrationTools), MigrationTool{Name: "zzz"})
	if broken.checkMigrations() == nil {
		t.Error("a row without a command passes")
	}
}
