package pysource

// Walk calls f for the expression and everything inside it, outermost first.
// f returns false to leave out what is inside.
func (e *Expr) Walk(f func(*Expr) bool) {
	if e == nil || !f(e) {
		return
	}
	e.X.Walk(f)
	walkAll(e.Args, f)
	walkAll(e.Values, f)
	for _, k := range e.Keywords {
		k.Value.Walk(f)
	}
}

func walkAll(list []*Expr, f func(*Expr) bool) {
	for _, e := range list {
		e.Walk(f)
	}
}

// Walk calls f for the expressions of the statement itself and everything
// inside them: decorators, defaults and annotations included, the statements of
// its blocks not.
func (s *Stmt) Walk(f func(*Expr) bool) {
	walkAll(s.Decorators, f)
	walkAll(s.Targets, f)
	s.Annotation.Walk(f)
	s.Value.Walk(f)
	walkAll(s.Items, f)
	for _, p := range s.Params {
		p.Annotation.Walk(f)
		p.Default.Walk(f)
	}
	s.Returns.Walk(f)
	walkAll(s.Args, f)
	for _, k := range s.Keywords {
		k.Value.Walk(f)
	}
}

// Inspect calls f for every statement, depth first and in the order of the
// source. parents are the enclosing statements, outermost first; the slice is
// used again after f returns. f returns false to leave out what is inside.
func Inspect(body []*Stmt, f func(s *Stmt, parents []*Stmt) bool) {
	v := inspector{f: f}
	v.visit(body)
}

type inspector struct {
	f       func(*Stmt, []*Stmt) bool
	parents []*Stmt
}

func (v *inspector) visit(body []*Stmt) {
	for _, s := range body {
		if !v.f(s, v.parents) {
			continue
		}
		v.parents = append(v.parents, s)
		v.visit(s.Body)
		v.visit(s.Handlers)
		v.visit(s.Else)
		v.visit(s.Final)
		v.parents = v.parents[:len(v.parents)-1]
	}
}

// IsMainGuard reports whether the statement is `if __name__ == "__main__":`,
// in either order.
func (s *Stmt) IsMainGuard() bool {
	if s == nil || s.Kind != If || s.Value == nil {
		return false
	}
	v := s.Value
	if v.Kind == Compare && v.Name == "in" && len(v.Args) == 2 { // processes that multiprocessing spawns, too
		for _, name := range v.Args[1].Args {
			if v.Args[1].Kind != Call && isNameAndMain(v.Args[0], name) {
				return true
			}
		}
	}
	if v.Kind != Compare || v.Name != "==" || len(v.Args) != 2 {
		return false
	}
	return isNameAndMain(v.Args[0], v.Args[1]) || isNameAndMain(v.Args[1], v.Args[0])
}

func isNameAndMain(name, main *Expr) bool {
	text, ok := main.Str()
	return ok && text == "__main__" && name.Kind == Name && name.Name == "__name__"
}
