package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// serviceSearch is one run of the search for services.
type serviceSearch struct {
	*program
	facts   *Facts
	tables  *knowledge.Tables
	options Options
	places  map[string]bool          // directories that may be services
	apps    map[string][]Application // what keeps running, by the innermost of them; "." for the root
	jobs    map[string][]Application // what runs once
	chosen  []string
}

// findPlaces lists the directories that declare dependencies for themselves, and the applications in each.
func (s *serviceSearch) findPlaces() {
	var installed []string
	for _, m := range s.facts.Managers {
		installed = append(installed, m.LocalDirs...)
		for _, file := range m.Files {
			installed = append(installed, path.Dir(file))
		}
	}
	if project, err := packaging.ReadPyProject(s.tree); err == nil && project != nil && project.Workspace != nil {
		installed = append(installed, project.Workspace.Dirs(s.tree)...)
	}
	for _, dir := range s.facts.Elsewhere {
		if slices.Contains(installed, dir) {
			s.passOver(dir, "is installed by what the root declares")
			continue
		}
		if source.Printable(dir) != dir || strings.Contains(dir, `\`) {
			s.passOver(source.Printable(dir), "has a name that pykube writes no file below")
			continue
		}
		if forTests(dir) {
			s.passOver(dir, "is for tests, by its name")
			continue
		}
		s.places[dir] = true
	}
	for _, a := range s.facts.Applications {
		switch at := s.place(a.File); {
		case !startable(a):
		case a.Kind == "job" || a.Kind == "cron":
			s.jobs[at] = append(s.jobs[at], a)
		default:
			s.apps[at] = append(s.apps[at], a)
		}
	}
	if len(s.apps) == 0 && len(s.jobs) == 1 && len(s.places) == 1 { // the one program that there is
		s.apps, s.jobs = s.jobs, s.apps
	}
}

// forTests recognises directories of the test harnesses that large repositories keep as projects of their own.
func forTests(dir string) bool {
	words := strings.FieldsFunc(strings.ToLower(dir), func(r rune) bool { return strings.ContainsRune("/-_.", r) })
	return slices.ContainsFunc(words, func(word string) bool {
		return slices.Contains([]string{"test", "tests", "testing", "ci", "e2e"}, word)
	})
}

// startable reports whether an application may be what a service serves.
func startable(a Application) bool {
	return !forTests(path.Dir(a.File)) && !slices.ContainsFunc(a.Signs, func(s Sign) bool { return s.Kind == SignAside || s.Kind == SignImported })
}

// place is the innermost directory above a file that declares dependencies for itself.
func (s *serviceSearch) place(file string) string {
	for dir := path.Dir(file); dir != "."; dir = path.Dir(dir) {
		if s.places[dir] {
			return dir
		}
	}
	return "."
}

// choose decides between one service at the root and several.
func (s *serviceSearch) choose() {
	imported := s.imported()
	for _, dir := range s.facts.Elsewhere {
		if !s.places[dir] {
			continue
		}
		if at, ok := imported[dir]; ok {
			s.facts.PassedOver = append(s.facts.PassedOver, PassedOver{Directory: dir, Reason: "is a part of the program around it, which imports it", Evidence: at})
			continue
		}
		switch jobs := s.jobs[dir]; {
		case len(s.apps[dir]) > 0:
			s.chosen = append(s.chosen, dir)
		case len(jobs) > 0:
			s.facts.PassedOver = append(s.facts.PassedOver, PassedOver{Directory: dir, Reason: "holds nothing that keeps running", Evidence: jobs[0].Evidence})
		default:
			s.passOver(dir, "holds no application")
		}
	}
	switch declared := s.rootDeclares(); {
	case len(s.chosen) == 0:
	case !declared && len(s.apps["."]) > 0:
		s.facts.PassedOver = append(s.facts.PassedOver, PassedOver{Directory: ".", Reason: "holds an application and declares no dependencies for it", Evidence: s.apps["."][0].Evidence})
	case declared && len(s.apps["."]) > 0:
		s.chosen = append(s.chosen, ".")
	case declared && len(s.chosen) == 1: // whose dependencies are meant is a question
		s.chosen = nil
	case declared:
		s.facts.PassedOver = append(s.facts.PassedOver, PassedOver{Directory: ".", Reason: "declares dependencies and holds nothing that keeps running outside of those directories", Evidence: s.facts.Managers[0].Evidence})
	}
}

// rootDeclares reports whether the root declares dependencies that a program of its own may need.
func (s *serviceSearch) rootDeclares() bool {
	return slices.ContainsFunc(s.facts.Managers, func(m Manager) bool { return m.Role != RoleDevelopment && !aside(m.File) })
}

// imported gives, for each directory that may be a service, the line by which the program of a service around it imports
// a module in it.
func (s *serviceSearch) imported() map[string]source.Evidence {
	around := map[string]bool{} // places whose program may hold another
	for dir := range s.places {
		for up := path.Dir(dir); ; up = path.Dir(up) {
			if len(s.apps[up]) > 0 && (up != "." || s.rootDeclares()) {
				around[up] = true
			}
			if up == "." {
				break
			}
		}
	}
	found := map[string]source.Evidence{}
	if len(around) == 0 {
		return found
	}
	for _, file := range s.files {
		from := s.place(file)
		if !around[from] || aside(file) {
			continue
		}
		body, ok := s.once(file)
		if !ok {
			continue
		}
		for _, imp := range imports(body) {
			to, _, ok := s.find(file, imp.name, imp.level)
			if !ok {
				continue
			}
			if at := s.place(to); at != from && (from == "." || strings.HasPrefix(at, from+"/")) && found[at].File == "" {
				found[at] = s.tree.At(file, imp.line)
			}
		}
	}
	return found
}

func (s *serviceSearch) passOver(dir, reason string) {
	at := source.At(dir, 0, "")
	for _, name := range s.tree.Dir(dir) {
		if slices.Contains(dependencyFiles, path.Base(name)) {
			at = source.At(name, 0, "")
			break
		}
	}
	s.facts.PassedOver = append(s.facts.PassedOver, PassedOver{Directory: dir, Reason: reason, Evidence: at})
}
