package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// maxSetUp is how many lines that set an application up are noted.
const maxSetUp = 5

// findSetUp notes what a program does to its application between its start and the call that serves it. A server that
// is given the application alone does not do it.
func (r *running) findSetUp(app *Application, h *hit) {
	if h.object == nil || h.object.object.Part { // no server could be given it
		return
	}
	signs := 0
	sign := func(kind SignKind, file string, line int) {
		if signs++; signs <= maxSetUp {
			app.Signs = append(app.Signs, Sign{Kind: kind, Evidence: r.tree.At(file, line)})
		}
	}
	for _, step := range h.path {
		pysource.Inspect(step.body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
			if st.Kind == pysource.FunctionDef || st.Kind == pysource.ClassDef || st.Line >= step.line {
				return false
			}
			switch st.Kind {
			case pysource.Assign, pysource.AugAssign:
				for _, t := range st.Targets {
					if r.partOf(step.in, t, h.object) {
						sign(SignConfigures, step.in.file, st.Line)
					}
				}
			case pysource.ExprStmt:
				if kind := r.setsUp(step.in, st.Value, h.object); kind != "" {
					sign(kind, step.in.file, st.Line)
				}
			}
			return true
		})
	}
}

// partOf reports whether a target of an assignment is a part of the application: app.state.db, app.config["KEY"].
func (r *running) partOf(in scope, t *pysource.Expr, app *origin) bool {
	whole := true
	for t != nil && (t.Kind == pysource.Attribute || t.Kind == pysource.Subscript) {
		if key, _ := index(t); says(t.Name, harmless...) || says(key, "debug") {
			return false
		}
		t, whole = t.X, false
	}
	return !whole && t != nil && t.Kind == pysource.Name && r.is(in, t, app)
}

// is reports whether an expression stands for the application.
func (r *running) is(in scope, e *pysource.Expr, app *origin) bool {
	if e == nil || e.Kind != pysource.Name {
		return false
	}
	o := r.receiver(in, e)
	return o != nil && o.key() == app.key()
}

// setsUp tells what a statement that is a call does before an application is served: SignConfigures where it is a
// method of the application or is given it, SignPrepares where it is another function of the repository.
func (r *running) setsUp(in scope, call *pysource.Expr, app *origin) SignKind {
	for call != nil && call.Kind == pysource.Await {
		call = call.X
	}
	if call == nil || call.Kind != pysource.Call {
		return ""
	}
	on := call.X
	for on != nil && (on.Kind == pysource.Attribute || on.Kind == pysource.Call) {
		if says(on.Name, harmless...) {
			return ""
		}
		on = on.X
	}
	if call.X.Kind == pysource.Attribute && r.is(in, on, app) {
		return SignConfigures
	}
	given := slices.Clone(call.Args)
	for _, k := range call.Keywords {
		given = append(given, k.Value)
	}
	if slices.ContainsFunc(given, func(a *pysource.Expr) bool { return r.is(in, a, app) }) && !says(call.X.Dotted(), "print", "log") {
		return SignConfigures
	}
	name := call.X.Dotted()
	if strings.HasSuffix(name, ".create_all") {
		return SignPrepares
	}
	t, ok := r.resolve(in, name)
	if !ok || t.file == "" || t.name == "" || r.module(t.file) == nil {
		return ""
	}
	if def := r.module(t.file).names[t.name].def; def == nil || def.Kind != pysource.FunctionDef || says(t.name, unimportant...) {
		return ""
	}
	return SignPrepares
}

// unimportant are words in the names of functions that change nothing that is served: they print, log and read what
// the program is told.
var unimportant = []string{"log", "print", "banner", "parse", "arg", "usage", "version", "check", "welcome", "signal", "browser"}

// harmless are words in the names of parts of an application that change nothing that it answers.
var harmless = []string{"debug", "logger", "app_context", "request_context", "jinja", "testing", "enable_dev_tools"}

func says(name string, words ...string) bool {
	name = strings.ToLower(name)
	return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(name, w) })
}
