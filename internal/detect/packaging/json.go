package packaging

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// readJSON reads a file as values with lines, which encoding/json keeps only as offsets of its tokens. Of a key that is
// there twice the last counts, as in Python. What is wrong with the file is an *Error.
func readJSON(t *source.Tree, file string) (*document, error) {
	text, err := t.Text(file)
	if err != nil {
		return nil, &Error{File: file, Text: strings.TrimPrefix(err.Error(), source.Printable(file)+": ")}
	}
	if len(text) > maxTOML {
		return nil, &Error{File: file, Text: fmt.Sprintf("larger than %d bytes", maxTOML)}
	}
	d := &document{file: file, text: text, rows: []int{0}}
	for i := range len(text) {
		if text[i] == '\n' {
			d.rows = append(d.rows, i+1)
		}
	}
	r := jsonReader{d: d, tokens: json.NewDecoder(strings.NewReader(text))}
	r.tokens.UseNumber()
	d.root, err = r.value(0)
	if err == nil {
		if _, more := r.tokens.Token(); more != io.EOF {
			err = errors.New("more follows the value")
		}
	}
	if err != nil {
		at := int(r.tokens.InputOffset())
		var wrong *json.SyntaxError
		if errors.As(err, &wrong) && int(wrong.Offset) > at { // in a value: it counts the wrong byte
			at = int(wrong.Offset) - 1
		}
		return nil, &Error{File: file, Line: d.lineOf(min(max(at, 0), len(text))), Text: "not JSON: " + source.Printable(err.Error())}
	}
	return d, nil
}

type jsonReader struct {
	d      *document
	tokens *json.Decoder
}

// next gives a token and its line.
func (r *jsonReader) next() (json.Token, int, error) {
	token, err := r.tokens.Token()
	if err == io.EOF {
		err = errors.New("ends too early")
	}
	return token, r.d.lineOf(max(int(r.tokens.InputOffset())-1, 0)), err
}

func (r *jsonReader) value(depth int) (*node, error) {
	token, line, err := r.next()
	if err != nil {
		return nil, err
	}
	if depth > maxJSONDepth {
		return nil, fmt.Errorf("more than %d values deep", maxJSONDepth)
	}
	if r.d.count++; r.d.count > maxValues {
		return nil, fmt.Errorf("more than %d values", maxValues)
	}
	n := &node{line: line, origin: enclosed}
	switch v := token.(type) {
	case string:
		n.kind, n.text = textKind, v
	case bool:
		n.kind, n.text = boolKind, fmt.Sprint(v)
	case json.Number:
		n.kind, n.text = otherKind, v.String()
	case nil:
		n.kind, n.text = otherKind, "null"
	case json.Delim:
		if v == '[' {
			n.kind = listKind
		}
		err = r.inside(n, depth)
	}
	return n, err
}

// inside reads what a table or a list holds, and its end.
func (r *jsonReader) inside(n *node, depth int) error {
	for r.tokens.More() {
		if n.kind == listKind {
			item, err := r.value(depth + 1)
			if err != nil {
				return err
			}
			n.list = append(n.list, item)
			continue
		}
		token, line, err := r.next()
		if err != nil {
			return err
		}
		key, _ := token.(string) // the decoder takes nothing else here
		item, err := r.value(depth + 1)
		if err != nil {
			return err
		}
		item.line = line // a table is where its key is
		if n.table[key] != nil {
			n.table[key] = item
			continue
		}
		r.d.put(n, key, item)
	}
	_, _, err := r.next()
	return err
}
