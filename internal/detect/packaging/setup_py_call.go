package packaging

import (
	"slices"
	"strings"

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

// external follows a call of something outside the file.
func (r *setupRun) external(name string, a arguments, line int) *pyValue {
	if setupFunctions[name] || name == "setup" {
		r.calls = append(r.calls, &setupCall{arguments: a.named, order: a.order, line: line, rest: a.rest})
		return &pyValue{kind: pyNone, line: line}
	}
	if a.unknown || a.rest != nil {
		return r.strange(&pyValue{}, a, line)
	}
	if v := r.pathCall(name, a, line); v != nil {
		return v
	}
	first := a.at(0, "")
	switch name {
	case "find_packages", "setuptools.find_packages", "find_namespace_packages", "setuptools.find_namespace_packages",
		"setuptools.PEP420PackageFinder.find", "setuptools.PackageFinder.find":
		where := a.at(0, "where")
		if where == nil {
			return &pyValue{kind: pyFind, text: ".", line: line}
		}
		if where.kind == pyText {
			return &pyValue{kind: pyFind, text: where.text, line: line}
		}
	case "sys.exit", "exit", "quit", "os._exit":
		return &pyValue{kind: pyName, text: exits, line: line}
	case "os.environ.get", "os.getenv":
		if first != nil && first.kind == pyText && !setByImage(first.text) {
			if v := a.at(1, "default"); v != nil {
				return v
			}
			return &pyValue{kind: pyNone, line: line}
		}
	case "platform.system":
		return &pyValue{kind: pyText, text: "Linux", line: line}
	case "platform.python_implementation":
		return &pyValue{kind: pyText, text: "CPython", line: line}
	case "exec":
		return r.exec(a, line)
	case "execfile", "globals", "locals", "vars", "setattr", "runpy.run_path":
		r.spoilAll(line)
	case "pkg_resources.parse_requirements", "packaging.requirements.Requirement":
		if v := r.listOf(first, line); v != nil {
			return v
		}
	}
	if strings.HasPrefix(name, "pip.") && strings.HasSuffix(name, ".parse_requirements") {
		return r.pipRequirements(first, line)
	}
	if pureBuiltins[name] || strings.HasPrefix(name, "str.") {
		return r.builtin(name, a, line)
	}
	return r.strange(&pyValue{}, a, line)
}

// exec runs a text as part of the file, where it has no dict of its own: the names that the text binds are unknown after
// it, or all names where the text is.
func (r *setupRun) exec(a arguments, line int) *pyValue {
	none := &pyValue{kind: pyNone, line: line}
	if len(a.list) > 1 {
		a.list[1].spoil(line)
		return none
	}
	r.opaque++
	if len(a.list) == 1 && a.list[0].kind == pyText && len(a.list[0].text) <= maxSetupPy {
		if parsed := pysource.Parse([]byte(a.list[0].text)); len(parsed.Errors) == 0 {
			r.bytes += len(a.list[0].text)
			r.spoilBlock(parsed.Body, line)
			return none
		}
	}
	r.spoilAll(line)
	return none
}

// builtin follows the functions of Python that make lists and texts.
func (r *setupRun) builtin(name string, a arguments, line int) *pyValue {
	if len(a.list) == 0 {
		switch name {
		case "list", "set":
			return &pyValue{kind: pyList, line: line}
		case "tuple":
			return &pyValue{kind: pyTuple, line: line}
		case "dict":
			v := &pyValue{kind: pyDict, line: line}
			for _, key := range a.order {
				v.set(&pyValue{kind: pyText, text: key, line: line}, a.named[key])
			}
			return v
		}
		return r.dunno(line)
	}
	first := a.list[0]
	switch name {
	case "print":
		return &pyValue{kind: pyNone, line: line}
	case "str":
		if first.kind == pyText || first.kind == pyPath || first.kind == pyNumber {
			return first.derived(first.asText())
		}
	case "bool":
		return boolean(first.truth(), line)
	case "len":
		if list, ok := r.counted(first); ok {
			return &pyValue{kind: pyNumber, number: len(list), line: line}
		}
	case "list", "set", "tuple", "frozenset", "sorted", "reversed":
		if list, ok := r.iterate(first); ok {
			v := &pyValue{kind: pyList, items: slices.Clone(list), line: line}
			if name == "tuple" {
				v.kind = pyTuple
			}
			return v
		}
	case "dict":
		if first.kind == pyDict {
			v := &pyValue{kind: pyDict, line: line}
			r.merge(v, first, line)
			for _, key := range a.order {
				v.set(&pyValue{kind: pyText, text: key, line: line}, a.named[key])
			}
			return v
		}
	case "sum":
		list, ok := r.iterate(first)
		if start := a.at(1, "start"); ok && start != nil {
			for _, item := range list {
				start = r.plus(start, item, line)
			}
			return start
		}
	case "filter", "map":
		return r.mapped(name, a, line)
	}
	if method, ok := strings.CutPrefix(name, "str."); ok {
		return r.method(first, method, arguments{list: a.list[1:], named: a.named}, line)
	}
	return r.dunno(line)
}

// counted is a list whose length is known.
func (r *setupRun) counted(v *pyValue) ([]*pyValue, bool) {
	list := v.items
	if v.kind != pyList && v.kind != pyTuple && v.kind != pyDict {
		return nil, false
	}
	return list, !slices.ContainsFunc(list, func(x *pyValue) bool { return !x.known() })
}

// mapped is map(function, list) and filter(function, list).
func (r *setupRun) mapped(name string, a arguments, line int) *pyValue {
	if len(a.list) != 2 {
		return r.dunno(line)
	}
	list, ok := r.iterate(a.list[1])
	f := a.list[0]
	if !ok || f.kind != pyDef && f.kind != pyName && f.kind != pyNone {
		return r.dunno(line)
	}
	v := &pyValue{kind: pyList, line: line}
	for _, item := range list {
		got := item
		switch f.kind {
		case pyDef:
			got = r.function(f, arguments{list: []*pyValue{item}}, line)
		case pyName:
			got = r.external(f.text, arguments{list: []*pyValue{item}}, line)
		}
		if r.raised != "" {
			break
		}
		if name == "map" {
			v.items = append(v.items, got)
			continue
		}
		switch got.truth() {
		case yes:
			v.items = append(v.items, item)
		case maybe:
			return r.dunno(line)
		}
	}
	return v
}

// listOf is the requirements that pkg_resources finds in a text or a list of lines.
func (r *setupRun) listOf(v *pyValue, line int) *pyValue {
	if v == nil {
		return nil
	}
	if v.kind == pyText {
		return &pyValue{kind: pyList, items: v.lines(false), line: line}
	}
	if list, ok := r.iterate(v); ok {
		return &pyValue{kind: pyList, items: slices.Clone(list), line: line}
	}
	return nil
}

// pipRequirements is parse_requirements of pip: what the file requires, nested files too.
func (r *setupRun) pipRequirements(name *pyValue, line int) *pyValue {
	file, ok := r.fileOf(name)
	if !ok || !r.tree.Has(file) {
		return r.dunno(line)
	}
	list, err := ReadRequirements(r.tree, file)
	if err != nil || len(list.Locals) > 0 || len(list.Variables) > 0 {
		return r.dunno(line)
	}
	v := &pyValue{kind: pyList, line: line}
	for _, f := range list.Files() {
		r.m.addFile(f)
	}
	for _, q := range list.Items {
		if q.Name == "" || q.URL != "" || q.Evidence.File == "" {
			return r.dunno(line)
		}
		text := q.Name
		if len(q.Extras) > 0 {
			text += "[" + strings.Join(q.Extras, ",") + "]"
		}
		text += q.Specifier
		if q.Marker != "" {
			text += "; " + q.Marker
		}
		v.items = append(v.items, &pyValue{kind: pyText, text: text, file: q.Evidence.File, line: q.Evidence.Line})
	}
	return v
}
