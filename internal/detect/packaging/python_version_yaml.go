package packaging

import (
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// outlined is a scalar of a YAML file with the keys that lead to it.
type outlined struct {
	keys  []string // "-" for an item of a list
	item  int      // the line of the list's item that it stands in; 0 for none
	value string   // without quotes
	line  int
}

// key is the last key that has a name.
func (o outlined) key() string {
	for i := len(o.keys) - 1; i >= 0; i-- {
		if o.keys[i] != "-" {
			return o.keys[i]
		}
	}
	return ""
}

// is reports whether the named keys end so: is("provider", "runtime").
func (o outlined) is(names ...string) bool {
	i := len(names)
	for at := len(o.keys) - 1; at >= 0 && i > 0; at-- {
		if o.keys[at] == "-" {
			continue
		}
		if i--; o.keys[at] != names[i] {
			return false
		}
	}
	return i == 0
}

// Bounds of an outline.
const (
	maxOutline      = 1 << 20 // bytes of a file
	maxOutlineDepth = 24      // keys that lead to a value; what is deeper is left out
	maxFlowLines    = 100     // lines of a list in brackets
	maxOutlineLine  = 4 << 10 // bytes of a line; longer ones are left out
)

// level is a key, or a "-", that later lines can stand under.
type level struct {
	indent, line int
	key          string
}

type outliner struct {
	levels []level
	found  []outlined
	block  int // indent of the key whose text block is read; -1 for none
	flow   string
	open   int // lines of flow
}

// outline lists the scalars of a YAML file. It is no reader of YAML: anchors, documents, keys of more than one line and
// lists within lists in brackets are not understood. It is made for files of CI and of deployment that say a version
// in one place, that are templates as often as not, and that other programs check. It takes time in step with the
// file's length, whatever the file holds; the parsers that were tried take its square.
func outline(t *source.Tree, file string) []outlined {
	text, err := t.Text(file)
	if err != nil || len(text) > maxOutline {
		return nil
	}
	o := outliner{block: -1}
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		if len(line) <= maxOutlineLine {
			o.read(line, number)
		}
	}
	return o.found
}

func (o *outliner) read(line string, number int) {
	rest := strings.TrimLeft(line, " ")
	indent := len(line) - len(rest)
	rest = strings.TrimSpace(rest)
	if o.block >= 0 {
		if rest == "" || indent > o.block {
			o.emit(rest, number)
			return
		}
		o.block = -1
	}
	if rest == "" || rest[0] == '#' {
		return
	}
	if o.flow != "" {
		if o.open++; o.open > maxFlowLines || len(o.flow) > maxOutlineLine {
			o.flow = ""
			return
		}
		o.flow += " " + withoutComment(rest)
		o.brackets(number)
		return
	}
	for rest == "-" || strings.HasPrefix(rest, "- ") {
		o.leave(indent, true)
		if !o.enter(level{indent, number, "-"}) {
			return
		}
		item := strings.TrimLeft(rest[1:], " ")
		indent += len(rest) - len(item)
		rest = item
	}
	if rest == "" {
		return
	}
	key, value, ok := keyOf(rest)
	if !ok || rest[0] == '[' || rest[0] == '{' {
		o.value(rest, indent, number)
		return
	}
	o.leave(indent, false)
	if o.enter(level{indent, number, key}) {
		o.value(value, indent, number)
	}
}

// leave ends what stands as deep as a new key, or as a new item of a list; an item can stand as deep as its key.
func (o *outliner) leave(indent int, item bool) {
	for n := len(o.levels); n > 0; n-- {
		l := o.levels[n-1]
		if l.indent < indent || item && l.indent == indent && l.key != "-" {
			break
		}
		o.levels = o.levels[:n-1]
	}
}

func (o *outliner) enter(l level) bool {
	if len(o.levels) >= maxOutlineDepth {
		return false
	}
	o.levels = append(o.levels, l)
	return true
}

// value reads what follows a key or a dash.
func (o *outliner) value(text string, indent, number int) {
	text = withoutComment(text)
	for strings.HasPrefix(text, "&") || strings.HasPrefix(text, "!") { // an anchor, a tag
		_, text, _ = strings.Cut(text, " ")
	}
	switch {
	case text == "":
	case text[0] == '|' || text[0] == '>':
		o.block = indent
	case text[0] == '[' || text[0] == '{':
		o.flow, o.open = text, 0
		o.brackets(number)
	default:
		o.emit(unquoted(text), number)
	}
}

// brackets reads a list or a table in brackets when its end is there.
func (o *outliner) brackets(number int) {
	if strings.Count(o.flow, "[")+strings.Count(o.flow, "{") > strings.Count(o.flow, "]")+strings.Count(o.flow, "}") {
		return
	}
	for part := range strings.FieldsFuncSeq(o.flow, func(r rune) bool { return strings.ContainsRune("[]{},", r) }) {
		part = strings.TrimSpace(part)
		key, value, ok := keyOf(part)
		if !ok {
			o.emit(unquoted(part), number)
		} else if o.enter(level{key: key}) {
			o.emit(unquoted(value), number)
			o.levels = o.levels[:len(o.levels)-1]
		}
	}
	o.flow = ""
}

func (o *outliner) emit(value string, number int) {
	if value == "" || unprintable(value) {
		return
	}
	scalar := outlined{value: value, line: number}
	for _, l := range o.levels {
		scalar.keys = append(scalar.keys, l.key)
		if l.key == "-" {
			scalar.item = l.line
		}
	}
	o.found = append(o.found, scalar)
}
