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
func (r *running) calledRow(in scope, call *pysource.Expr, t target, ok bool) *start {
	if call.X.Kind == pysource.Name {
		if made := r.assigned(in, call.X.Name); made != nil && made.Kind == pysource.Call {
			if of, ok := r.resolve(in, made.X.Dotted()); ok && of.file == "" && r.known.instances[of.external] != nil {
				return r.known.instances[of.external]
			}
		}
	}
	if !ok || t.file == "" || t.name == "" || r.module(t.file) == nil {
		return nil
	}
	b := r.module(t.file).names[t.name]
	if b.value != nil && b.value.Kind == pysource.Call {
		of, ok := r.resolve(scope{file: t.file}, b.value.X.Dotted())
		if ok && of.file == "" {
			return r.known.instances[of.external]
		}
	}
	if b.def == nil {
		return nil
	}
	for _, d := range b.def.Decorators {
		if d.Kind == pysource.Call {
			d = d.X
		}
		if of, ok := r.resolve(scope{file: t.file}, d.Dotted()); ok && of.file == "" && r.known.decorated[of.external] != nil {
			return r.known.decorated[of.external]
		}
	}
	if b.def.Kind == pysource.ClassDef {
		return r.baseRow(scope{file: t.file}, b.def, maxHops)
	}
	return nil
}

// baseRow gives the row of a class that a class of the repository is made from, at any distance.
func (r *running) baseRow(in scope, class *pysource.Stmt, hops int) *start {
	for _, base := range class.Args {
		t, ok := r.resolve(in, base.Dotted())
		switch {
		case !ok || hops == 0:
		case t.file == "":
			if st := r.known.bases[t.external]; st != nil {
				return st
			}
		default:
			m := r.module(t.file)
			if m == nil || m.names[t.name].def == nil || m.names[t.name].def.Kind != pysource.ClassDef {
				continue
			}
			if st := r.baseRow(scope{file: t.file}, m.names[t.name].def, hops-1); st != nil {
				return st
			}
		}
	}
	return nil
}

// isInstance reports whether an expression is an instance of a class outside of the repository.
func (r *running) isInstance(in scope, e *pysource.Expr, class string) bool {
	if e.Kind == pysource.Name {
		made := r.assigned(in, e.Name)
		if made == nil {
			t, ok := r.resolve(in, e.Name)
			if !ok || t.file == "" || r.module(t.file) == nil {
				return false
			}
			in, made = scope{file: t.file}, r.module(t.file).names[t.name].value
		}
		e = made
	}
	if e == nil || e.Kind != pysource.Call {
		return false
	}
	t, ok := r.resolve(in, e.X.Dotted())
	return ok && t.file == "" && t.external == class
}
