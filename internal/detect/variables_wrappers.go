package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// variableWrapper is a function of the repository that reads the variable that it is told:
// def env(name, default=None): return os.environ.get(name, default).
type variableWrapper struct {
	name    string // of the function
	method  bool   // its first argument is the object
	def     *pysource.Stmt
	place   variablePlace // of the reading
	reading variableReading
	use     variableUse
	held    string           // variable of Python that holds the value in the function
	caught  bool             // the function goes on without the variable
	next    *variableWrapper // another variable that it reads
}

// defaultNames are what a parameter is called whose argument stands in for a variable that is not set.
var defaultNames = []string{"default", "default_value", "fallback", "defaults", "_default", "otherwise"}

// wrap notes the function around a reading, where the name is told by a parameter.
func (s *variableSearch) wrap(pl variablePlace, r *variableReading, use *variableUse) {
	def := pl.inner()
	if def == nil || r.name == nil || len(s.wrappers) >= maxWrapped || !r.toldBy(def) {
		return
	}
	i := slices.Index(pl.parents, def)
	name, method := def.Name, false
	switch {
	case i > 0 && pl.parents[i-1].Kind == pysource.ClassDef:
		name = pl.parents[i-1].Name + "." + name
		method = !slices.ContainsFunc(def.Decorators, func(d *pysource.Expr) bool { return d.Dotted() == "staticmethod" })
	case slices.ContainsFunc(pl.parents[:i], func(st *pysource.Stmt) bool { return st.Kind == pysource.FunctionDef || st.Kind == pysource.ClassDef }):
		return
	}
	key := pl.file + ":" + name
	have := s.wrappers[key]
	for n := 0; have != nil && !sameName(have.reading.name, r.name); n++ {
		if n == maxHanded {
			return
		}
		if have.next == nil {
			have.next = s.newWrapper(pl, def, method, r, use)
			return
		}
		have = have.next
	}
	if have != nil {
		if r.asks && r.hard { // if name not in os.environ: raise
			have.reading.hard, have.caught = true, false
		} else if r.hard && !r.given && !have.reading.asks && !s.asksBefore(pl) {
			have.reading.hard = true
		}
		if have.reading.fallback.value == nil {
			have.reading.fallback = r.fallback
		}
		return
	}
	s.wrappers[key] = s.newWrapper(pl, def, method, r, use)
}

func (s *variableSearch) newWrapper(pl variablePlace, def *pysource.Stmt, method bool, r *variableReading, use *variableUse) *variableWrapper {
	w := &variableWrapper{name: def.Name, method: method, def: def, reading: *r, use: *use}
	w.place = variablePlace{file: pl.file, stmt: pl.stmt, parents: slices.Clone(pl.parents)}
	if r.place.told == nil {
		w.reading.place = w.place
	}
	if kind := kindOfName(def.Name); kind != "" {
		w.use.kind = kind
	}
	w.caught = s.expected(pl, pl.above, "\x00") || s.asksBefore(pl) || use.asked && !r.hard
	if use.holds && pl.stmt.Kind == pysource.Assign && len(pl.stmt.Targets) == 1 {
		w.held = pl.stmt.Targets[0].Name
	}
	return w
}

// sameName reports whether two readings of a function read the same variable: name, not name + "_FILE".
func sameName(a, b *pysource.Expr) bool {
	return a.Kind == b.Kind && a.Name == b.Name && a.Text == b.Text && len(a.Args) == len(b.Args)
}

// asksBefore reports whether the code around a place asks for a variable before it reads it, whichever that is.
func (s *variableSearch) asksBefore(pl variablePlace) bool {
	w := s.wrapperOf(pl)
	reads := func(test *pysource.Expr) bool {
		found := false
		test.Walk(func(e *pysource.Expr) bool {
			found = found || e.Kind == pysource.Name && w != nil && e.Name == w.held && w.held != "" || s.reading(pl, e) != nil
			return !found
		})
		return found
	}
	for _, st := range pl.parents {
		if st.Kind == pysource.If && reads(st.Value) {
			return true
		}
	}
	for _, e := range pl.above {
		if e.Kind == pysource.IfExp && reads(e.Args[0]) {
			return true
		}
	}
	return false
}

// tell hands the arguments of a call on to where they are used: in the wrapper itself, or in what it hands to another.
func tell(told, args map[string]variableArgument) map[string]variableArgument {
	if told == nil {
		return args
	}
	further := map[string]variableArgument{}
	for name, arg := range told {
		arg.place.told = tell(arg.place.told, args)
		further[name] = arg
	}
	return further
}

// toldBy reports whether the name of the variable comes from a parameter of a function.
func (r *variableReading) toldBy(def *pysource.Stmt) bool {
	if r.place.told == nil {
		return mentionsParam(r.name, def)
	}
	for _, arg := range r.place.told {
		if arg.value != nil && mentionsParam(arg.value, def) {
			return true
		}
	}
	return false
}

func mentionsParam(e *pysource.Expr, def *pysource.Stmt) bool {
	found := false
	e.Walk(func(x *pysource.Expr) bool {
		found = found || x.Kind == pysource.Name && slices.ContainsFunc(def.Params, func(p pysource.Param) bool { return p.Name == x.Name })
		return !found
	})
	return found
}

// wrapperOf gives the wrapper that a place stands in.
func (s *variableSearch) wrapperOf(pl variablePlace) *variableWrapper {
	def := pl.inner()
	if def == nil {
		return nil
	}
	if w := s.wrappers[pl.file+":"+def.Name]; w != nil && w.def == def {
		return w
	}
	return nil
}

// wrapped tells whether a call calls one of the wrappers that are looked for, and gives what that reads.
func (s *variableSearch) wrapped(pl variablePlace, call *pysource.Expr) *variableReading {
	w := s.wrapper(pl, call)
	if w == nil {
		return nil
	}
	r := s.readByWrapper(w, pl, call)
	for w, n := w.next, 0; w != nil && n < maxHanded; w, n = w.next, n+1 {
		r.also = append(r.also, s.readByWrapper(w, pl, call))
	}
	return r
}

func (s *variableSearch) readByWrapper(w *variableWrapper, pl variablePlace, call *pysource.Expr) *variableReading {
	told := map[string]variableArgument{}
	params := w.def.Params
	if w.method && len(params) > 0 {
		params = params[1:]
	}
	here := variablePlace{file: pl.file, stmt: pl.stmt, parents: slices.Clone(pl.parents), above: slices.Clone(pl.above), told: pl.told}
	var fallback variableArgument
	given := false // by the call itself
	for i, p := range params {
		at := i
		if p.Kind == pysource.KeywordOnly {
			at = -1
		}
		arg := variableArgument{place: here, value: readArgument(call, at, p.Name)}
		if arg.value == nil {
			arg = variableArgument{place: variablePlace{file: w.place.file}, value: p.Default}
		}
		told[p.Name] = arg
		if slices.Contains(defaultNames, p.Name) {
			fallback = arg
			given = given || arg.place.stmt != nil
		}
	}
	r := w.reading
	r.to = append(slices.Clone(r.to), w.use.to...)
	if w.use.kind != "" {
		r.kind = w.use.kind
	}
	r.place.told = tell(r.place.told, told)
	if r.fallback.value != nil {
		r.fallback.place.told = tell(r.fallback.place.told, told)
	} else if w.use.fallback {
		r.fallback = variableArgument{place: r.place, value: w.use.literal}
	}
	if r.fallback.value == nil {
		r.fallback = fallback
	}
	r.hard, r.given = (r.hard || w.use.strict) && !w.caught && !w.use.fallback, r.given || given
	return &r
}

func (s *variableSearch) wrapper(pl variablePlace, call *pysource.Expr) *variableWrapper {
	dotted := call.X.Dotted()
	if dotted == "" {
		return nil
	}
	if l, ok := s.lead(pl, dotted, maxHops); ok && l.name != "" {
		if w := s.wrappers[l.place.file+":"+l.name]; w != nil && w.def == l.def && s.only[l.place.file+":"+l.name] {
			return w
		}
	}
	i := strings.LastIndexByte(dotted, '.')
	if i < 0 {
		return nil
	}
	of := dotted[:i]
	if of == "self" || of == "cls" {
		for _, st := range pl.parents {
			if key := pl.file + ":" + st.Name + dotted[i:]; st.Kind == pysource.ClassDef && s.only[key] {
				return s.wrappers[key]
			}
		}
		return nil
	}
	if l, ok := s.lead(pl, of, maxHops); ok && l.name != "" {
		if key := l.place.file + ":" + l.name + dotted[i:]; s.only[key] {
			return s.wrappers[key]
		}
	}
	return nil
}
