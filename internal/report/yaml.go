package report

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/pykube/pykube/internal/render"
)

// blockYAML writes JSON as YAML, in its order. Strings are quoted by the function that quotes them in manifests, so
// that none of them is read as a number, a date or a key, and none brings a control character to a terminal.
func blockYAML(text []byte) ([]byte, error) {
	var v any
	if err := yaml.UnmarshalWithOptions(text, &v, yaml.UseOrderedMap()); err != nil {
		return nil, err
	}
	var b strings.Builder
	block(&b, "", v)
	return []byte(strings.TrimPrefix(b.String(), "\n")), nil
}

// block writes a value behind "KEY:" or "-".
func block(b *strings.Builder, indent string, v any) {
	switch v := v.(type) {
	case yaml.MapSlice:
		if len(v) == 0 {
			b.WriteString(" {}\n")
		}
		for i, item := range v {
			if i > 0 || !strings.HasSuffix(b.String()[max(0, b.Len()-1):], "-") {
				newLine(b)
				b.WriteString(indent)
			} else {
				b.WriteByte(' ')
			}
			b.WriteString(render.YAML(fmt.Sprint(item.Key)) + ":")
			deeper := indent + "  "
			if _, list := item.Value.([]any); list {
				deeper = indent
			}
			block(b, deeper, item.Value)
		}
	case []any:
		if len(v) == 0 {
			b.WriteString(" []\n")
		}
		for _, e := range v {
			newLine(b)
			b.WriteString(indent + "-")
			block(b, indent+"  ", e)
		}
	case string:
		b.WriteString(" " + render.YAML(v) + "\n")
	case nil:
		b.WriteString(" null\n")
	default:
		fmt.Fprintf(b, " %v\n", v)
	}
}

func newLine(b *strings.Builder) {
	if b.Len() > 0 && b.String()[b.Len()-1] != '\n' {
		b.WriteByte('\n')
	}
}
