package packaging

import (
	"slices"
)

func (r *setupRun) listMethod(v *pyValue, name string, a arguments, line int) *pyValue {
	none := &pyValue{kind: pyNone, line: line}
	first := a.at(0, "")
	switch {
	case (name == "append" || name == "add") && len(a.list) == 1:
		v.items = append(v.items, first)
	case (name == "extend" || name == "update") && len(a.list) == 1:
		more, ok := r.iterate(first)
		if !ok {
			more = []*pyValue{r.dunno(line)}
		}
		v.items = append(v.items, more...)
	case name == "insert" && len(a.list) == 2:
		v.items = append(v.items, a.list[1])
	case name == "copy":
		return &pyValue{kind: pyList, items: slices.Clone(v.items), line: line}
	case name == "union" && len(a.list) == 1:
		if more, ok := r.iterate(first); ok {
			return &pyValue{kind: pyList, items: slices.Concat(v.items, more), line: line}
		}
		return nil
	case name == "remove" && len(a.list) == 1 && first.kind == pyText:
		for i, item := range v.items {
			if same(item, first) == maybe {
				return nil
			}
			if same(item, first) == yes {
				v.items = slices.Delete(v.items, i, i+1)
				return none
			}
		}
		return nil
	default:
		return nil
	}
	return none
}

func (r *setupRun) dictMethod(v *pyValue, name string, a arguments, line int) *pyValue {
	none := &pyValue{kind: pyNone, line: line}
	first := a.at(0, "")
	switch name {
	case "update":
		for _, from := range a.list {
			r.merge(v, from, line)
		}
		for _, key := range a.order {
			r.put(v, &pyValue{kind: pyText, text: key, line: line}, a.named[key], line)
		}
		return none
	case "values":
		return &pyValue{kind: pyTuple, items: slices.Clone(v.items), line: line}
	case "keys":
		return &pyValue{kind: pyTuple, items: slices.Clone(v.keys), line: line}
	case "items":
		pairs := &pyValue{kind: pyTuple, line: line}
		for i, key := range v.keys {
			pairs.items = append(pairs.items, &pyValue{kind: pyTuple, items: []*pyValue{key, v.items[i]}, line: line})
		}
		return pairs
	case "copy":
		w := &pyValue{kind: pyDict, line: line}
		r.merge(w, v, line)
		return w
	case "get", "setdefault":
		if first == nil || first.kind != pyText {
			return nil
		}
		item := v.get(first.text)
		if item != nil {
			return item
		}
		if item = a.at(1, "default"); item == nil {
			item = none
		}
		if name == "setdefault" {
			r.put(v, first, item, line)
		}
		return item
	}
	return nil
}
