package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
)

// variableReading is one expression that reads a variable.
type variableReading struct {
	by       string
	place    variablePlace  // that the name and the default are to be understood in
	name     *pysource.Expr // nil where fixed or all is set
	fixed    string         // the name, where the library knows it
	own      string         // the name where what is told is not known
	kind     string         // what the library makes of the text
	to       []string       // types that it is told to make of it
	also     []*variableReading
	prefix   string           // goes before the name
	fallback variableArgument // the default, its value nil where there is none
	given    bool             // a default is given, None perhaps
	hard     bool             // it fails without the variable and a default
	asks     bool             // it asks only whether the variable is set
	scheme   *pysource.Expr   // the call that may hold a default for the name
	optional bool             // something else can stand in: the command line
	all      bool             // reads everything that begins with the prefix
}

// reading tells whether an expression reads a variable.
func (s *variableSearch) reading(pl variablePlace, e *pysource.Expr) *variableReading {
	if s.only != nil {
		if e.Kind == pysource.Call {
			return s.wrapped(pl, e)
		}
		return nil
	}
	switch e.Kind {
	case pysource.Subscript:
		if len(e.Args) == 1 {
			if o := s.object(pl, e.X, maxHops); o != nil && o.reader == nil {
				return &variableReading{by: "os", place: pl, name: e.Args[0], hard: true}
			}
		}
	case pysource.Compare:
		if len(e.Args) == 2 && (e.Name == "in" || e.Name == "not in") {
			if o := s.object(pl, e.Args[1], maxHops); o != nil {
				return &variableReading{by: o.by(), place: pl, name: e.Args[0], asks: true}
			}
		}
	case pysource.Call:
		for _, read := range []func(variablePlace, *pysource.Expr) *variableReading{s.readByFunction, s.readByMethod, s.readByObject, s.readByOption, s.readByPrefix} {
			if r := read(pl, e); r != nil {
				return r
			}
		}
	}
	return nil
}

func (o *variableObject) by() string {
	if o.reader == nil {
		return "os"
	}
	return o.reader.Name
}

// readArgument gives an argument of a call by its position or its keyword, nil where there is none.
func readArgument(call *pysource.Expr, at int, keyword string) *pysource.Expr {
	if e := call.Keyword(keyword); e != nil && keyword != "" {
		return e
	}
	if at < 0 || at >= len(call.Args) || slices.ContainsFunc(call.Args[:at+1], func(a *pysource.Expr) bool { return a.Kind == pysource.Starred }) {
		return nil
	}
	return call.Args[at]
}

// readByFunction recognises os.getenv("X"), decouple.config("X") and dj_database_url.config().
func (s *variableSearch) readByFunction(pl variablePlace, call *pysource.Expr) *variableReading {
	name := s.called(pl, call)
	if name == "" {
		return nil
	}
	if strings.HasPrefix(name, "os.environ.") { // environ itself may be imported, and get too, by another name
		return s.readByMapping(pl, call, strings.TrimPrefix(name, "os.environ."))
	}
	for _, r := range s.table.Readers {
		if slices.Contains(r.Calls, name) {
			return s.readArguments(pl, call, r, r.Default, r.Variable)
		}
	}
	return nil
}

func (s *variableSearch) readArguments(pl variablePlace, call *pysource.Expr, r knowledge.Reader, at int, own string) *variableReading {
	found := &variableReading{by: r.Name, place: pl, name: readArgument(call, 0, r.VariableName), hard: r.Fails}
	found.fallback = variableArgument{place: pl, value: readArgument(call, at, r.DefaultName)}
	found.given = found.fallback.value != nil
	found.own = own
	found.cast(s, pl, call)
	if found.name == nil || own != "" && !namesVariable(found.name) {
		if own == "" {
			return nil
		}
		found.name, found.fixed = nil, own
	}
	return found
}

// namesVariable reports whether an argument can be a name: env.db("sqlite:///x") has none.
func namesVariable(e *pysource.Expr) bool {
	text, literal := e.Str()
	return !literal || knowledge.ValidVariable(text)
}

// readByMapping recognises the methods of os.environ.
func (s *variableSearch) readByMapping(pl variablePlace, call *pysource.Expr, method string) *variableReading {
	found := &variableReading{by: "os", place: pl, name: readArgument(call, 0, "key")}
	found.fallback = variableArgument{place: pl, value: readArgument(call, 1, "default")}
	switch method {
	case "get":
	case "setdefault":
		found.fallback.value = readArgument(call, 1, "value")
	case "pop":
		if pl.stmt != nil && pl.stmt.Kind == pysource.ExprStmt && pl.stmt.Value == call {
			return nil // takes it away
		}
		found.hard = true
	case "__getitem__":
		found.hard = true
	case "__contains__", "has_key":
		found.asks = true
	default:
		return nil
	}
	if found.name == nil {
		return nil
	}
	found.given = found.fallback.value != nil
	return found
}

// readByMethod recognises env.str("X") and environ.get("X"), where it is known what env is.
func (s *variableSearch) readByMethod(pl variablePlace, call *pysource.Expr) *variableReading {
	if call.X.Kind != pysource.Attribute {
		return nil
	}
	o := s.object(pl, call.X.X, maxHops)
	if o == nil {
		return nil
	}
	if o.reader == nil {
		return s.readByMapping(pl, call, call.X.Name)
	}
	own, ok := o.reader.Reads(call.X.Name)
	if !ok {
		return nil
	}
	r := s.readArguments(pl, call, *o.reader, o.reader.MethodDefault, own)
	if r != nil && r.kind == "" && !slices.Contains(o.reader.Texts, call.X.Name) {
		r.to = append(r.to, o.reader.Name+"."+call.X.Name)
	}
	return s.complete(pl, o, r)
}

// readByObject recognises env("X").
func (s *variableSearch) readByObject(pl variablePlace, call *pysource.Expr) *variableReading {
	if call.X.Kind != pysource.Name && call.X.Kind != pysource.Attribute {
		return nil
	}
	o := s.object(pl, call.X, maxHops)
	if o == nil || o.reader == nil {
		return nil
	}
	return s.complete(pl, o, s.readArguments(pl, call, *o.reader, o.reader.Default, ""))
}

// complete adds what the object says for all that is read from it: a prefix, and defaults by name.
func (s *variableSearch) complete(pl variablePlace, o *variableObject, r *variableReading) *variableReading {
	if r == nil || o.made == nil {
		return r
	}
	if o.reader.Scheme {
		r.scheme = o.made
	}
	if o.reader.Prefix != "" {
		if e := o.made.Keyword(o.reader.Prefix); e != nil {
			r.prefix = firstText(s.texts(o.place, e, maxHops))
		}
	}
	if o.reader.Prefixed == "" {
		return r
	}
	for _, with := range pl.parents {
		if with.Kind != pysource.With {
			continue
		}
		for _, item := range with.Items {
			if item != nil && item.Kind == pysource.Call && item.X.Kind == pysource.Attribute && item.X.Name == o.reader.Prefixed && len(item.Args) == 1 {
				r.prefix += firstText(s.texts(pl, item.Args[0], maxHops))
			}
		}
	}
	return r
}

// readByOption recognises click.option("--x", envvar="X").
func (s *variableSearch) readByOption(pl variablePlace, call *pysource.Expr) *variableReading {
	for _, o := range s.table.Options {
		name := call.Keyword(o.Keyword)
		if name == nil {
			continue
		}
		method := call.X.Kind == pysource.Attribute && slices.Contains(o.Methods, call.X.Name)
		module, _, _ := strings.Cut(s.called(pl, call), ".")
		if !method && !slices.Contains(o.Modules, module) {
			continue
		}
		by := module
		if method {
			by = "configargparse"
		}
		return &variableReading{by: by, place: pl, name: name, optional: true, fallback: variableArgument{place: pl, value: call.Keyword("default")}}
	}
	return nil
}

// readByPrefix recognises what reads every variable that begins with a prefix, and Flask's from_envvar.
func (s *variableSearch) readByPrefix(pl variablePlace, call *pysource.Expr) *variableReading {
	dotted := call.X.Dotted()
	if strings.HasSuffix(dotted, "config.from_envvar") && len(call.Args) > 0 {
		silent := readArgument(call, 1, "silent")
		return &variableReading{by: "flask", place: pl, name: call.Args[0], hard: silent == nil || silent.Name != "True"}
	}
	name := s.called(pl, call)
	for _, row := range s.table.Prefixes {
		if (row.Call == "" || name != row.Call) && (row.Method == "" || !strings.HasSuffix(dotted, row.Method)) {
			continue
		}
		prefix := row.Default
		at := -1
		if row.Method != "" {
			at = 0
		}
		if e := readArgument(call, at, row.Keyword); e != nil {
			prefix = firstText(s.texts(pl, e, maxHops))
		}
		if prefix = strings.ToUpper(strings.TrimSuffix(prefix, "_")); prefix == "" {
			continue
		}
		by := strings.ToLower(row.Call)
		if by == "" {
			by = "flask"
		}
		by, _, _ = strings.Cut(by, ".")
		return &variableReading{by: by, place: pl, fixed: prefix + "_*", all: true, optional: true}
	}
	return nil
}

func firstText(texts []string) string {
	if len(texts) == 0 {
		return ""
	}
	return texts[0]
}
