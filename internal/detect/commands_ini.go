package detect

import (
	"path"
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/detect/shell"
)

// iniOption is an option of a configuration file, which can stand there several times.
type iniOption struct {
	section, key, value string
	line                int
	branch              bool // of uwsgi: between if-… and endif
}

// iniOptions reads a file of sections and options. It is not Python's configparser: uwsgi's files have options without
// a value and several of the same name, and the values of supervisor go on below.
func (s *commandSearch) iniOptions(file, comments string) []iniOption {
	text, ok := s.commandText(file)
	if !ok {
		return nil
	}
	var found []iniOption
	section := ""
	branch := false
	number := 0
	for raw := range strings.Lines(text) {
		number++
		line := strings.TrimSpace(raw)
		switch {
		case line == "" || strings.IndexByte(comments, line[0]) >= 0:
		case line[0] == '[' && strings.HasSuffix(line, "]"):
			section, branch = strings.Trim(line, "[]"), false
		case (raw[0] == ' ' || raw[0] == '\t') && len(found) > 0 && found[len(found)-1].section == section && !strings.Contains(strings.SplitN(line, " ", 2)[0], "="):
			found[len(found)-1].value += "\n" + line
		default:
			key, value, _ := strings.Cut(line, "=")
			key = strings.TrimSpace(key)
			switch {
			case strings.HasPrefix(key, "if-"):
				branch = key != "if-not-env" // a variable that nothing sets
			case strings.HasPrefix(key, "endif"):
				branch = false
			case len(found) < maxCommandList:
				found = append(found, iniOption{section, key, strings.TrimSpace(value), number, branch})
			}
		}
	}
	return found
}

// supervisorVariable is a variable of the environment in supervisor's files, iniVariable any other in uwsgi's.
var (
	supervisorVariable = regexp.MustCompile(`%\(ENV_([A-Za-z_]\w*)\)s`)
	iniVariable        = regexp.MustCompile(`%\(([A-Za-z_]\w*)\)`)
)

// supervisor reads the programs of a configuration of supervisord.
// Source: https://supervisord.org/configuration.html
func (s *commandSearch) supervisor(l launch, file string) {
	if l.depth++; l.depth > maxCommandDepth {
		return
	}
	s.visited[file] = true
	type program struct {
		command, dir, env string
		line              int
	}
	programs := map[string]*program{}
	var names []string
	for _, o := range s.iniOptions(file, "#;") {
		if o.section == "include" && o.key == "files" {
			for _, pattern := range strings.Fields(o.value) {
				s.included(l, file, pattern)
			}
			continue
		}
		name, ok := strings.CutPrefix(o.section, "program:")
		if !ok || !plainRole(name) {
			continue
		}
		if programs[name] == nil {
			programs[name] = &program{}
			names = append(names, name)
		}
		value, _, _ := strings.Cut(o.value, " ;")
		value = supervisorVariable.ReplaceAllString(value, "${$1}")
		switch o.key {
		case "command":
			programs[name].command, programs[name].line = strings.ReplaceAll(value, "\n", " "), o.line
		case "directory":
			programs[name].dir = value
		case "environment":
			programs[name].env = value
		}
	}
	for _, name := range names {
		p := programs[name]
		inner := l
		inner.role = name
		if p.dir != "" {
			inner.cwd = s.changed(inner, p.dir, file)
		}
		inner = inner.withAll(supervisorEnvironment(p.env))
		s.process(name, "", func() { s.script(inner, file, p.command, p.line) })
	}
}

// included reads the files that a configuration of supervisord includes.
func (s *commandSearch) included(l launch, file, pattern string) {
	for _, other := range s.tree.Files() {
		if ok, err := path.Match(path.Base(pattern), path.Base(other)); err != nil || !ok || other == file || s.visited[other] || path.Base(pattern) == "*" {
			continue
		}
		if dir := path.Base(path.Dir(pattern)); dir == "." || dir == path.Base(path.Dir(other)) || path.Dir(other) == path.Dir(file) {
			s.supervisor(l.deeper(s.tree.At(file, 0)), other)
		}
	}
}

// supervisorEnvironment reads A="b",C=d.
func supervisorEnvironment(text string) []CommandVariable {
	var found []CommandVariable
	for _, c := range shell.Split("x "+strings.ReplaceAll(strings.ReplaceAll(text, `",`, `" `), "\n", " "), 1, nil) {
		for _, word := range c.Words {
			if name, value, ok := shell.Assignment(strings.TrimSuffix(word, ",")); ok {
				found = append(found, CommandVariable{Name: name, Value: value})
			}
		}
	}
	return found
}

// circus reads the watchers of a configuration of circusd.
// Source: https://circus.readthedocs.io/en/latest/for-ops/configuration/
func (s *commandSearch) circus(l launch, file string) {
	s.visited[file] = true
	commands := map[string]*iniOption{}
	args := map[string]string{}
	var names []string
	for _, o := range s.iniOptions(file, "#;") {
		name, ok := strings.CutPrefix(o.section, "watcher:")
		switch {
		case !ok || !plainRole(name):
		case o.key == "cmd":
			commands[name] = &o
			names = append(names, name)
		case o.key == "args":
			args[name] = o.value
		}
	}
	for _, name := range names {
		inner := l
		inner.role = name
		s.process(name, "", func() { s.script(inner, file, commands[name].value+" "+args[name], commands[name].line) })
	}
}

// systemd reads ExecStart of a unit.
// Source: https://www.freedesktop.org/software/systemd/man/latest/systemd.service.html
func (s *commandSearch) systemd(l launch) {
	l.role = strings.TrimSuffix(path.Base(l.file), ".service")
	var starts []iniOption
	for _, o := range s.iniOptions(l.file, "#;") {
		if o.section != "Service" {
			continue
		}
		switch o.key {
		case "WorkingDirectory":
			if dir, ok := s.byTail(o.value); ok {
				l.cwd = dir
			} else {
				l.cwd = "."
			}
		case "Environment":
			l = l.withAll(supervisorEnvironment(o.value))
		case "ExecStart", "ExecStartPre":
			o.value = strings.TrimLeft(strings.TrimSuffix(o.value, `\`), "-@+!:|")
			starts = append(starts, o)
		}
	}
	s.process(l.role, "", func() {
		for _, o := range starts {
			s.script(l, l.file, strings.ReplaceAll(o.value, "\\\n", " "), o.line)
		}
	})
}
