package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// gathered is what one directory of imports holds for a command: the names of queues, or modules.
type gathered struct {
	names, first, modules []string
	file                  string
	at                    source.Evidence
}

// maxGathered bounds the words that are put into one command.
const maxGathered = 100

// gather makes the workers whose command names queues or modules that are spread over the repository.
func (q *queueSearch) gather(fw knowledge.Framework) {
	for _, row := range fw.Gathers {
		if q.ranBySelf(fw.Name, row.Kind) {
			continue
		}
		roots := map[string]*gathered{}
		for _, file := range q.importing(fw.Modules) {
			q.gatherFile(file, row, roots)
		}
		for _, root := range sortedKeys(roots) {
			g := roots[root]
			names := g.names
			if len(names) == 0 && row.Default != "" {
				names = []string{row.Default}
			}
			app := Application{Framework: fw.Name, File: g.file, Root: root, Origin: g.at.String(), Evidence: g.at}
			_, app.Module = q.importName(g.file)
			app.runQueue(row.Run, names, append(g.first, g.modules...))
			q.facts.Applications = append(q.facts.Applications, app)
		}
	}
}

func (q *queueSearch) gatherFile(file string, row knowledge.Gather, roots map[string]*gathered) {
	m := q.module(file)
	if m == nil {
		return
	}
	root, module := q.importName(file)
	note := func(line int) *gathered {
		g := roots[root]
		if g == nil {
			g = &gathered{file: file, at: q.tree.At(file, line)}
			roots[root] = g
		}
		return g
	}
	first := false
	pysource.Inspect(m.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		in := scope{file: file, def: innermost(parents)}
		if st.Kind == pysource.FunctionDef && importable(module) {
			for _, d := range st.Decorators {
				if d.Kind == pysource.Call {
					d = d.X
				}
				if q.leadsTo(in, d, row.Decorators) {
					g := note(st.Line)
					g.modules = addWord(g.modules, module)
				}
			}
		}
		st.Walk(func(e *pysource.Expr) bool {
			if e.Kind != pysource.Call {
				return true
			}
			first = first || len(parents) == 0 && q.leadsTo(in, e.X, row.First)
			if q.leadsTo(in, e.X, row.Calls) {
				g := note(e.Line)
				arg := e.Keyword("name")
				if len(e.Args) > 0 {
					arg = e.Args[0]
				}
				if name, ok := q.constant(in, arg); ok && queueName(name) {
					g.names = addWord(g.names, name)
				}
			}
			return true
		})
		return true
	})
	if first && importable(module) {
		g := note(1)
		g.first = addWord(g.first, module)
		g.modules = slices.DeleteFunc(g.modules, func(m string) bool { return m == module })
	}
}

// leadsTo reports whether an expression is the name of something outside the repository.
func (q *queueSearch) leadsTo(in scope, e *pysource.Expr, dotted []string) bool {
	if len(dotted) == 0 {
		return false
	}
	name := e.Dotted()
	last := name[strings.LastIndexByte(name, '.')+1:]
	b := q.module(in.file).names[name]
	if !slices.ContainsFunc(dotted, func(d string) bool { return strings.HasSuffix(d, last) }) && b.imported == "" {
		return false
	}
	t, ok := q.resolve(in, name)
	return ok && t.file == "" && slices.Contains(dotted, t.external)
}

func addWord(list []string, word string) []string {
	if slices.Contains(list, word) || len(list) >= maxGathered {
		return list
	}
	return append(list, word)
}
