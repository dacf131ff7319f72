package detect

import (
	"github.com/pykube/pykube/internal/detect/pysource"
)

// findConsole adds the programs that are on the path where the project is installed: the console scripts that it
// declares, each followed from its function.
func (f *Facts) findConsole(s *search) {
	for _, script := range f.Scripts {
		if script.File == "" || !isIdentifier(script.Attr) || aside(script.File) || s.module(script.File) == nil {
			continue
		}
		in := scope{file: script.File}
		r := &running{search: s, seen: map[*pysource.Stmt]bool{}}
		line := script.Evidence.Line
		r.call(in, &pysource.Expr{Kind: pysource.Call, Line: line, X: &pysource.Expr{Kind: pysource.Name, Line: line, Name: script.Attr}}, maxRunDepth)
		app := Application{File: script.File, Kind: "job", Interface: "none", Evidence: script.Evidence, Origin: script.Evidence.String()}
		app.Signs = append(app.Signs, Sign{Kind: SignConsole, Evidence: script.Evidence})
		if f.Project != nil && f.Project.Name == script.Name {
			app.Signs = append(app.Signs, Sign{Kind: SignProject, Evidence: script.Evidence})
		}
		if !s.tell(&app, r) {
			app.Module = script.Module
		}
		app.Target, app.Command, app.Root = "console:"+script.Name, []string{script.Name}, "."
		f.Applications = append(f.Applications, app)
	}
}
