package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// belongs reports whether a dotted name is of one of the modules.
func belongs(dotted string, modules []string) bool {
	for _, m := range modules {
		if dotted == m || strings.HasPrefix(dotted, m+".") {
			return true
		}
	}
	return false
}

// calledRow gives the row of a call that is told by what is called: an instance of a framework's class, a function
// that the framework decorates, or a class that is made from one of the framework's.
func (s *search) calledRow(in scope, call *pysource.Expr, t target, ok bool) *start {
	if call.X.Kind == pysource.Name {
		if made := s.assigned(in, call.X.Name); made != nil && made.Kind == pysource.Call {
			if of, ok := s.resolve(in, made.X.Dotted()); ok && of.file == "" && s.known.instances[of.external] != nil {
				return s.known.instances[of.external]
			}
		}
	}
	if !ok || t.file == "" || t.name == "" || s.module(t.file) == nil {
		return nil
	}
	b := s.module(t.file).names[t.name]
	if b.value != nil && b.value.Kind == pysource.Call {
		of, ok := s.resolve(scope{file: t.file}, b.value.X.Dotted())
		if ok && of.file == "" {
			return s.known.instances[of.external]
		}
	}
	if b.def == nil {
		return nil
	}
	for _, d := range b.def.Decorators {
		if d.Kind == pysource.Call {
			d = d.X
		}
		if of, ok := s.resolve(scope{file: t.file}, d.Dotted()); ok && of.file == "" && s.known.decorated[of.external] != nil {
			return s.known.decorated[of.external]
		}
	}
	if b.def.Kind == pysource.ClassDef {
		return s.baseRow(scope{file: t.file}, b.def)
	}
	return nil
}

// baseRow gives the row of a class that a class of the repository is made from, at any distance.
func (s *search) baseRow(in scope, class *pysource.Stmt) *start {
	for _, base := range s.ancestors(in, class) {
		if st := s.known.bases[base]; st != nil {
			return st
		}
	}
	return nil
}

// isInstance reports whether an expression is an instance of a class outside of the repository.
func (s *search) isInstance(in scope, e *pysource.Expr, class string) bool {
	if e.Kind == pysource.Name {
		made := s.assigned(in, e.Name)
		if made == nil {
			t, ok := s.resolve(in, e.Name)
			if !ok || t.file == "" || s.module(t.file) == nil {
				return false
			}
			in, made = scope{file: t.file}, s.module(t.file).names[t.name].value
		}
		e = made
	}
	if e == nil || e.Kind != pysource.Call {
		return false
	}
	t, ok := s.resolve(in, e.X.Dotted())
	return ok && t.file == "" && t.external == class
}
