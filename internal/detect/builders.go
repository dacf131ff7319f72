package detect

import (
	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
)

// pinned gives the release of a framework that the repository installs, "" where it is left open.
func (f *Facts) pinned(fw knowledge.Framework) string {
	for _, name := range fw.Packages {
		if p := f.Package(name); p != nil && p.Version != "" {
			return p.Version
		}
	}
	return ""
}

// extends reports whether a call hands over an application that it adds to: Dash(server=app). That one is served.
func extends(o *object, call *pysource.Expr) bool {
	for _, k := range call.Keywords {
		if o.Extends != "" && k.Name == o.Extends {
			return k.Value.Kind != pysource.Constant
		}
	}
	return false
}

// built gives the origin of what a method of a class of the repository returns: Shop.create(), Builder().build(),
// and Builder().add(x).build(), whose steps return the builder.
func (s *search) built(in scope, call *pysource.Expr) *origin {
	if call.X.Kind != pysource.Attribute {
		return nil
	}
	class, file := s.builder(in, call.X.X, maxHops)
	if class == nil {
		return nil
	}
	for _, st := range class.Body {
		if st.Kind == pysource.FunctionDef && st.Name == call.X.Name {
			if mk := s.maker(scope{file: file, def: st}); mk != nil {
				return mk.origin
			}
		}
	}
	return nil
}

// builder gives the class of the repository that an expression is, or is an instance of.
func (s *search) builder(in scope, e *pysource.Expr, hops int) (*pysource.Stmt, string) {
	if e == nil || hops == 0 {
		return nil, ""
	}
	switch e.Kind {
	case pysource.Call:
		if class, file := s.builder(in, e.X, hops-1); class != nil {
			return class, file
		}
		if e.X.Kind == pysource.Attribute { // a step of a builder
			return s.builder(in, e.X.X, hops-1)
		}
	case pysource.Name, pysource.Attribute:
		t, ok := s.resolve(in, e.Dotted())
		if !ok || t.file == "" || s.module(t.file) == nil {
			return nil, ""
		}
		b := s.module(t.file).names[t.name]
		if b.def != nil && b.def.Kind == pysource.ClassDef {
			return b.def, t.file
		}
		if b.value != nil && b.value.Kind == pysource.Call {
			return s.builder(scope{file: t.file}, b.value, hops-1)
		}
	}
	return nil, ""
}

// ofSelf gives the origin of the application that a method finds in an attribute of its object, which any method of
// the class may have put there; and of one that stands in the class itself.
func (s *search) ofSelf(in scope, attr string) *origin {
	if class, file := s.enclosingClass(in); class != nil {
		return s.ofClass(file, class, attr)
	}
	return nil
}

// ofClass gives the origin of what a class assigns to an attribute: self.app = …, or app = … in its body.
func (s *search) ofClass(file string, class *pysource.Stmt, attr string) *origin {
	var found *origin
	pysource.Inspect(class.Body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		if st.Kind != pysource.Assign || st.Value == nil || st.Value.Kind != pysource.Call || found != nil {
			return found == nil
		}
		def := innermost(parents)
		for _, target := range st.Targets {
			own := target.Kind == pysource.Attribute && target.Name == attr && (target.X.Dotted() == "self" || target.X.Dotted() == "cls")
			if own || def == nil && target.Kind == pysource.Name && target.Name == attr {
				if s.asks[st] {
					return false
				}
				s.asks[st] = true
				found = s.application(scope{file: file, def: def}, st.Value)
				delete(s.asks, st)
			}
		}
		return found == nil
	})
	return found
}
