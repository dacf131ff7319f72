package detect

import (
	"bytes"
	"path"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// alembic reads an alembic.ini. One without script_location is Flask-Migrate's.
func (m *migrationSearch) alembic(file string) {
	text, err := m.tree.Text(file)
	if err != nil || len(text) > 1<<20 {
		return
	}
	var location string
	var at source.Evidence
	prepends := false
	number := 0
	for line := range strings.Lines(text) {
		number++
		key, value, ok := strings.Cut(line, "=")
		if key = strings.TrimSpace(key); !ok || strings.HasPrefix(key, "#") || strings.HasPrefix(key, ";") {
			continue
		}
		switch value = strings.TrimSpace(value); {
		case key == "script_location" && location == "":
			location, at = value, m.tree.At(file, number)
		case key == "prepend_sys_path":
			prepends = value != ""
		}
	}
	m.alembicAt(file, location, at, prepends)
}

// alembicAt decides where Alembic is started: where its scripts are found from, as they are located, and the
// configuration is in reach. The location is relative to the working directory, or to %(here)s, the file's.
// Source: https://alembic.sqlalchemy.org/en/latest/tutorial.html#editing-the-ini-file
func (m *migrationSearch) alembicAt(file, location string, at source.Evidence, prepends bool) {
	tool, ok := m.tables.MigrationTool("alembic")
	if !ok || location == "" {
		return
	}
	dir := path.Dir(file)
	here := strings.HasPrefix(location, "%(here)s")
	location = strings.TrimPrefix(strings.TrimPrefix(location, "%(here)s"), "/")
	if pkg, inner, ok := strings.Cut(location, ":"); ok { // a resource of a package
		location = path.Join(strings.ReplaceAll(pkg, ".", "/"), inner)
		if !m.tree.Has(path.Join(dir, location, "env.py")) && m.tree.Has(path.Join(dir, "src", location, "env.py")) {
			location = "src/" + location
		}
	}
	for root := dir; ; root = path.Dir(root) {
		from := root
		if here {
			from = dir
		}
		env := path.Join(from, location, "env.py")
		if m.tree.Has(env) && !aside(env) && bytes.Contains(m.text(env), []byte("AlembicCommandConfig")) {
			return // only the command line of Advanced Alchemy gives it its configuration
		}
		if m.tree.Has(env) && !aside(env) {
			command := tool.Command
			if rel := strings.TrimPrefix(file, root+"/"); root != dir && strings.HasSuffix(file, ".ini") {
				command = append([]string{tool.Command[0], "--config", rel}, tool.Command[1:]...)
			}
			if !prepends && m.needsPath(env) {
				// Without prepend_sys_path, only python -m adds the directory that it is started in.
				command = append([]string{"python", "-m"}, command...)
			}
			m.note(tool, command, root, env, at)
			return
		}
		if root == "." || here {
			return
		}
	}
}

// ofAlembic reports whether a file is the env.py that Alembic runs: an application in it is not one to serve.
func (p *program) ofAlembic(file string) bool {
	return path.Base(file) == "env.py" && p.tree.Has(path.Join(path.Dir(file), "script.py.mako"))
}

// needsPath reports whether an env.py imports modules of the repository without looking for them itself.
func (m *migrationSearch) needsPath(env string) bool {
	if bytes.Contains(m.text(env), []byte("sys.path")) {
		return false
	}
	mod := m.module(env)
	if mod == nil {
		return false
	}
	for _, imp := range imports(mod.body) {
		if f, _, ok := m.find(env, imp.name, imp.level); ok && f != env {
			return true
		}
	}
	return false
}

// flaskMigrate is the class that binds an application and its database to Alembic.
const flaskMigrate = "flask_migrate.Migrate"

// findFlaskMigrate notes the migrations that Flask's command line applies, and reports whether it does so.
func (m *migrationSearch) findFlaskMigrate() bool {
	tool, ok := m.tables.MigrationTool("flask-migrate")
	at := m.called([]string{flaskMigrate})
	if !ok || at == nil {
		return false
	}
	root := m.rootOf(tool.Framework)
	dir := "migrations"
	for _, file := range m.files {
		if aside(file) || !bytes.Contains(m.text(file), []byte("igrate")) {
			continue
		}
		for _, value := range m.migrateDirectories(file) {
			dir = value
		}
	}
	// Flask-Migrate's directory is relative to where the command is started.
	for _, candidate := range []string{path.Join(root, dir), dir} {
		env := path.Join(candidate, "env.py")
		if !m.tree.Has(env) {
			continue
		}
		command := tool.Command
		if path.Join(root, dir) != candidate {
			up := strings.Repeat("../", 1+strings.Count(root, "/"))
			command = append(append([]string{}, command...), "--directory", up+candidate)
		}
		m.note(tool, command, root, env, *at)
		return true
	}
	return m.flaskElsewhere(root, *at)
}

// flaskElsewhere looks for the migrations in the whole repository: their directory may be computed.
func (m *migrationSearch) flaskElsewhere(root string, at source.Evidence) bool {
	tool, _ := m.tables.MigrationTool("flask-migrate")
	for _, file := range m.files {
		if path.Base(file) != "env.py" || aside(file) || !bytes.Contains(m.text(file), []byte("current_app")) {
			continue
		}
		dir := path.Dir(file)
		rel := dir
		if root != "." {
			if !strings.HasPrefix(dir, root+"/") {
				continue
			}
			rel = strings.TrimPrefix(dir, root+"/")
		}
		m.note(tool, append(append([]string{}, tool.Command...), "--directory", rel), root, file, at)
		return true
	}
	return true
}

// migrateDirectories gives the directories that the file's calls of Migrate and its init_app name.
func (m *migrationSearch) migrateDirectories(file string) []string {
	var found []string
	mod := m.module(file)
	if mod == nil {
		return nil
	}
	pysource.Inspect(mod.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		st.Walk(func(e *pysource.Expr) bool {
			if e.Kind != pysource.Call || e.Keyword("directory") == nil {
				return true
			}
			in := scope{file: file, def: innermost(parents)}
			t, ok := m.resolve(in, e.X.Dotted())
			bound := e.X.Kind == pysource.Attribute && e.X.Name == "init_app" && strings.Contains(strings.ToLower(e.X.X.Dotted()), "migrate")
			if ok && t.external == flaskMigrate || bound {
				if dir, ok := m.constant(in, e.Keyword("directory")); ok && dir != "" && !strings.HasPrefix(dir, "/") && !strings.Contains(dir, "..") {
					found = append(found, path.Clean(dir))
				}
			}
			return true
		})
		return true
	})
	return found
}
