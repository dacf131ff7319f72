package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/shell"
	"github.com/pykube/pykube/internal/source"
)

// words reads one command: what stands before it is taken off, and what it leads to is followed.
func (s *commandSearch) words(l launch, words []string, at source.Evidence) {
	if s.work++; s.work > maxCommandWork || l.depth > maxCommandDepth || len(s.found) >= maxCommandList {
		return
	}
	for len(words) > 0 {
		name, value, ok := shell.Assignment(words[0])
		if !ok {
			break
		}
		if len(l.given) < maxGiven {
			l = l.with(name, value)
		}
		words = words[1:]
	}
	if len(words) == 0 || strings.ContainsAny(words[0], "$`") {
		return
	}
	switch name := path.Base(words[0]); {
	case words[0] == "." || words[0] == "source":
		if len(words) > 1 {
			if file, ok := s.fileOf(l, words[1]); ok && strings.HasSuffix(file, ".sh") {
				s.followFile(s.withArgs(l.deeper(at), words[2:]), words[1], file)
			}
		}
	case isPython(name):
		s.python(l, words[1:], at)
	case s.unwrap(l, name, words, at):
	default:
		s.start(l, words, at)
	}
}

// isPython recognises the interpreter: python, python3.12, pypy3.
func isPython(name string) bool {
	name = strings.TrimRight(name, "0123456789.t")
	return name == "python" || name == "pypy" || name == "py"
}

// start reads a command that has nothing before it.
func (s *commandSearch) start(l launch, words []string, at source.Evidence) {
	name := path.Base(words[0])
	if name == "manage.py" {
		s.manage(l, words[0], words[1:], at)
		return
	}
	if strings.Contains(words[0], "/") || path.Ext(name) != "" {
		if file, ok := s.fileOf(l, words[0]); ok && s.tables.Program(name) == nil {
			s.followFile(s.withArgs(l.deeper(at), words[1:]), words[0], file)
			return
		}
	}
	script, own := s.scripts[name]
	if p := s.tables.Program(name); p != nil && !own {
		s.startProgram(l, p, append([]string{name}, words[1:]...), at)
		return
	}
	if own {
		c := s.commandOf(l, "unknown", append([]string{name}, words[1:]...), at)
		c.Program, c.Target, c.Runs, c.Root = name, "console:"+name, script.File, script.Root
		c.Port = portOption(c.Argv[1:], []string{"--port"})
		c.Dir = s.dirOf(l)
		s.keep(l, c)
		return
	}
	if file, ok := s.fileOf(l, words[0]); ok && !strings.Contains(words[0], "/") && l.image != nil && path.Ext(name) == "" { // on the PATH, by COPY
		s.followFile(s.withArgs(l.deeper(at), words[1:]), words[0], file)
	}
}

func (s *commandSearch) withArgs(l launch, args []string) launch {
	l.args = append([]string{}, args...)
	return l
}

// followFile reads a script of the repository that is started by a word.
func (s *commandSearch) followFile(l launch, word, file string) {
	if l.depth > maxCommandDepth {
		return
	}
	text, ok := s.commandText(file)
	if !ok {
		return
	}
	first, _, _ := strings.Cut(text, "\n")
	switch {
	case path.Ext(file) == ".py" || strings.HasPrefix(first, "#!") && strings.Contains(first, "python"):
		at := s.tree.At(file, 0)
		if len(l.via) > 0 {
			at = l.via[len(l.via)-1]
			l.via = l.via[:len(l.via)-1]
		}
		s.scriptFile(l, word, file, l.args, at)
	case path.Ext(file) == ".sh", strings.HasPrefix(first, "#!") && strings.Contains(first, "sh"), path.Ext(file) == "" && !strings.HasPrefix(first, "#!") && !strings.ContainsRune(text[:min(len(text), 512)], 0):
		s.visited[file] = true
		s.script(l, file, text, 1)
	}
}

// keep notes a command. Places of the image in its words become places of the repository, from where it runs.
func (s *commandSearch) keep(l launch, c Command) {
	if len(s.found) >= maxCommandList || slices.ContainsFunc(c.Argv, notPlain) {
		return
	}
	c.Env = slices.DeleteFunc(c.Env, func(v CommandVariable) bool { return notPlain(v.Value) || !isIdentifier(v.Name) })
	if l.image != nil {
		for i, word := range c.Argv {
			option, value, joined := strings.Cut(word, "=")
			if !joined || !strings.HasPrefix(option, "-") {
				option, value = "", word
			}
			place, ok := s.placeFrom(l, c.Dir, value)
			switch {
			case ok && option != "":
				c.Argv[i] = option + "=" + place
			case ok:
				c.Argv[i] = place
			}
		}
	}
	s.found = append(s.found, c)
}

// notPlain reports whether a word holds what nobody writes into a command: a control character, or no text at all.
func notPlain(word string) bool { return source.Printable(word) != word }
