package packaging

import (
	"errors"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pelletier/go-toml/v2/unstable"
	"github.com/pykube/pykube/internal/source"
)

// document is a TOML file with the lines of its keys.
type document struct {
	file  string
	text  string
	lines map[string]int // dotted path of a key, joined by \x00 -> line
	rows  []string
}

// decode reads a TOML file into a value. What is wrong with it is an *Error.
func decode(t *source.Tree, file string, into any) (*document, error) {
	text, err := t.Text(file)
	if err != nil {
		return nil, &Error{File: file, Text: strings.TrimPrefix(err.Error(), file+": ")}
	}
	if err := toml.Unmarshal([]byte(text), into); err != nil {
		e := &Error{File: file, Text: strings.TrimPrefix(err.Error(), "toml: ")}
		var at *toml.DecodeError
		if errors.As(err, &at) {
			e.Line, _ = at.Position()
		}
		return nil, e
	}
	return &document{file: file, text: text}, nil
}

// at gives the evidence of a key, or of the file where the key cannot be found.
func (d *document) at(keys ...string) source.Evidence {
	if d.lines == nil {
		d.index()
	}
	line := d.lines[strings.Join(keys, "\x00")]
	if line == 0 || line > len(d.rows) {
		return source.At(d.file, 0, "")
	}
	return source.At(d.file, line, d.rows[line-1])
}

// index notes the line of every key, of tables and in them.
func (d *document) index() {
	d.lines = map[string]int{}
	d.rows = strings.Split(d.text, "\n")
	p := unstable.Parser{}
	p.Reset([]byte(d.text))
	var table []string
	for p.NextExpression() {
		e := p.Expression()
		var keys []string
		line := 0
		for it := e.Key(); it.Next(); {
			n := it.Node()
			keys = append(keys, string(n.Data))
			if line == 0 {
				line = p.Shape(n.Raw).Start.Line
			}
		}
		switch e.Kind {
		case unstable.Table, unstable.ArrayTable:
			table = keys
		case unstable.KeyValue:
			keys = append(append([]string{}, table...), keys...)
		}
		if path := strings.Join(keys, "\x00"); d.lines[path] == 0 {
			d.lines[path] = line
		}
	}
}

// lineWith gives the evidence of the first line from a key on that holds a word.
func (d *document) lineWith(word string, keys ...string) source.Evidence {
	at := d.at(keys...)
	for i := max(at.Line, 1); i <= len(d.rows); i++ {
		if strings.Contains(d.rows[i-1], word) {
			return source.At(d.file, i, d.rows[i-1])
		}
	}
	return at
}
