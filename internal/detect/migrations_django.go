package detect

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// withTables are the applications of Django itself that keep something in the database.
var withTables = []string{
	"django.contrib.admin", "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.flatpages", "django.contrib.redirects",
	"django.contrib.sessions", "django.contrib.sites",
}

var migrationFile = regexp.MustCompile(`(^|/)migrations/\d{4}_\w+\.py$`)

// findDjangoMigrations notes that manage.py migrates the database: there is one, and something to keep in it.
func (m *migrationSearch) findDjangoMigrations() {
	q := &queueSearch{search: m.search, facts: m.facts}
	d := q.readDjangoProject(m.facts)
	tool, ok := m.tables.MigrationTool("django")
	if d == nil || !ok {
		return
	}
	database, sqlite := m.djangoDatabase(d)
	if database == nil {
		return
	}
	at := d.brings(withTables)
	for _, file := range m.files {
		if migrationFile.MatchString(file) && !aside(file) && (d.root == "." || strings.HasPrefix(file, d.root+"/")) {
			own := source.At(file, 0, "")
			at = &own
			break
		}
	}
	if at == nil {
		return
	}
	found := m.note(tool, tool.Command, d.root, d.manage, *at)
	found.Sqlite = sqlite
}

// djangoDatabase gives the line that configures a database, and the one that says that it is a file. What is computed
// may be any database.
func (m *migrationSearch) djangoDatabase(d *djangoProject) (database, sqlite *source.Evidence) {
	other := false
	for _, file := range d.files {
		mod := m.module(file)
		if mod == nil {
			continue
		}
		pysource.Inspect(mod.body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
			if call := st.Value; st.Kind == pysource.ExprStmt && call != nil && call.Kind == pysource.Call && call.X.Kind == pysource.Attribute && isDatabases(call.X.X) {
				other = true // DATABASES["default"].update(…), from a variable most often
			}
			if st.Kind != pysource.Assign || st.Value == nil || !slices.ContainsFunc(st.Targets, isDatabases) || emptyValue(st.Value) {
				return st.Kind != pysource.FunctionDef
			}
			engine := ""
			st.Value.Walk(func(e *pysource.Expr) bool {
				if e.Kind == pysource.Dict {
					for i, k := range e.Args {
						if text, _ := k.Str(); text == "ENGINE" {
							engine, _ = m.constant(scope{file: file}, e.Values[i])
						}
					}
				}
				return engine == ""
			})
			if strings.HasSuffix(engine, ".dummy") {
				return true
			}
			at := m.tree.At(file, st.Line)
			if database == nil {
				database = &at
			}
			if strings.HasSuffix(engine, ".sqlite3") {
				sqlite = &at
			} else {
				other = true
			}
			return true
		})
	}
	if other {
		sqlite = nil
	}
	return database, sqlite
}

// isDatabases recognises DATABASES and DATABASES["default"].
func isDatabases(t *pysource.Expr) bool {
	if t != nil && t.Kind == pysource.Subscript {
		t = t.X
	}
	return t != nil && t.Dotted() == "DATABASES"
}

// inMigrations reports whether a file is one that a tool runs, not the program.
func inMigrations(file string) bool {
	for part := range strings.SplitSeq(path.Dir(file), "/") {
		if part == "migrations" || part == "versions" || part == "alembic" {
			return true
		}
	}
	return path.Base(file) == "env.py"
}
