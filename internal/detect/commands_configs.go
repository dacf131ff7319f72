package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// starter reads what a program starts that reads a file of several processes.
func (s *commandSearch) starter(l launch, p *knowledge.Program, a programArguments, rest []string, at source.Evidence) {
	name := a.of(p.Config)
	if name == "" && p.ConfigOperand && len(rest) > 0 {
		name, rest = rest[0], rest[1:]
	}
	names := p.ConfigFiles
	if name != "" {
		names = []string{name}
	}
	for _, name := range names {
		file, ok := s.fileOf(l, name)
		if !ok {
			file, ok = s.onlyFile(l, "/"+path.Base(name))
		}
		if !ok {
			continue
		}
		inner := l.deeper(at)
		inner.left = append(inner.left[:len(inner.left):len(inner.left)], p.Name)
		if inner.depth > maxCommandDepth {
			return
		}
		switch p.ConfigFormat {
		case "supervisor":
			s.supervisor(inner, file)
		case "circus":
			s.circus(inner, file)
		case "procfile":
			only := rest
			before := len(s.found)
			inner.file = file
			s.procfile(inner)
			if len(only) > 0 {
				kept := s.found[:before]
				for _, c := range s.found[before:] {
					if slices.Contains(only, c.Role) {
						kept = append(kept, c)
					}
				}
				s.found = kept
			}
		}
		return
	}
}

// readConfig reads the configuration file that a program is given.
func (s *commandSearch) readConfig(l launch, p *knowledge.Program, a programArguments, rest []string, c *Command, at source.Evidence) {
	name := a.of(p.Config)
	if name == "" && p.ConfigOperand {
		for _, word := range rest {
			if ext := path.Ext(word); ext == ".ini" || ext == ".yaml" || ext == ".yml" || ext == ".json" || p.ConfigFormat == "crontab" {
				name = word
			}
		}
	}
	name = strings.TrimPrefix(name, "file:")
	switch p.ConfigFormat {
	case "gunicorn":
		module, isModule := strings.CutPrefix(name, "python:")
		file, ok := "", false
		switch {
		case isModule:
			var found placedModule
			found, ok = s.moduleOf(l, a.of(p.Dir), nil, module)
			file = found.file
		case name != "":
			file, ok = s.fileOf(l, name)
		case c.Dir != "":
			file = path.Join(c.Dir, "gunicorn.conf.py")
			ok = s.tree.Has(file)
		}
		if ok {
			s.gunicornConfig(l, p, file, c)
		}
	case "hypercorn":
		if file, ok := s.fileOf(l, name); ok && path.Ext(file) == ".toml" {
			if root, err := packaging.ReadValue(s.tree, file); err == nil && c.Port == 0 {
				bind := root.Get("bind")
				c.Port = portIn(bind.Text() + strings.Join(bind.Texts()[:min(1, len(bind.Texts()))], ""))
			}
		}
	case "uwsgi":
		if file, ok := s.fileOf(l, name); ok && path.Ext(file) == ".ini" {
			s.visited[file] = true
			s.uwsgi(l.deeper(at), file, c)
		}
	case "crontab":
		for _, file := range s.crontabs(l, name) {
			inner := l.deeper(at)
			inner.file, inner.role = file, ""
			s.crontab(inner)
		}
	}
}

func (s *commandSearch) crontabs(l launch, name string) []string {
	if l.image == nil {
		if file, ok := s.fileOf(l, name); ok {
			return []string{file}
		}
		return nil
	}
	return s.crontabsIn(l, name)
}

// gunicornConfig reads the settings of gunicorn's configuration, which is Python, that say what it serves and where.
func (s *commandSearch) gunicornConfig(l launch, p *knowledge.Program, file string, c *Command) {
	m := s.module(file)
	if m == nil {
		return
	}
	text := func(name string) string {
		value, _ := s.configText(scope{file: file}, m.names[name].value, maxHops)
		return value
	}
	chdir := text("chdir")
	if app := text("wsgi_app"); app != "" && c.Target == "" {
		s.nameApplication(l, p, chdir, nil, app, false, c, c)
	}
	if c.Port == 0 {
		c.Port = portIn(text("bind"))
	}
}

// configText gives the text that an expression is where the environment says nothing: "0.0.0.0:" + os.getenv("PORT", "80").
func (s *commandSearch) configText(in scope, e *pysource.Expr, depth int) (string, bool) {
	if e == nil || depth == 0 {
		return "", false
	}
	if text, ok := s.constant(in, e); ok {
		return text, true
	}
	switch e.Kind {
	case pysource.Number:
		return e.Text, true
	case pysource.Name:
		if m := s.module(in.file); m != nil {
			return s.configText(in, m.names[e.Name].value, depth-1)
		}
	case pysource.FString:
		text := e.Text
		for _, field := range e.Args {
			value, ok := s.configText(in, field, depth-1)
			if !ok {
				return "", false
			}
			text = strings.Replace(text, "{}", value, 1)
		}
		return text, true
	case pysource.BinOp:
		text, ok := s.configText(in, e.X, depth-1)
		for _, part := range e.Args {
			more, known := s.configText(in, part, depth-1)
			text, ok = text+more, ok && known && e.Name == "+"
		}
		return text, ok
	case pysource.BoolOp:
		if e.Name == "or" && len(e.Args) > 0 {
			return s.configText(in, e.Args[len(e.Args)-1], depth-1)
		}
	case pysource.Call:
		name := e.X.Dotted()
		switch {
		case len(e.Args) == 2 && (strings.HasSuffix(name, "getenv") || strings.HasSuffix(name, "environ.get")):
			return s.configText(in, e.Args[1], depth-1)
		case len(e.Args) == 1 && (name == "str" || name == "int"):
			return s.configText(in, e.Args[0], depth-1)
		}
	}
	return "", false
}
