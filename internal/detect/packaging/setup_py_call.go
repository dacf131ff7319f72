package packaging

import (
	"github.com/pykube/pykube/internal/detect/pysource"
)

// setupFunctions are the names of setup().
var setupFunctions = map[string]bool{
	"setuptools.setup": true, "distutils.core.setup": true, "skbuild.setup": true, "numpy.distutils.core.setup": true,
	"setuptools.dist.setup": true, "setuptools.core.setup": true,
}

// exits is what sys.exit gives.
const exits = "sys.exit()"

// pureBuiltins change none of their arguments.
var pureBuiltins = map[string]bool{
	"print": true, "len": true, "list": true, "tuple": true, "set": true, "dict": true, "sorted": true, "str": true, "open": true,
	"bool": true, "int": true, "filter": true, "map": true, "isinstance": true, "any": true, "all": true, "repr": true, "type": true,
	"enumerate": true, "zip": true, "reversed": true, "sum": true, "min": true, "max": true, "frozenset": true, "hasattr": true,
}

// pureMethods change none of their arguments, whatever they do to their own value.
var pureMethods = map[string]bool{
	"join": true, "format": true, "write": true, "startswith": true, "endswith": true, "append": true, "extend": true, "insert": true,
	"update": true, "split": true, "strip": true, "exists": true, "isfile": true, "isdir": true, "add": true, "warn": true, "info": true,
}

// readingMethods do not change the value that they are called on. A file is changed by reading.
var readingMethods = map[string]bool{
	"values": true, "keys": true, "items": true, "get": true, "copy": true, "index": true, "count": true, "format": true, "join": true,
	"startswith": true, "endswith": true, "strip": true, "split": true, "replace": true,
}

// arguments are the values of a call.
type arguments struct {
	list    []*pyValue
	named   map[string]*pyValue
	order   []string
	rest    *pyValue // of a ** that is not known
	unknown bool     // a * that is not known
}

// at is an argument by its place or its name, nil where it is not given.
func (a arguments) at(i int, name string) *pyValue {
	if i < len(a.list) {
		return a.list[i]
	}
	return a.named[name]
}

func (r *setupRun) arguments(e *pysource.Expr) arguments {
	a := arguments{named: map[string]*pyValue{}}
	for _, x := range e.Args {
		if x.Kind != pysource.Starred {
			a.list = append(a.list, r.eval(x))
			continue
		}
		more, ok := r.iterate(r.eval(x.X))
		a.list, a.unknown = append(a.list, more...), a.unknown || !ok
	}
	for _, k := range e.Keywords {
		v := r.eval(k.Value)
		if k.Name != "" {
			a.set(k.Name, v)
			continue
		}
		if v.kind != pyDict {
			a.rest = v
			if v.known() || v.line == 0 {
				a.rest = &pyValue{line: k.Value.Line}
			}
			continue
		}
		for i, key := range v.keys {
			a.set(key.text, v.items[i])
		}
	}
	return a
}

func (a *arguments) set(name string, v *pyValue) {
	if a.named[name] == nil {
		a.order = append(a.order, name)
	}
	a.named[name] = v
}

func (r *setupRun) call(e *pysource.Expr) *pyValue {
	if e.X.Kind == pysource.Attribute {
		if base := r.eval(e.X.X); base.kind != pyName {
			a := r.arguments(e)
			if r.raised != "" {
				return r.dunno(e.Line)
			}
			return r.method(base, e.X.Name, a, e.Line)
		}
	}
	callee := r.eval(e.X)
	a := r.arguments(e)
	switch {
	case r.raised != "":
		return r.dunno(e.Line)
	case callee.kind == pyName:
		return r.external(callee.text, a, e.Line)
	case callee.kind == pyDef && !a.unknown && a.rest == nil:
		return r.function(callee, a, e.Line)
	}
	return r.strange(callee, a, e.Line)
}

// strange is a call of what is not known: it may change what it is given.
func (r *setupRun) strange(callee *pyValue, a arguments, line int) *pyValue {
	if callee.kind == pyDef {
		frame := r.frame
		r.frame = r.globe
		r.spoilBlock(callee.def.Body, line)
		r.frame = frame
	}
	for _, v := range a.list {
		v.spoil(line)
	}
	for _, v := range a.named {
		v.spoil(line)
	}
	return r.dunno(line)
}

// function follows a call of a function of the file.
func (r *setupRun) function(callee *pyValue, a arguments, line int) *pyValue {
	if r.depth >= maxSetupDepth {
		return r.strange(callee, a, line)
	}
	frame := &pyFrame{names: map[string]*pyValue{}, outer: map[string]bool{}, parent: callee.frame}
	next, used := 0, 0
	for _, p := range callee.def.Params {
		v := a.named[p.Name]
		switch {
		case p.Kind == pysource.Star:
			v = &pyValue{kind: pyTuple, line: line}
			if next < len(a.list) {
				v.items = a.list[next:]
				next = len(a.list)
			}
		case p.Kind == pysource.DoubleStar || p.Name == "":
			return r.strange(callee, a, line)
		case p.Kind == pysource.Positional && next < len(a.list):
			v = a.list[next]
			next++
		case v != nil:
			used++
		case p.Default != nil:
			v = r.eval(p.Default)
		default:
			return r.strange(callee, a, line)
		}
		frame.names[p.Name] = v
	}
	if next < len(a.list) || used < len(a.named) {
		return r.strange(callee, a, line)
	}
	if yields(callee.def) {
		frame.yielded = &pyValue{kind: pyList, line: line}
	}
	before := r.frame
	r.frame = frame
	r.depth++
	f := r.block(callee.def.Body)
	r.depth--
	r.frame = before
	switch {
	case f == raises && r.raised == "", f == doubts:
		return r.dunno(line)
	case frame.yielded != nil:
		return frame.yielded
	case frame.result == nil:
		return &pyValue{kind: pyNone, line: line}
	}
	return frame.result
}

func yields(def *pysource.Stmt) bool {
	found := false
	pysource.Inspect(def.Body, func(s *pysource.Stmt, _ []*pysource.Stmt) bool {
		s.Walk(func(e *pysource.Expr) bool {
			found = found || isYield(e)
			return !found
		})
		return !found && s.Kind != pysource.FunctionDef
	})
	return found
}

func (r *setupRun) yield(e *pysource.Expr) {
	v := r.eval(e.X)
	to := r.frame.yielded
	if to == nil {
		return
	}
	if e.Name == "yield" {
		to.items = append(to.items, v)
		return
	}
	more, ok := r.iterate(v)
	if !ok {
		more = []*pyValue{r.dunno(e.Line)}
	}
	to.items = append(to.items, more...)
}
