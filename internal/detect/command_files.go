package detect

import (
	"bytes"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// runByCommand gives the row whose command runs such a file, with the line that tells it: its name, what it decorates,
// or what it imports at its top.
func (s *search) runByCommand(m *module) (*start, int) {
	if st := s.known.files[path.Base(m.file)]; st != nil {
		return st, 1
	}
	for _, def := range topDefs(m.body) {
		for _, d := range def.Decorators {
			if st := s.known.handlers[s.decorator(scope{file: m.file}, d)]; st != nil {
				return st, d.Line
			}
		}
	}
	for _, dotted := range sortedKeys(s.known.imports) {
		st := s.known.imports[dotted]
		if !bytes.Contains(s.text(m.file), []byte(dotted)) || st.besides(m.file) {
			continue
		}
		if line := importsTop(m, dotted); line > 0 && s.runsAsWhole(m, st) {
			return st, line
		}
	}
	return nil, 0
}

// decorator gives the dotted name of a decorator that comes from outside the repository.
func (s *search) decorator(in scope, d *pysource.Expr) string {
	if d.Kind == pysource.Call {
		d = d.X
	}
	if t, ok := s.resolve(in, d.Dotted()); ok && t.file == "" {
		return t.external
	}
	return ""
}

// besides reports whether a file stands in a directory whose files belong to the program beside it.
func (st *start) besides(file string) bool {
	return slices.ContainsFunc(strings.Split(path.Dir(file), "/"), func(dir string) bool { return slices.Contains(st.NotIn, dir) })
}

// importsTop gives the line on which a file imports a module, or something of it, when it is imported itself; 0 where
// it does not.
func importsTop(m *module, dotted string) int {
	line := 0
	onImport(m.body, func(st *pysource.Stmt) {
		for _, a := range st.Names {
			name := a.Name
			if st.Kind == pysource.ImportFrom {
				name = strings.TrimPrefix(st.Module+"."+a.Name, ".")
			}
			imports := st.Kind == pysource.Import || st.Kind == pysource.ImportFrom && st.Level == 0
			if line == 0 && imports && (name == dotted || strings.HasPrefix(name, dotted+".")) {
				line = st.Line
			}
		}
	})
	return line
}

// runsAsWhole reports whether a file does something when it is run, and not only defines what others use: where the
// row has marks, whether it calls one of these methods.
func (s *search) runsAsWhole(m *module, st *start) bool {
	if len(st.Marks) > 0 {
		return callsMethod(m.body, st.Marks)
	}
	return slices.ContainsFunc(m.body, func(x *pysource.Stmt) bool {
		return x.IsMainGuard() || x.Kind != pysource.FunctionDef && x.Kind != pysource.ClassDef && actsAt(x) > 0
	})
}

// callsMethod reports whether a file calls one of the methods, wherever that stands: functions are called, too.
func callsMethod(body []*pysource.Stmt, methods []string) bool {
	found := false
	pysource.Inspect(body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		st.Walk(func(e *pysource.Expr) bool {
			found = found || e.Kind == pysource.Call && e.X.Kind == pysource.Attribute && slices.Contains(methods, e.X.Name)
			return !found
		})
		return !found
	})
	return found
}

// fill makes an application of a file that a command runs. Of several files of one program, the one that others do
// not import is the program, which the signs tell.
func (s *search) fill(app *Application, st *start, line int) {
	app.Framework, app.Kind, app.Interface = st.framework, orWeb(st.Kind), st.Interface
	app.Evidence = s.tree.At(app.File, line)
	app.Origin = fmt.Sprintf("%s:%d", app.File, line)
	app.Root, app.Module = ".", strings.TrimSuffix(path.Base(app.File), path.Ext(app.File)) // the command takes a path
	app.runAs(st.Run)
	if slices.Contains(st.Names, path.Base(app.File)) && !slices.Contains(entryFiles, path.Base(app.File)) {
		app.Signs = append(app.Signs, Sign{Kind: SignEntry, Evidence: source.At(app.File, 0, "")})
	}
	if at := s.leads(app.File, st); at != nil {
		app.Signs = append(app.Signs, Sign{Kind: SignLeads, Evidence: *at})
	}
}

// besideProgram reports whether a file is a part of a program that a command runs, by the directory that it stands in.
func (s *search) besideProgram(m *module) bool {
	for _, dotted := range sortedKeys(s.known.imports) {
		if st := s.known.imports[dotted]; st.besides(m.file) && importsTop(m, dotted) > 0 {
			return true
		}
	}
	return false
}

// leads gives what shows that a file is the first of its program: what stands beside it, or a call that only that one
// makes.
func (s *search) leads(file string, st *start) *source.Evidence {
	for _, name := range append(slices.Clone(st.NotIn), st.Beside...) {
		beside := path.Join(path.Dir(file), name)
		if s.tree.Has(beside) || s.tree.HasDir(beside) {
			at := source.At(beside, 0, "")
			return &at
		}
	}
	named := strings.HasSuffix(file, ".py") && slices.ContainsFunc(st.Leads, func(dotted string) bool {
		return bytes.Contains(s.text(file), []byte(dotted[strings.LastIndexByte(dotted, '.')+1:]))
	})
	if !named {
		return nil
	}
	m := s.module(file)
	if m == nil {
		return nil
	}
	line := 0
	s.eachCall(m, func(in scope, call *pysource.Expr) {
		if t, ok := s.resolve(in, call.X.Dotted()); ok && t.file == "" && line == 0 && slices.Contains(st.Leads, t.external) {
			line = call.Line
		}
	})
	if line == 0 {
		return nil
	}
	at := s.tree.At(file, line)
	return &at
}

// eachCall calls f for every call in a file, with the scope that its names are looked up in.
func (s *search) eachCall(m *module, f func(scope, *pysource.Expr)) {
	pysource.Inspect(m.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		in := scope{file: m.file, def: innermost(parents)}
		st.Walk(func(e *pysource.Expr) bool {
			if e.Kind == pysource.Call {
				f(in, e)
			}
			return true
		})
		return true
	})
}

// findCommandFiles adds the files that are not Python's and that a command runs: notebooks, saved models. They may
// have many other uses, so the command's package must be installed.
func (f *Facts) findCommandFiles(s *search) {
	for _, file := range s.tree.Files() {
		for _, p := range s.known.patterns {
			matches, err := path.Match(p.name, path.Base(file))
			installed := slices.ContainsFunc(p.packages, func(name string) bool { return f.Package(name) != nil })
			if err != nil || !matches || !installed || len(f.Applications) > maxCommandFiles {
				continue
			}
			app := Application{File: file}
			s.fill(&app, p.start, 0)
			f.Applications = append(f.Applications, app)
		}
	}
}

// maxCommandFiles bounds how many notebooks are listed.
const maxCommandFiles = 2000
