package packaging

import "strings"

// keyOf splits "key: value", with a key that may have quotes.
func keyOf(text string) (key, value string, ok bool) {
	if text == "" {
		return "", "", false
	}
	end := 0
	if text[0] == '"' || text[0] == '\'' {
		end = 1 + strings.IndexByte(text[1:], text[0])
	}
	at := strings.Index(text[end:], ": ")
	switch {
	case at >= 0:
		at += end
	case strings.HasSuffix(text, ":"):
		at = len(text) - 1
	default:
		return "", "", false
	}
	return unquoted(strings.TrimSpace(text[:at])), strings.TrimSpace(text[at+1:]), true
}

// withoutComment cuts what follows " #" outside of quotes.
func withoutComment(text string) string {
	var quote byte
	for i := range len(text) {
		switch b := text[i]; {
		case quote != 0:
			if b == quote {
				quote = 0
			}
		case b == '"' || b == '\'':
			quote = b
		case b == '#' && (i == 0 || text[i-1] == ' ' || text[i-1] == '\t'):
			return strings.TrimSpace(text[:i])
		}
	}
	return strings.TrimSpace(text)
}

// unquoted is a scalar without its quotes; escapes stay as they are.
func unquoted(text string) string {
	if n := len(text); n >= 2 && (text[0] == '"' || text[0] == '\'') && text[n-1] == text[0] {
		return text[1 : n-1]
	}
	return text
}
