package pysource

import (
	"strings"
	"unicode/utf8"
)

// unquote gives the value of a string as it is written, prefix and quotes
// included, and whether it is of bytes.
func unquote(s string) (value string, bytes bool) {
	q := strings.IndexAny(s, `"'`)
	prefix := s[:q]
	n := len(quotes(s[q:]))
	body := s[q+n : len(s)-n]
	bytes = strings.ContainsAny(prefix, "bB")
	if strings.ContainsAny(prefix, "rR") || strings.IndexByte(body, '\\') < 0 {
		return body, bytes
	}
	return string(appendUnescaped(make([]byte, 0, len(body)), body, bytes)), bytes
}

// appendUnescaped appends the text with its escapes resolved. Those that are
// not Python's stay as they are, and so does \N{...}: the table of names is large.
func appendUnescaped(out []byte, s string, bytes bool) []byte {
	for {
		n := strings.IndexByte(s, '\\')
		if n < 0 || n+1 == len(s) {
			return append(out, s...)
		}
		out = append(out, s[:n]...)
		s = s[n:]
		r, size := escape(s, bytes)
		switch {
		case size == 0:
			out = append(out, s[:2]...)
			size = 2
		case r < 0: // a joined line
		case bytes:
			out = append(out, byte(r))
		default:
			out = utf8.AppendRune(out, r)
		}
		s = s[size:]
	}
}

var escapes = [128]rune{
	'\n': -1, '\\': '\\', '\'': '\'', '"': '"',
	'a': '\a', 'b': '\b', 'f': '\f', 'n': '\n', 'r': '\r', 't': '\t', 'v': '\v',
}

// escape reads the escape at the start of s: its letter, and its length in s,
// 0 where it is none.
func escape(s string, bytes bool) (r rune, size int) {
	c := s[1]
	switch {
	case c >= '0' && c <= '7':
		return octal(s)
	case c == 'x':
		return hex(s, 2)
	case c == 'u' && !bytes:
		return hex(s, 4)
	case c == 'U' && !bytes:
		return hex(s, 8)
	case c < 128 && escapes[c] != 0:
		return escapes[c], 2
	}
	return 0, 0
}

func octal(s string) (r rune, size int) {
	for size = 1; size < 4 && size < len(s) && s[size] >= '0' && s[size] <= '7'; size++ {
		r = r*8 + rune(s[size]-'0')
	}
	return r, size
}

func hex(s string, digits int) (r rune, size int) {
	if len(s) < 2+digits {
		return 0, 0
	}
	var v uint32
	for i := 2; i < 2+digits; i++ {
		c := s[i]
		switch {
		case classes[c]&hexDigit == 0:
			return 0, 0
		case c > '9':
			v = v<<4 | uint32(c|0x20-'a'+10)
		default:
			v = v<<4 | uint32(c-'0')
		}
	}
	if v > utf8.MaxRune {
		v = utf8.RuneError
	}
	return rune(v), 2 + digits
}
