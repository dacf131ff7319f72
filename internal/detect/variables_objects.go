package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
)

// variablePlace is where an expression stands.
type variablePlace struct {
	file    string
	stmt    *pysource.Stmt
	parents []*pysource.Stmt // statements around it, outermost first
	above   []*pysource.Expr // expressions around it, outermost first
	// told are the arguments of a call, where the place is in the function that is called.
	told map[string]variableArgument
}

// variableArgument is an expression with the place that it is to be understood in.
type variableArgument struct {
	place variablePlace
	value *pysource.Expr
}

// inner gives the function that the place stands in, or nil.
func (pl variablePlace) inner() *pysource.Stmt { return innermost(pl.parents) }

// variableLead is where a name leads: outside the repository, to a value, or to a definition.
type variableLead struct {
	external string
	place    variablePlace // of value and def
	name     string        // at the top of place.file, "" for a local one
	value    *pysource.Expr
	def      *pysource.Stmt
}

// lead follows a dotted name, those of the functions around it first.
func (s *variableSearch) lead(pl variablePlace, dotted string, hops int) (variableLead, bool) {
	if dotted == "" || hops <= 0 {
		return variableLead{}, false
	}
	head, rest, _ := strings.Cut(dotted, ".")
	for i := len(pl.parents) - 1; i >= 0; i-- {
		if pl.parents[i].Kind != pysource.FunctionDef {
			continue
		}
		b, ok := s.localNames(pl.parents[i])[head]
		switch {
		case !ok:
			continue
		case b.imported != "":
			t, ok := s.followImport(pl.file, join(b.imported, rest), b.level, hops-1)
			return s.targetLead(t), ok
		case b.value == nil || rest != "" && b.value.Dotted() == "":
			return variableLead{}, false
		case b.value.Dotted() == head:
			continue
		case b.value.Dotted() != "":
			return s.lead(variablePlace{file: pl.file, parents: pl.parents[:i+1]}, join(b.value.Dotted(), rest), hops-1)
		}
		return variableLead{place: variablePlace{file: pl.file, parents: pl.parents[:i+1]}, value: b.value}, true
	}
	t, ok := s.follow(scope{file: pl.file}, dotted, hops)
	if !ok && (dotted == "os.environ" || dotted == "os.getenv" || strings.HasPrefix(dotted, "os.environ.")) {
		return variableLead{external: dotted}, true // os comes from a module that is not there, by a star
	}
	return s.targetLead(t), ok
}

func (s *variableSearch) targetLead(t target) variableLead {
	l := variableLead{external: t.external, name: t.name, place: variablePlace{file: t.file}}
	if t.file == "" || t.name == "" {
		return l
	}
	if m := s.module(t.file); m != nil {
		l.value, l.def = m.names[t.name].value, m.names[t.name].def
	}
	return l
}

// localNames gives the names of a function: its imports, what is assigned in it, and the defaults of its parameters.
func (s *variableSearch) localNames(def *pysource.Stmt) map[string]binding {
	if names, ok := s.locals[def]; ok {
		return names
	}
	names := map[string]binding{}
	for _, p := range def.Params {
		names[p.Name] = binding{value: p.Default}
	}
	bind(names, def.Body)
	s.locals[def] = names
	return names
}

// variableObject is something that variables can be read from: os.environ, a copy of it, or an object of a library.
type variableObject struct {
	reader *knowledge.Reader // nil for os.environ
	made   *pysource.Expr    // the call that makes the object, where there is one
	place  variablePlace     // of made
}

// object tells what an expression stands for; nil where variables are not read from it.
func (s *variableSearch) object(pl variablePlace, e *pysource.Expr, hops int) *variableObject {
	if e == nil || hops <= 0 {
		return nil
	}
	switch e.Kind {
	case pysource.Name, pysource.Attribute:
		return s.namedObject(pl, e, hops)
	case pysource.Call:
		return s.madeObject(pl, e, hops)
	case pysource.Dict: // {**dotenv_values(), **os.environ}
		for i, key := range e.Args {
			if key == nil {
				if o := s.object(pl, e.Values[i], hops-1); o != nil && o.reader == nil {
					return o
				}
			}
		}
	case pysource.BoolOp, pysource.BinOp:
		if e.Name != "or" && e.Name != "|" {
			return nil
		}
		for _, part := range append([]*pysource.Expr{e.X}, e.Args...) {
			if o := s.object(pl, part, hops-1); o != nil && o.reader == nil {
				return o
			}
		}
	}
	return nil
}

func (s *variableSearch) namedObject(pl variablePlace, e *pysource.Expr, hops int) *variableObject {
	dotted := e.Dotted()
	if dotted == "" {
		return nil
	}
	key := variableName{file: pl.file, def: pl.inner(), name: dotted}
	if o, ok := s.objects[key]; ok {
		return o
	}
	s.objects[key] = nil // against recursion
	o := s.leadObject(pl, e, dotted, hops)
	s.objects[key] = o
	return o
}

func (s *variableSearch) leadObject(pl variablePlace, e *pysource.Expr, dotted string, hops int) *variableObject {
	l, ok := s.lead(pl, dotted, maxHops)
	switch {
	case ok && l.external == "os.environ":
		return &variableObject{}
	case ok && l.external != "":
		for i, r := range s.table.Readers {
			if slices.Contains(r.Objects, l.external) {
				return &variableObject{reader: &s.table.Readers[i]}
			}
		}
	case ok && l.value != nil:
		return s.object(l.place, l.value, hops-1)
	}
	if e.Kind == pysource.Attribute && e.Name == "ENVIRON" { // of django-environ
		if o := s.object(pl, e.X, hops-1); o != nil && o.reader != nil {
			return &variableObject{}
		}
	}
	return nil
}

// copies are functions whose result holds what their argument does.
var copies = []string{"dict", "collections.ChainMap", "types.MappingProxyType", "copy.copy", "copy.deepcopy"}

func (s *variableSearch) madeObject(pl variablePlace, call *pysource.Expr, hops int) *variableObject {
	if call.X.Kind == pysource.Attribute && call.X.Name == "copy" {
		if o := s.object(pl, call.X.X, hops-1); o != nil && o.reader == nil {
			return o
		}
	}
	name := s.called(pl, call)
	if name == "" {
		return nil
	}
	if slices.Contains(copies, name) {
		for _, arg := range call.Args {
			if o := s.object(pl, arg, hops-1); o != nil && o.reader == nil {
				return o
			}
		}
		return nil
	}
	for i, r := range s.table.Readers {
		if slices.Contains(r.Classes, name) {
			return &variableObject{reader: &s.table.Readers[i], made: call, place: pl}
		}
	}
	return nil
}

// called gives the dotted name of the function that a call names, where it is none of the repository's.
func (s *variableSearch) called(pl variablePlace, call *pysource.Expr) string {
	dotted := call.X.Dotted()
	l, ok := s.lead(pl, dotted, maxHops)
	switch {
	case ok:
		return l.external
	case !strings.Contains(dotted, "."): // a builtin: int, dict
		if m := s.module(pl.file); m != nil {
			if _, bound := m.names[dotted]; !bound {
				return dotted
			}
		}
	}
	return ""
}
