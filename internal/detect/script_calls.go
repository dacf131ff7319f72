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
