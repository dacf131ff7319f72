package detect

import (
	"path"
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
)

var namedApplication = regexp.MustCompile(`^([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)(?::([A-Za-z_][\w.]*)(\(.*\))?)?$`)

// nameTarget says what a program is told to start.
func (s *commandSearch) nameTarget(l launch, p *knowledge.Program, a programArguments, rest []string, operand bool, c *Command) {
	chdir, paths := a.of(p.Dir), []string{}
	for _, name := range p.Paths {
		paths = append(paths, a.options[name]...)
	}
	name := a.of(p.Options)
	byFile := a.of(p.FileOptions)
	if name == "" && operand && len(rest) > 0 {
		name = rest[0]
	}
	if name == "" && p.Variable != "" {
		if name = l.env[p.Variable]; name == "" && p.Variable == "FLASK_APP" {
			name = s.flaskEnv(l)
		}
	}
	if name == "" && (p.Variable != "" || operand) {
		name = s.defaultFile(l, p)
	}
	factory := a.has(p.Factory)
	c.names = p.Names
	switch p.Names {
	case "manage":
		c.Target = ""
		if len(a.operands) > 0 && plainRole(a.operands[0]) {
			c.Target = p.Prefix + ":" + a.operands[0]
			if c.Kind == "web" && len(a.operands) > 1 {
				c.Port = portIn(a.operands[1])
			}
		}
	case "application":
		if p.Variable != "" && c.Kind != "web" { // a command that the application adds
			if len(a.operands) > 0 && plainRole(a.operands[0]) {
				c.Target = p.Name + ":" + strings.Join(plainWords(a.operands, 2), " ")
			}
			s.nameApplication(l, p, chdir, paths, name, factory, &Command{names: ""}, c)
			return
		}
		if byFile != "" {
			if callable := a.of(p.Callable); callable != "" {
				byFile += ":" + callable
			}
			name = byFile
		}
		if callable := a.of(p.Callable); callable != "" && !strings.Contains(name, ":") {
			name += ":" + callable
		}
		s.nameApplication(l, p, chdir, paths, name, factory, c, c)
	case "module":
		s.nameModule(l, p, chdir, paths, name, c)
	case "file":
		if name == "" {
			c.Target = ""
			return
		}
		if strings.Contains(name, ":") && !strings.HasPrefix(name, "/") && (p.Prefix == "fastapi" || p.Prefix == "mcp") && !strings.Contains(name, ".py") {
			s.nameApplication(l, p, chdir, paths, name, factory, c, c)
			return
		}
		s.nameFile(l, p, name, c)
	case "value", "config":
		if name != "" && !strings.ContainsAny(name, "$`") && p.Prefix != "" {
			c.Target = p.Prefix + ":" + name
		}
	}
}

// plainWords are the first words that are names.
func plainWords(words []string, most int) []string {
	var found []string
	for _, word := range words[:min(len(words), most)] {
		if !plainRole(word) {
			break
		}
		found = append(found, word)
	}
	return found
}

// nameApplication takes apart module:attr. target gets the name, place the file.
func (s *commandSearch) nameApplication(l launch, p *knowledge.Program, chdir string, paths []string, name string, factory bool, target, place *Command) {
	name = strings.TrimPrefix(strings.TrimPrefix(name, "python:"), "./")
	if file, attr, ok := strings.Cut(name, ".py"); ok && (attr == "" || attr[0] == ':') {
		if p.Variable != "" { // FLASK_APP=src/app.py
			s.nameApplicationFile(l, p, file+".py", strings.TrimPrefix(attr, ":"), target, place)
			return
		}
		name = file + attr
	}
	m := namedApplication.FindStringSubmatch(strings.ReplaceAll(name, "/", "."))
	if m == nil {
		return
	}
	attr := m[2]
	if attr == "" {
		attr = p.Attr
	}
	found, ok := s.moduleOf(l, chdir, paths, m[1])
	if ok && found.rest != "" && m[2] == "" { // module.attr, as flask and quart take no more than a module
		ok = false
	}
	if ok {
		place.Runs, place.Root = found.file, found.root
		if place.Dir == "" {
			place.Dir = found.dir
		}
	}
	if attr == "" {
		if p.Variable != "" {
			target.Target = p.Name + ":run"
		}
		return
	}
	target.Target = m[1] + ":" + attr
	if factory || m[3] != "" {
		target.Target += "()"
	}
}

// nameModule takes apart what a program of tasks is told: celery -A shop.celery:app.
func (s *commandSearch) nameModule(l launch, p *knowledge.Program, chdir string, paths []string, name string, c *Command) {
	module, _, _ := strings.Cut(strings.TrimSuffix(strings.TrimPrefix(name, "./"), ".py"), ":")
	module = strings.ReplaceAll(strings.Trim(module, "/"), "/", ".")
	if !importable(module) {
		return
	}
	c.Target = p.Prefix + ":" + module
	found, ok := s.moduleOf(l, chdir, paths, module)
	if !ok {
		return
	}
	if celery := path.Join(path.Dir(found.file), "celery.py"); p.Prefix == "celery" && found.rest == "" && path.Base(found.file) == "__init__.py" && s.tree.Has(celery) { // celery looks there itself
		found.file = celery
	}
	c.Runs, c.Root = found.file, found.root
	if c.Dir == "" {
		c.Dir = found.dir
	}
}
