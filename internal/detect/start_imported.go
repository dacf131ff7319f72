package detect

import "github.com/pykube/pykube/internal/detect/pysource"

// noteRuns notes which applications a file runs, by a call of their framework, when it is started as a program.
func (s *search) noteRuns(file string, r *running) {
	for _, h := range r.hits {
		if h.object != nil && h.start.framework != "" && len(h.path) > 0 {
			s.ran[file+" "+h.object.key()] = h.path[0].line
		}
	}
}

// startImported fills in a command that imports the file, as `python -m bottle` does.
func (r *running) startImported(app *Application, h *hit) {
	app.Root, app.Module = r.importName(app.File)
	app.Server, app.Development, app.Command = h.start.Server, false, nil
	app.runAs(h.start.Run)
	l := r.findListen(h)
	app.Listen = Listen{}
	if l.Evidence != nil && l.Port > 0 { // the command says the address
		app.Listen = Listen{Port: l.Port, Evidence: l.Evidence}
	}
}

// servedBy gives the origin of the application that a call serves: an argument, or what a name of the file stands for.
func (r *running) servedBy(in scope, call *pysource.Expr, st *start) *origin {
	if o := r.argument(in, call); o != nil || st.Default == "" {
		return o
	}
	file, name := in.file, st.Default
	for _, k := range call.Keywords {
		switch text, ok := k.Value.Str(); {
		case ok && k.Name == "app":
			name = text
		case ok && k.Name == "appname":
			found, rest, ok := r.find(in.file, text, 0)
			if !ok || rest != "" {
				return nil
			}
			file = found
		}
	}
	r.readObjects(file)
	return r.named(scope{file: file}, name)
}
