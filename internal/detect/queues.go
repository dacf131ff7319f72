package detect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// queueSearch completes what is known of workers: which module a command names, what runs beside it, and the workers
// that no single object stands for.
type queueSearch struct {
	*search
	facts  *Facts
	django *djangoProject
	closed map[string]map[string]bool // files that a file imports, by the file
}

// findQueues adds the workers and schedulers of task queues.
func (f *Facts) findQueues(s *search) {
	q := &queueSearch{search: s, facts: f, closed: map[string]map[string]bool{}}
	q.django = q.readDjangoProject(f)
	for _, fw := range s.frameworks {
		if len(fw.Objects)+len(fw.Gathers)+len(fw.Managed) == 0 {
			continue
		}
		managed := q.managed(fw)
		if managed {
			q.drop(fw.Name) // its own objects are what manage.py runs
		}
		q.keyed(fw)
		q.complete(fw)
		if !managed {
			q.gather(fw)
		}
	}
	q.djangoCommands()
}

// drop takes the objects of a framework back.
func (q *queueSearch) drop(framework string) {
	q.facts.Applications = slices.DeleteFunc(q.facts.Applications, func(a Application) bool {
		return a.Framework == framework && a.Kind != "web" && a.Attr != ""
	})
}

// naming lists the files outside of tests and examples whose bytes name one of the words.
func (q *queueSearch) naming(words []string) []string {
	var found []string
	for _, file := range q.files {
		if aside(file) || len(words) == 0 {
			continue
		}
		raw := q.text(file)
		if slices.ContainsFunc(words, func(w string) bool { return bytes.Contains(raw, []byte(w)) }) {
			found = append(found, file)
		}
	}
	return found
}

// importing lists the files outside of tests and examples whose bytes look as if they import one of the modules.
func (q *queueSearch) importing(modules []string) []string {
	var words []string
	for _, m := range modules {
		words = append(words, "import "+m, "from "+m)
	}
	return q.naming(words)
}

// keyed finds the objects that are a class with certain attributes, or a dict with certain keys.
func (q *queueSearch) keyed(fw knowledge.Framework) {
	for _, row := range fw.Objects {
		if len(row.Keys) == 0 {
			continue
		}
		o := &object{framework: fw.Name, Object: row}
		for _, file := range q.importing(fw.Modules) {
			m := q.module(file)
			if m == nil || !q.importsAny(file, fw.Modules) {
				continue
			}
			before := len(q.found)
			onImport(m.body, func(st *pysource.Stmt) {
				name := ""
				switch {
				case st.Kind == pysource.ClassDef && classHas(st, row.Keys):
					name = st.Name
				case st.Kind == pysource.Assign && len(st.Targets) == 1 && st.Targets[0].Kind == pysource.Name && dictHas(st.Value, row.Keys):
					name = st.Targets[0].Name
				default:
					return
				}
				q.add(file, name, st.Line, &origin{object: o, scope: scope{file: file}, line: st.Line}, nil)
			})
			q.facts.Applications = append(q.facts.Applications, q.found[before:]...)
		}
	}
}

func classHas(st *pysource.Stmt, keys []string) bool {
	return slices.ContainsFunc(st.Body, func(b *pysource.Stmt) bool {
		return b.Kind == pysource.Assign && b.Value != nil && len(b.Targets) == 1 && slices.Contains(keys, b.Targets[0].Dotted())
	})
}

func dictHas(e *pysource.Expr, keys []string) bool {
	if e == nil {
		return false
	}
	has := func(key string) bool {
		return e.Kind == pysource.Dict && slices.ContainsFunc(e.Args, func(k *pysource.Expr) bool { text, ok := k.Str(); return ok && text == key }) ||
			e.Kind == pysource.Call && e.X.Dotted() == "dict" && e.Keyword(key) != nil
	}
	return !slices.ContainsFunc(keys, func(key string) bool { return !has(key) })
}

// extension gives the origin of an object that an application keeps: celery_app = app.extensions["celery"].
func (s *search) extension(in scope, e *pysource.Expr) *origin {
	key, ok := index(e)
	if !ok || e.X.Kind != pysource.Attribute || e.X.Name != "extensions" {
		return nil
	}
	for _, o := range s.known.extensions[key] {
		return &origin{object: o, scope: in, line: e.Line}
	}
	return nil
}

// usesNames gives where one of the words is set to something, given as an argument, called as a method or used as a
// decorator, in the first file that does.
func (q *queueSearch) usesNames(words []string) *source.Evidence {
	for _, file := range q.naming(words) {
		if line := q.usesName(file, words); line > 0 {
			at := q.tree.At(file, line)
			return &at
		}
	}
	return nil
}

func (q *queueSearch) usesName(file string, words []string) int {
	m, found := q.module(file), 0
	if m == nil {
		return 0
	}
	is := func(name string) bool { return slices.Contains(words, name) }
	pysource.Inspect(m.body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		for _, t := range st.Targets {
			key := ""
			if t != nil && t.Kind == pysource.Subscript {
				key, _ = index(t)
			}
			if t != nil && (is(t.Name) || is(key)) && st.Kind == pysource.Assign && !emptyValue(st.Value) {
				found = st.Line
			}
		}
		for _, d := range st.Decorators {
			if d.Kind == pysource.Call {
				d = d.X
			}
			if is(d.Name) {
				found = d.Line
			}
		}
		st.Walk(func(e *pysource.Expr) bool {
			switch e.Kind {
			case pysource.Call:
				if e.X.Kind == pysource.Attribute && is(e.X.Name) {
					found = e.Line
				}
				for _, k := range e.Keywords {
					if is(k.Name) && !emptyValue(k.Value) {
						found = k.Value.Line
					}
				}
			case pysource.Dict:
				for i, k := range e.Args {
					if text, ok := k.Str(); ok && is(text) && !emptyValue(e.Values[i]) {
						found = k.Line
					}
				}
			}
			return found == 0
		})
		return found == 0
	})
	return found
}

// emptyValue reports whether a value is plainly nothing: {}, [], None.
func emptyValue(e *pysource.Expr) bool {
	switch {
	case e == nil:
		return true
	case e.Kind == pysource.Constant:
		return e.Name == "None" || e.Name == "False"
	case e.Kind == pysource.Dict, e.Kind == pysource.List, e.Kind == pysource.Tuple:
		return len(e.Args) == 0
	}
	return false
}

// runQueue fills in the command of a row for a worker that is not one object alone.
func (a *Application) runQueue(run knowledge.Run, names, modules []string) {
	words := func(word string) []string {
		switch word {
		case "{names}":
			return names
		case "{modules}":
			return modules
		case "{commas}":
			return []string{strings.Join(modules, ",")}
		}
		return []string{word}
	}
	expanded := run
	expanded.Command = nil
	for _, w := range run.Command {
		expanded.Command = append(expanded.Command, words(w)...)
	}
	expanded.Target = strings.NewReplacer("{names}", strings.Join(names, ","), "{modules}", strings.Join(modules[:min(1, len(modules))], "")).Replace(run.Target)
	a.Kind, a.Interface, a.Command = orWeb(run.Kind), run.Interface, nil
	a.runAs(expanded)
}

// queueName reports whether a text can be the name of a queue on a command line.
func queueName(s string) bool {
	return s != "" && len(s) <= 100 && !strings.HasPrefix(s, "-") && !strings.ContainsFunc(s, func(r rune) bool {
		return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("_-.:", r))
	})
}

// ranBySelf reports whether a program of the repository outside of tests runs the framework's worker itself.
func (q *queueSearch) ranBySelf(framework, kind string) bool {
	return slices.ContainsFunc(q.facts.Applications, func(a Application) bool {
		return a.Framework == framework && a.Kind == kind && a.Attr == "" && !aside(a.File)
	})
}
