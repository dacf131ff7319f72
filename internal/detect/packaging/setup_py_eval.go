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
