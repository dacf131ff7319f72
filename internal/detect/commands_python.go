package detect

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// python reads what stands behind the interpreter.
func (s *commandSearch) python(l launch, words []string, at source.Evidence) {
	for len(words) > 0 && strings.HasPrefix(words[0], "-") {
		switch word := words[0]; {
		case word == "-m" && len(words) > 1:
			s.pythonModule(l, words[1], words[2:], at)
			return
		case strings.HasPrefix(word, "-m") && len(word) > 2:
			s.pythonModule(l, word[2:], words[1:], at)
			return
		case strings.HasSuffix(word, "m") && !strings.HasPrefix(word, "--") && len(word) <= 4 && len(words) > 1: // -um
			s.pythonModule(l, words[1], words[2:], at)
			return
		case word == "-c" || word == "-" || word == "-V" || word == "--version":
			return
		case (word == "-W" || word == "-X") && len(words) > 1:
			words = words[2:]
		default:
			words = words[1:]
		}
	}
	if len(words) == 0 || strings.ContainsAny(words[0], "$`") {
		return
	}
	base := path.Base(words[0])
	if base == "manage.py" {
		s.manage(l, words[0], words[1:], at)
		return
	}
	file, ok := s.fileOf(l, words[0])
	if p := s.tables.Program(base); p != nil && !ok {
		s.startProgram(l, p, append([]string{base}, words[1:]...), at)
		return
	}
	switch {
	case base == "setup.py":
	case ok:
		s.scriptFile(l, words[0], file, words[1:], at)
	case path.Ext(base) == ".py" && base != "get-pip.py":
		c := s.commandOf(l, "unknown", append([]string{"python", words[0]}, words[1:]...), at)
		c.Program, c.Target, c.Dir = "python", "script:"+words[0], s.dirOf(l)
		s.keep(l, c)
	}
}

// withoutOptions takes off the options of a program behind which stands what is behind "python", too.
func withoutOptions(w knowledge.Wrapper, words []string) []string {
	for len(words) > 0 && strings.HasPrefix(words[0], "-") && words[0] != "-m" {
		if !slices.Contains(w.Flags, words[0]) && !strings.Contains(words[0], "=") && len(words) > 1 && !strings.HasPrefix(words[1], "-") {
			words = words[1:]
		}
		words = words[1:]
	}
	return words
}

// pythonModule reads python -m.
func (s *commandSearch) pythonModule(l launch, module string, words []string, at source.Evidence) {
	if l.depth++; l.depth > maxCommandDepth {
		return
	}
	if w := s.tables.ModuleWrapper(module); w != nil {
		rest, ok := behind(*w, words)
		if ok && w.Dev {
			l.dev = true
		}
		if ok && w.Python {
			s.python(l, withoutOptions(*w, rest), at)
			return
		}
	}
	if module == "manage" || module == "django" {
		s.manage(l, "manage.py", words, at)
		return
	}
	if p := s.tables.ModuleProgram(module); p != nil {
		before := len(s.found)
		s.startProgram(l, p, append([]string{p.Name}, words...), at)
		for i := before; i < len(s.found); i++ { // it can be imported from where it runs, which -m sees to
			if c := &s.found[i]; c.Program == p.Name && c.Argv[0] == p.Name {
				c.Argv = append([]string{"python", "-m", module}, c.Argv[1:]...)
			}
		}
		return
	}
	if !importable(module) {
		return
	}
	found, ok := s.moduleOf(l, "", nil, module)
	if !ok || found.file == "" {
		return
	}
	c := s.commandOf(l, "unknown", append([]string{"python", "-m", module}, words...), at)
	c.Program, c.Target, c.Runs, c.Root, c.Dir = "python", "module:"+module, found.file, found.root, found.dir
	if main := path.Join(path.Dir(found.file), "__main__.py"); path.Base(found.file) == "__init__.py" && s.tree.Has(main) {
		c.Runs = main
	}
	c.Port = portOption(words, []string{"--port"})
	s.keep(l, c)
}

// scriptFile notes a script of the repository that Python runs.
func (s *commandSearch) scriptFile(l launch, word, file string, args []string, at source.Evidence) {
	if path.Base(file) == "manage.py" {
		s.manage(l, word, args, at)
		return
	}
	dir, rel := s.relativeTo(l, word, file)
	c := s.commandOf(l, "unknown", append([]string{"python", rel}, args...), at)
	c.Program, c.Target, c.Runs, c.Dir, c.Root = "python", "script:"+rel, file, dir, path.Dir(file)
	c.Port = portOption(args, []string{"--port", "-p"})
	if p := s.tables.Program("pytest"); p != nil && isTestName(file) && !s.runsItself(file) {
		c.Kind = p.Kind
	}
	s.keep(l, c)
}

// runsItself reports whether a file is made to be started, whatever its name.
func (s *commandSearch) runsItself(file string) bool {
	m := s.module(file)
	if m == nil {
		return false
	}
	for _, st := range m.body {
		if st.IsMainGuard() {
			return true
		}
	}
	return false
}

// manage reads a command of Django's manage.py.
func (s *commandSearch) manage(l launch, word string, args []string, at source.Evidence) {
	p := s.tables.Program("manage.py")
	if p == nil {
		return
	}
	file, ok := s.fileOf(l, word)
	if !ok {
		file, ok = s.onlyFile(l, "/manage.py")
	}
	dir, rel := s.dirOf(l), "manage.py"
	if ok {
		dir, rel = s.relativeTo(l, word, file)
	}
	before := len(s.found)
	s.startProgram(l, p, append([]string{p.Name}, args...), at)
	for i := before; i < len(s.found); i++ {
		c := &s.found[i]
		c.Argv = append([]string{"python", rel}, c.Argv[1:]...)
		c.Dir = dir
		if ok {
			c.Runs, c.Root = file, path.Dir(file)
			if !bytes.Contains(s.text(file), []byte("django")) { // others call theirs so, too
				c.Framework = ""
			}
		}
	}
}
