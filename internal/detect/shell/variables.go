package shell

import "strings"

// dollar puts in the value of a variable. One that has none, and $(…), stay as they are.
func (r *reader) dollar(inQuotes bool) {
	rest := r.text[r.next:]
	name, length, value, known := Variable(rest, r.variables)
	if strings.HasPrefix(rest, "$(") {
		depth := 0
		for length = 1; length < len(rest) && length < MaxExpanded && rest[length] != '\n'; length++ {
			if rest[length] == '(' {
				depth++
			} else if rest[length] == ')' {
				if depth--; depth == 0 {
					length++
					break
				}
			}
		}
		r.put(rest[:length])
		r.next += length
		return
	}
	r.next += length
	if name == "" || !known {
		r.put(rest[:length])
		return
	}
	if value == "" && !inQuotes {
		return
	}
	if inQuotes || !strings.ContainsAny(value, " \t") {
		r.put(value)
		return
	}
	for i, part := range strings.Fields(value) {
		if i > 0 {
			r.endWord()
		}
		r.put(part)
	}
}

// Variable reads $NAME, ${NAME} or ${NAME:-default} at the start of the text.
func Variable(text string, variables map[string]string) (name string, length int, value string, known bool) {
	inside, braced := strings.CutPrefix(text, "${")
	if !braced {
		inside = text[1:]
	}
	end := 0
	for end < len(inside) && (alphanumeric(inside[end]) || inside[end] == '_') {
		end++
	}
	name = inside[:end]
	if !braced {
		value, known = variables[name]
		return name, 1 + end, value, known
	}
	closing := closingBrace(inside[:min(len(inside), MaxExpanded)])
	if closing < end {
		return "", 2, "", false
	}
	value, known = variables[name]
	rest := strings.TrimPrefix(inside[end:closing], ":")
	if !known && rest != "" && (rest[0] == '-' || rest[0] == '=') {
		value, known = strings.Trim(rest[1:], `"'`), true
		if strings.HasPrefix(value, "${") { // ${PORT:-${HTTP_PORT:-8000}}
			_, length, inner, ok := Variable(value, variables)
			value, known = inner+value[length:], ok
		}
		known = known && !strings.Contains(value, "$")
	}
	return name, 2 + closing + 1, value, known
}

// Bounds of values in values.
const (
	maxNestedText  = 512 // bytes
	maxNestedDepth = 3
)

// closingBrace gives the place of the "}" that ends a text, -1 where there is none.
func closingBrace(text string) int {
	closing := strings.IndexByte(text, '}')
	if closing < 0 || !strings.Contains(text[:closing], "${") {
		return closing
	}
	depth := 0
	for i := range min(len(text), maxNestedText) {
		switch text[i] {
		case '{':
			if depth++; depth > maxNestedDepth {
				return -1
			}
		case '}':
			if depth--; depth < 0 {
				return i
			}
		}
	}
	return -1
}

// Assignment cuts NAME=value.
func Assignment(word string) (name, value string, ok bool) {
	name, value, ok = strings.Cut(word, "=")
	if !ok || name == "" || digit(name[0]) {
		return "", "", false
	}
	for i := range len(name) {
		if !alphanumeric(name[i]) && name[i] != '_' {
			return "", "", false
		}
	}
	return name, value, true
}

// Expand puts the values of variables into a text; those without one stay as they are.
func Expand(text string, variables map[string]string) string {
	var b strings.Builder
	for i := 0; i < len(text) && b.Len() < MaxScript; {
		if text[i] == '$' && i+1 < len(text) {
			if name, length, value, known := Variable(text[i:], variables); name != "" && known {
				b.WriteString(value)
				i += length
				continue
			}
		}
		b.WriteByte(text[i])
		i++
	}
	return b.String()
}

func digit(c byte) bool { return c >= '0' && c <= '9' }

func alphanumeric(c byte) bool {
	return digit(c) || c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
}
