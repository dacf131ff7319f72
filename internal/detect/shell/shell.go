// Package shell splits scripts of the shell into their commands. It runs nothing, and knows no program.
package shell

import "strings"

// Command is one simple command of a script.
type Command struct {
	Words []string
	Line  int    // of its first word
	End   string // the operator behind it: "\n", ";", ";;", "&&", "||", "|", "&", "(", ")"; "" at the end of the text
}

// Bounds of what is read of one script.
const (
	MaxScript   = 1 << 20 // bytes
	MaxCommands = 5_000
	MaxWords    = 2_000   // of one command
	MaxExpanded = 4 << 10 // bytes of a value

	MaxVariables = 100
)

// reader splits a script into its commands as a POSIX shell does, as far as that says which words a command has:
// quotes, comments, continued lines, operators, redirections, here-documents, and variables that the script, or what
// starts it, gives a value. Nothing is run; what $(…) would print stays as it is written.
type reader struct {
	text      string
	next      int
	line      int
	variables map[string]string // changed by assignments
	found     []Command
	words     []string
	word      strings.Builder
	inWord    bool
	skipNext  bool // the next word is the file of a redirection
	at        int  // line of the first word
	bodies    []string
}

// Split gives the commands of a script that begins on a line. variables are those that have a value; what the script
// assigns is put into them. A script that is longer than MaxScript gives none.
func Split(text string, line int, variables map[string]string) []Command {
	if len(text) > MaxScript {
		return nil
	}
	r := &reader{text: text, line: line, variables: variables}
	for r.next < len(r.text) && len(r.found) < MaxCommands {
		r.step()
	}
	r.endCommand("")
	return r.found
}

func (r *reader) step() {
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
		r.endCommand("\n")
		r.next, r.line = r.next+1, r.line+1
		r.skipBodies()
	case c == '<' || c == '>':
		r.redirection(rest)
	case c == '`': // what it would print stays as it is written
		end := strings.IndexAny(rest[1:min(len(rest), MaxExpanded)], "`\n") + 2
		if end == 1 || rest[end-1] == '\n' {
			end = 1
		}
		r.put(rest[:end])
		r.next += end
	case c == '&' && strings.HasPrefix(rest, "&>"): // "&>file" is a redirection
		r.next++
	case c == ';' || c == '|' || c == '&' || c == '(' || c == ')':
		operator := rest[:1]
		if len(rest) > 1 && rest[1] == c && c != '(' && c != ')' {
			operator = rest[:2]
		}
		r.endCommand(operator)
		r.next += len(operator)
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

func (r *reader) put(text string) {
	if !r.inWord && len(r.words) == 0 {
		r.at = r.line
	}
	r.inWord = true
	if r.word.Len()+len(text) <= MaxScript {
		r.word.WriteString(text)
	}
}

// quoted reads a string in double quotes.
func (r *reader) quoted() {
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

func (r *reader) endWord() {
	if !r.inWord {
		return
	}
	if !r.skipNext && len(r.words) < MaxWords {
		r.words = append(r.words, r.word.String())
	}
	r.word.Reset()
	r.inWord, r.skipNext = false, false
}

func (r *reader) endCommand(operator string) {
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
		name, value, ok := Assignment(word)
		if !ok {
			r.found = append(r.found, Command{Words: words, Line: r.at, End: operator})
			return
		}
		if r.variables != nil && len(value) <= MaxExpanded && len(r.variables) < MaxVariables {
			r.variables[name] = value
		}
	}
}
