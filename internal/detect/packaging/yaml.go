package packaging

import (
	"errors"
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"
	"github.com/pykube/pykube/internal/source"
)

// readYAML reads a file of one YAML document into the same values with lines that TOML is read into. What is wrong
// with it is an *Error, and so is what breaks a bound. Aliases stand for what their anchors hold.
//
// maxYAML bounds it, or a smaller limit in bytes.
func readYAML(t *source.Tree, file string, limit int) (*document, error) {
	text, err := t.Text(file)
	if err != nil {
		return nil, &Error{File: file, Text: strings.TrimPrefix(err.Error(), source.Printable(file)+": ")}
	}
	return readYAMLText(file, text, limit)
}

func readYAMLText(file, text string, limit int) (*document, error) {
	if limit = min(limit, maxYAML); len(text) > limit {
		return nil, &Error{File: file, Text: fmt.Sprintf("larger than %d bytes", limit)}
	}
	if line, wrong := slowLines(text); wrong != "" {
		return nil, &Error{File: file, Line: line, Text: wrong}
	}
	d := &document{file: file, text: text, rows: []int{0}, root: &node{}}
	for i := range len(text) {
		if text[i] == '\n' {
			d.rows = append(d.rows, i+1)
		}
	}
	root, err := d.parseYAML()
	if err != nil {
		return nil, err
	}
	y := yamlReader{document: d, anchors: map[string]anchored{}}
	if root != nil {
		if d.root, err = y.value(root); err != nil {
			return nil, err
		}
	}
	return d, nil
}

// parseYAML gives the root of the document, nil for an empty one.
func (d *document) parseYAML() (root ast.Node, err error) {
	// The parser is made for files of one's own: a panic in it is one more way to say that this is not YAML.
	defer func() {
		if r := recover(); r != nil {
			root, err = nil, &Error{File: d.file, Text: "not YAML"}
		}
	}()
	tokens := lexer.Tokenize(d.text)
	var m yamlMeasure
	for _, tk := range tokens {
		if wrong := m.take(tk); wrong != "" {
			return nil, &Error{File: d.file, Line: tk.Position.Line, Text: wrong}
		}
	}
	if m.empty*len(tokens) > maxYAMLEmpty {
		return nil, &Error{File: d.file, Text: "holds too many empty values"}
	}
	parsed, err := parser.Parse(tokens, 0)
	if err == nil {
		for _, doc := range parsed.Docs {
			if doc.Body != nil && doc.Body.Type() != ast.DirectiveType {
				return doc.Body, nil
			}
		}
		return nil, nil
	}
	wrong := &Error{File: d.file, Text: "not YAML"}
	var at interface { // its Error() would print a part of the file
		GetMessage() string
		GetToken() *token.Token
	}
	if errors.As(err, &at) {
		wrong.Text += ": " + source.Printable(at.GetMessage())
		if tk := at.GetToken(); tk != nil && tk.Position != nil {
			wrong.Line = tk.Position.Line
		}
	}
	return nil, wrong
}

// yamlReader copies the parser's values.
type yamlReader struct {
	document *document
	anchors  map[string]anchored
}

// anchored is what an anchor names and how many values that is, those behind aliases counted each time.
type anchored struct {
	node *node
	size int
}

// value copies a value. Its depth is bounded by yamlMeasure.
func (y *yamlReader) value(n ast.Node) (*node, error) {
	d := y.document
	if d.count++; d.count > maxValues {
		return nil, &Error{File: d.file, Text: fmt.Sprintf("holds more than %d values", maxValues)}
	}
	v := &node{kind: otherKind, line: yamlLine(n)}
	switch n := n.(type) {
	case *ast.AnchorNode:
		before := d.count
		value, err := y.value(n.Value)
		if err == nil && n.Name != nil {
			y.anchors[n.Name.String()] = anchored{value, d.count - before}
		}
		return value, err
	case *ast.AliasNode:
		known, ok := y.anchors[n.Value.String()]
		if !ok {
			return nil, &Error{File: d.file, Line: v.line, Text: "alias " + quoted(n.Value.String()) + ": names no anchor above it"}
		}
		d.count += known.size
		return known.node, nil
	case *ast.TagNode:
		if n.Value == nil {
			return v, nil
		}
		return y.value(n.Value)
	case *ast.StringNode:
		v.kind, v.text = textKind, n.Value
	case *ast.LiteralNode:
		v.kind, v.text = textKind, n.Value.Value
	case *ast.BoolNode:
		v.kind, v.text = boolKind, n.GetToken().Value
	case *ast.MappingNode:
		return y.mapping(n.Values, v)
	case *ast.MappingValueNode:
		return y.mapping([]*ast.MappingValueNode{n}, v)
	case *ast.SequenceNode:
		v.kind, v.origin = listKind, enclosed
		for _, item := range n.Values {
			child, err := y.value(item)
			if err != nil {
				return nil, err
			}
			v.list = append(v.list, child)
		}
	default: // a number, a date or null
		if tk := n.GetToken(); tk != nil && n.Type() != ast.NullType {
			v.text = tk.Value
		}
	}
	return v, nil
}

// mapping copies keys and values. What "<<" brings yields to what stands there.
func (y *yamlReader) mapping(values []*ast.MappingValueNode, v *node) (*node, error) {
	v.kind, v.origin = tableKind, enclosed
	var merged []*node
	for _, pair := range values {
		child, err := y.value(pair.Value)
		if err != nil {
			return nil, err
		}
		if pair.Key.IsMergeKey() {
			merged = append(merged, child)
			merged = append(merged, child.list...)
			continue
		}
		key, err := y.value(pair.Key)
		if err != nil {
			return nil, err
		}
		if v.table[key.text] == nil {
			y.document.put(v, key.text, child)
		}
	}
	for _, from := range merged {
		for _, key := range from.keys {
			if v.table[key] == nil {
				y.document.put(v, key, from.table[key])
			}
		}
	}
	return v, nil
}

// yamlLine is the line that a value begins on.
func yamlLine(n ast.Node) int {
	if mapping, ok := n.(*ast.MappingNode); ok && len(mapping.Values) > 0 && !mapping.IsFlowStyle {
		n = mapping.Values[0].Key
	}
	if tk := n.GetToken(); tk != nil && tk.Position != nil {
		return tk.Position.Line
	}
	return 0
}

// given is nil for a key that is not there or has no value: "dependencies:" alone.
func (n *node) given() *node {
	if n == nil || n.kind == otherKind && n.text == "" {
		return nil
	}
	return n
}

// scalar is a scalar as it is written, a string or a number that stands for one, as in "version: 1.10". Another kind
// and what cannot be printed fail; name is for the message.
func (d *document) scalar(n *node, name string) Located {
	if n = n.given(); n == nil {
		return Located{}
	}
	if n.kind == tableKind || n.kind == listKind {
		d.want(textKind, n, name)
		return Located{}
	}
	if unprintable(n.text) {
		d.fail(n.line, "%s: %s holds a character that cannot be printed", name, quoted(n.text))
		return Located{}
	}
	return Located{Value: n.text, Evidence: d.at(n.line)}
}
