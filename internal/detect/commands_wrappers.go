package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/shell"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// unwrap follows a program that starts the command behind it. It is false for any other.
func (s *commandSearch) unwrap(l launch, name string, words []string, at source.Evidence) bool {
	for _, w := range s.tables.Wrappers(name) {
		rest, ok := behind(w, words[1:])
		if !ok {
			continue
		}
		if l.depth++; l.depth > maxCommandDepth {
			return true
		}
		if w.Dev {
			l.dev = true
		}
		return s.wrapped(l, w, name, words, rest, at)
	}
	return false
}

// behind gives what stands behind the words that make a program a wrapper.
func behind(w knowledge.Wrapper, words []string) ([]string, bool) {
	if !w.OptionsBefore || len(w.Words) == 0 {
		if len(words) < len(w.Words) || !slices.Equal(words[:len(w.Words)], w.Words) {
			return nil, false
		}
		return words[len(w.Words):], true
	}
	i := slices.Index(words, w.Words[len(w.Words)-1])
	if i < 0 || i > 12 || len(w.Words) > 1 && !slices.Contains(words[:i], w.Words[0]) {
		return nil, false
	}
	if len(w.Words) == 1 && i > 0 && !strings.HasPrefix(words[0], "-") {
		return nil, false
	}
	return words[i+1:], true
}

// wrapped reads the options and words of a wrapper, and goes on with the command behind them.
func (s *commandSearch) wrapped(l launch, w knowledge.Wrapper, name string, words, rest []string, at source.Evidence) bool {
	if w.Drop {
		return true
	}
	if w.Python {
		s.python(l, withoutOptions(w, rest), at)
		return true
	}
	if w.Dashes {
		if i := slices.Index(rest, "--"); i >= 0 {
			rest = rest[i+1:]
		} else if len(w.Text) == 0 && strings.HasPrefix(name, "wait") { // wait-for host:port command
			for len(rest) > 0 && (strings.HasPrefix(rest[0], "-") || strings.Contains(rest[0], ":")) {
				rest = rest[1:]
			}
		} else if len(w.Text) == 0 {
			return true
		}
	}
	operands := w.Operands
options:
	for len(rest) > 0 {
		word := rest[0]
		option, value, joined := strings.Cut(word, "=")
		switch {
		case word == "--":
			rest = rest[1:]
			if operands == 0 {
				break options
			}
		case slices.Contains(w.Text, option) && len(rest) > 1 && !joined, slices.Contains(w.Text, option) && joined:
			if !joined {
				value = rest[1]
			}
			s.line(s.leaving(l, name, words, nil), value, at, shellArgs(rest, joined))
			return true
		case w.Shell && len(word) > 1 && word[0] == '-' && word[1] != '-' && strings.HasSuffix(word, "c") && len(rest) > 1: // sh -lc "…"
			s.line(l, rest[1], at, shellArgs(rest, false))
			return true
		case slices.Contains(w.Flags, word), joined && strings.HasPrefix(word, "--"), w.Shell && strings.HasPrefix(word, "-") && word != "-o":
			rest = rest[1:]
		case w.Name == "env" && word == "-u", w.Name == "env" && word == "--unset":
			rest = rest[min(2, len(rest)):]
		case strings.HasPrefix(word, "-") && len(word) > 1:
			if len(rest) > 1 && !strings.HasPrefix(rest[1], "-") && (word[1] == '-' || len(word) == 2 || slices.Contains(w.Values, word)) {
				rest = rest[1:]
			}
			rest = rest[1:]
		case operands > 0:
			operands--
			rest = rest[1:]
		default:
			break options
		}
	}
	if len(rest) == 0 {
		return true
	}
	switch {
	case slices.Contains(w.Text, "operand"):
		s.line(l, rest[0], at, nil)
	case w.Shell:
		if file, ok := s.fileOf(l, rest[0]); ok {
			s.followFile(s.withArgs(l.deeper(at), rest[1:]), rest[0], file)
		}
	case w.Target:
		s.target(l, rest[0], at)
	case w.Tasks && s.task(l, rest[0], rest[1:], at):
	default:
		s.words(s.leaving(l, name, words, rest), rest, at)
	}
	return true
}

// shellArgs are the arguments behind the line of sh -c; the first of them is the name of the script.
func shellArgs(rest []string, joined bool) []string {
	if joined || len(rest) < 4 {
		return nil
	}
	return rest[3:]
}

// leaving notes what stands before a command and is left out. exec and its like are no loss.
func (s *commandSearch) leaving(l launch, name string, words, rest []string) launch {
	switch name {
	case "exec", "command", "builtin", "eval", "time", "env", "then", "sh", "bash", "dash", "ash":
		return l
	}
	text := strings.Join(append([]string{name}, words[1:max(1, len(words)-len(rest))]...), " ")
	if rest == nil {
		text = name
	}
	if len(text) > maxQuotedWrapper {
		text = name
	}
	l.left = append(l.left[:len(l.left):len(l.left)], source.Printable(text))
	return l
}

// maxQuotedWrapper bounds what is kept of what is left out, in bytes.
const maxQuotedWrapper = 120

// line reads a line of the shell that stands in a word.
func (s *commandSearch) line(l launch, text string, at source.Evidence, args []string) {
	if l.depth++; l.depth > maxCommandDepth || len(text) > maxCommandText {
		return
	}
	if args == nil {
		args = l.args
	}
	steps, variables := shell.Script(text, 1, l.env, args)
	s.steps(l, steps, variables, l.file, func(int) source.Evidence { return at })
}
