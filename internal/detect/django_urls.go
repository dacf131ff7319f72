package detect

import (
	"regexp/syntax"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// routes follows ROOT_URLCONF and include() to the paths that look like a health check.
func (d *djangoFiles) routes(app Application, found *Django, tables *knowledge.Tables) []Route {
	settings, ok := d.moduleFile(app.Root, strings.Split(found.Settings, "."))
	if !ok {
		return nil
	}
	urlconf, ok := d.constant(scope{file: settings}, &pysource.Expr{Kind: pysource.Name, Name: "ROOT_URLCONF"})
	if !ok {
		return nil
	}
	file, ok := d.moduleFile(app.Root, strings.Split(urlconf, "."))
	if !ok {
		return nil
	}
	var routes []Route
	d.readURLs(app.Root, file, "/", 8, func(p string, guarded bool, at source.Evidence) {
		if tables.Health.Rank(p) >= 0 && len(routes) < 100 {
			routes = append(routes, Route{Path: p, Guarded: guarded, Evidence: at})
		}
	})
	return routes
}

func (d *djangoFiles) readURLs(root, file, prefix string, hops int, found func(string, bool, source.Evidence)) {
	m := d.module(file)
	if m == nil || hops == 0 {
		return
	}
	in := scope{file: file}
	for _, st := range m.body {
		if st.Kind != pysource.Assign && st.Kind != pysource.AugAssign || st.Value == nil || len(st.Targets) == 0 ||
			st.Targets[0].Dotted() != "urlpatterns" {
			continue
		}
		d.readPatterns(root, in, listed(st.Value), prefix, hops, found)
	}
}

// patterns gives the list that include() is given itself, or in a tuple with its namespace.
func (d *djangoFiles) patterns(in scope, e *pysource.Expr) []*pysource.Expr {
	if e.Kind == pysource.Tuple && len(e.Args) > 0 {
		e = e.Args[0]
	}
	if t, ok := d.resolve(in, e.Dotted()); ok && t.file == in.file && d.module(t.file) != nil {
		if e = d.module(t.file).names[t.name].value; e == nil {
			return nil
		}
	}
	return listed(e)
}

// readPatterns gives the paths of the calls of one list to found, and follows what they include.
func (d *djangoFiles) readPatterns(root string, in scope, calls []*pysource.Expr, prefix string, hops int, found func(string, bool, source.Evidence)) {
	for _, call := range calls {
		if call.Kind != pysource.Call || len(call.Args) < 2 {
			continue
		}
		p, ok := d.urlPath(in, call)
		if !ok {
			continue
		}
		view := call.Args[1]
		if view.Kind != pysource.Call || !strings.HasSuffix(view.X.Dotted(), "include") {
			found(cleanPath(prefix+p), viewGuarded(view), d.tree.At(in.file, call.Line))
			continue
		}
		if len(view.Args) == 0 {
			continue
		}
		if patterns := d.patterns(in, view.Args[0]); patterns != nil && hops > 1 {
			d.readPatterns(root, in, patterns, prefix+p, hops-1, found)
		}
		if name, ok := view.Args[0].Str(); ok {
			if f, ok := d.moduleFile(root, strings.Split(name, ".")); ok {
				d.readURLs(root, f, prefix+p, hops-1, found)
			}
		}
	}
}

// listed gives the elements of a list, or of lists that are added.
func listed(e *pysource.Expr) []*pysource.Expr {
	switch {
	case e.Kind == pysource.List || e.Kind == pysource.Tuple:
		return e.Args
	case e.Kind == pysource.BinOp && e.Name == "+" && e.X != nil:
		all := slices.Clone(listed(e.X))
		for _, more := range e.Args {
			all = append(all, listed(more)...)
		}
		return all
	}
	return nil
}

// urlPath gives the literal path of path(), re_path() or url(); false where it has a parameter or is computed.
func (d *djangoFiles) urlPath(in scope, call *pysource.Expr) (string, bool) {
	t, _ := d.resolve(in, call.X.Dotted())
	p, ok := d.constant(in, call.Args[0])
	if !ok {
		return "", false
	}
	switch t.external {
	case "django.urls.path":
		return p, !strings.Contains(p, "<")
	case "django.urls.re_path", "django.conf.urls.url":
		return literalPattern(p)
	}
	return "", false
}

// literalPattern gives the one text that a pattern like ^health/$ matches.
func literalPattern(p string) (string, bool) {
	p = strings.TrimSuffix(strings.TrimPrefix(p, "^"), "$")
	re, err := syntax.Parse(p, syntax.Perl)
	if err != nil {
		return "", false
	}
	if re.Op == syntax.OpEmptyMatch {
		return "", true
	}
	return string(re.Rune), re.Op == syntax.OpLiteral && re.Flags&syntax.FoldCase == 0
}

func viewGuarded(view *pysource.Expr) bool {
	guarded := false
	view.Walk(func(x *pysource.Expr) bool {
		guarded = guarded || x.Kind == pysource.Call && guardName(x.X.Dotted())
		return !guarded
	})
	return guarded
}
