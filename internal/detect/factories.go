package detect

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// readFactories notes the functions of a file that return an application.
func (s *search) readFactories(file string) {
	m := s.module(file)
	if m == nil {
		return
	}
	for _, st := range topDefs(m.body) {
		if st.Kind != pysource.FunctionDef || slices.ContainsFunc(st.Decorators, isFixture) {
			continue
		}
		if mk := s.maker(scope{file: file, def: st}); mk != nil && (!st.Async || mk.origin.object.Coroutines) {
			s.add(file, st.Name, st.Line, mk.origin, mk)
		}
	}
}

// maxMakers bounds how many functions are followed that return what the next one returns.
const maxMakers = 100

// maker tells whether a function returns an application: one that it makes, or one that another maker made.
func (s *search) maker(in scope) *maker {
	key := fmt.Sprintf("%s:%d", in.file, in.def.Line)
	if mk, ok := s.makers[key]; ok {
		return mk
	}
	if s.asked[key] || len(s.asked) > maxMakers {
		return nil
	}
	s.asked[key] = true
	local := map[string]*origin{}
	var made *origin
	pysource.Inspect(in.def.Body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		switch st.Kind {
		case pysource.FunctionDef, pysource.ClassDef:
			return false
		case pysource.Assign:
			s.assignLocal(in, st, local)
		case pysource.With:
			s.holdLocal(in, st, local)
		case pysource.Return:
			s.noteCompleted(in, st.Value, local)
			if made == nil && st.Value != nil {
				if made = s.returned(in, st.Value, local); made != nil && !made.object.itself() && s.instance(in, st.Value) {
					made = nil // only its attribute can be served
				}
			}
		}
		return true
	})
	delete(s.asked, key)
	if made == nil {
		s.makers[key] = nil
		return nil
	}
	mk := &maker{origin: made, coroutine: in.def.Async, wraps: made.scope.file != in.file || made.scope.def != in.def}
	for _, p := range in.def.Params {
		if p.Default == nil && (p.Kind == pysource.Positional || p.Kind == pysource.KeywordOnly) {
			mk.required = append(mk.required, p.Name)
		}
	}
	s.makers[key] = mk
	return mk
}

// noteCompleted notes a function that needs arguments and returns the application that its file holds: without it, that
// application may not be complete.
func (s *search) noteCompleted(in scope, e *pysource.Expr, local map[string]*origin) {
	if e == nil || e.Kind != pysource.Name || local[e.Name] != nil {
		return
	}
	o := s.objects[in.file+":"+e.Name]
	needs := slices.ContainsFunc(in.def.Params, func(p pysource.Param) bool {
		return p.Default == nil && p.Kind == pysource.Positional && p.Name != e.Name
	})
	if o != nil && needs && o.scope.file == in.file {
		at := s.tree.At(in.file, in.def.Line)
		o.completed = &at
	}
}

func (s *search) assignLocal(in scope, st *pysource.Stmt, local map[string]*origin) {
	if st.Value == nil {
		return
	}
	o := s.application(in, st.Value)
	for _, t := range st.Targets {
		if t = o.held(t); t != nil {
			if o.name == "" {
				o.name = t.Name
			}
			if local[t.Name] == nil {
				local[t.Name] = o
				s.locals[node{file: in.file, def: in.def.Line, name: t.Name}] = o
			}
		}
	}
}

func (s *search) returned(in scope, e *pysource.Expr, local map[string]*origin) *origin {
	if e.Kind == pysource.Name {
		return local[e.Name]
	}
	if e.Kind == pysource.Attribute && e.X.Kind == pysource.Name && local[e.X.Name] != nil && local[e.X.Name].object.Attr == e.Name {
		return local[e.X.Name]
	}
	return s.application(in, e)
}

// instance reports whether an expression stands for an object itself, not for an attribute of one.
func (s *search) instance(in scope, e *pysource.Expr) bool {
	if e.Kind != pysource.Name {
		return e.Kind == pysource.Call
	}
	whole := true
	pysource.Inspect(in.def.Body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		if st.Kind == pysource.Assign && st.Value != nil && st.Value.Kind == pysource.Attribute {
			whole = whole && !slices.ContainsFunc(st.Targets, func(t *pysource.Expr) bool { return t.Kind == pysource.Name && t.Name == e.Name })
		}
		return st.Kind != pysource.FunctionDef && st.Kind != pysource.ClassDef
	})
	return whole
}

// isFixture recognises pytest's fixtures, which often return an application.
func isFixture(e *pysource.Expr) bool {
	if e.Kind == pysource.Call {
		e = e.X
	}
	name := e.Dotted()
	return name == "fixture" || strings.HasSuffix(name, ".fixture")
}
