package pysource

import "strings"

// classes say what a byte may be part of. Every byte of a letter beyond ASCII
// counts as a letter: which ones Python allows in names is not its business here.
var classes = makeClasses()

const (
	nameStart = 1 << iota
	digit
	hexDigit
)

func makeClasses() (t [256]uint8) {
	for c := range t {
		switch {
		case c >= '0' && c <= '9':
			t[c] = digit | hexDigit
		case c >= 'a' && c <= 'f', c >= 'A' && c <= 'F':
			t[c] = nameStart | hexDigit
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c == '_', c >= 0x80:
			t[c] = nameStart
		}
	}
	return t
}

func isName(c byte) bool { return classes[c]&(nameStart|digit) != 0 }

// name reads a name, a keyword, or the string of which it is the prefix.
func (lx *lexer) name(t *token) {
	src, i := lx.src, lx.pos+1
	for i < len(src) && isName(src[i]) {
		i++
	}
	word := src[lx.pos:i]
	if i < len(src) && (src[i] == '"' || src[i] == '\'') && len(word) <= 2 {
		if format, ok := stringPrefix(word); ok {
			lx.str(t, i, format)
			return
		}
	}
	lx.pos = i
	t.kind = keyword(word)
}

// stringPrefix reports whether a word of one or two letters may stand before a
// quote, and whether it makes an f-string or a t-string.
func stringPrefix(word string) (format, ok bool) {
	for i := range len(word) {
		switch word[i] | 0x20 {
		case 'f', 't':
			format = true
		case 'r', 'b', 'u':
		default:
			return false, false
		}
	}
	return format, len(word) == 1 || word[0]|0x20 != word[1]|0x20
}

// str reads a string of which the quotes are at q; of an f-string only the
// opening, for its fields are for the parser.
func (lx *lexer) str(t *token, q int, format bool) {
	if format {
		t.kind = tFString
		lx.pos = q + len(quotes(lx.src[q:]))
		return
	}
	end, ok := lx.stringEnd(q)
	t.kind = tString
	if !ok {
		t.kind = tError
		lx.problem = "string is not closed"
	}
	lx.pos = end
}

// quotes gives the quotes that open a string.
func quotes(s string) string {
	if len(s) >= 3 && s[1] == s[0] && s[2] == s[0] {
		return s[:3]
	}
	return s[:1]
}

// stringEnd finds the end of the string whose quotes are at q, and counts its
// lines. Where the string is not closed, it ends with the line.
func (lx *lexer) stringEnd(q int) (end int, ok bool) {
	if quote := quotes(lx.src[q:]); len(quote) == 3 {
		return lx.tripleEnd(q, quote)
	}
	src, quote := lx.src, lx.src[q]
	for i := q + 1; i < len(src); i++ {
		switch src[i] {
		case quote:
			return i + 1, true
		case '\n':
			return i, false
		case '\\':
			i++
			if i < len(src) && src[i] == '\n' {
				lx.line++
				lx.lineStart = i + 1
			}
		}
	}
	return len(src), false
}

func (lx *lexer) tripleEnd(q int, quote string) (end int, ok bool) {
	src := lx.src
	// A search that has failed fails from every later place: without this, a
	// file of opening quotes would be read once for each of them.
	known := &lx.unclosed[quote[0]&1]
	line, lineStart := lx.line, lx.lineStart
	for i := q + 3; i < len(src) && (*known == 0 || q+1 < *known); i++ {
		switch c := src[i]; {
		case c == '\\' && i+1 < len(src):
			i++
			if src[i] == '\n' {
				line++
				lineStart = i + 1
			}
		case c == '\n':
			line++
			lineStart = i + 1
		case c == quote[0] && strings.HasPrefix(src[i:], quote):
			lx.line, lx.lineStart = line, lineStart
			return i + 3, true
		}
	}
	if *known == 0 {
		*known = q + 1
	}
	n := strings.IndexByte(src[q:], '\n')
	if n < 0 {
		return len(src), false
	}
	return q + n, false
}
