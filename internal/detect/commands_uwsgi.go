package detect

import (
	"path"
	"strings"
)

// uwsgiFile reads a configuration of uwsgi that no command names.
func (s *commandSearch) uwsgiFile(l launch, file string) {
	p := s.tables.Program("uwsgi")
	if p == nil {
		return
	}
	s.process("", "", func() {
		c := s.commandOf(l, "web", []string{"uwsgi", "--ini", file}, s.tree.At(file, 0))
		c.Program, c.Dir = p.Name, s.dirOf(l)
		first := len(s.found)
		s.uwsgi(l, file, &c)
		if c.Target != "" {
			s.keep(l, c)
		} else {
			s.found = s.found[:first]
		}
	})
}

// uwsgi reads uwsgi's own file: what it serves, and the programs that it starts beside.
// Source: https://uwsgi-docs.readthedocs.io/en/latest/AttachingDaemons.html
func (s *commandSearch) uwsgi(l launch, file string, c *Command) {
	p := s.tables.Program("uwsgi")
	if p == nil || l.depth > maxCommandDepth {
		return
	}
	s.visited[file] = true
	values := map[string]string{}
	var started []iniOption
	for _, o := range s.iniOptions(file, "#;") {
		if o.section != "uwsgi" {
			continue
		}
		switch o.key {
		case "attach-daemon", "attach-daemon2", "smart-attach-daemon", "smart-attach-daemon2", "legion-attach-daemon", "mule", "hook-pre-app", "hook-post-app",
			"hook-master-start", "exec-pre-app", "exec-post-app", "exec-asap", "hook-asap", "exec-as-root", "cron", "cron2", "unique-cron", "exec-pre-jail", "exec-post-jail":
			started = append(started, o)
		default:
			if _, twice := values[o.key]; !twice && !o.branch {
				values[o.key] = o.value
			}
		}
	}
	if dir := values["chdir"]; dir != "" && !strings.Contains(dir, "%") {
		l.cwd = s.changed(l, dir, file)
		if dir := s.dirOf(l); dir != "" {
			c.Dir = dir
		}
	}
	if c.Target == "" {
		name := values["module"] + values["wsgi"]
		if byFile := values["wsgi-file"] + values["file"]; name == "" {
			name = byFile
		}
		if callable := values["callable"]; callable != "" && !strings.Contains(name, ":") {
			name += ":" + callable
		}
		if !strings.ContainsAny(name, "$%") {
			s.nameApplication(l, p, "", []string{values["pythonpath"] + values["pp"]}, name, false, c, c)
		}
	}
	if c.Port == 0 {
		for _, key := range []string{"http", "http-socket", "socket"} {
			if c.Port = portIn(values[key]); c.Port != 0 {
				break
			}
		}
	}
	for _, o := range started {
		s.uwsgiStarts(l, file, o)
	}
}

// uwsgiStarts reads a program that uwsgi starts beside the application.
func (s *commandSearch) uwsgiStarts(l launch, file string, o iniOption) {
	command := o.value
	kind := "worker"
	l.branch = l.branch || o.branch
	switch {
	case strings.HasPrefix(o.key, "hook-"):
		var ok bool
		if command, ok = strings.CutPrefix(command, "exec:"); !ok {
			return
		}
		kind = "job"
	case strings.HasPrefix(o.key, "exec-"):
		kind = "job"
	case strings.Contains(o.key, "cron"):
		fields := strings.Fields(command)
		if o.key == "cron2" || len(fields) < 6 {
			return
		}
		for i, field := range fields[:5] {
			switch {
			case field == "-1":
				fields[i] = "*"
			case strings.HasPrefix(field, "-"):
				fields[i] = "*/" + field[1:]
			}
		}
		l.schedule, kind = strings.Join(fields[:5], " "), "cron"
		command = strings.Join(fields[5:], " ")
	case strings.HasPrefix(o.key, "smart-"): // the file of the process id stands before it
		_, command, _ = strings.Cut(command, " ")
	case strings.HasPrefix(command, "cmd="):
		_, command, _ = strings.Cut(command, "cmd=")
	case o.key == "mule":
		if path.Ext(command) != ".py" {
			return
		}
		command = "python " + command
	}
	first := len(s.found)
	role := l.role
	l.role, l.kind = "", kind
	command = iniVariable.ReplaceAllString(command, "${$1}")
	s.script(l, file, command, o.line)
	for i := first; i < len(s.found); i++ {
		if c := &s.found[i]; c.Kind == "unknown" {
			c.Kind = kind
		}
		if s.found[i].Kind == kind && kind != "job" {
			s.found[i].Role = daemonRole(s.found[i])
		} else {
			s.found[i].Role = role
		}
	}
}

// daemonRole names the process of a program that has no name of its own.
func daemonRole(c Command) string {
	kind, name, _ := strings.Cut(c.Target, ":")
	if kind == "manage" || kind == "script" || kind == "console" {
		return strings.TrimSuffix(path.Base(name), ".py")
	}
	return c.Program
}
