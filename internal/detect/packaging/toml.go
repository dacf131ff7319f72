package packaging

import (
	"errors"
	"fmt"
	"sort"
	"strings"

	"github.com/pelletier/go-toml/v2/unstable"
	"github.com/pykube/pykube/internal/source"
)

// document is a TOML file as values with lines.
//
// It is built from go-toml's parser and not by its Unmarshal, for two reasons: Unmarshal keeps no lines, and the time
// that it takes to find repeated keys grows with the square of their number (200,000 keys: a minute).
type document struct {
	file  string
	text  string
	rows  []int // where each line starts
	root  *node
	count int
	err   error // the first wrong type that was met; see fail
}

// Bounds of one document.
const (
	maxTOML   = 16 << 20  // bytes
	maxValues = 1_000_000 // values and tables
)

type kind uint8

const (
	tableKind kind = iota
	listKind
	textKind
	boolKind
	otherKind
)

var kindNames = [...]string{"a table", "a list", "a string", "a boolean", "a number or a date"}

// origin says how a table or list came to be, which decides what may be added to it.
type origin uint8

const (
	implied  origin = iota // by the header of a table in it
	headed                 // by its own header
	dotted                 // by a dotted key
	enclosed               // by braces or brackets: nothing can be added
)

// node is a value of the document.
type node struct {
	kind   kind
	origin origin
	line   int
	text   string           // of a string; of any other scalar as written
	keys   []string         // of a table, in order
	table  map[string]*node // of a table
	list   []*node          // of a list
}

// readTOML reads a file. What is wrong with it is an *Error.
func readTOML(t *source.Tree, file string) (*document, error) {
	text, err := t.Text(file)
	if err != nil {
		return nil, &Error{File: file, Text: strings.TrimPrefix(err.Error(), source.Printable(file)+": ")}
	}
	if len(text) > maxTOML {
		return nil, &Error{File: file, Text: fmt.Sprintf("larger than %d bytes", maxTOML)}
	}
	d := &document{file: file, text: text, rows: []int{0}, root: &node{origin: headed}}
	for i := range len(text) {
		if text[i] == '\n' {
			d.rows = append(d.rows, i+1)
		}
	}
	if err := d.parse(); err != nil {
		return nil, err
	}
	return d, nil
}

func (d *document) parse() error {
	p := unstable.Parser{}
	p.Reset([]byte(d.text))
	current := d.root
	for p.NextExpression() {
		e := p.Expression()
		var err error
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			current, err = d.header(e)
		case unstable.KeyValue:
			err = d.assign(current, e)
		}
		if err != nil {
			return err
		}
		if d.count > maxValues {
			return &Error{File: d.file, Text: fmt.Sprintf("holds more than %d values", maxValues)}
		}
	}
	err := p.Error()
	if err == nil {
		return nil
	}
	wrong := &Error{File: d.file, Text: "not TOML: " + source.Printable(err.Error())}
	var at *unstable.ParserError
	if errors.As(err, &at) {
		wrong.Text = "not TOML: " + source.Printable(at.Message)
		wrong.Line = d.lineOf(highlighted(&p, at.Highlight))
	}
	return wrong
}

// highlighted is where the parser's error points, 0 where it points at nothing of the text.
func highlighted(p *unstable.Parser, highlight []byte) (offset int) {
	defer func() { _ = recover() }() // Range panics for bytes that are not part of the text
	if len(highlight) == 0 {
		return len(p.Data())
	}
	return int(p.Range(highlight).Offset)
}

// header finds or makes the table of "[a.b]", or adds one to "[[a.b]]".
func (d *document) header(e *unstable.Node) (*node, error) {
	at := d.root
	for it := e.Key(); it.Next(); {
		key, line := string(it.Node().Data), d.lineOf(int(it.Node().Raw.Offset))
		next := at.table[key]
		last := it.IsLast()
		switch {
		case next == nil && last && e.Kind == unstable.ArrayTable:
			next = d.put(at, key, &node{kind: listKind, origin: headed, line: line})
			next = d.add(next, line)
		case next == nil:
			next = d.put(at, key, &node{origin: implied, line: line})
			if last {
				next.origin = headed
			}
		case last && e.Kind == unstable.ArrayTable && next.kind == listKind && next.origin == headed:
			next = d.add(next, line)
		case last && e.Kind == unstable.Table && next.kind == tableKind && next.origin == implied:
			next.origin, next.line = headed, line
		case !last && next.kind == listKind && next.origin == headed:
			next = next.list[len(next.list)-1]
		case last || next.kind != tableKind || next.origin == enclosed:
			return nil, d.repeated(key, line, next)
		}
		at = next
	}
	return at, nil
}

// assign puts "a.b = value" into a table.
func (d *document) assign(table *node, e *unstable.Node) error {
	for it := e.Key(); it.Next(); {
		key, line := string(it.Node().Data), d.lineOf(int(it.Node().Raw.Offset))
		next := table.table[key]
		if it.IsLast() {
			if next != nil {
				return d.repeated(key, line, next)
			}
			value, err := d.value(e.Value(), line)
			if err != nil {
				return err
			}
			d.put(table, key, value)
			return nil
		}
		if next == nil {
			next = d.put(table, key, &node{origin: dotted, line: line})
		} else if next.kind != tableKind || next.origin == headed || next.origin == enclosed {
			return d.repeated(key, line, next)
		}
		table = next
	}
	return nil
}

// value copies a value, line for what has no place of its own. The parser bounds the depth.
func (d *document) value(n *unstable.Node, line int) (*node, error) {
	if n.Raw.Length > 0 {
		line = d.lineOf(int(n.Raw.Offset))
	}
	v := &node{kind: otherKind, line: line}
	d.count++
	switch n.Kind {
	case unstable.String:
		v.kind, v.text = textKind, string(n.Data)
	case unstable.Bool:
		v.kind, v.text = boolKind, string(n.Data)
	case unstable.Array:
		v.kind, v.origin = listKind, enclosed
		for it := n.Children(); it.Next(); {
			if it.Node().Kind == unstable.Comment {
				continue
			}
			child, err := d.value(it.Node(), line)
			if err != nil {
				return nil, err
			}
			v.list = append(v.list, child)
		}
	case unstable.InlineTable:
		v.kind = tableKind
		for it := n.Children(); it.Next(); {
			if it.Node().Kind != unstable.KeyValue {
				continue
			}
			if err := d.assign(v, it.Node()); err != nil {
				return nil, err
			}
		}
		v.close()
	default:
		v.text = string(n.Data)
	}
	return v, nil
}

// close marks a table in braces, with those that its dotted keys made.
func (n *node) close() {
	n.origin = enclosed
	for _, child := range n.table {
		if child.kind == tableKind && child.origin == dotted {
			child.close()
		}
	}
}

func (d *document) put(table *node, key string, value *node) *node {
	if table.table == nil {
		table.table = map[string]*node{}
	}
	table.table[key] = value
	table.keys = append(table.keys, key)
	d.count++
	return value
}

func (d *document) add(list *node, line int) *node {
	table := &node{origin: headed, line: line}
	list.list = append(list.list, table)
	d.count++
	return table
}

func (d *document) repeated(key string, line int, before *node) error {
	return &Error{File: d.file, Line: line, Text: fmt.Sprintf("key %s: already defined on line %d", quoted(key), before.line)}
}

// lineOf is the line of a byte of the text, counted from 1.
func (d *document) lineOf(offset int) int {
	return sort.SearchInts(d.rows, offset+1)
}
