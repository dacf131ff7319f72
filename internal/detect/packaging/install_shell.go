package packaging

import "strings"

// shellCommand is one simple command of a script.
type shellCommand struct {
	words []string
	line  int // of its first word
}

// Bounds of what is read of one script.
const (
	maxScript   = 1 << 20 // bytes
	maxCommands = 5_000
	maxWords    = 2_000 // of one command
	maxExpanded = 4 << 10
)

// shellReader splits a script into its commands as a POSIX shell does, as far as that says which words a command has:
// quotes, comments, continued lines, operators, redirections, here-documents, and variables that the script, or what
// starts it, gives a value. Nothing is run; what $(…) would print stays as it is written.
type shellReader struct {
	text      string
	next      int
	line      int
	variables map[string]string // changed by assignments
	found     []shellCommand
	words     []string
	word      strings.Builder
	inWord    bool
	skipNext  bool // the next word is the file of a redirection
	at        int  // line of the first word
	bodies    []string
}

func splitShell(text string, line int, variables map[string]string) []shellCommand {
	if len(text) > maxScript {
		return nil
	}
	r := &shellReader{text: text, line: line, variables: variables}
	for r.next < len(r.text) && len(r.found) < maxCommands {
		r.step()
	}
	r.endCommand()
	return r.found
}

func (r *shellReader) step() {
	c := r.text[r.next]
	rest := r.text[r.next:]
	switch {
	case c == '\\' && strings.HasPrefix(rest, "\\\n"):
		r.next, r.line = r.next+2, r.line+1
	case c == '\\' && len(rest) > 1:
		r.put(rest[1:2])
		r.next += 2
	case c == '\'':
		end := strings.IndexByte(rest[1:], '\'')
		if end < 0 {
			end = len(rest) - 1
		}
		inside := rest[1:min(len(rest), 1+end)]
		r.put(inside)
		r.line += strings.Count(inside, "\n")
		r.next += min(len(rest), end+2)
	case c == '"':
		r.quoted()
	case c == '$':
		r.dollar(false)
	case c == '#' && !r.inWord:
		r.next += endOfLine(rest)
	case c == '\n':
		r.endCommand()
		r.next, r.line = r.next+1, r.line+1
		r.skipBodies()
	case c == '<' || c == '>':
		r.redirection(rest)
	case c == '`': // what it would print stays as it is written
		end := strings.IndexAny(rest[1:min(len(rest), maxExpanded)], "`\n") + 2
		if end == 1 || rest[end-1] == '\n' {
			end = 1
		}
		r.put(rest[:end])
		r.next += end
	case c == ';' || c == '|' || c == '&' || c == '(' || c == ')':
		r.endCommand()
		r.next++
	case c == ' ' || c == '\t' || c == '\r':
		r.endWord()
		r.next++
	default:
		end := strings.IndexAny(rest, " \t\r\n\\'\"$#<>;|&()`")
		switch {
		case end < 0:
			end = len(rest)
		case end == 0: // "#" within a word
			end = 1
		}
		r.put(rest[:end])
		r.next += end
	}
}

func endOfLine(text string) int {
	if end := strings.IndexByte(text, '\n'); end >= 0 {
		return end
	}
	return len(text)
}

func (r *shellReader) put(text string) {
	if !r.inWord && len(r.words) == 0 {
		r.at = r.line
	}
	r.inWord = true
	if r.word.Len()+len(text) <= maxScript {
		r.word.WriteString(text)
	}
}

// quoted reads a string in double quotes.
func (r *shellReader) quoted() {
	r.put("")
	r.next++
	for r.next < len(r.text) {
		rest := r.text[r.next:]
		switch c := rest[0]; {
		case c == '"':
			r.next++
			return
		case c == '\\' && len(rest) > 1 && strings.IndexByte("\"\\$`\n", rest[1]) >= 0:
			if rest[1] == '\n' {
				r.line++
			} else {
				r.put(rest[1:2])
			}
			r.next += 2
		case c == '$':
			r.dollar(true)
		default:
			if c == '\n' {
				r.line++
			}
			r.put(rest[:1])
			r.next++
		}
	}
}

// dollar puts in the value of a variable. One that has none, and $(…), stay as they are.
func (r *shellReader) dollar(inQuotes bool) {
	rest := r.text[r.next:]
	name, length, value, known := variableAt(rest, r.variables)
	if strings.HasPrefix(rest, "$(") {
		depth := 0
		for length = 1; length < len(rest) && length < maxExpanded && rest[length] != '\n'; length++ {
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

// variableAt reads $NAME, ${NAME} or ${NAME:-default} at the start of the text.
func variableAt(text string, variables map[string]string) (name string, length int, value string, known bool) {
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
	closing := strings.IndexByte(inside[:min(len(inside), maxExpanded)], '}')
	if closing < end {
		return "", 2, "", false
	}
	value, known = variables[name]
	rest := strings.TrimPrefix(inside[end:closing], ":")
	if !known && rest != "" && (rest[0] == '-' || rest[0] == '=') && !strings.Contains(rest, "$") {
		value, known = strings.Trim(rest[1:], `"'`), true
	}
	return name, 2 + closing + 1, value, known
}

// redirection drops "> file", "2>&1" and "< file"; the lines of a here-document are no commands.
func (r *shellReader) redirection(rest string) {
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
func (r *shellReader) skipBodies() {
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

func (r *shellReader) endWord() {
	if !r.inWord {
		return
	}
	if !r.skipNext && len(r.words) < maxWords {
		r.words = append(r.words, r.word.String())
	}
	r.word.Reset()
	r.inWord, r.skipNext = false, false
}

func (r *shellReader) endCommand() {
	r.endWord()
	r.skipNext = false
	words := r.words
	r.words = nil
	if len(words) == 0 {
		return
	}
	assigned := words
	if words[0] == "export" || words[0] == "readonly" {
		assigned = words[1:]
	}
	for _, word := range assigned {
		name, value, ok := assignment(word)
		if !ok {
			r.found = append(r.found, shellCommand{words, r.at})
			return
		}
		if r.variables != nil && len(value) <= maxExpanded && len(r.variables) < maxVariables {
			r.variables[name] = value
		}
	}
}

// assignment cuts NAME=value.
func assignment(word string) (name, value string, ok bool) {
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
