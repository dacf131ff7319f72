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

// classOf gives the class of the repository that an expression is an instance of: a call, self, or a variable that
// was assigned from a call.
func (r *running) classOf(in scope, e *pysource.Expr) (*pysource.Stmt, string) {
	if e.Kind == pysource.Name {
		if e.Name == "self" {
			return r.enclosingClass(in)
		}
		e = r.assigned(in, e.Name)
	}
	if e == nil || e.Kind != pysource.Call {
		return nil, ""
	}
	t, ok := r.resolve(in, e.X.Dotted())
	if !ok || t.file == "" || r.module(t.file) == nil {
		return nil, ""
	}
	if def := r.module(t.file).names[t.name].def; def != nil && def.Kind == pysource.ClassDef {
		return def, t.file
	}
	return nil, ""
}

// enclosingClass gives the class whose method a scope is.
func (r *running) enclosingClass(in scope) (*pysource.Stmt, string) {
	m := r.module(in.file)
	if m == nil || in.def == nil {
		return nil, ""
	}
	for _, st := range topDefs(m.body) {
		if st.Kind == pysource.ClassDef && st.Line <= in.def.Line && in.def.EndLine <= st.EndLine {
			return st, in.file
		}
	}
	return nil, ""
}

// assigned gives what a variable was last assigned in its function, in the `__main__` block or at the top of the file.
func (r *running) assigned(in scope, name string) *pysource.Expr {
	m := r.module(in.file)
	if m == nil {
		return nil
	}
	var value *pysource.Expr
	if in.def != nil {
		value = m.assignments(in.def, in.def.Body)[name]
	}
	if value == nil {
		value = m.assignments(nil, m.body)[name]
	}
	for value != nil && value.Kind == pysource.Await {
		value = value.X
	}
	return value
}

// assignments gives what each variable of a block is assigned last; the block is a function's, or the file's.
func (m *module) assignments(def *pysource.Stmt, body []*pysource.Stmt) map[string]*pysource.Expr {
	if found, known := m.assigned[def]; known {
		return found
	}
	found := map[string]*pysource.Expr{}
	pysource.Inspect(body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		switch st.Kind {
		case pysource.FunctionDef, pysource.ClassDef:
			return false
		case pysource.Assign:
			for _, t := range st.Targets {
				if t.Kind == pysource.Name && st.Value != nil {
					found[t.Name] = st.Value
				}
			}
		case pysource.With:
			for i, item := range st.Items {
				if i < len(st.Targets) && st.Targets[i] != nil && st.Targets[i].Kind == pysource.Name {
					found[st.Targets[i].Name] = item
				}
			}
		}
		return true
	})
	if m.assigned == nil {
		m.assigned = map[*pysource.Stmt]map[string]*pysource.Expr{}
	}
	m.assigned[def] = found
	return found
}
