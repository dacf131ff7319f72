package packaging

import (
	"github.com/pykube/pykube/internal/detect/pysource"
)

// comprehension follows `x for target in over if condition …`, with any number of `for`.
func (r *setupRun) comprehension(e *pysource.Expr) *pyValue {
	if len(e.Args) < 2 || r.hidesTarget(e.Args[2:]) {
		r.spoilExpr(e)
		return r.dunno(e.Line)
	}
	frame := r.frame
	r.frame = &pyFrame{names: map[string]*pyValue{}, parent: frame}
	defer func() { r.frame = frame }()
	v := &pyValue{kind: pyList, line: e.Line}
	if e.Name == "dict" {
		v.kind = pyDict
	}
	if !r.clauses(e, e.Args, v) {
		r.spoilExpr(e)
		return r.dunno(e.Line)
	}
	return v
}

// hidesTarget reports whether one of the conditions may as well be the target of another `for`: the parser gives all of
// them in one row. A name that nothing binds is a target, for as a condition it would fail.
func (r *setupRun) hidesTarget(rest []*pysource.Expr) bool {
	for i, a := range rest {
		if a.Kind == pysource.Tuple && i+1 < len(rest) || a.Kind == pysource.Name && i+1 < len(rest) && r.lookup(a.Name) != nil {
			return true
		}
	}
	return false
}

// clauses follows the first `for` of the row and what stands in it; false where something is not known.
func (r *setupRun) clauses(e *pysource.Expr, row []*pysource.Expr, v *pyValue) bool {
	over, ok := r.iterate(r.eval(row[1]))
	if !ok {
		return false
	}
	conditions, inner := row[2:], []*pysource.Expr(nil)
	for i, a := range conditions {
		if a.Kind == pysource.Name && i+1 < len(conditions) && r.lookup(a.Name) == nil {
			if mentions(row[0], a.Name) {
				return false
			}
			conditions, inner = conditions[:i], conditions[i:]
			break
		}
	}
	for _, item := range over {
		if r.spent() {
			return false
		}
		r.assign(row[0], item)
		held := yes
		for _, condition := range conditions {
			if held == yes {
				held = r.eval(condition).truth()
			}
		}
		switch {
		case held == maybe || r.raised != "":
			return false
		case held == no:
		case inner != nil:
			delete(r.frame.names, inner[0].Name)
			if !r.clauses(e, inner, v) {
				return false
			}
			delete(r.frame.names, inner[0].Name)
		case e.Name == "dict" && len(e.Values) == 1:
			r.put(v, r.eval(e.X), r.eval(e.Values[0]), e.Line)
		default:
			v.items = append(v.items, r.eval(e.X))
		}
	}
	return true
}

// mentions reports whether a target binds the name.
func mentions(target *pysource.Expr, name string) bool {
	found := false
	target.Walk(func(e *pysource.Expr) bool {
		found = found || e.Kind == pysource.Name && e.Name == name
		return !found
	})
	return found
}
