package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// findSigns notes what speaks for and against each application.
func (f *Facts) findSigns(s *search) {
	p := s.program
	f.shareListen()
	importers := p.importers(f.Applications)
	for i := range f.Applications {
		app := &f.Applications[i]
		sign := func(kind SignKind, at source.Evidence) { app.Signs = append(app.Signs, Sign{Kind: kind, Evidence: at}) }
		guarded, always := s.servesIn(app.File, app.Attr)
		if line := s.ran[app.File+" "+app.Origin]; guarded == 0 && always == 0 && app.Attr != "" {
			guarded = line
		}
		by := f.namedBy(*app, guarded > 0 || always > 0)
		switch {
		case f.Project != nil && (f.Project.Entrypoint == app.Name() || f.Project.Entrypoint == app.Module+":"+app.Attr):
			sign(SignNamed, f.Project.Evidence)
		case by != nil && by.aside():
			sign(SignNamedDev, by.Evidence)
		case by != nil:
			app.rootBy(by)
			app.servedBy(by)
			sign(SignNamed, by.Evidence)
		}
		if guarded > 0 {
			sign(SignRun, p.tree.At(app.File, guarded))
		}
		if always > 0 {
			at := p.tree.At(app.File, always)
			app.RunsOnImport = &at
			sign(SignRun, at)
		}
		switch {
		case slices.Contains(serverFiles, path.Base(app.File)):
			sign(SignServer, source.At(app.File, 0, ""))
		case slices.Contains(entryFiles, path.Base(app.File)):
			sign(SignEntry, source.At(app.File, 0, ""))
		}
		if path.Dir(app.File) == app.Root {
			sign(SignTop, source.At(app.File, 0, ""))
		}
		managed := slices.ContainsFunc(app.Signs, func(s Sign) bool { return s.Kind == SignManage && !aside(s.Evidence.File) })
		if deployed := by != nil && !by.aside(); aside(app.File) && !managed && !deployed {
			sign(SignAside, source.At(app.File, 0, ""))
		}
		for _, at := range importers[app.Origin] {
			sign(SignImported, at)
		}
	}
}

// deploymentFiles are read for the name of the application that they start.
var deploymentFiles = []string{
	"procfile", "dockerfile", "compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml", "fly.toml",
	"render.yaml", "app.yaml", "railway.json", "railway.toml", "nixpacks.toml", "railpack.json", "heroku.yml", "makefile",
	"app.json", "vercel.json", "start.sh", "run.sh", "entrypoint.sh", "docker-entrypoint.sh", "justfile",
}

func isDeploymentFile(file string) bool {
	name := strings.ToLower(path.Base(file))
	return slices.Contains(deploymentFiles, name) || strings.HasPrefix(name, "dockerfile.") ||
		strings.HasPrefix(name, "procfile.") || strings.HasSuffix(name, ".dockerfile")
}

// ownMark stands in the first line of every file that pykube writes; they are no evidence of what the repository says.
const ownMark = "pykube"

// servesIn gives the line on which a file runs the application, or a development server, when it is started as a program,
// and the line on which it does so whenever it is imported; 0 where it does not.
func (s *search) servesIn(file, attr string) (guarded, always int) {
	m := s.module(file)
	if m == nil {
		return 0, 0
	}
	pysource.Inspect(m.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		if st.Kind == pysource.ClassDef {
			return false
		}
		if st.Kind != pysource.ExprStmt || st.Value == nil || st.Value.Kind != pysource.Call {
			return true
		}
		name := st.Value.X.Dotted()
		if name != attr+".run" && name != "uvicorn.run" && name != "serve" && name != "waitress.serve" {
			return true
		}
		if t, ok := s.resolve(scope{file: file}, name); ok && t.file == "" {
			if st := s.known.calls[t.external]; st != nil && st.ImportSafe {
				return true
			}
		}
		switch {
		case slices.ContainsFunc(parents, (*pysource.Stmt).IsMainGuard), innermost(parents) != nil && innermost(parents).Name == "main":
			guarded = st.Line
		case innermost(parents) == nil:
			always = st.Line
		}
		return true
	})
	return guarded, always
}

// importers gives, for each application, the imports of its module by a file that makes another one: an application
// that is mounted into another is not the one that is served.
func (p *program) importers(apps []Application) map[string][]source.Evidence {
	found := map[string][]source.Evidence{}
	files := map[string][]string{} // file -> origins made in it
	for _, a := range apps {
		if a.Attr == "" {
			continue
		}
		file := a.Origin[:strings.LastIndexByte(a.Origin, ':')]
		if !slices.Contains(files[file], a.Origin) {
			files[file] = append(files[file], a.Origin)
		}
	}
	if len(files) < 2 {
		return found
	}
	for _, file := range sortedKeys(files) {
		m := p.module(file)
		if m == nil || aside(file) {
			continue
		}
		for _, imp := range imports(m.body) {
			made, _, ok := p.find(file, imp.name, imp.level)
			if !ok || made == file {
				continue
			}
			for _, origin := range files[made] {
				if len(found[origin]) == 0 {
					found[origin] = append(found[origin], p.tree.At(file, imp.line))
				}
			}
		}
	}
	return found
}

func sortedKeys[V any](m map[string]V) []string {
	keys := make([]string, 0, len(m))
	for k := range m {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}
