package detect

import (
	"regexp"
	"slices"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// testClass is the name of a class that only tests use: TestingConfig.
var testClass = regexp.MustCompile(`^Test(ing|s)?([A-Z_]|$)|Test(ing|s)?(Config|Settings)?$`)

// readFile notes what one file reads.
func (s *variableSearch) readFile(file string) {
	m := s.module(file)
	if m == nil {
		return
	}
	pysource.Inspect(m.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		if st.Kind == pysource.ClassDef && testClass.MatchString(st.Name) || st.Kind == pysource.If && st.Value.Dotted() == "TYPE_CHECKING" {
			return false
		}
		s.readStatement(variablePlace{file: file, stmt: st, parents: parents})
		return true
	})
}

func (s *variableSearch) readStatement(pl variablePlace) {
	st := pl.stmt
	fatal := s.fatal(pl)
	at := variableWalk{search: s, place: pl, fatal: fatal}
	for _, list := range [][]*pysource.Expr{st.Decorators, {st.Value}, st.Items, {st.Returns}, st.Args, {st.Annotation}} {
		for _, e := range list {
			at.walk(e)
		}
	}
	for _, p := range st.Params {
		at.walk(p.Annotation)
		at.walk(p.Default)
	}
	for _, k := range st.Keywords {
		at.walk(k.Value)
	}
	for _, t := range st.Targets {
		if t == nil {
			continue
		}
		switch {
		case t.Kind != pysource.Subscript:
			if t.Kind != pysource.Name {
				at.walk(t)
			}
		case st.Kind == pysource.Assign && len(t.Args) == 1 && s.only == nil:
			if o := s.object(pl, t.X, maxHops); o != nil && o.reader == nil {
				s.noteSet(pl, t.Args[0])
			}
		}
		if t.Kind == pysource.Name && (st.Kind == pysource.Assign || st.Kind == pysource.AugAssign) {
			s.hold(pl, t.Name, at.holding)
		}
	}
}

// noteSet keeps that the program sets a variable before it reads it.
func (s *variableSearch) noteSet(pl variablePlace, name *pysource.Expr) {
	if pl.inner() != nil && s.need(pl) != NeededAtStart {
		return
	}
	for _, text := range s.texts(pl, name, maxHops) {
		if len(s.set) < maxVariables {
			s.set[text] = true
		}
	}
}

// hold keeps what a variable of Python holds from here on.
func (s *variableSearch) hold(pl variablePlace, name string, reads []*VariableRead) {
	key := variableName{file: pl.file, def: pl.inner(), name: name}
	if len(reads) == 0 {
		delete(s.held, key)
		return
	}
	s.held[key] = reads
}

// variableWalk goes through the expressions of one statement.
type variableWalk struct {
	search  *variableSearch
	place   variablePlace
	fatal   map[*pysource.Expr]bool // expressions without which the program ends here
	above   []*pysource.Expr
	holding []*VariableRead // what the value of the statement holds
}

func (w *variableWalk) walk(e *pysource.Expr) {
	if e == nil {
		return
	}
	w.place.above = w.above
	if r := w.search.reading(w.place, e); r != nil {
		w.note(e, r)
		for _, more := range r.also {
			w.note(e, more)
		}
	} else if e.Kind == pysource.Call && w.search.only == nil {
		w.handedOver(e)
	}
	w.above = append(w.above, e)
	w.walk(e.X)
	for _, a := range e.Args {
		w.walk(a)
	}
	for _, v := range e.Values {
		w.walk(v)
	}
	for _, k := range e.Keywords {
		w.walk(k.Value)
	}
	w.above = w.above[:len(w.above)-1]
}

// note keeps a reading with what is made of it.
func (w *variableWalk) note(e *pysource.Expr, r *variableReading) {
	s := w.search
	use := s.use(w.place, e, w.above)
	names := []string{r.fixed}
	if r.fixed == "" {
		names = s.texts(r.place, r.name, maxHops)
		if len(names) == 0 && r.own != "" {
			names = []string{r.own}
		}
		if len(names) == 0 {
			r.hard = r.hard || w.fatal[e]
			s.wrap(w.place, r, use)
			return
		}
	}
	read := VariableRead{By: r.by, As: use.as, To: append(slices.Clone(r.to), use.to...), Kind: use.kind}
	if read.Kind == "" {
		read.Kind = r.kind
	}
	text, known, given := s.literal(r.fallback)
	if !given && use.literal != nil {
		text, known, given = s.literal(variableArgument{place: w.place, value: use.literal})
	}
	read.HasDefault = given || use.fallback
	if known {
		read.Default = text
	}
	read.Random = s.random(r.fallback)
	for _, name := range names {
		one := read
		full := r.prefix + name
		stated := r.given
		if r.scheme != nil && !one.HasDefault {
			stated = s.schemeDefault(w.place, r.scheme, full, &one) || stated
		}
		fails := r.hard && !stated || use.strict || w.fatal[e]
		if fails && !one.HasDefault && !r.optional && (!r.asks || w.fatal[e]) && (w.fatal[e] || !use.asked && !s.expected(w.place, w.above, full)) {
			one.Fails = s.need(w.place)
			if use.conditional && one.Fails == NeededAtStart {
				one.Fails = NeededSometimes
			}
		}
		kept := s.note(full, one, w.place, e.Line)
		if kept != nil && use.holds && len(w.holding) < maxVariableReads {
			w.holding = append(w.holding, kept)
		}
	}
}

// schemeDefault takes a default from Env(NAME=(type, default)), and reports whether there is one: None is, too.
func (s *variableSearch) schemeDefault(pl variablePlace, made *pysource.Expr, name string, read *VariableRead) (stated bool) {
	e := made.Keyword(name)
	if e == nil {
		return false
	}
	if e.Kind == pysource.Tuple && len(e.Args) == 2 {
		text, known, given := s.literal(variableArgument{place: pl, value: e.Args[1]})
		read.HasDefault = given
		if known {
			read.Default = text
		}
		e, stated = e.Args[0], true
	}
	if name := e.Dotted(); name != "" {
		read.Kind = kindOfName(name)
	}
	return stated
}

// handedOver notes what a call does with variables that hold what was read: create_engine(DATABASE_URL).
func (w *variableWalk) handedOver(call *pysource.Expr) {
	s := w.search
	held := func(e *pysource.Expr) []*VariableRead {
		if e.Kind != pysource.Name {
			return nil
		}
		if reads, ok := s.held[variableName{file: w.place.file, def: w.place.inner(), name: e.Name}]; ok {
			return reads
		}
		return s.held[variableName{file: w.place.file, name: e.Name}]
	}
	name := ""
	for i, arg := range call.Args {
		for _, r := range held(arg) {
			if name == "" {
				name = s.called(w.place, call)
			}
			r.handTo(name)
			if i == 0 && slices.Contains(s.table.Uses.Fails, name) && !r.HasDefault && r.Fails == "" && s.need(w.place) == NeededAtStart && !s.expected(w.place, w.above, r.name) {
				r.Fails = NeededAtStart
			}
		}
	}
	for _, k := range call.Keywords {
		for _, r := range held(k.Value) {
			r.handAs(k.Name)
		}
	}
}

// maxHanded bounds the names and functions that are kept of one reading.
const maxHanded = 8

func (r *VariableRead) handTo(name string) {
	if name != "" && len(r.To) < maxHanded && !slices.Contains(r.To, name) {
		r.To = append(r.To, name)
	}
}

func (r *VariableRead) handAs(name string) {
	if name != "" && len(name) < maxNamed && len(r.As) < maxHanded && !slices.Contains(r.As, name) {
		r.As = append(r.As, name)
	}
}
