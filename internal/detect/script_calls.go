package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// running is what a file does when it is started as a program, followed through the functions that it calls.
type running struct {
	*search
	line      int  // of the `__main__` block, or of the first statement that acts; 0 where there is none
	guarded   bool // there is a `__main__` block
	hits      []hit
	forever   int // line of a loop without end, 0 where there is none
	foreverIn string
	seen      map[*pysource.Stmt]bool
	entered   []scope // functions that the file itself calls
	binds     []hit   // calls that bind an address before the program runs
	configs   []hit   // assignments of one: config.bind = ["0.0.0.0:8000"]
	steps     []step  // what is being followed, the outermost first
}

// step is a block that is followed, and the line of it that leads on.
type step struct {
	in   scope
	body []*pysource.Stmt
	line int
}

// hit is a call that runs the program until it is stopped.
type hit struct {
	start  *start
	object *origin // what the call runs, where that is known
	file   string
	line   int
	args   *pysource.Expr // the call
	in     scope
	path   []step // how the program comes to it
}

// binders are methods that are given an address, or a port, before the program runs.
var binders = []string{"listen", "bind", "add_insecure_port", "add_secure_port"}

// Bounds of what is followed from one file.
const (
	maxRunDepth = 8
	maxRunDefs  = 300
)

// runs follows a file from its `__main__` block; without one, from the statements at its top.
func (s *search) runs(m *module) *running {
	r := &running{search: s, seen: map[*pysource.Stmt]bool{}}
	in := scope{file: m.file}
	for _, st := range m.body {
		if st.IsMainGuard() {
			r.guarded = true
			if r.line == 0 {
				r.line = st.Line
			}
			r.follow(in, st.Body, maxRunDepth)
		}
	}
	if r.guarded {
		return r
	}
	acts := 0
	for _, st := range m.body {
		if st.Kind == pysource.FunctionDef || st.Kind == pysource.ClassDef {
			continue
		}
		if line := actsAt(st); acts == 0 {
			acts = line
		}
		r.follow(in, []*pysource.Stmt{st}, maxRunDepth)
	}
	made := false
	for name := range m.names {
		made = made || r.objects[m.file+":"+name] != nil
	}
	named := !made && slices.Contains(entryFiles, base(m.file)) && acts > 0 && !aside(m.file)
	if base(m.file) == "__main__.py" || len(r.hits) > 0 || r.forever > 0 || named {
		if r.line = acts; acts == 0 {
			r.line = 1
		}
	}
	return r
}

// actsAt gives the line of the first statement that does something when the file is run: a call whose result nobody
// keeps, or a loop; 0 where there is none.
func actsAt(st *pysource.Stmt) int {
	line := 0
	onImport([]*pysource.Stmt{st}, func(x *pysource.Stmt) {
		call := x.Kind == pysource.ExprStmt && x.Value != nil && (x.Value.Kind == pysource.Call || x.Value.Kind == pysource.Await)
		if line == 0 && (call || x.Kind == pysource.While || x.Kind == pysource.For || x.Kind == pysource.With) && !isSetting(x) {
			line = x.Line
		}
	})
	return line
}

// isSetting reports whether a statement prepares a program without being it: sys.path.append(…), load_dotenv().
func isSetting(st *pysource.Stmt) bool {
	if st.Kind != pysource.ExprStmt || st.Value == nil || st.Value.Kind != pysource.Call {
		return false
	}
	name := st.Value.X.Dotted()
	return strings.HasPrefix(name, "sys.path") || strings.HasPrefix(name, "logging.") || strings.HasSuffix(name, "load_dotenv") ||
		strings.HasPrefix(name, "warnings.") || strings.HasPrefix(name, "os.environ")
}

// follow looks at the calls of statements, and at what they call.
func (r *running) follow(in scope, body []*pysource.Stmt, depth int) {
	if depth == 0 || len(r.seen) > maxRunDefs {
		return
	}
	r.steps = append(r.steps, step{in: in, body: body})
	defer func() { r.steps = r.steps[:len(r.steps)-1] }()
	pysource.Inspect(body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		if st.Kind == pysource.FunctionDef || st.Kind == pysource.ClassDef {
			return false
		}
		if st.Kind == pysource.While && r.forever == 0 && endless(st) {
			r.forever, r.foreverIn = st.Line, in.file
		}
		if st.Kind == pysource.Assign && st.Value != nil && len(st.Targets) == 1 && st.Targets[0].Kind == pysource.Attribute && st.Targets[0].Name == "bind" {
			r.configs = append(r.configs, hit{file: in.file, line: st.Line, args: st.Value, in: in})
		}
		st.Walk(func(e *pysource.Expr) bool {
			if e.Kind == pysource.Lambda {
				return false
			}
			if e.Kind == pysource.Call {
				r.steps[len(r.steps)-1].line = st.Line
				r.call(in, e, depth)
			}
			return true
		})
		return true
	})
}

// endless reports whether a loop has no condition that the loop itself would end: while True, while not stopped.
func endless(st *pysource.Stmt) bool {
	v := st.Value
	switch {
	case v == nil:
		return false
	case v.Kind == pysource.Constant && v.Name == "True", v.Kind == pysource.Number && v.Text == "1":
		return !leaves(st.Body)
	case v.Kind == pysource.UnaryOp && v.Name == "not", v.Kind == pysource.Attribute, v.Kind == pysource.Name:
		name := strings.ToLower(v.Dotted() + v.X.Dotted())
		if v.Kind == pysource.UnaryOp && v.X.Kind == pysource.Call {
			name = strings.ToLower(v.X.X.Dotted())
		}
		for _, word := range []string{"stop", "shutdown", "running", "exit", "quit", "terminat", "interrupt", "kill"} {
			if strings.Contains(name, word) {
				return true
			}
		}
	}
	return false
}

// leaves reports whether a loop breaks off by itself: its own break, or a return, outside of an except.
func leaves(body []*pysource.Stmt) bool {
	left := false
	pysource.Inspect(body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		switch st.Kind {
		case pysource.FunctionDef, pysource.ClassDef, pysource.Except:
			return false
		case pysource.Break:
			inner := false
			for _, p := range parents {
				inner = inner || p.Kind == pysource.For || p.Kind == pysource.While
			}
			left = left || !inner
		case pysource.Return:
			left = true
		}
		return !left
	})
	return left
}

func (r *running) call(in scope, e *pysource.Expr, depth int) {
	t, ok := r.resolve(in, e.X.Dotted())
	if ok && t.file == "" {
		if st := r.known.calls[t.external]; st != nil {
			r.hits = append(r.hits, hit{start: st, object: r.servedBy(in, e, st), file: in.file, line: e.Line, args: e, in: in, path: slices.Clone(r.steps)})
			return
		}
	}
	if st := r.calledRow(in, e, t, ok); st != nil {
		r.hits = append(r.hits, hit{start: st, object: r.servedBy(in, e, st), file: in.file, line: e.Line, args: e, in: in, path: slices.Clone(r.steps)})
	}
	if e.X.Kind == pysource.Attribute {
		for _, run := range r.known.runs[e.X.Name] {
			if (run.class != "" || r.importsAny(in.file, run.modules) || hasKeyword([]*pysource.Expr{e}, run.start.Arguments)) && (!ok || t.file != "" || belongs(t.external, run.modules)) {
				on := r.receiver(in, e.X.X)
				if run.class != "" && (on == nil || on.object.framework != run.start.framework) && !r.isInstance(in, e.X.X, run.class) || !r.given(in, e, run.start.Given) {
					continue
				}
				r.hits = append(r.hits, hit{start: run.start, object: on, file: in.file, line: e.Line, args: e, in: in, path: slices.Clone(r.steps)})
				return
			}
		}
	}
	if e.X.Kind == pysource.Attribute && slices.Contains(binders, e.X.Name) && len(e.Args) > 0 {
		r.binds = append(r.binds, hit{file: in.file, line: e.Line, args: e, in: in})
	}
	r.enter(in, e.X, depth)
	if e.X.Name == "add_command" { // the command runs when it is asked for
		return
	}
	for _, a := range e.Args { // asyncio.run(main()), Thread(target=run), loop.run_until_complete(main())
		if a.Kind == pysource.Name || a.Kind == pysource.Attribute {
			r.enter(in, a, depth)
		}
	}
	for _, k := range e.Keywords {
		if k.Name == "target" || k.Name == "func" || k.Name == "main" {
			r.enter(in, k.Value, depth)
		}
	}
}

// belongs reports whether a dotted name is of one of the modules.
func belongs(dotted string, modules []string) bool {
	for _, m := range modules {
		if dotted == m || strings.HasPrefix(dotted, m+".") {
			return true
		}
	}
	return false
}

func (r *running) argument(in scope, call *pysource.Expr) *origin {
	for _, a := range call.Args {
		if o := r.receiver(in, a); o != nil || a.Kind == pysource.Name || a.Kind == pysource.Call {
			return o
		}
		if text, ok := a.Str(); ok { // uvicorn.run("shop.main:app")
			module, attr, _ := strings.Cut(text, ":")
			file, rest, ok := r.find(in.file, module, 0)
			if own, found := r.moduleFile(path.Dir(in.file), strings.Split(module, ".")); !ok && found && own == in.file {
				file, rest, ok = own, "", true // the file names itself
			}
			if ok && rest == "" {
				r.readObjects(file)
				return r.objects[file+":"+attr]
			}
		}
	}
	return nil
}

// receiver gives the origin of the application that an expression is, or nil.
func (r *running) receiver(in scope, e *pysource.Expr) *origin {
	if e.Kind == pysource.Name {
		if o := r.named(in, e.Name); o != nil {
			return o
		}
		e = r.assigned(in, e.Name)
	}
	if e == nil {
		return nil
	}
	return r.application(in, e)
}

// enter follows a name into a function of the repository, the methods of a class included that a variable holds.
func (r *running) enter(in scope, callee *pysource.Expr, depth int) {
	if callee.Kind == pysource.Attribute && (callee.X.Kind == pysource.Name || callee.X.Kind == pysource.Call) {
		if class, at := r.classOf(in, callee.X); class != nil {
			for _, st := range class.Body {
				if st.Kind == pysource.FunctionDef && st.Name == callee.Name {
					r.enterDef(scope{file: at, def: st}, depth)
				}
			}
			return
		}
	}
	t, ok := r.resolve(in, callee.Dotted())
	if !ok || t.file == "" || t.name == "" {
		return
	}
	m := r.module(t.file)
	if m == nil || m.names[t.name].def == nil {
		return
	}
	switch def := m.names[t.name].def; def.Kind {
	case pysource.FunctionDef:
		r.enterDef(scope{file: t.file, def: def}, depth)
	case pysource.ClassDef:
		for _, st := range def.Body {
			if st.Kind == pysource.FunctionDef && st.Name == "__init__" {
				r.enterDef(scope{file: t.file, def: st}, depth)
			}
		}
	}
}

func (r *running) enterDef(in scope, depth int) {
	if r.seen[in.def] {
		return
	}
	r.seen[in.def] = true
	if depth == maxRunDepth {
		r.entered = append(r.entered, in)
	}
	r.maker(in) // notes the applications that its variables hold
	r.follow(in, in.def.Body, depth-1)
}

// classOf gives the class of the repository that an expression is an instance of: a call, self, or a variable that
// was assigned from a call.
func (r *running) classOf(in scope, e *pysource.Expr) (*pysource.Stmt, string) {
	if e.Kind == pysource.Name {
		if e.Name == "self" {
			return r.enclosingClass(in)
		}
		e = r.assigned(in, e.Name)
	}
	if e == nil || e.Kind != pysource.Call {
		return nil, ""
	}
	t, ok := r.resolve(in, e.X.Dotted())
	if !ok || t.file == "" || r.module(t.file) == nil {
		return nil, ""
	}
	if def := r.module(t.file).names[t.name].def; def != nil && def.Kind == pysource.ClassDef {
		return def, t.file
	}
	return nil, ""
}

// enclosingClass gives the class whose method a scope is.
func (r *running) enclosingClass(in scope) (*pysource.Stmt, string) {
	m := r.module(in.file)
	if m == nil || in.def == nil {
		return nil, ""
	}
	for _, st := range topDefs(m.body) {
		if st.Kind == pysource.ClassDef && st.Line <= in.def.Line && in.def.EndLine <= st.EndLine {
			return st, in.file
		}
	}
	return nil, ""
}

// assigned gives what a variable was last assigned in its function, in the `__main__` block or at the top of the file.
func (r *running) assigned(in scope, name string) *pysource.Expr {
	m := r.module(in.file)
	if m == nil {
		return nil
	}
	var value *pysource.Expr
	if in.def != nil {
		value = m.assignments(in.def, in.def.Body)[name]
	}
	if value == nil {
		value = m.assignments(nil, m.body)[name]
	}
	for value != nil && value.Kind == pysource.Await {
		value = value.X
	}
	return value
}

// assignments gives what each variable of a block is assigned last; the block is a function's, or the file's.
func (m *module) assignments(def *pysource.Stmt, body []*pysource.Stmt) map[string]*pysource.Expr {
	if found, known := m.assigned[def]; known {
		return found
	}
	found := map[string]*pysource.Expr{}
	pysource.Inspect(body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		switch st.Kind {
		case pysource.FunctionDef, pysource.ClassDef:
			return false
		case pysource.Assign:
			for _, t := range st.Targets {
				if t.Kind == pysource.Name && st.Value != nil {
					found[t.Name] = st.Value
				}
			}
		case pysource.With:
			for i, item := range st.Items {
				if i < len(st.Targets) && st.Targets[i] != nil && st.Targets[i].Kind == pysource.Name {
					found[st.Targets[i].Name] = item
				}
			}
		}
		return true
	})
	if m.assigned == nil {
		m.assigned = map[*pysource.Stmt]map[string]*pysource.Expr{}
	}
	m.assigned[def] = found
	return found
}

// best gives the call that says most of what the program is: one that serves before one that works on.
func (r *running) best() *hit {
	order := map[string]int{"web": 0, "worker": 1, "scheduler": 2, "job": 3}
	var best *hit
	for i := range r.hits {
		if h := &r.hits[i]; best == nil || order[orWeb(h.start.Kind)] < order[orWeb(best.start.Kind)] {
			best = h
		}
	}
	return best
}

// calledRow gives the row of a call that is told by what is called: an instance of a framework's class, a function
// that the framework decorates, or a class that is made from one of the framework's.
func (r *running) calledRow(in scope, call *pysource.Expr, t target, ok bool) *start {
	if call.X.Kind == pysource.Name {
		if made := r.assigned(in, call.X.Name); made != nil && made.Kind == pysource.Call {
			if of, ok := r.resolve(in, made.X.Dotted()); ok && of.file == "" && r.known.instances[of.external] != nil {
				return r.known.instances[of.external]
			}
		}
	}
	if !ok || t.file == "" || t.name == "" || r.module(t.file) == nil {
		return nil
	}
	b := r.module(t.file).names[t.name]
	if b.value != nil && b.value.Kind == pysource.Call {
		of, ok := r.resolve(scope{file: t.file}, b.value.X.Dotted())
		if ok && of.file == "" {
			return r.known.instances[of.external]
		}
	}
	if b.def == nil {
		return nil
	}
	for _, d := range b.def.Decorators {
		if d.Kind == pysource.Call {
			d = d.X
		}
		if of, ok := r.resolve(scope{file: t.file}, d.Dotted()); ok && of.file == "" && r.known.decorated[of.external] != nil {
			return r.known.decorated[of.external]
		}
	}
	if b.def.Kind == pysource.ClassDef {
		return r.baseRow(scope{file: t.file}, b.def, maxHops)
	}
	return nil
}

// baseRow gives the row of a class that a class of the repository is made from, at any distance.
func (r *running) baseRow(in scope, class *pysource.Stmt, hops int) *start {
	for _, base := range class.Args {
		t, ok := r.resolve(in, base.Dotted())
		switch {
		case !ok || hops == 0:
		case t.file == "":
			if st := r.known.bases[t.external]; st != nil {
				return st
			}
		default:
			m := r.module(t.file)
			if m == nil || m.names[t.name].def == nil || m.names[t.name].def.Kind != pysource.ClassDef {
				continue
			}
			if st := r.baseRow(scope{file: t.file}, m.names[t.name].def, hops-1); st != nil {
				return st
			}
		}
	}
	return nil
}

// isInstance reports whether an expression is an instance of a class outside of the repository.
func (r *running) isInstance(in scope, e *pysource.Expr, class string) bool {
	if e.Kind == pysource.Name {
		made := r.assigned(in, e.Name)
		if made == nil {
			t, ok := r.resolve(in, e.Name)
			if !ok || t.file == "" || r.module(t.file) == nil {
				return false
			}
			in, made = scope{file: t.file}, r.module(t.file).names[t.name].value
		}
		e = made
	}
	if e == nil || e.Kind != pysource.Call {
		return false
	}
	t, ok := r.resolve(in, e.X.Dotted())
	return ok && t.file == "" && t.external == class
}
