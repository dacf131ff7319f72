package detect

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// findScripts adds the programs that start themselves: files that run something when Python is given them, and files
// that a command of a framework runs.
func (f *Facts) findScripts(s *search) {
	for _, file := range s.files {
		if !s.canStart(file) {
			continue
		}
		if app, ok := s.script(file); ok {
			f.Applications = append(f.Applications, app)
		}
	}
	f.findCommandFiles(s)
}

// notPrograms are files with a task of their own.
var notPrograms = []string{"setup.py", "manage.py", "__init__.py", "conftest.py", "noxfile.py", "fabfile.py", "tasks.py"}

// canStart reports whether a file can be a program, by its bytes; that spares parsing the others.
func (s *search) canStart(file string) bool {
	name, raw := path.Base(file), s.text(file)
	guarded := bytes.Contains(raw, []byte("__main__"))
	if slices.Contains(notPrograms, name) && (!guarded || name == "setup.py" || name == "manage.py") || isTestName(file) && !guarded {
		return false
	}
	if isTestName(file) && (bytes.Contains(raw, []byte("unittest.main")) || bytes.Contains(raw, []byte("pytest.main"))) {
		return false
	}
	likely := guarded || name == "__main__.py" || slices.Contains(entryFiles, name) || s.known.files[name] != nil ||
		bytes.Contains(raw, []byte("while True")) || slices.ContainsFunc(s.known.modules, func(m []byte) bool { return bytes.Contains(raw, m) })
	return likely && s.module(file) != nil
}

// importer gives the import of a file by another one, which shows that it is a module and no program.
func (s *search) importer(file string) (source.Evidence, bool) {
	stem := []byte(strings.TrimSuffix(path.Base(file), ".py"))
	for _, other := range s.files {
		if other == file || aside(other) || !bytes.Contains(s.text(other), stem) {
			continue
		}
		m := s.module(other)
		if m == nil {
			continue
		}
		for _, imp := range m.imported() {
			if found, _, ok := s.find(other, imp.name, imp.level); ok && found == file {
				return s.tree.At(other, imp.line), true
			}
		}
	}
	return source.Evidence{}, false
}

// script tells what a file runs when it is started as a program.
func (s *search) script(file string) (Application, bool) {
	m := s.module(file)
	app := Application{File: file, Framework: "", Kind: "job", Interface: "none"}
	if st, line := s.runByCommand(m); st != nil {
		s.fill(&app, st, line)
		return app, true
	}
	if s.besideProgram(m) {
		return app, false
	}
	r := s.runs(m)
	if r.line == 0 {
		return app, false
	}
	if _, imported := s.importer(file); imported && !r.guarded && path.Base(file) != "__main__.py" {
		return app, false
	}
	app.Evidence = s.tree.At(file, r.line)
	app.Origin = app.Evidence.String()
	s.noteRuns(file, r)
	if s.tell(&app, r) {
		return app, true
	}
	s.startFile(&app)
	return app, true
}

// tell fills in what a program is by the calls that it makes; true where that says how it is started, too.
func (s *search) tell(app *Application, r *running) bool {
	if len(r.entered) == 1 { // another file, or an installed command, may call the same function
		app.Origin = s.tree.At(r.entered[0].file, r.entered[0].def.Line).String()
	}
	switch hit := r.best(); {
	case hit != nil:
		app.Framework, app.Development = hit.start.framework, hit.start.Development
		app.Kind, app.Interface = orWeb(hit.start.Kind), hit.start.Interface
		app.Evidence = s.tree.At(hit.file, hit.line)
		if hit.object != nil {
			app.Origin = hit.object.key()
			if app.Framework == "" {
				app.Framework, app.Interface = hit.object.object.framework, hit.object.object.Interface
			}
		}
		app.runAs(hit.start.Run)
		r.findSetUp(app, hit)
		app.StopSignal = hit.start.StopSignal
		if reload := hit.args.Keyword("reload"); reload != nil && reload.Kind == pysource.Constant && reload.Name == "True" {
			app.Development = true // a process that watches the source, and starts another
		}
		if hit.start.Server != "" && hit.object == nil { // a command imports the file
			r.startImported(app, hit)
			return true
		}
		app.Command = nil // Python runs the file
		app.Listen = r.findListen(hit)
		r.listenAtObject(app, hit)
		if app.Kind == "job" && r.forever > 0 {
			app.Kind, app.Evidence = "worker", s.tree.At(r.foreverIn, r.forever)
		}
	case r.forever > 0:
		app.Kind = "worker"
		app.Evidence = s.tree.At(r.foreverIn, r.forever)
	}
	return false
}

func orWeb(kind string) string {
	if kind == "" {
		return "web"
	}
	return kind
}

// startFile decides how Python is told to run the file: as a module of its package where its imports are found from
// further up, else by its path.
func (s *search) startFile(app *Application) {
	if aside(app.File) { // many, and seldom asked for: where their imports are found from is not looked for
		app.Target, app.Command, app.Root = "script:"+app.File, []string{"python", app.File}, "."
		app.Module = strings.TrimSuffix(path.Base(app.File), ".py")
		return
	}
	app.Root, app.Module = s.importName(app.File)
	dir := path.Dir(app.File)
	switch {
	case path.Base(app.File) == "__main__.py" && dir != ".":
		app.Module = strings.TrimSuffix(app.Module, ".__main__")
		if app.Module == "__main__" { // a directory that is run by its path
			app.Target, app.Command, app.Root = "script:"+dir, []string{"python", dir}, "."
			return
		}
		app.Target, app.Command = "module:"+app.Module, []string{"python", "-m", app.Module}
	case app.Root == dir, !importable(app.Module):
		app.Target, app.Command, app.Root = "script:"+app.File, []string{"python", app.File}, "."
	default:
		app.Target, app.Command = "module:"+app.Module, []string{"python", "-m", app.Module}
	}
}

// runAs fills in the command of a row.
func (a *Application) runAs(run knowledge.Run) {
	stem := strings.TrimSuffix(path.Base(a.File), ".py")
	words := strings.NewReplacer("{module}", a.Module, "{attr}", a.Attr, "{app}", a.Module+":"+a.Attr, "{file}", a.File, "{directory}", path.Dir(a.File), "{stem}", stem)
	for _, word := range run.Command {
		a.Command = append(a.Command, words.Replace(word))
	}
	if run.Target != "" {
		a.Target = words.Replace(run.Target)
	}
	a.Process, a.Why = run.Process, run.Why
	a.Listen.Port, a.Listen.Health = run.Port, run.Health
	a.Place = run.Place
}
