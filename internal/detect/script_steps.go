package detect

import (
	"github.com/pykube/pykube/internal/detect/pysource"
)

// enter follows a name into a function of the repository, the methods of a class included that a variable holds.
func (r *running) enter(in scope, callee *pysource.Expr, depth int) {
	if callee.Kind == pysource.Attribute && (callee.X.Kind == pysource.Name || callee.X.Kind == pysource.Call) {
		if class, at := r.classOf(in, callee.X); class != nil {
			for _, st := range class.Body {
				if st.Kind == pysource.FunctionDef && st.Name == callee.Name {
					r.enterDef(scope{file: at, def: st}, depth)
				}
			}
			return
		}
	}
	t, ok := r.resolve(in, callee.Dotted())
	if !ok || t.file == "" || t.name == "" {
		return
	}
	m := r.module(t.file)
	if m == nil || m.names[t.name].def == nil {
		return
	}
	switch def := m.names[t.name].def; def.Kind {
	case pysource.FunctionDef:
		r.enterDef(scope{file: t.file, def: def}, depth)
	case pysource.ClassDef:
		for _, st := range def.Body {
			if st.Kind == pysource.FunctionDef && st.Name == "__init__" {
				r.enterDef(scope{file: t.file, def: st}, depth)
			}
		}
	}
}

func (r *running) enterDef(in scope, depth int) {
	if r.seen[in.def] {
		return
	}
	r.seen[in.def] = true
	if depth == maxRunDepth {
		r.entered = append(r.entered, in)
	}
	r.maker(in) // notes the applications that its variables hold
	r.follow(in, in.def.Body, depth-1)
}
