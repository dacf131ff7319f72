package packaging

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// maxJSONDepth bounds tables and lists in each other, read and written.
const maxJSONDepth = 100

// pythonJSON writes a value as Python's json.dumps(sort_keys=True) does, byte for byte, for hashes over it. ok is false
// where that is not known: numbers with a fraction, and dates, which Python refuses.
func pythonJSON(n *node, comma, colon string) (text string, ok bool) {
	w := pythonWriter{comma: comma, colon: colon}
	ok = w.value(n, 0)
	return w.out.String(), ok
}

type pythonWriter struct {
	out          strings.Builder
	comma, colon string
}

func (w *pythonWriter) value(n *node, depth int) bool {
	if depth > maxJSONDepth {
		return false
	}
	switch n.kind {
	case textKind:
		w.text(n.text)
	case boolKind:
		w.out.WriteString(n.text)
	case listKind:
		w.out.WriteByte('[')
		for i, item := range n.list {
			if i > 0 {
				w.out.WriteString(w.comma)
			}
			if !w.value(item, depth+1) {
				return false
			}
		}
		w.out.WriteByte(']')
	case tableKind:
		keys := slices.Clone(n.keys)
		slices.Sort(keys)
		w.out.WriteByte('{')
		for i, key := range keys {
			if i > 0 {
				w.out.WriteString(w.comma)
			}
			w.text(key)
			w.out.WriteString(w.colon)
			if !w.value(n.table[key], depth+1) {
				return false
			}
		}
		w.out.WriteByte('}')
	default:
		number, err := strconv.ParseInt(strings.ReplaceAll(n.text, "_", ""), 0, 64)
		if err != nil {
			return false
		}
		w.out.WriteString(strconv.FormatInt(number, 10))
	}
	return true
}

// text writes a string in ASCII alone, as ensure_ascii does.
func (w *pythonWriter) text(s string) {
	w.out.WriteByte('"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			w.out.WriteByte('\\')
			w.out.WriteByte(byte(r))
		case r == '\n':
			w.out.WriteString(`\n`)
		case r == '\r':
			w.out.WriteString(`\r`)
		case r == '\t':
			w.out.WriteString(`\t`)
		case r == '\f':
			w.out.WriteString(`\f`)
		case r == '\b':
			w.out.WriteString(`\b`)
		case r >= ' ' && r < 0x7f:
			w.out.WriteByte(byte(r))
		case r < 0x10000:
			fmt.Fprintf(&w.out, `\u%04x`, r)
		case r <= utf8.MaxRune:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&w.out, `\u%04x\u%04x`, high, low)
		}
	}
	w.out.WriteByte('"')
}
