package detect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
)

// node is a variable that holds an application or a router: FILE, the line of the function it is local to, its name.
type node struct {
	file string
	def  int
	name string
}

// link says that the routes of child answer below prefix of parent.
type link struct {
	parent  node
	prefix  string
	replace bool // prefix takes the place of the child's own
	unknown bool // the prefix is computed at run time
	guarded bool
}

// router is a variable that holds routes, with the prefix it was made with.
type router struct {
	prefix  string
	unknown bool
	guarded bool
}

// found is a route before it is known which application answers it.
type found struct {
	on    node
	route Route
}

// routing is what a program says of its routes.
type routing struct {
	*search
	tables  *knowledge.Tables
	routers map[node]router
	links   map[node][]link
	routes  []found
}

// findRoutes adds to each application the routes that look like a health check, with all prefixes applied. A route
// whose prefix is computed, or which no application includes, is left out: a probe on it might fail.
func (f *Facts) findRoutes(s *search, tables *knowledge.Tables) {
	r := &routing{search: s, tables: tables, routers: map[node]router{}, links: map[node][]link{}}
	for _, file := range s.routeFiles(tables) {
		r.readFile(file)
	}
	r.readNamedRoutes()
	for i := range f.Applications {
		app := &f.Applications[i]
		for _, found := range r.routes {
			for _, at := range r.placesOf(found.on, app) {
				route := found.route
				route.Path = cleanPath(at.prefix + route.Path)
				route.Guarded = route.Guarded || at.guarded
				if r.tables.Health.Rank(route.Path) >= 0 {
					app.Routes = append(app.Routes, route)
				}
			}
		}
	}
}

// routeFiles lists the files that can hold a route or include one.
func (s *search) routeFiles(tables *knowledge.Tables) []string {
	var words [][]byte
	for _, fw := range tables.Frameworks {
		if fw.Routes.Include != "" {
			words = append(words, []byte(fw.Name), []byte(fw.Routes.Include))
		}
		if fw.Routes.Patterns {
			words = append(words, []byte(fw.Name))
		}
		for _, text := range slices.Concat(fw.Routes.Tables, fw.Routes.Adders, fw.Routes.MethodAdders) {
			words = append(words, []byte(text))
		}
	}
	return slices.DeleteFunc(slices.Clone(s.files), func(file string) bool {
		raw := s.text(file)
		return aside(file) || !decorated(raw, tables) && !slices.ContainsFunc(words, func(w []byte) bool { return bytes.Contains(raw, w) })
	})
}

// decorated reports whether a line of the text looks like @name.get(…), by the decorators of the tables.
func decorated(raw []byte, tables *knowledge.Tables) bool {
	for line := range bytes.Lines(raw) {
		line = bytes.TrimLeft(line, " \t")
		if len(line) == 0 || line[0] != '@' {
			continue
		}
		for _, fw := range tables.Frameworks {
			for _, d := range fw.Routes.Decorators {
				if bytes.Contains(line, []byte("."+d+"(")) {
					return true
				}
			}
			for _, d := range fw.Routes.Functions {
				if bytes.Contains(line, []byte(d[strings.LastIndexByte(d, '.')+1:]+"(")) {
					return true
				}
			}
		}
	}
	return false
}

func innermost(parents []*pysource.Stmt) *pysource.Stmt {
	for i := len(parents) - 1; i >= 0; i-- {
		if parents[i].Kind == pysource.FunctionDef {
			return parents[i]
		}
	}
	return nil
}

// places gives the prefixes under which a node's routes are answered by the application of an origin.
func (r *routing) places(n node, origin string, hops int) []link {
	if o := r.holder(n); o == origin && origin != "" {
		return []link{{}}
	}
	if hops == 0 {
		return nil
	}
	own := r.routers[n]
	var found []link
	for _, l := range r.links[n] {
		if l.unknown || own.unknown && !l.replace {
			continue
		}
		for _, up := range r.places(l.parent, origin, hops-1) {
			prefix := up.prefix + l.prefix
			if !l.replace {
				prefix += own.prefix
			}
			found = append(found, link{prefix: prefix, guarded: up.guarded || l.guarded || own.guarded})
		}
		if len(found) > 16 {
			break
		}
	}
	return found
}

// holder gives the origin of the application that a variable holds, or "".
func (r *routing) holder(n node) string {
	if line, ok := strings.CutPrefix(n.name, callMark); ok {
		return n.file + ":" + line
	}
	if n.def == 0 {
		if o := r.objects[n.file+":"+n.name]; o != nil {
			return o.key()
		}
		return ""
	}
	if l := r.locals[n]; l != nil {
		return l.key()
	}
	return ""
}

// cleanPath joins slashes and gives the path its leading one; a slash at the end is kept, since frameworks redirect
// to or from it.
func cleanPath(p string) string {
	for strings.Contains(p, "//") {
		p = strings.ReplaceAll(p, "//", "/")
	}
	if !strings.HasPrefix(p, "/") {
		p = "/" + p
	}
	return p
}
