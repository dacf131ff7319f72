package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// pathMakers are calls whose first argument is the path that they give.
var pathMakers = []string{
	"pathlib.Path", "pathlib.PurePath", "pathlib.PosixPath", "pathlib.PurePosixPath", "os.path.abspath", "os.path.realpath", "os.path.normpath",
	"os.fspath", "builtins.str", "os.path.expanduser", "os.path.expandvars", "environ.Path", "anyio.Path", "aiofiles.os.path.abspath",
	"werkzeug.utils.safe_join", "flask.safe_join", "django.utils._os.safe_join", "sqlalchemy.engine.make_url", "sqlalchemy.make_url",
}

// pathMethods are methods of a path that give one that leads to the same file.
var pathMethods = []string{"resolve", "absolute", "expanduser", "as_posix", "strip", "rstrip", "lstrip", "__str__"}

func (s *speaker) call(at spot, e *pysource.Expr, hops int) (said, bool) {
	if e.X.Kind == pysource.Attribute {
		if value, ok := s.method(at, e, hops); ok {
			return value, true
		}
	}
	name := s.foreign(at, e.X)
	switch {
	case name == "os.path.join" || slices.Contains(pathMakers, name):
		var parts []said
		for _, arg := range e.Args {
			part, ok := s.eval(at, arg, hops-1)
			if !ok {
				part = said{variable: part.variable}
			}
			parts = append(parts, part)
		}
		if len(parts) == 0 {
			return said{text: ".", whole: true}, true
		}
		all := joined(parts)
		return all, all.text != ""
	case name == "os.path.dirname":
		return s.above(at, argument(e), hops)
	case name == "os.getcwd" || name == "pathlib.Path.cwd":
		return said{text: ".", whole: true}, true
	case name == "pathlib.Path.home":
		return said{text: "~", whole: true}, true
	case strings.HasPrefix(name, "tempfile."):
		return said{text: "/tmp", whole: name == "tempfile.gettempdir"}, true
	case name == "builtins.getattr" && len(e.Args) == 3:
		return s.eval(at, e.Args[2], hops-1)
	}
	if value, ok := s.environment(at, e, hops); ok || value.variable != "" {
		return value, ok
	}
	return s.returned(at, e, hops)
}

// returned gives what a function of the repository returns.
func (s *speaker) returned(at spot, e *pysource.Expr, hops int) (said, bool) {
	def, where, ok := s.definition(at, e.X)
	if !ok || def.Kind != pysource.FunctionDef || len(def.Body) == 0 {
		return said{}, false
	}
	last := def.Body[len(def.Body)-1]
	if last.Kind != pysource.Return || last.Value == nil || s.given[def] != nil {
		return said{}, false
	}
	s.give(def, at, e, hops)
	defer delete(s.given, def)
	return s.eval(where, last.Value, hops-1)
}

// give notes what a call gives the parameters of a function.
func (s *speaker) give(def *pysource.Stmt, at spot, call *pysource.Expr, hops int) {
	given := map[string]said{}
	for i, arg := range call.Args {
		if i < len(def.Params) && def.Params[i].Kind == pysource.Positional {
			if value, ok := s.eval(at, arg, hops-1); ok {
				given[def.Params[i].Name] = value
			}
		}
	}
	for _, k := range call.Keywords {
		if value, ok := s.eval(at, k.Value, hops-1); ok && k.Name != "" {
			given[k.Name] = value
		}
	}
	s.given[def] = given
}

// environment reads a call that is given the name of a variable and what holds where it is not set, as os.getenv and
// the helpers that programs write of it are.
func (s *speaker) environment(at spot, e *pysource.Expr, hops int) (said, bool) {
	if fallback := e.Keyword("fallback"); fallback != nil { // configparser
		return s.eval(at, fallback, hops-1)
	}
	name, ok := argument(e, "key", "name", "var", "env").Str()
	if !ok || !constantName.MatchString(name) {
		return said{}, false
	}
	other := e.Keyword("default")
	if other == nil && len(e.Args) > 1 {
		other = e.Args[1]
	}
	value, ok := s.eval(at, other, hops-1)
	value.variable, value.part = name, false
	return value, ok
}

// method reads the methods of paths and texts.
func (s *speaker) method(at spot, e *pysource.Expr, hops int) (said, bool) {
	name := e.X.Name
	if !slices.Contains(pathMethods, name) && name != "joinpath" && name != "join" && name != "format" && name != "get" && name != "path" &&
		name != "with_name" && name != "with_suffix" && name != "replace" {
		return said{}, false
	}
	if name == "get" {
		if key, ok := argument(e).Str(); ok && strings.HasSuffix(e.X.X.Dotted(), "config") && len(s.config[key]) > 0 {
			return s.configuration(key, hops)
		}
		return said{}, false
	}
	on, ok := s.eval(at, e.X.X, hops-1)
	if !ok {
		return said{}, false
	}
	switch name {
	case "joinpath", "path":
		parts := []said{on}
		for _, arg := range e.Args {
			part, _ := s.eval(at, arg, hops-1)
			parts = append(parts, part)
		}
		return joined(parts), true
	case "format":
		before, rest, found := strings.Cut(on.text, "{}")
		if !found || len(e.Args) == 0 {
			before, _, _ = strings.Cut(on.text, "{")
			return said{text: before}, before != ""
		}
		all := said{text: before, whole: true}
		if value, ok := s.eval(at, e.Args[0], hops-1); ok {
			if all = all.then(value); all.whole {
				all.text, all.whole = all.text+rest, !strings.Contains(rest, "{")
			}
			return all, all.known()
		}
		all.whole = false
		return all, all.known()
	case "join":
		return said{}, false
	case "replace":
		if len(e.Args) != 2 {
			return said{}, false
		}
		old, known := s.eval(at, e.Args[0], hops-1)
		by, also := s.eval(at, e.Args[1], hops-1)
		if !known || !also || !old.whole || !by.whole || old.text == "" {
			return said{}, false
		}
		if len(on.text)+strings.Count(on.text, old.text)*len(by.text) > maxSaid {
			return said{}, false
		}
		on.text = strings.ReplaceAll(on.text, old.text, by.text)
	case "with_name", "with_suffix":
		return said{text: parent(on.text) + "/"}, on.whole
	}
	return on, true
}

// above gives the directory of what an expression gives.
func (s *speaker) above(at spot, e *pysource.Expr, hops int) (said, bool) {
	value, ok := s.eval(at, e, hops-1)
	if !ok || !value.whole {
		return said{}, false
	}
	value.text = parent(cleanDiskPath(value.text))
	return value, true
}

// pathAttribute reads the attributes of paths, and of objects that are known by them.
func (s *speaker) pathAttribute(at spot, e *pysource.Expr, hops int) (said, bool) {
	switch e.Name {
	case "parent":
		return s.above(at, e.X, hops)
	case "root_path", "instance_path":
		if on := e.X.Dotted(); s.flask != nil && (on == "current_app" || strings.HasSuffix(on, "app")) {
			return said{text: s.flaskPath(e.Name), whole: true}, true
		}
	}
	return said{}, false
}

// flaskPath gives the directory of the module, or package, that makes the application of Flask, and its instance folder:
// that stands beside the package, or beside the module.
// Source: https://flask.palletsprojects.com/en/stable/config/#instance-folders
func (s *speaker) flaskPath(attribute string) string {
	if attribute == "root_path" {
		return cleanDiskPath(inRepository + "/" + path.Dir(originFile(*s.flask)))
	}
	return cleanDiskPath(inRepository + "/" + s.flask.Root + "/instance")
}

// originFile is the file that makes an application.
func originFile(a Application) string {
	if i := strings.LastIndexByte(a.Origin, ':'); i > 0 {
		return a.Origin[:i]
	}
	return a.File
}
