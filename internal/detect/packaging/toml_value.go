package packaging

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// at gives the evidence of a line.
func (d *document) at(line int) source.Evidence {
	if line < 1 || line > len(d.rows) {
		return source.At(d.file, 0, "")
	}
	row, _, _ := strings.Cut(d.text[d.rows[line-1]:], "\n")
	if len(row) > 4*maxQuoted { // Evidence keeps less than this
		row = strings.ToValidUTF8(row[:4*maxQuoted], "")
	}
	return source.At(d.file, line, row)
}

// fail keeps the first wrong value; readers go on with empty ones and return d.err at their end.
func (d *document) fail(line int, format string, args ...any) {
	if d.err == nil {
		d.err = &Error{File: d.file, Line: line, Text: fmt.Sprintf(format, args...)}
	}
}

// find gives the value under dotted keys, nil where there is none. In a list of tables it looks at the last.
func (n *node) find(keys ...string) *node {
	for _, key := range keys {
		if n == nil {
			return nil
		}
		if n.kind == listKind && n.origin == headed {
			n = n.list[len(n.list)-1]
		}
		n = n.table[key]
	}
	return n
}

// want gives a value of the kind wanted, nil where there is none; another kind fails. name is for the message.
func (d *document) want(k kind, n *node, name string) *node {
	if n == nil {
		return nil
	}
	if n.kind != k {
		d.fail(n.line, "%s: is %s, where %s should be", name, kindNames[n.kind], kindNames[k])
		return nil
	}
	return n
}

// get is want for keys counted from a table.
func (d *document) get(k kind, from *node, keys ...string) *node {
	return d.want(k, from.find(keys...), source.Printable(strings.Join(keys, ".")))
}

// asWritten is a string with its place, whatever it holds.
func (d *document) asWritten(from *node, keys ...string) Located {
	n := d.get(textKind, from, keys...)
	if n == nil {
		return Located{}
	}
	return Located{Value: n.text, Evidence: d.at(n.line)}
}

// located is a string that can be printed, with its place.
func (d *document) located(from *node, keys ...string) Located {
	l := d.asWritten(from, keys...)
	if unprintable(l.Value) {
		d.fail(l.Evidence.Line, "%s: %s holds a character that cannot be printed", source.Printable(strings.Join(keys, ".")), quoted(l.Value))
		return Located{}
	}
	return l
}

// strings is a list of strings with their places.
func (d *document) strings(from *node, keys ...string) []Located {
	list := d.get(listKind, from, keys...)
	if list == nil {
		return nil
	}
	name := source.Printable(strings.Join(keys, "."))
	var found []Located
	for _, item := range list.list {
		n := d.want(textKind, item, name+": an item")
		if n == nil {
			return nil
		}
		if unprintable(n.text) {
			d.fail(n.line, "%s: %s holds a character that cannot be printed", name, quoted(n.text))
			return nil
		}
		found = append(found, Located{Value: n.text, Evidence: d.at(n.line)})
	}
	return found
}

// specifier is a string that must be a specifier; its value is without white space.
func (d *document) specifier(hint string, from *node, keys ...string) Located {
	l := d.located(from, keys...)
	value, err := pep440.Normal(l.Value)
	if err != nil {
		d.fail(l.Evidence.Line, "%s: %s", strings.Join(keys, "."), err)
		if e, ok := d.err.(*Error); ok && e.Hint == "" {
			e.Hint = hint
		}
	}
	l.Value = value
	return l
}

// requirements is a list of requirements of PEP 508.
func (d *document) requirements(from *node, keys ...string) []Requirement {
	var found []Requirement
	for _, item := range d.strings(from, keys...) {
		r, err := ParseRequirement(item.Value)
		if err != nil {
			d.fail(item.Evidence.Line, "%s: %s", source.Printable(strings.Join(keys, ".")), err)
			return nil
		}
		r.Evidence = item.Evidence
		found = append(found, r)
	}
	return found
}

func values(list []Located) []string {
	var found []string
	for _, l := range list {
		found = append(found, l.Value)
	}
	return found
}
