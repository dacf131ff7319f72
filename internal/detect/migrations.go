package detect

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Migration is a tool that brings a database to the state that the program expects.
type Migration struct {
	Tool    string   `json:"tool"`              // name in the tables
	Command []string `json:"command,omitempty"` // {app} stands for the application
	Root    string   `json:"root"`              // directory that it is started in
	File    string   `json:"file"`              // what the tool reads first
	// Sqlite is set where the database is a file: then no other container sees what the tool does.
	Sqlite   *source.Evidence `json:"sqlite,omitempty"`
	Evidence source.Evidence  `json:"evidence"`
}

// migrationSearch is one search for tools that migrate databases.
type migrationSearch struct {
	*search
	facts  *Facts
	tables *knowledge.Tables
}

// findMigrations notes the tools that migrate databases, and what the program does of it when it starts.
func (f *Facts) findMigrations(s *search, tables *knowledge.Tables) {
	m := &migrationSearch{search: s, facts: f, tables: tables}
	flask := m.findFlaskMigrate()
	for _, file := range s.tree.Files() {
		switch name := path.Base(file); {
		case name == "alembic.ini" && !aside(file) && !flask:
			m.alembic(file)
		case name == "pyproject.toml" && !aside(file):
			m.sections(file, flask)
		}
		for _, tool := range tables.MigrationTools {
			if slices.Contains(tool.Files, path.Base(file)) && !aside(file) {
				m.configured(tool, file)
			}
		}
	}
	for _, tool := range tables.MigrationTools {
		if at := m.called(tool.Calls); at != nil {
			m.note(tool, tool.Command, m.rootOf(tool.Framework), at.File, *at)
		}
	}
	m.findDjangoMigrations()
	m.findAtStart()
}

// note adds a migration; one of the same tool in the same directory is known already.
func (m *migrationSearch) note(tool knowledge.MigrationTool, command []string, root, file string, at source.Evidence) *Migration {
	i := slices.IndexFunc(m.facts.Migrations, func(x Migration) bool { return x.Tool == tool.Name && x.Root == root })
	if i < 0 {
		m.facts.Migrations = append(m.facts.Migrations, Migration{Tool: tool.Name, Command: slices.Clone(command), Root: root, File: file, Evidence: at})
		i = len(m.facts.Migrations) - 1
	}
	return &m.facts.Migrations[i]
}

// configured notes a tool that its own file tells.
func (m *migrationSearch) configured(tool knowledge.MigrationTool, file string) {
	root := path.Dir(file)
	if tool.Beside != "" && !m.tree.HasDir(path.Join(root, tool.Beside)) {
		return
	}
	if tool.Python != "" {
		if !slices.ContainsFunc(m.files, func(f string) bool {
			return bytes.Contains(m.text(f), []byte(tool.Python)) && !aside(f) && m.importsAny(f, []string{tool.Python})
		}) {
			return
		}
		root = "." // it is told the file
	}
	var command []string
	for _, w := range tool.Command {
		command = append(command, strings.ReplaceAll(w, "{file}", file))
	}
	m.note(tool, command, root, file, m.tree.At(file, 1))
}

// sections notes the tools that pyproject.toml configures.
func (m *migrationSearch) sections(file string, flask bool) {
	text, err := m.tree.Text(file)
	if err != nil || !strings.Contains(text, "[tool.") {
		return
	}
	var project struct {
		Tool map[string]any `toml:"tool"`
	}
	if toml.Unmarshal([]byte(text), &project) != nil {
		return // said where the dependencies are read
	}
	for _, tool := range m.tables.MigrationTools {
		if _, ok := project.Tool[tool.Section]; ok && tool.Section != "" {
			m.note(tool, tool.Command, path.Dir(file), file, *m.lineOf(file, "[tool."+tool.Section))
		}
	}
	if table, ok := project.Tool["alembic"].(map[string]any); ok && !flask {
		if location, ok := table["script_location"].(string); ok {
			m.alembicAt(file, location, *m.lineOf(file, "script_location"), table["prepend_sys_path"] != nil)
		}
	}
}

// lineOf gives the first line that holds a text, or the file.
func (m *migrationSearch) lineOf(file, text string) *source.Evidence {
	if at := m.lineOfCode(file, text); at != nil {
		return at
	}
	at := source.At(file, 0, "")
	return &at
}

// called gives the first call of one of the names, outside of tests and examples.
func (m *migrationSearch) called(dotted []string) *source.Evidence {
	var words [][]byte
	for _, d := range dotted {
		words = append(words, []byte(d[strings.LastIndexByte(d, '.')+1:]))
	}
	for _, file := range m.files {
		if raw := m.text(file); aside(file) || !slices.ContainsFunc(words, func(w []byte) bool { return bytes.Contains(raw, w) }) {
			continue
		}
		if call := m.firstCall(file, dotted); call != nil {
			at := m.tree.At(file, call.Line)
			return &at
		}
	}
	return nil
}

func (m *migrationSearch) firstCall(file string, dotted []string) *pysource.Expr {
	mod := m.module(file)
	if mod == nil {
		return nil
	}
	var found *pysource.Expr
	pysource.Inspect(mod.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		st.Walk(func(e *pysource.Expr) bool {
			if found == nil && e.Kind == pysource.Call {
				if t, ok := m.resolve(scope{file: file, def: innermost(parents)}, e.X.Dotted()); ok && t.file == "" && slices.Contains(dotted, t.external) {
					found = e
				}
			}
			return found == nil
		})
		return found == nil
	})
	return found
}

// rootOf gives the directory that the framework's application is imported from.
func (m *migrationSearch) rootOf(framework string) string {
	for _, a := range m.facts.Applications {
		if a.Framework == framework && a.Attr != "" && !aside(a.File) {
			return a.Root
		}
	}
	return "."
}
