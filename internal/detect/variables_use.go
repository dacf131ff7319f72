package detect

import (
	"slices"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// variableUse is what is made of a value right where it is read.
type variableUse struct {
	as, to      []string
	fallback    bool           // another value stands in: getenv("X") or "y"
	literal     *pysource.Expr // that value
	strict      bool           // None would fail: int(getenv("X"))
	asked       bool           // only whether it is set, or what it is compared with, counts
	conditional bool           // read in one branch of an expression
	kind        string         // what the value is made into
	holds       bool           // a name of Python stands for the value
}

func (u *variableUse) add(as, to string) {
	r := VariableRead{As: u.as, To: u.to}
	r.handAs(as)
	r.handTo(to)
	u.as, u.to = r.As, r.To
}

// use climbs from what is read through the expressions around it, as long as they stand for the value.
func (s *variableSearch) use(pl variablePlace, e *pysource.Expr, above []*pysource.Expr) *variableUse {
	u := &variableUse{}
	for i := len(above) - 1; i >= 0; i-- {
		if !s.climb(pl, u, e, above[i]) {
			return u
		}
		e = above[i]
	}
	st := pl.stmt
	switch {
	case st.Value != e:
		return u
	case st.Kind == pysource.If || st.Kind == pysource.While || st.Kind == pysource.Assert:
		u.asked = true
	case st.Kind == pysource.Assign || st.Kind == pysource.AugAssign:
		u.holds = true
		for _, t := range st.Targets {
			switch t.Kind {
			case pysource.Name, pysource.Attribute:
				u.add(t.Name, "")
			case pysource.Subscript:
				if len(t.Args) == 1 {
					key, _ := t.Args[0].Str()
					u.add(key, "")
				}
			}
		}
		if st.Annotation != nil {
			for _, name := range s.annotated(pl, st.Annotation) {
				u.add("", name)
			}
		}
	case st.Kind == pysource.Return:
		u.holds = true
	}
	return u
}

// climb takes in one expression around the value; false where it is no longer the value.
func (s *variableSearch) climb(pl variablePlace, u *variableUse, e, up *pysource.Expr) bool {
	switch up.Kind {
	case pysource.BoolOp:
		last := up.Args[len(up.Args)-1]
		if up.Name == "or" && e != last {
			u.fallback, u.literal = true, last
			if given := last.Kind != pysource.Constant || last.Name != "None"; !given {
				u.fallback, u.literal = false, nil
			}
		}
		return true
	case pysource.IfExp:
		if e == up.Args[0] {
			u.asked = true
			return false
		}
		u.conditional = true
		return true
	case pysource.UnaryOp:
		u.asked = up.Name == "not"
		return false
	case pysource.Compare:
		u.asked = true
		if slices.ContainsFunc(up.Args, switchText) {
			u.kind = kindSwitch
		}
		return false
	case pysource.Call:
		return s.climbCall(pl, u, e, up)
	case pysource.Attribute:
		u.strict = true
		return true
	case pysource.Subscript:
		if up.X == e {
			u.strict = true
		}
		return false
	case pysource.BinOp:
		u.strict = u.strict || up.Name == "+"
		return false
	case pysource.Dict:
		if i := slices.Index(up.Values, e); i >= 0 && up.Args[i] != nil {
			key, _ := up.Args[i].Str()
			u.add(key, "")
		}
		return false
	case pysource.Walrus:
		u.add(up.Name, "")
		return true
	case pysource.List, pysource.Starred, pysource.Await:
		return true
	}
	return false
}

func (s *variableSearch) climbCall(pl variablePlace, u *variableUse, e, call *pysource.Expr) bool {
	if call.X == e {
		return e.Kind == pysource.Attribute // a method of the value: getenv("X").strip()
	}
	for _, k := range call.Keywords {
		if k.Value == e {
			u.add(k.Name, "")
			return false
		}
	}
	name := s.called(pl, call)
	if name == "" { // a function of the repository: its name may say what it makes
		return s.climbOwn(pl, u, call)
	}
	u.add("", name)
	u.made(kindOf(name))
	if len(call.Args) > 0 && call.Args[0] == e && slices.Contains(s.table.Uses.Fails, name) {
		u.strict = true
	}
	return slices.Contains(s.table.Uses.Through, name)
}

// climbOwn reports whether a function of the repository gives its one argument in another form: parse_bool(value).
func (s *variableSearch) climbOwn(pl variablePlace, u *variableUse, call *pysource.Expr) bool {
	l, ok := s.lead(pl, call.X.Dotted(), maxHops)
	if !ok || l.def == nil || l.def.Kind != pysource.FunctionDef {
		return false
	}
	u.made(kindOfName(l.def.Name))
	return len(call.Args) == 1
}

// annotated lists what a type is made of, dotted, where it is none of the repository's.
func (s *variableSearch) annotated(pl variablePlace, annotation *pysource.Expr) []string {
	var names []string
	annotation.Walk(func(e *pysource.Expr) bool {
		if e.Kind != pysource.Name && e.Kind != pysource.Attribute {
			return e.Kind != pysource.Call
		}
		l, ok := s.lead(pl, e.Dotted(), maxHops)
		name := l.external
		if !ok && e.Kind == pysource.Name {
			name = e.Name
		}
		if name != "" && len(names) < maxHanded && !slices.Contains(names, name) {
			names = append(names, name)
		}
		return false
	})
	return names
}
