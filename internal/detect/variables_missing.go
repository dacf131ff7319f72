package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// need says when what stands at a place runs: when the program starts, under a condition then, where its file is
// started itself, or later.
func (s *variableSearch) need(pl variablePlace) VariableNeed {
	when := NeededAtStart
	for _, st := range pl.parents {
		switch {
		case st.IsMainGuard():
			when = NeededAsScript
		case st.Kind == pysource.If || st.Kind == pysource.Match:
			when = NeededSometimes
		case st.Kind == pysource.FunctionDef:
			started, ok := s.started[st]
			if !ok {
				return NeededInUse
			}
			when = started
		}
	}
	for _, e := range pl.above {
		if e.Kind == pysource.Lambda {
			return NeededInUse
		}
	}
	return when
}

// expected reports whether the code around a place can do without the variable: it asks for it before, or catches the
// failure and goes on.
func (s *variableSearch) expected(pl variablePlace, above []*pysource.Expr, name string) bool {
	for _, e := range above {
		if e.Kind == pysource.IfExp && slices.Contains(s.namesIn(pl, e.Args[0]), name) {
			return true
		}
		if e.Kind == pysource.BoolOp && e.Name == "and" && slices.Contains(s.namesIn(pl, e.Args[0]), name) {
			return true
		}
	}
	for i, st := range pl.parents {
		switch st.Kind {
		case pysource.If:
			names, ok := s.asked[st]
			if !ok {
				names = s.namesIn(variablePlace{file: pl.file, stmt: st, parents: pl.parents[:i]}, st.Value)
				s.asked[st] = names
			}
			if slices.Contains(names, name) {
				return true
			}
		case pysource.Try:
			if slices.ContainsFunc(st.Handlers, goesOn) && !inHandler(st, pl, i) {
				return true
			}
		case pysource.With:
			if slices.ContainsFunc(st.Items, func(e *pysource.Expr) bool {
				return e != nil && e.Kind == pysource.Call && strings.HasSuffix(e.X.Dotted(), "suppress")
			}) {
				return true
			}
		}
	}
	return false
}

// inHandler reports whether a place stands in a handler of a try, whose parent of index i it is.
func inHandler(try *pysource.Stmt, pl variablePlace, i int) bool {
	next := pl.stmt
	if i+1 < len(pl.parents) {
		next = pl.parents[i+1]
	}
	return slices.Contains(try.Handlers, next) || slices.Contains(try.Final, next) || slices.Contains(try.Else, next)
}

// goesOn reports whether a handler catches that a variable is missing, and does not end the program.
func goesOn(h *pysource.Stmt) bool {
	return !ends(h.Body) && (h.Value == nil || !importFailure(h.Value))
}

func importFailure(e *pysource.Expr) bool {
	if e.Kind == pysource.Tuple {
		return !slices.ContainsFunc(e.Args, func(a *pysource.Expr) bool { return !importFailure(a) })
	}
	return e.Name == "ImportError" || e.Name == "ModuleNotFoundError"
}

// ends reports whether a block ends the program.
func ends(body []*pysource.Stmt) bool {
	if len(body) == 0 {
		return false
	}
	last := body[len(body)-1]
	if last.Kind == pysource.Raise {
		return true
	}
	if last.Kind != pysource.ExprStmt || last.Value == nil || last.Value.Kind != pysource.Call {
		return false
	}
	switch last.Value.X.Dotted() {
	case "exit", "quit", "sys.exit", "os._exit", "os.abort":
		return true
	}
	return false
}

// namesIn lists the variables that an expression reads.
func (s *variableSearch) namesIn(pl variablePlace, e *pysource.Expr) []string {
	var names []string
	only := s.only
	s.only = nil
	defer func() { s.only = only }()
	e.Walk(func(x *pysource.Expr) bool {
		if len(names) > maxNamesHere {
			return false
		}
		if x.Kind == pysource.Name {
			for _, key := range []variableName{{file: pl.file, def: pl.inner(), name: x.Name}, {file: pl.file, name: x.Name}} {
				for _, r := range s.held[key] {
					names = append(names, r.name)
				}
			}
		}
		if r := s.reading(pl, x); r != nil {
			if r.fixed != "" {
				names = append(names, r.prefix+r.fixed)
			}
			for _, text := range s.texts(r.place, r.name, maxHops) {
				names = append(names, r.prefix+text)
			}
		}
		return true
	})
	return names
}

// fatal gives the expressions without which a statement ends the program: `if not X: raise`, `assert X`. Variables of
// Python that hold what was read are marked at once.
func (s *variableSearch) fatal(pl variablePlace) map[*pysource.Expr]bool {
	st := pl.stmt
	var found []*pysource.Expr
	switch {
	case st.Kind == pysource.Assert:
		found = presentIn(st.Value, nil)
	case st.Kind == pysource.If && ends(st.Body):
		found = missingIn(st.Value, nil)
	}
	if len(found) == 0 {
		return nil
	}
	fatal := map[*pysource.Expr]bool{}
	for _, e := range found {
		fatal[e] = true
		if e.Kind != pysource.Name {
			continue
		}
		reads, ok := s.held[variableName{file: pl.file, def: pl.inner(), name: e.Name}]
		if !ok {
			reads = s.held[variableName{file: pl.file, name: e.Name}]
		}
		for _, r := range reads {
			if need := s.need(pl); !r.HasDefault && (r.Fails == "" || r.Fails == NeededInUse) {
				r.Fails = need
				r.place = variablePlace{file: pl.file, stmt: st, parents: slices.Clone(pl.parents)}
			}
		}
		if w := s.wrapperOf(pl); w != nil && e.Name == w.held {
			w.reading.hard = true
		}
	}
	return fatal
}

// missingIn lists what must be there for a test to be false.
func missingIn(e *pysource.Expr, found []*pysource.Expr) []*pysource.Expr {
	if e == nil {
		return found
	}
	switch {
	case e.Kind == pysource.UnaryOp && e.Name == "not":
		return presentIn(e.X, found)
	case e.Kind == pysource.BoolOp && e.Name == "or":
		for _, a := range e.Args {
			found = missingIn(a, found)
		}
	case e.Kind == pysource.Compare && e.Name == "not in":
		return append(found, e)
	case e.Kind == pysource.Compare && (e.Name == "is" || e.Name == "==") && len(e.Args) == 2 && nothing(e.Args[1]):
		return append(found, e.Args[0])
	case e.Kind == pysource.Call && e.X.Dotted() == "any" && len(e.Args) == 1 && e.Args[0].Kind == pysource.Comprehension:
		return missingIn(e.Args[0].X, found)
	}
	return found
}

// presentIn lists what must be there for a test to be true.
func presentIn(e *pysource.Expr, found []*pysource.Expr) []*pysource.Expr {
	if e == nil {
		return found
	}
	switch {
	case e.Kind == pysource.BoolOp && e.Name == "and":
		for _, a := range e.Args {
			found = presentIn(a, found)
		}
		return found
	case e.Kind == pysource.Call && e.X.Dotted() == "all" && len(e.Args) == 1:
		switch list := e.Args[0]; list.Kind {
		case pysource.List, pysource.Tuple, pysource.Set:
			for _, a := range list.Args {
				found = presentIn(a, found)
			}
			return found
		case pysource.Comprehension:
			return presentIn(list.X, found)
		}
	case e.Kind == pysource.Compare && e.Name == "in":
		return append(found, e)
	case e.Kind == pysource.Compare && e.Name == "is not" && len(e.Args) == 2 && nothing(e.Args[1]):
		return append(found, e.Args[0])
	case e.Kind == pysource.Name || e.Kind == pysource.Call || e.Kind == pysource.Subscript:
		return append(found, e)
	}
	return found
}

func nothing(e *pysource.Expr) bool {
	text, literal := e.Str()
	return e.Kind == pysource.Constant && e.Name == "None" || literal && text == ""
}
