package shell

import "strings"

// redirection drops "> file", "2>&1" and "< file"; the lines of a here-document are no commands.
func (r *reader) redirection(rest string) {
	if strings.Trim(r.word.String(), "0123456789") == "" {
		r.word.Reset()
		r.inWord = false
	}
	r.endWord()
	length := len(rest) - len(strings.TrimLeft(rest, "<>"))
	if length == 2 && rest[:2] == "<<" {
		after := strings.TrimLeft(strings.TrimPrefix(rest[2:], "-"), " \t")
		delimiter := after[:wordEnd(after)]
		if delimiter = strings.Trim(delimiter, `"'\`); delimiter != "" && len(r.bodies) < 10 {
			r.bodies = append(r.bodies, delimiter)
		}
	}
	r.next += length
	if strings.HasPrefix(r.text[r.next:], "&") || strings.HasPrefix(r.text[r.next:], "|") || strings.HasPrefix(r.text[r.next:], "-") {
		r.next++
	}
	r.skipNext = true
}

func wordEnd(text string) int {
	if end := strings.IndexAny(text, " \t\n;|&<>()"); end >= 0 {
		return end
	}
	return len(text)
}

// skipBodies passes over the here-documents that the line before asked for.
func (r *reader) skipBodies() {
	for _, delimiter := range r.bodies {
		for r.next < len(r.text) {
			line := r.text[r.next : r.next+endOfLine(r.text[r.next:])]
			r.next = min(len(r.text), r.next+len(line)+1)
			r.line++
			if strings.TrimSpace(line) == delimiter {
				break
			}
		}
	}
	r.bodies = nil
}
