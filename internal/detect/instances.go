package detect

import (
	"github.com/pykube/pykube/internal/detect/pysource"
)

// classOf gives the class of the repository that an expression is an instance of: a call, self, or a variable that
// was assigned from a call.
func (p *program) classOf(in scope, e *pysource.Expr) (*pysource.Stmt, string) {
	if e.Kind == pysource.Name {
		if e.Name == "self" {
			return p.enclosingClass(in)
		}
		e = p.assigned(in, e.Name)
	}
	if e == nil || e.Kind != pysource.Call {
		return nil, ""
	}
	t, ok := p.resolve(in, e.X.Dotted())
	if class := p.classNamed(t); ok && class != nil {
		return class, t.file
	}
	return nil, ""
}

// enclosingClass gives the class whose method a scope is.
func (p *program) enclosingClass(in scope) (*pysource.Stmt, string) {
	m := p.module(in.file)
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
func (p *program) assigned(in scope, name string) *pysource.Expr {
	m := p.module(in.file)
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

// convertsOwn reports whether a variable gets its own value in another type, port = int(port): what it was assigned before
// says where that is from.
func convertsOwn(e *pysource.Expr, name string) bool {
	return e.Kind == pysource.Call && e.X.Kind == pysource.Name && (e.X.Name == "int" || e.X.Name == "str") &&
		len(e.Args) == 1 && e.Args[0].Kind == pysource.Name && e.Args[0].Name == name
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
				if t.Kind == pysource.Name && st.Value != nil && (found[t.Name] == nil || !convertsOwn(st.Value, t.Name)) {
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

// maxAncestors bounds the classes of the repository that one class is made from.
const maxAncestors = 50

// ancestors lists the classes outside of the repository that a class is made from, at any distance, as dotted names; those
// of its first base come first.
func (p *program) ancestors(in scope, class *pysource.Stmt) []string {
	var found []string
	seen := map[*pysource.Stmt]bool{}
	var visit func(scope, *pysource.Stmt)
	visit = func(in scope, class *pysource.Stmt) {
		if seen[class] || len(seen) > maxAncestors {
			return
		}
		seen[class] = true
		for _, base := range class.Args {
			t, ok := p.resolve(in, base.Dotted())
			if ok && t.file == "" {
				found = append(found, t.external)
			} else if def := p.classNamed(t); ok && def != nil {
				visit(scope{file: t.file}, def)
			}
		}
	}
	visit(in, class)
	return found
}

// classNamed gives the class of the repository that a name leads to, or nil.
func (p *program) classNamed(t target) *pysource.Stmt {
	if t.file == "" || p.module(t.file) == nil {
		return nil
	}
	if def := p.module(t.file).names[t.name].def; def != nil && def.Kind == pysource.ClassDef {
		return def
	}
	return nil
}
