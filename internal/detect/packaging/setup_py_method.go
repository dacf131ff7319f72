package packaging

import (
	"strings"
)

// whiteSpace is what str.strip takes off, as far as files of text hold it.
const whiteSpace = " \t\n\r\f\v"

// method follows a call of a method of a known value.
func (r *setupRun) method(v *pyValue, name string, a arguments, line int) *pyValue {
	var found *pyValue
	if !a.unknown && a.rest == nil {
		switch v.kind {
		case pyText:
			found = r.textMethod(v, name, a, line)
		case pyPath:
			found = r.pathMethod(v, name, a, line)
		case pyFile:
			found = r.fileMethod(v, name, line)
		case pyList:
			found = r.listMethod(v, name, a, line)
		case pyDict:
			found = r.dictMethod(v, name, a, line)
		}
	}
	if found != nil {
		return found
	}
	v.spoil(line)
	if !pureMethods[name] {
		return r.strange(&pyValue{}, a, line)
	}
	return r.dunno(line)
}

func (r *setupRun) textMethod(v *pyValue, name string, a arguments, line int) *pyValue {
	first := a.at(0, "")
	cut := whiteSpace
	if first != nil && first.kind == pyText {
		cut = first.text
	} else if first != nil && (name == "strip" || name == "lstrip" || name == "rstrip" || name == "replace") {
		return nil
	}
	switch name {
	case "strip":
		left := strings.TrimLeft(v.text, cut)
		w := v.derived(strings.TrimRight(left, cut))
		if v.file != "" {
			w.line += strings.Count(v.text[:len(v.text)-len(left)], "\n")
		}
		return w
	case "lstrip":
		return v.derived(strings.TrimLeft(v.text, cut))
	case "rstrip":
		return v.derived(strings.TrimRight(v.text, cut))
	case "lower":
		return v.derived(strings.ToLower(v.text))
	case "upper":
		return v.derived(strings.ToUpper(v.text))
	case "encode", "decode", "expandtabs":
		return v
	case "splitlines":
		if len(a.list)+len(a.named) > 0 {
			return nil
		}
		lines := v.lines(false)
		r.steps += len(lines)
		return &pyValue{kind: pyList, items: lines, line: line}
	case "split":
		return r.split(v, a, line)
	case "replace":
		if second := a.at(1, ""); len(a.list) == 2 && second.kind == pyText && first.text != "" {
			if strings.Count(v.text, first.text)*len(second.text) > maxSetupBytes {
				return nil
			}
			return r.made(v.derived(strings.ReplaceAll(v.text, first.text, second.text)))
		}
	case "startswith", "endswith":
		return affix(v, name, first, a, line)
	case "isspace":
		return boolean(boolAnswer(v.text != "" && strings.Trim(v.text, whiteSpace) == ""), line)
	case "join":
		if first == nil {
			return nil
		}
		list, ok := r.iterate(first)
		if !ok {
			return nil
		}
		var parts []string
		for _, item := range list {
			if item.kind != pyText {
				return nil
			}
			r.bytes += len(v.text)
			parts = append(parts, item.text)
		}
		if r.bytes > maxSetupBytes {
			return nil
		}
		return r.made(&pyValue{kind: pyText, text: strings.Join(parts, v.text), line: line})
	case "format":
		return r.format(v, a, line)
	}
	return nil
}

func affix(v *pyValue, name string, first *pyValue, a arguments, line int) *pyValue {
	if len(a.list) != 1 || len(a.named) > 0 {
		return nil
	}
	wanted := []*pyValue{first}
	if first.kind == pyTuple {
		wanted = first.items
	}
	held := no
	for _, w := range wanted {
		switch {
		case w.kind != pyText:
			return nil
		case name == "startswith" && strings.HasPrefix(v.text, w.text), name == "endswith" && strings.HasSuffix(v.text, w.text):
			held = yes
		}
	}
	return boolean(held, line)
}

// split is str.split. Each part has its line.
func (r *setupRun) split(v *pyValue, a arguments, line int) *pyValue {
	separator, most := a.at(0, "sep"), a.at(1, "maxsplit")
	found := &pyValue{kind: pyList, line: line}
	if separator == nil || separator.kind == pyNone {
		if most != nil {
			return nil
		}
		for _, part := range strings.Fields(v.text) {
			found.items = append(found.items, v.derived(part))
		}
		r.steps += len(found.items)
		return found
	}
	limit := -1
	if most != nil {
		if most.kind != pyNumber || most.number < 0 {
			return nil
		}
		limit = most.number + 1
	}
	if separator.kind != pyText || separator.text == "" {
		return nil
	}
	at := v.line
	for _, part := range strings.SplitN(v.text, separator.text, limit) {
		found.items = append(found.items, &pyValue{kind: pyText, text: part, file: v.file, line: at})
		if v.file != "" {
			at += strings.Count(part, "\n") + strings.Count(separator.text, "\n")
		}
	}
	r.steps += len(found.items)
	return found
}

// format is "{} {name}".format(…), for plain fields alone.
func (r *setupRun) format(v *pyValue, a arguments, line int) *pyValue {
	var b strings.Builder
	rest, next := v.text, 0
	for {
		before, after, ok := strings.Cut(rest, "{")
		b.WriteString(before)
		if strings.Contains(before, "}") {
			return nil
		}
		if !ok {
			return r.made(&pyValue{kind: pyText, text: b.String(), line: line})
		}
		field, tail, ok := strings.Cut(after, "}")
		item := a.named[field]
		if field == "" && next < len(a.list) {
			item = a.list[next]
			next++
		} else if len(field) == 1 && digit(field[0]) && int(field[0]-'0') < len(a.list) {
			item = a.list[field[0]-'0']
		}
		if !ok || item == nil || item.kind != pyText && item.kind != pyNumber {
			return nil
		}
		b.WriteString(item.asText())
		if r.bytes += len(item.text); r.bytes > maxSetupBytes {
			return nil
		}
		rest = tail
	}
}

func (r *setupRun) fileMethod(v *pyValue, name string, line int) *pyValue {
	switch name {
	case "read":
		w := &pyValue{kind: pyText, text: v.text, file: v.file, line: v.line}
		v.text = ""
		return w
	case "readlines":
		lines, _ := r.iterate(v)
		return &pyValue{kind: pyList, items: lines, line: line}
	case "close":
		return &pyValue{kind: pyNone, line: line}
	}
	return nil
}
