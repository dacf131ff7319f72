package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// AtStart is something that the program does when it starts: every replica of it does so.
type AtStart struct {
	What     string          `json:"what"` // migration, tables, schedule
	Evidence source.Evidence `json:"evidence"`
}

// onStart begins, or is, the name of functions that run when a program that serves starts.
var onStart = []string{
	"create_app", "make_app", "get_app", "get_application", "build_app", "app_factory", "lifespan", "app_lifespan", "startup", "on_startup",
	"startup_event", "start_up", "app_startup", "before_first_request",
}

// findAtStart notes what a program that serves does when it starts, of what the tables list. It is looked for where
// modules are imported, in functions that are known to run then, and in those that these call.
func (m *migrationSearch) findAtStart() {
	serves := slices.ContainsFunc(m.facts.Applications, func(a Application) bool { return a.Kind == "web" && !aside(a.File) })
	if !serves {
		return
	}
	q := &queueSearch{search: m.search, facts: m.facts, closed: map[string]map[string]bool{}}
	reached := map[string]bool{}
	for _, a := range m.facts.Applications {
		if a.Kind == "web" && !aside(a.File) && len(reached) < maxClosure {
			for file := range q.imported(a.File) {
				reached[file] = true
			}
		}
	}
	started := m.startedFunctions(reached)
	for _, row := range m.tables.AtStarts {
		var words []string
		for _, d := range slices.Concat(row.Calls, row.Methods, row.Classes) {
			words = append(words, d[strings.LastIndexByte(d, '.')+1:])
		}
		for _, file := range q.naming(words) {
			if inMigrations(file) || !reached[file] {
				continue
			}
			if line := m.atStart(file, row, started); line > 0 {
				m.facts.AtStart = append(m.facts.AtStart, AtStart{What: row.What, Evidence: m.tree.At(file, line)})
				break
			}
		}
	}
}

func runsOnStart(def *pysource.Stmt) bool {
	return slices.Contains(onStart, def.Name) || slices.ContainsFunc(def.Decorators, func(d *pysource.Expr) bool {
		if d.Kind == pysource.Call {
			if len(d.Args) > 0 {
				if text, _ := d.Args[0].Str(); text == "startup" {
					return true
				}
			}
			d = d.X
		}
		return slices.Contains(onStart, d.Name)
	})
}

// startedFunctions lists the names that are called while a program starts.
func (m *migrationSearch) startedFunctions(reached map[string]bool) map[string]bool {
	names := map[string]bool{}
	for _, file := range sortedKeys(reached) {
		mod := m.module(file)
		if mod == nil {
			continue
		}
		pysource.Inspect(mod.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
			if st.Kind == pysource.FunctionDef && !runsOnStart(st) || st.Kind == pysource.ClassDef || st.IsMainGuard() {
				return false
			}
			st.Walk(func(e *pysource.Expr) bool {
				if e.Kind == pysource.Call && e.X.Name != "" {
					names[e.X.Name] = true
				}
				return true
			})
			return true
		})
	}
	return names
}

// atStart gives the line on which a file does what the row lists while the program starts.
func (m *migrationSearch) atStart(file string, row knowledge.AtStart, started map[string]bool) int {
	line := 0
	pysource.Inspect(m.module(file).body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		if line > 0 || st.IsMainGuard() {
			return false
		}
		if st.Kind == pysource.FunctionDef && !runsOnStart(st) && (!started[st.Name] || slices.ContainsFunc(st.Decorators, isCommand)) {
			return false
		}
		in := scope{file: file, def: innermost(parents)}
		st.Walk(func(e *pysource.Expr) bool {
			name := ""
			switch e.Kind {
			case pysource.Call:
				name = e.X.Dotted()
				for _, a := range e.Args { // conn.run_sync(Base.metadata.create_all)
					if d := a.Dotted(); endsWithAny(d, row.Methods) {
						line = e.Line
					}
				}
			default:
				return true
			}
			t, ok := m.resolve(in, name)
			if endsWithAny(name, row.Methods) || ok && t.file == "" && (slices.Contains(row.Calls, t.external) || slices.Contains(row.Classes, t.external)) {
				line = e.Line
			}
			return line == 0
		})
		return line == 0
	})
	return line
}

func endsWithAny(dotted string, ends []string) bool {
	return slices.ContainsFunc(ends, func(end string) bool { return dotted == end || strings.HasSuffix(dotted, "."+end) })
}

// isCommand recognises decorators of command lines: @app.cli.command(), @click.command.
func isCommand(d *pysource.Expr) bool {
	if d.Kind == pysource.Call {
		d = d.X
	}
	return path.Ext("."+d.Dotted()) == ".command" || d.Name == "command"
}
