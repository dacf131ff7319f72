package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

func (r *routing) readFile(file string) {
	m := r.module(file)
	if m == nil {
		return
	}
	pysource.Inspect(m.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		in := scope{file: file, def: innermost(parents)}
		switch st.Kind {
		case pysource.Assign:
			r.readAssign(in, st)
		case pysource.ExprStmt:
			if st.Value != nil && st.Value.Kind == pysource.Call {
				r.readCall(in, st.Value)
			}
		case pysource.Return:
			if st.Value != nil && st.Value.Kind == pysource.Call {
				r.readTables(in, st.Value, callNode(in, st.Value))
			}
		case pysource.ClassDef:
			r.readHandlerClass(in, st)
		case pysource.FunctionDef:
			for _, d := range st.Decorators {
				r.readDecorator(in, st, d)
			}
		}
		return true
	})
}

// readAssign notes `name = APIRouter(prefix=…)`, and calls that make an application and hand it on.
func (r *routing) readAssign(in scope, st *pysource.Stmt) {
	if st.Value == nil || st.Value.Kind != pysource.Call {
		return
	}
	r.readCall(in, st.Value)
	for _, target := range st.Targets {
		if target.Kind == pysource.Name {
			r.readTables(in, st.Value, r.variable(in, target.Name))
		}
	}
	t, ok := r.resolve(in, st.Value.X.Dotted())
	if !ok || t.file != "" {
		return
	}
	for _, fw := range r.frameworks {
		if !slices.Contains(fw.Routes.Routers, t.external) {
			continue
		}
		prefix, known := r.keyword(in, st.Value, fw.Routes.Prefix)
		known = known && !slices.ContainsFunc(fw.Routes.Unless, func(k string) bool { return has(st.Value, k) })
		for _, target := range st.Targets {
			if target.Kind == pysource.Name {
				r.routers[r.variable(in, target.Name)] = router{prefix: prefix, unknown: !known, guarded: guards(st.Value)}
			}
		}
	}
}

// variable gives the node of a name that is assigned in a scope.
func (r *routing) variable(in scope, name string) node {
	if in.def != nil {
		return node{file: in.file, def: in.def.Line, name: name}
	}
	return node{file: in.file, name: name}
}

// reference gives the node that an expression names.
func (r *routing) reference(in scope, e *pysource.Expr) (node, bool) {
	dotted := e.Dotted()
	if dotted == "" {
		return node{}, false
	}
	if in.def != nil && e.Kind == pysource.Name && assignsLocally(in.def, e.Name) {
		return node{file: in.file, def: in.def.Line, name: e.Name}, true
	}
	if t, ok := r.resolve(in, dotted); ok && t.file != "" && t.name != "" {
		return node{file: t.file, name: t.name}, true
	}
	if r.objects[in.file+":"+dotted] != nil { // server = app.server
		return node{file: in.file, name: dotted}, true
	}
	return node{}, false
}

// assignsLocally reports whether a name is a parameter of the function or assigned in it.
func assignsLocally(def *pysource.Stmt, name string) bool {
	if slices.ContainsFunc(def.Params, func(p pysource.Param) bool { return p.Name == name }) {
		return true
	}
	local := false
	pysource.Inspect(def.Body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		if st.Kind == pysource.Assign {
			local = local || slices.ContainsFunc(st.Targets, func(t *pysource.Expr) bool {
				return t.Kind == pysource.Name && t.Name == name
			})
		}
		return !local && st.Kind != pysource.FunctionDef && st.Kind != pysource.ClassDef
	})
	return local
}

// readCall notes app.include_router(child, prefix=…), app.add_url_rule(path, …) and register(app).
func (r *routing) readCall(in scope, call *pysource.Expr) {
	if call.X.Kind == pysource.Attribute {
		if on, ok := r.holderOf(in, call.X.X); ok {
			r.readInclude(in, call, on)
			r.readAdder(in, call, on)
			r.readTableMethod(in, call, on)
		}
	}
	r.readHandOver(in, call)
}

func (r *routing) readInclude(in scope, call *pysource.Expr, on node) {
	for _, fw := range r.frameworks {
		if fw.Routes.Include != call.X.Name {
			continue
		}
		child, ok := r.reference(in, argument(call, "router", "blueprint"))
		if !ok {
			return
		}
		prefix, known := r.keyword(in, call, fw.Routes.Prefix)
		given := has(call, fw.Routes.Prefix)
		l := link{parent: on, prefix: prefix, unknown: !known, replace: given && fw.Routes.PrefixReplaces, guarded: guards(call)}
		r.links[child] = append(r.links[child], l)
		return
	}
}

func (r *routing) readAdder(in scope, call *pysource.Expr, on node) {
	for _, fw := range r.frameworks {
		named := slices.Contains(fw.Routes.MethodAdders, call.X.Name) && len(call.Args) > 1
		if verb, ok := argument(call).Str(); named && ok && verbs[strings.ToUpper(verb)] {
			if strings.EqualFold(verb, "GET") || verb == "*" {
				r.addPath(in, on, call.Args[1], call.Line, false)
			}
			return
		}
		if slices.Contains(fw.Routes.Adders, call.X.Name) && len(call.Args) > 0 && answersGet(call) {
			r.addRoute(in, on, call, call.Line, guards(call))
			return
		}
	}
}

// verbs are the methods of HTTP that a route can be for; * is every one.
var verbs = map[string]bool{"*": true, "DELETE": true, "GET": true, "HEAD": true, "OPTIONS": true, "PATCH": true, "POST": true, "PUT": true}

// readHandOver follows an application into a function of the repository that is given it: register_routes(app).
func (r *routing) readHandOver(in scope, call *pysource.Expr) {
	if len(call.Args) == 0 && len(call.Keywords) == 0 {
		return
	}
	t, ok := r.resolve(in, call.X.Dotted())
	if !ok || t.file == "" || t.name == "" {
		return
	}
	m := r.module(t.file)
	if m == nil || m.names[t.name].def == nil || m.names[t.name].def.Kind != pysource.FunctionDef {
		return
	}
	def := m.names[t.name].def
	give := func(param string, arg *pysource.Expr) {
		if from, ok := r.reference(in, arg); ok {
			child := node{file: t.file, def: def.Line, name: param}
			r.links[child] = append(r.links[child], link{parent: from})
		}
	}
	for i, arg := range call.Args {
		if i < len(def.Params) && arg.Kind == pysource.Name {
			give(def.Params[i].Name, arg)
		}
	}
	for _, k := range call.Keywords {
		if k.Name != "" && k.Value.Kind == pysource.Name {
			give(k.Name, k.Value)
		}
	}
}

func (r *routing) readDecorator(in scope, def *pysource.Stmt, d *pysource.Expr) {
	if d.Kind != pysource.Call || r.readFunction(in, def, d) || d.X.Kind != pysource.Attribute || len(d.Args)+len(d.Keywords) == 0 {
		return
	}
	for _, fw := range r.frameworks {
		if !slices.Contains(fw.Routes.Decorators, d.X.Name) || !answersGet(d) {
			continue
		}
		if slices.ContainsFunc(fw.Routes.Unless, func(k string) bool { return has(d, k) }) {
			return
		}
		if on, ok := r.holderOf(in, d.X.X); ok {
			r.addRoute(in, on, d, d.Line, guards(d) || guardedDef(def))
		}
		return
	}
}

func (r *routing) addRoute(in scope, on node, call *pysource.Expr, line int, guarded bool) {
	r.addPath(in, on, argument(call, "path", "rule", "uri"), line, guarded)
}

func (r *routing) addPath(in scope, on node, arg *pysource.Expr, line int, guarded bool) {
	p, ok := r.constant(in, arg)
	if !ok || strings.ContainsAny(p, "<{") {
		return
	}
	r.routes = append(r.routes, found{on: on, route: Route{Path: p, Guarded: guarded, Evidence: r.tree.At(in.file, line)}})
}
