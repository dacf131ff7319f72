package packaging

import (
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// eval gives the value of an expression. The parser bounds how deep one is nested.
func (r *setupRun) eval(e *pysource.Expr) *pyValue {
	if e == nil {
		return r.dunno(0)
	}
	if r.spent() {
		return r.dunno(e.Line)
	}
	switch e.Kind {
	case pysource.String:
		return &pyValue{kind: pyText, text: e.Text, line: e.Line}
	case pysource.Number:
		if n, err := strconv.Atoi(e.Text); err == nil && n >= 0 && n < 1<<30 {
			return &pyValue{kind: pyNumber, number: n, line: e.Line}
		}
	case pysource.Constant:
		switch e.Name {
		case "None":
			return &pyValue{kind: pyNone, line: e.Line}
		case "True", "False":
			return boolean(map[string]answer{"True": yes, "False": no}[e.Name], e.Line)
		}
	case pysource.Name:
		return r.name(e)
	case pysource.Attribute:
		return r.attribute(e)
	case pysource.Call:
		return r.call(e)
	case pysource.List, pysource.Tuple, pysource.Set:
		return r.display(e)
	case pysource.Dict:
		return r.dict(e)
	case pysource.FString:
		return r.fstring(e)
	case pysource.Subscript:
		return r.subscript(e)
	case pysource.BinOp:
		return r.binary(e)
	case pysource.BoolOp:
		return r.boolOp(e)
	case pysource.Compare:
		return boolean(r.compare(e), e.Line)
	case pysource.UnaryOp:
		if e.Name == "not" {
			return boolean(yes-r.eval(e.X).truth(), e.Line)
		}
		if v := r.eval(e.X); e.Name == "-" && v.kind == pyNumber {
			return &pyValue{kind: pyNumber, number: -v.number, line: e.Line}
		}
	case pysource.IfExp:
		switch r.eval(e.Args[0]).truth() {
		case yes:
			return r.eval(e.X)
		case no:
			return r.eval(e.Args[1])
		}
		r.spoilExpr(e)
	case pysource.Comprehension:
		return r.comprehension(e)
	case pysource.Walrus:
		v := r.eval(e.X)
		r.bind(e.Name, v)
		return v
	case pysource.Lambda:
	default:
		r.spoilExpr(e)
	}
	return r.dunno(e.Line)
}

// spoilExpr spoils what an expression that is not followed could change.
func (r *setupRun) spoilExpr(e *pysource.Expr) {
	r.spoilBlock([]*pysource.Stmt{{Kind: pysource.ExprStmt, Value: e, Line: e.Line, EndLine: e.Line}}, e.Line)
}

func (r *setupRun) name(e *pysource.Expr) *pyValue {
	if v := r.lookup(e.Name); v != nil {
		if !v.known() {
			r.opaque++
		}
		return v
	}
	switch e.Name {
	case "__file__":
		return &pyValue{kind: pyText, text: setupRoot + "/" + setupPy, line: e.Line}
	case "__name__":
		return &pyValue{kind: pyText, text: "__main__", line: e.Line}
	}
	return &pyValue{kind: pyName, text: e.Name, line: e.Line}
}

func (r *setupRun) attribute(e *pysource.Expr) *pyValue {
	base := r.eval(e.X)
	switch {
	case base.kind == pyName:
		dotted := base.text + "." + e.Name
		if text, ok := platformTexts[dotted]; ok {
			return &pyValue{kind: pyText, text: text, line: e.Line}
		}
		return &pyValue{kind: pyName, text: dotted, line: e.Line}
	case base.kind == pyPath:
		return r.pathAttribute(base, e.Name, e.Line)
	case base.kind == pyText && (e.Name == "req" || e.Name == "requirement"):
		return base // of what pip's parse_requirements gives
	}
	return r.dunno(e.Line)
}

// platformTexts are what modules say in every image: CPython on Linux.
var platformTexts = map[string]string{
	"sys.implementation.name": "cpython",
	"os.name":                 "posix", "sys.platform": "linux", "os.sep": "/", "os.path.sep": "/", "os.linesep": "\n", "os.curdir": ".", "os.pardir": "..",
}

func (r *setupRun) display(e *pysource.Expr) *pyValue {
	v := &pyValue{kind: pyList, line: e.Line}
	if e.Kind == pysource.Tuple {
		v.kind = pyTuple
	}
	for _, a := range e.Args {
		if a.Kind != pysource.Starred {
			v.items = append(v.items, r.eval(a))
			continue
		}
		more, ok := r.iterate(r.eval(a.X))
		if !ok {
			more = []*pyValue{r.dunno(a.Line)}
		}
		v.items = append(v.items, more...)
	}
	return v
}

func (r *setupRun) dict(e *pysource.Expr) *pyValue {
	v := &pyValue{kind: pyDict, line: e.Line}
	for i, k := range e.Args {
		if k == nil {
			r.merge(v, r.eval(e.Values[i]), e.Values[i].Line)
			continue
		}
		r.put(v, r.eval(k), r.eval(e.Values[i]), k.Line)
	}
	return v
}

// put sets an item of a dict whose key may be unknown, which makes all of it unknown.
func (r *setupRun) put(dict, key, item *pyValue, line int) {
	if key.kind < pyNone || key.kind > pyText {
		r.opaque++
		dict.spoil(line)
	}
	if dict.kind == pyDict {
		r.steps += len(dict.keys) / 16
		dict.set(key, item)
	}
}

func (r *setupRun) merge(to, from *pyValue, line int) {
	if from.kind != pyDict {
		r.opaque++
		to.spoil(line)
		return
	}
	for i, k := range from.keys {
		r.put(to, k, from.items[i], line)
	}
}

// fstring puts known texts into the fields. A field with a format or a conversion is not told from one without by the
// parser, so the source is asked.
func (r *setupRun) fstring(e *pysource.Expr) *pyValue {
	parts := strings.Split(e.Text, "{}")
	plain := len(parts) == len(e.Args)+1 && e.Name != "t"
	for line := e.Line; line <= r.end && line <= len(r.lines) && plain; line++ {
		plain = !formattedField(r.lines[line-1])
	}
	var b strings.Builder
	for i, a := range e.Args {
		v := r.eval(a)
		if plain = plain && (v.kind == pyText || v.kind == pyNumber) && a.Dotted() != ""; !plain {
			continue
		}
		b.WriteString(parts[i])
		b.WriteString(v.asText())
	}
	if !plain {
		return r.dunno(e.Line)
	}
	b.WriteString(parts[len(parts)-1])
	return r.made(&pyValue{kind: pyText, text: b.String(), line: e.Line})
}

// formattedField reports "{name!r}", "{name:>3}" and "{name=}".
func formattedField(line string) bool {
	for {
		_, after, ok := strings.Cut(line, "{")
		if !ok {
			return false
		}
		end := strings.IndexFunc(after, func(c rune) bool { return c != '.' && c != '_' && c != ' ' && (c > 127 || !alphanumeric(byte(c))) })
		if end >= 0 && strings.IndexByte("!:=", after[end]) >= 0 {
			return true
		}
		line = after
	}
}

func (v *pyValue) asText() string {
	if v.kind == pyNumber {
		return strconv.Itoa(v.number)
	}
	return v.text
}

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
