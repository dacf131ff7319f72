package packaging

import "strings"

// NormalName is the name of a distribution or an extra in its one normal form (PEP 503): lower case, each run of
// "-", "_" and "." a single "-".
func NormalName(name string) string {
	if isNormal(name) {
		return name
	}
	var b strings.Builder
	b.Grow(len(name))
	separator := false
	for i := range len(name) {
		c := name[i]
		switch {
		case c == '-' || c == '_' || c == '.':
			if !separator {
				b.WriteByte('-')
			}
			separator = true
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		separator = false
		b.WriteByte(c)
	}
	return b.String()
}

func isNormal(name string) bool {
	for i := range len(name) {
		c := name[i]
		if c == '_' || c == '.' || 'A' <= c && c <= 'Z' || c == '-' && i > 0 && name[i-1] == '-' {
			return false
		}
	}
	return true
}

// maxName is the longest name taken, in bytes. The longest on PyPI are below a hundred.
const maxName = 255

// ValidName reports whether the name fits PEP 508: ASCII letters, digits, "-", "_" and ".", with a letter or a digit
// at either end.
func ValidName(name string) bool {
	if name == "" || len(name) > maxName || !alphanumeric(name[0]) || !alphanumeric(name[len(name)-1]) {
		return false
	}
	return nameEnd(name) == len(name)
}

// nameEnd is the length of the run of characters of a name at the start of the text.
func nameEnd(text string) int {
	for i := range len(text) {
		if c := text[i]; !alphanumeric(c) && c != '-' && c != '_' && c != '.' {
			return i
		}
	}
	return len(text)
}

func alphanumeric(c byte) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || digit(c)
}

func digit(c byte) bool { return '0' <= c && c <= '9' }
