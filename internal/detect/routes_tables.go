package detect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
)

// Routes also stand in tables: Starlette(routes=[Route(…), Mount(…)]), Litestar(route_handlers=[health, router]),
// app.add_routes([web.get(…)]), Application([(r"/health", Health)]); and at functions whose decorators name no
// application: @get("/health").

// Marks of nodes that are no variables: the call on a line, and all that belongs to a framework's one application.
const (
	callMark  = "call:"
	ownerMark = "framework:"
)

func callNode(in scope, call *pysource.Expr) node {
	return node{file: in.file, name: callMark + strconv.Itoa(call.Line)}
}

// placesOf gives the prefixes under which a node's routes are answered by an application.
func (r *routing) placesOf(n node, app *Application) []link {
	if framework, ok := strings.CutPrefix(n.name, ownerMark); ok {
		fw, _ := r.tables.Framework(framework)
		if framework != app.Framework || fw.Routes.Apart && app.Attr != "" {
			return nil
		}
		if fw.Routes.Apart && app.Server == "" { // it runs an instance
			return nil
		}
		return []link{{}}
	}
	return r.places(n, app.Origin, 8)
}

// holderOf gives the node of the application or router that a method is called on, also by way of an attribute.
func (r *routing) holderOf(in scope, e *pysource.Expr) (node, bool) {
	if n, ok := r.reference(in, e); ok {
		return n, true
	}
	if t, ok := r.resolve(in, e.Dotted()); ok && t.file == "" {
		for _, fw := range r.frameworks {
			if slices.Contains(fw.Routes.Globals, t.external) {
				return node{name: ownerMark + fw.Name}, true
			}
		}
	}
	if e.Kind == pysource.Attribute {
		for _, fw := range r.frameworks {
			if slices.Contains(fw.Routes.Via, e.Name) {
				return r.reference(in, e.X)
			}
		}
	}
	return node{}, false
}

// readFunction notes @get("/health"). Where a table names functions, the route is answered where a table has this
// one, else by the one application of the framework.
func (r *routing) readFunction(in scope, def *pysource.Stmt, d *pysource.Expr) bool {
	t, ok := r.resolve(in, d.X.Dotted())
	if !ok || t.file != "" {
		return false
	}
	for _, fw := range r.frameworks {
		if !slices.Contains(fw.Routes.Functions, t.external) {
			continue
		}
		on := node{name: ownerMark + fw.Name}
		if len(fw.Routes.Tables) > 0 {
			on = node{file: in.file, name: def.Name}
		}
		if !answersGet(d) {
			return true
		}
		if len(d.Args)+len(d.Keywords) == 0 {
			r.routes = append(r.routes, found{on: on, route: Route{Path: "", Evidence: r.tree.At(in.file, d.Line)}})
			return true
		}
		if p, ok := r.constant(in, argument(d, "path", "rule")); ok && !strings.ContainsAny(p, "<{:") {
			route := Route{Path: "/" + p, Guarded: guards(d) || guardedDef(def), Evidence: r.tree.At(in.file, d.Line)}
			r.routes = append(r.routes, found{on: on, route: route})
		}
		return true
	}
	return false
}

// readHandlerClass notes a class of handlers with a path of its own, and its methods: Litestar's Controller.
func (r *routing) readHandlerClass(in scope, class *pysource.Stmt) {
	own := node{file: in.file, name: class.Name}
	for _, st := range class.Body {
		if st.Kind == pysource.Assign && len(st.Targets) == 1 && st.Targets[0].Dotted() == "path" && st.Value != nil {
			p, known := r.constant(in, st.Value)
			r.routers[own] = router{prefix: "/" + p, unknown: !known}
		}
		if st.Kind != pysource.FunctionDef {
			continue
		}
		for _, d := range st.Decorators {
			if d.Kind != pysource.Call {
				continue
			}
			if t, ok := r.resolve(in, d.X.Dotted()); ok && t.file == "" && r.tabled(t.external) && answersGet(d) {
				p, known := "", true
				if arg := argument(d, "path"); arg != nil {
					p, known = r.constant(in, arg)
				}
				if known && !strings.ContainsAny(p, "<{:") {
					route := Route{Path: "/" + p, Guarded: guards(d) || guardedDef(st), Evidence: r.tree.At(in.file, d.Line)}
					r.routes = append(r.routes, found{on: own, route: route})
				}
			}
		}
	}
}

// tabled reports whether a decorator's routes are answered where a table names what it decorates.
func (r *routing) tabled(dotted string) bool {
	return slices.ContainsFunc(r.frameworks, func(fw knowledge.Framework) bool {
		return len(fw.Routes.Tables) > 0 && slices.Contains(fw.Routes.Functions, dotted)
	})
}

// readTables reads the tables that are handed to a call which makes an application or a router.
func (r *routing) readTables(in scope, call *pysource.Expr, on node) {
	if call.Kind != pysource.Call {
		return
	}
	for _, fw := range r.frameworks {
		if len(fw.Routes.Tables) == 0 || !r.makes(in, call, fw) {
			continue
		}
		for _, k := range call.Keywords {
			if slices.Contains(fw.Routes.Tables, k.Name) {
				r.readTable(in, k.Value, on, "", fw.Routes, maxTables)
			}
		}
		if fw.Routes.Patterns && len(call.Args) > 0 {
			r.readTable(in, call.Args[0], on, "", fw.Routes, maxTables)
		}
	}
}

// makes reports whether a call makes an object or a router of the framework.
func (r *routing) makes(in scope, call *pysource.Expr, fw knowledge.Framework) bool {
	if t, ok := r.resolve(in, call.X.Dotted()); ok && t.file == "" && slices.Contains(fw.Routes.Routers, t.external) {
		return true
	}
	o := r.application(in, call)
	return o != nil && o.object.framework == fw.Name
}

// readTableMethod reads the table that a method is given: app.add_routes([…]).
func (r *routing) readTableMethod(in scope, call *pysource.Expr, on node) {
	for _, fw := range r.frameworks {
		if slices.Contains(fw.Routes.Tables, call.X.Name) && len(call.Args) > 0 {
			r.readTable(in, call.Args[0], on, "", fw.Routes, maxTables)
		}
	}
}

// maxTables is how deep tables stand in tables.
const maxTables = 8

// readTable reads a list of routes that answer below a prefix.
func (r *routing) readTable(in scope, e *pysource.Expr, on node, prefix string, names knowledge.Routes, depth int) {
	if e == nil || depth == 0 {
		return
	}
	switch e.Kind {
	case pysource.List:
		for _, item := range e.Args {
			r.readEntry(in, item, on, prefix, names, depth-1)
		}
	case pysource.BinOp:
		for _, part := range append([]*pysource.Expr{e.X}, e.Args...) {
			r.readTable(in, part, on, prefix, names, depth-1)
		}
	case pysource.Name, pysource.Attribute:
		if t, ok := r.resolve(in, e.Dotted()); ok && t.file != "" && r.module(t.file) != nil {
			b := r.module(t.file).names[t.name]
			if b.value != nil && b.value.Kind != pysource.Name {
				if b.value.Kind == pysource.Call { // routes = web.RouteTableDef()
					r.readEntry(in, e, on, prefix, names, depth-1)
					return
				}
				r.readTable(scope{file: t.file}, b.value, on, prefix, names, depth-1)
			}
			return
		}
		r.readTable(in, r.localValue(in, e.Name), on, prefix, names, depth-1)
	}
}

// localValue gives what a variable of a function was assigned, or nil.
func (r *routing) localValue(in scope, name string) *pysource.Expr {
	if in.def == nil {
		return nil
	}
	var value *pysource.Expr
	pysource.Inspect(in.def.Body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		for _, t := range st.Targets {
			if st.Kind == pysource.Assign && t.Kind == pysource.Name && t.Name == name && value == nil {
				value = st.Value
			}
		}
		return st.Kind != pysource.FunctionDef && st.Kind != pysource.ClassDef
	})
	if value == nil || value.Kind == pysource.Name {
		return nil
	}
	return value
}

func (r *routing) readEntry(in scope, e *pysource.Expr, on node, prefix string, names knowledge.Routes, depth int) {
	switch {
	case e == nil || depth == 0:
	case e.Kind == pysource.Starred:
		r.readTable(in, e.X, on, prefix, names, depth-1)
	case e.Kind == pysource.Tuple && names.Patterns && len(e.Args) > 1:
		if p, ok := r.constant(in, e.Args[0]); ok {
			if p, ok = literalPattern(p); ok {
				r.routes = append(r.routes, found{on: on, route: Route{Path: prefix + p, Evidence: r.tree.At(in.file, e.Line)}})
			}
		}
	case e.Kind == pysource.Name, e.Kind == pysource.Attribute:
		if child, ok := r.reference(in, e); ok {
			r.links[child] = append(r.links[child], link{parent: on, prefix: prefix})
		}
	case e.Kind == pysource.Call:
		r.readEntryCall(in, e, on, prefix, names, depth)
	}
}

func (r *routing) readEntryCall(in scope, e *pysource.Expr, on node, prefix string, names knowledge.Routes, depth int) {
	t, ok := r.resolve(in, e.X.Dotted())
	if !ok || t.file != "" {
		return
	}
	switch {
	case slices.Contains(names.Entries, t.external) && answersGet(e):
		if p, ok := r.constant(in, argument(e, "path")); ok && !strings.ContainsAny(p, "<{") {
			r.routes = append(r.routes, found{on: on, route: Route{Path: prefix + p, Evidence: r.tree.At(in.file, e.Line)}})
		}
	case slices.Contains(names.Mounts, t.external), slices.Contains(names.Routers, t.external):
		p, ok := r.constant(in, argument(e, "path"))
		if !ok || strings.ContainsAny(p, "<{") {
			return
		}
		for _, k := range e.Keywords {
			if slices.Contains(names.Tables, k.Name) {
				r.readTable(in, k.Value, on, prefix+"/"+p+"/", names, depth-1)
			}
		}
	}
}
