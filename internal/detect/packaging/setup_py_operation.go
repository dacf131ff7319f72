package packaging

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

func (r *setupRun) binary(e *pysource.Expr) *pyValue {
	v := r.eval(e.X)
	for _, a := range e.Args {
		w := r.eval(a)
		switch {
		case e.Name == "+":
			v = r.plus(v, w, e.Line)
		case e.Name == "/" && (v.kind == pyPath || w.kind == pyPath) && isPathLike(v) && isPathLike(w):
			v = r.made(&pyValue{kind: pyPath, text: joinPaths(v.text, w.text), line: e.Line})
		case e.Name == "%" && v.kind == pyText:
			v = r.percent(v, w, e.Line)
		case e.Name == "|" && v.kind == pyDict && w.kind == pyDict:
			both := &pyValue{kind: pyDict, line: e.Line}
			r.merge(both, v, e.Line)
			r.merge(both, w, e.Line)
			v = both
		default:
			v = r.dunno(e.Line)
		}
	}
	return v
}

func (r *setupRun) plus(v, w *pyValue, line int) *pyValue {
	switch {
	case v.kind == pyText && w.kind == pyText:
		return r.made(&pyValue{kind: pyText, text: v.text + w.text, file: v.file, line: v.line})
	case (v.kind == pyList || v.kind == pyTuple) && w.kind == v.kind:
		r.steps += len(v.items) + len(w.items)
		return &pyValue{kind: v.kind, items: slices.Concat(v.items, w.items), line: line}
	case v.kind == pyList || w.kind == pyList:
		// One half is known, and named with the half that is not.
		half := v
		if v.kind != pyList {
			half = w
		}
		return &pyValue{kind: pyList, items: append(slices.Clone(half.items), r.dunno(line)), line: line}
	case v.kind == pyNumber && w.kind == pyNumber && v.number+w.number < 1<<30:
		return &pyValue{kind: pyNumber, number: v.number + w.number, line: line}
	}
	return r.dunno(line)
}

// percent is "…%s…" % values, for %s and texts alone.
func (r *setupRun) percent(v, w *pyValue, line int) *pyValue {
	items := []*pyValue{w}
	if w.kind == pyTuple {
		items = w.items
	}
	parts := strings.Split(v.text, "%s")
	if len(parts) != len(items)+1 || strings.Contains(strings.Join(parts, ""), "%") {
		return r.dunno(line)
	}
	var b strings.Builder
	for i, item := range items {
		if item.kind != pyText && item.kind != pyNumber {
			return r.dunno(line)
		}
		b.WriteString(parts[i])
		b.WriteString(item.asText())
	}
	b.WriteString(parts[len(items)])
	return r.made(&pyValue{kind: pyText, text: b.String(), line: line})
}

// boolOp is `a or b`, `a and b`: the first value that decides.
func (r *setupRun) boolOp(e *pysource.Expr) *pyValue {
	stop := yes
	if e.Name == "and" {
		stop = no
	}
	doubt := false
	var v *pyValue
	for _, a := range e.Args {
		if doubt {
			r.spoilExpr(a)
			continue
		}
		v = r.eval(a)
		switch v.truth() {
		case stop:
			return v
		case maybe:
			doubt = true
		}
	}
	if doubt || v == nil {
		return r.dunno(e.Line)
	}
	return v
}

// subscript is v[0], v["key"], v[1:].
func (r *setupRun) subscript(e *pysource.Expr) *pyValue {
	v := r.eval(e.X)
	if len(e.Args) != 1 {
		return r.dunno(e.Line)
	}
	if index := e.Args[0]; index.Kind == pysource.Other {
		source := ""
		if e.Line <= len(r.lines) {
			source = strings.ReplaceAll(r.lines[e.Line-1], " ", "")
		}
		if v.kind == pyName && v.text == "sys.version_info" && len(index.Args) == 1 && index.Args[0].Text == "2" && strings.Contains(source, "[:2]") {
			return &pyValue{kind: pyName, text: "sys.version_info[:2]", line: e.Line}
		}
		return r.dunno(e.Line)
	}
	key := r.eval(e.Args[0])
	switch {
	case v.kind == pyDict && key.kind == pyText:
		if item := v.get(key.text); item != nil && !slices.ContainsFunc(v.keys, func(k *pyValue) bool { return !k.known() }) {
			return item
		}
	case (v.kind == pyList || v.kind == pyTuple) && key.kind == pyNumber:
		i := key.number
		if i < 0 {
			i += len(v.items)
		}
		// An unknown item of a list may stand for any number of items.
		if i >= 0 && i < len(v.items) && !slices.ContainsFunc(v.items, func(x *pyValue) bool { return !x.known() }) {
			return v.items[i]
		}
	case v.kind == pyName && v.text == "sys.version_info" && key.kind == pyNumber && key.number == 0:
		return &pyValue{kind: pyName, text: "sys.version_info[0]", line: e.Line}
	case v.kind == pyName && v.text == "os.environ" && key.kind == pyText && !setByImage(key.text):
		r.raised = "KeyError"
	}
	return r.dunno(e.Line)
}
