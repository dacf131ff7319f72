package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// djangoCommands adds the commands of manage.py that the repository defines and that run until they are stopped. The
// others are run by hand, or by something that calls them.
// Source: https://docs.djangoproject.com/en/5.2/howto/custom-management-commands/
func (q *queueSearch) djangoCommands() {
	if q.django == nil {
		return
	}
	for _, file := range q.files {
		name := strings.TrimSuffix(path.Base(file), ".py")
		if !strings.HasSuffix(path.Dir(file), "management/commands") || strings.HasPrefix(name, "_") || aside(file) || !queueName(name) {
			continue
		}
		if !strings.HasPrefix(file, q.django.root+"/") && q.django.root != "." {
			continue
		}
		if app, ok := q.djangoCommand(file, name); ok {
			q.facts.Applications = slices.DeleteFunc(q.facts.Applications, func(a Application) bool { return a.File == file && a.Attr == "" })
			q.facts.Applications = append(q.facts.Applications, app)
		}
	}
}

func (q *queueSearch) djangoCommand(file, name string) (Application, bool) {
	m := q.module(file)
	if m == nil {
		return Application{}, false
	}
	class := m.names["Command"].def
	if class == nil || class.Kind != pysource.ClassDef {
		return Application{}, false
	}
	var handle, arguments *pysource.Stmt
	for _, st := range class.Body {
		switch {
		case st.Kind == pysource.FunctionDef && st.Name == "handle":
			handle = st
		case st.Kind == pysource.FunctionDef && st.Name == "add_arguments":
			arguments = st
		}
	}
	if handle == nil {
		return Application{}, false
	}
	r := &running{search: q.search, seen: map[*pysource.Stmt]bool{}}
	r.follow(scope{file: file, def: handle}, handle.Body, maxRunDepth)
	app := Application{Kind: "worker", Interface: "none", File: file, Root: q.django.root, Process: name, Target: "django:" + name}
	app.Command = []string{"python", "manage.py", name}
	switch hit := r.best(); {
	case hit != nil && hit.start.Kind != "worker" && hit.start.Kind != "scheduler":
		return app, false
	case hit != nil:
		app.Framework, app.Kind, app.Evidence = hit.start.framework, hit.start.Kind, q.tree.At(hit.file, hit.line)
	case r.forever > 0 && r.foreverIn == file:
		app.Evidence = q.tree.At(r.foreverIn, r.forever)
	default:
		return app, false
	}
	app.Origin = app.Evidence.String()
	_, app.Module = q.importName(file)
	option, ok := loopOption(arguments)
	if option != "" {
		app.Command = append(app.Command, option)
	}
	return app, ok
}

// loopOptions are flags by which a command is told to go on.
var loopOptions = []string{"--continuous", "--daemon", "--forever", "--infinite", "--loop"}

// loopOption gives the flag that makes a command go on. It is not ok where the command needs an argument that nobody
// knows, or takes a port: then it is a server of its own.
func loopOption(arguments *pysource.Stmt) (option string, ok bool) {
	ok = true
	if arguments == nil {
		return "", true
	}
	pysource.Inspect(arguments.Body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		st.Walk(func(e *pysource.Expr) bool {
			if e.Kind != pysource.Call || e.X.Kind != pysource.Attribute || e.X.Name != "add_argument" || len(e.Args) == 0 {
				return true
			}
			name, _ := e.Args[0].Str()
			required, nargs := e.Keyword("required"), e.Keyword("nargs")
			many, _ := nargs.Str()
			switch {
			case slices.Contains(loopOptions, name):
				if action, _ := e.Keyword("action").Str(); action == "store_true" {
					option = name
				}
			case name == "--port", required != nil && required.Name == "True":
				ok = false
			case !strings.HasPrefix(name, "-") && many != "?" && many != "*":
				ok = false
			}
			return true
		})
		return true
	})
	return option, ok
}
