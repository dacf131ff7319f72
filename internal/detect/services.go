package detect

import (
	"errors"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Layout says which services a repository holds, and where the facts of one of them stand.
type Layout struct {
	Root string `json:"root"` // directory that these facts are of, relative to the repository; "." for itself
	// Services are the facts of each service, in the order of their directories, where services have directories of
	// their own. Paths in the facts of a service are relative to its Root. Where the list is empty, the repository is
	// one service, or none.
	Services []*Facts `json:"services"`
	// PassedOver are the other directories that declare dependencies.
	PassedOver []PassedOver `json:"passed_over"`
	// Declared is the file by which the directory of a service declares its dependencies.
	Declared *source.Evidence `json:"declared,omitempty"`
	// Outside are modules that a service imports, and that stand in the repository outside of its directory.
	Outside []Named `json:"outside"`
	// Broken is set where a file of a service that declares dependencies cannot be understood; little else is then.
	Broken error `json:"-"`
}

func emptyLayout() Layout {
	return Layout{Root: ".", Services: []*Facts{}, PassedOver: []PassedOver{}, Outside: []Named{}}
}

// PassedOver is a directory that is no service.
type PassedOver struct {
	Directory string          `json:"directory"`
	Reason    string          `json:"reason"` // a clause without its subject
	Evidence  source.Evidence `json:"evidence"`
}

// maxServices bounds the services whose facts are gathered; more than any repository holds that a person wrote.
const maxServices = 200

// findServices says which directories are services: those that declare dependencies of their own and hold an
// application. A directory whose program is a part of another one is none, nor is one that the root installs.
func (f *Facts) findServices(p *program, tables *knowledge.Tables, options Options) {
	if options.part {
		return
	}
	s := &serviceSearch{
		program: p, facts: f, tables: tables, options: options,
		places: map[string]bool{}, apps: map[string][]Application{}, jobs: map[string][]Application{},
	}
	s.findPlaces()
	s.choose()
	for _, dir := range options.Services { // the user names it, whatever it holds
		if dir = path.Clean(dir); p.tree.HasDir(dir) && !slices.Contains(s.chosen, dir) && (dir != "." || len(s.chosen) > 0) {
			s.chosen = append(s.chosen, dir)
		}
	}
	slices.SortFunc(s.chosen, func(a, b string) int {
		switch { // the root is the first
		case a == b:
			return 0
		case a == ".":
			return -1
		case b == ".":
			return 1
		}
		return strings.Compare(a, b)
	})
	if len(s.chosen) > maxServices {
		for _, dir := range s.chosen[maxServices:] {
			s.passOver(dir, "is one service more than pykube reads")
		}
		s.chosen = s.chosen[:maxServices]
	}
	for _, dir := range s.chosen {
		f.Services = append(f.Services, s.part(dir))
	}
	s.dropParts()
}

// part gathers the facts of the service in a directory, without those of the services below it.
func (s *serviceSearch) part(dir string) *Facts {
	var without []string
	for _, other := range s.chosen {
		if rel, below := strings.CutPrefix(other, dir+"/"); below {
			without = append(without, rel)
		} else if dir == "." && other != "." {
			without = append(without, other)
		}
	}
	view := s.tree.View(dir, without...)
	f, err := Detect(view, s.tables, Options{IgnoreDeploymentFiles: s.options.IgnoreDeploymentFiles, part: true})
	if err != nil {
		var file *packaging.Error
		if errors.As(err, &file) {
			moved := *file
			moved.File = path.Join(dir, file.File)
			err = &moved
		}
		f = emptyFacts(view)
		f.Broken = err
	}
	f.Root = dir
	for _, name := range view.Dir(".") {
		if slices.Contains(dependencyFiles, name) && declares(view, name) {
			at := source.At(name, 0, "")
			f.Declared = &at
			break
		}
	}
	s.findOutside(f)
	return f
}

// findOutside notes what a service imports that no package brings and that stands in a directory around the service.
func (s *serviceSearch) findOutside(f *Facts) {
	if f.Root == "." {
		return
	}
	var names []string
	for _, listed := range f.Packages {
		names = append(names, listed.Name)
	}
	declared := s.tables.ModulesOf(names)
	for _, imp := range f.Imports {
		if imp.Kind != ImportAlways || declared.Has(imp.Module) {
			continue
		}
		for dir := path.Dir(f.Root); ; dir = path.Dir(dir) {
			if s.provides(dir, imp.Module) {
				f.Outside = append(f.Outside, Named{Name: imp.Module, Evidence: imp.Evidence})
				break
			}
			if dir == "." {
				break
			}
		}
	}
}

// dropParts takes back the services that need modules of a program around them which is a service itself: they are
// further processes of that one.
func (s *serviceSearch) dropParts() {
	f := s.facts
	if !slices.Contains(s.chosen, ".") {
		return
	}
	kept := slices.DeleteFunc(slices.Clone(f.Services), func(of *Facts) bool {
		return len(of.Outside) > 0 && !slices.ContainsFunc(s.options.Services, func(dir string) bool { return path.Clean(dir) == of.Root })
	})
	if len(kept) == len(f.Services) {
		return
	}
	for _, of := range f.Services {
		if !slices.Contains(kept, of) {
			at := of.Outside[0].Evidence
			at.File = path.Join(of.Root, at.File)
			f.PassedOver = append(f.PassedOver, PassedOver{Directory: of.Root, Reason: "is a part of the program around it: it imports " + of.Outside[0].Name + " from there", Evidence: at})
		}
	}
	s.chosen, f.Services = nil, []*Facts{}
	for _, of := range kept {
		s.chosen = append(s.chosen, of.Root)
	}
	if len(kept) > 1 { // the root's facts hold what was taken back
		for _, dir := range s.chosen {
			f.Services = append(f.Services, s.part(dir))
		}
	}
}
