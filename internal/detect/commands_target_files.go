package detect

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
)

// nameApplicationFile takes a file that holds an application, and is imported from the directory above its packages.
func (s *commandSearch) nameApplicationFile(l launch, p *knowledge.Program, name, attr string, target, place *Command) {
	if file, ok := s.fileOf(l, name); ok {
		place.Runs, place.Root = file, s.packageRoot(file)
		if place.Dir == "" {
			place.Dir, _ = s.relativeTo(l, name, file)
		}
	}
	m := namedApplication.FindStringSubmatch("x:" + attr)
	switch {
	case attr == "" || m == nil || place.Runs == "":
		target.Target = p.Name + ":run"
	default:
		target.Target = moduleFrom(place.Root, place.Runs) + ":" + m[2]
		if m[3] != "" {
			target.Target += "()"
		}
	}
}

// packageRoot gives the directory above the packages that a file stands in.
func (s *commandSearch) packageRoot(file string) string {
	dir := path.Dir(file)
	for dir != "." && s.tree.Has(path.Join(dir, "__init__.py")) {
		dir = path.Dir(dir)
	}
	return dir
}

// defaultFile gives the file that a program looks for by itself in the directory that it runs in.
func (s *commandSearch) defaultFile(l launch, p *knowledge.Program) string {
	for _, name := range p.DefaultFiles {
		if l.image == nil && s.tree.Has(path.Join(l.cwd, name)) {
			return name
		}
		if l.image != nil {
			if file, ok := l.image.copies.Find(path.Join("/", l.cwd, name)); ok && s.tree.Has(file) {
				return name
			}
		}
	}
	return ""
}

// nameFile takes a file that a program is told to run.
func (s *commandSearch) nameFile(l launch, p *knowledge.Program, name string, c *Command) {
	if strings.ContainsAny(name, "$`") || strings.Contains(name, "://") {
		return
	}
	name, _, _ = strings.Cut(name, ".py:") // mcp run server.py:mcp
	if !strings.Contains(path.Base(name), ".") && p.Prefix == "mcp" {
		name += ".py"
	}
	file, ok := s.fileOf(l, name)
	if !ok {
		if path.Ext(name) == ".py" || path.Ext(name) == ".ipynb" {
			c.Target = p.Prefix + ":" + path.Clean(name)
		}
		return
	}
	dir, rel := s.relativeTo(l, name, file)
	c.Target, c.Runs, c.Dir, c.Root = p.Prefix+":"+rel, file, dir, path.Dir(file)
	if p.Prefix == "fastapi" {
		c.Root = s.packageRoot(file)
	}
}

// flaskEnv gives FLASK_APP of the .flaskenv that flask itself reads.
func (s *commandSearch) flaskEnv(l launch) string {
	for _, dir := range []string{s.dirOf(l), "."} {
		if file := path.Join(dir, ".flaskenv"); dir != "" && s.tree.Has(file) {
			for _, v := range s.dotenv(file) {
				if v.Name == "FLASK_APP" {
					return v.Value
				}
			}
		}
	}
	return ""
}

// dotenv reads a file of NAME=value lines.
func (s *commandSearch) dotenv(file string) []CommandVariable {
	text, ok := s.commandText(file)
	if !ok {
		return nil
	}
	var found []CommandVariable
	for line := range strings.Lines(text) {
		name, value, ok := strings.Cut(strings.TrimPrefix(strings.TrimSpace(line), "export "), "=")
		if ok && isIdentifier(strings.TrimSpace(name)) && len(found) < maxGiven {
			found = append(found, CommandVariable{Name: strings.TrimSpace(name), Value: strings.Trim(strings.TrimSpace(value), `"'`)})
		}
	}
	return found
}
