package detect

import (
	"path"
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// maxNamed is the longest text that is taken for the name of a module, in bytes.
const maxNamed = 300

var (
	dottedText = regexp.MustCompile(`^[A-Za-z_]\w*(?:[.:]\w+)*$`)
	schemeText = regexp.MustCompile(`^[A-Za-z][\w+.-]*://`)
)

// text notes a module that a text of the program names: an application or a middleware of Django's settings, a class of
// a logging configuration, an argument of importlib.import_module, or the driver in an address: postgresql+asyncpg://.
func (s *importSearch) text(text string, kind ImportKind, file string, line int) {
	switch {
	case len(text) > maxNamed:
		return
	case dottedText.MatchString(text):
		s.named(strings.ReplaceAll(text, ":", "."), kind, file, line)
	case schemeText.MatchString(text):
		scheme, _, _ := strings.Cut(text, "://")
		for part := range strings.SplitSeq(scheme, "+") {
			s.named(part, kind, file, line)
		}
	}
}

// named notes a module that may come from a declared package, and is imported by no statement.
func (s *importSearch) named(dotted string, kind ImportKind, file string, line int) {
	top, _, _ := strings.Cut(dotted, ".")
	if s.tables.Standard(top) {
		return
	}
	module := s.tables.Module(dotted)
	if s.declared.Has(module) {
		s.note(Import{Module: module, Kind: kind, Evidence: source.Evidence{File: file, Line: line}})
	}
}

// maxCommands bounds a file that is read for commands, in bytes.
const maxCommands = 1 << 20

// commands notes the modules that deployment files and scripts name, and those that notebooks and modules in Cython
// import. What a line installs is not used by it.
func (s *importSearch) commands() {
	for _, file := range s.program.tree.Files() {
		name, ext := strings.ToLower(path.Base(file)), path.Ext(file)
		code := ext == ".ipynb" || ext == ".pyx" || ext == ".pyi"
		script := isDeploymentFile(file) || ext == ".sh" || ext == ".service" || ext == ".ini" || ext == ".conf" || strings.HasPrefix(name, "supervisor") ||
			strings.HasPrefix(name, "docker-compose")
		if !code && !script || name == "tox.ini" {
			continue
		}
		text, err := s.program.tree.Text(file)
		if err != nil || len(text) > maxCommands && !code {
			continue
		}
		number := 0
		for line := range strings.SplitSeq(text, "\n") {
			number++
			if code {
				s.codeLine(line, file, number)
			} else if !strings.Contains(line, "install") && !strings.HasPrefix(strings.TrimSpace(line), "#") {
				s.commandLine(line, file, number)
			}
		}
	}
}

func (s *importSearch) commandLine(line, file string, number int) {
	for word := range strings.FieldsFuncSeq(line, func(r rune) bool { return strings.ContainsRune(" \t\r\"'`,;[]=()$&|/", r) }) {
		if len(word) < maxNamed && dottedText.MatchString(strings.ReplaceAll(word, "-", "_")) {
			s.named(strings.ReplaceAll(strings.ReplaceAll(word, "-", "_"), ":", "."), ImportMentioned, file, number)
		}
	}
}

var importLine = regexp.MustCompile(`^[\s"]*(?:import|from|cimport)\s+([A-Za-z_][\w.]*)`)

func (s *importSearch) codeLine(line, file string, number int) {
	if len(line) > 10*maxNamed {
		return
	}
	if m := importLine.FindStringSubmatch(line); m != nil {
		s.add(m[1], ImportAside, file, number)
	}
}
