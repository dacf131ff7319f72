package packaging

import (
	"slices"
	"strings"
)

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
