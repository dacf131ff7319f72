package detect

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// reading is what the readers of one repository share.
type reading struct {
	tree     *source.Tree
	tables   *knowledge.Tables
	project  *packaging.PyProject // nil where there is none
	setup    *packaging.Manifest  // of setup.py and setup.cfg; nil where there is none
	lists    []packaging.RequirementsFile
	installs []packaging.Install // commands of deployment files
	facts    *Facts
}

// readers look for the files of one manager each, in the order in which the facts list what they find. A further manager
// is a further file.
var readers = []func(*reading) error{
	readUV, readPoetry, readPDM, readPylock, readPipenv, readRequirements, readProjectTable, readFlit, readHatch, readSetup, readCondaLock, readConda, readPixi,
}

// readManagers notes what the files at the root of the repository say of what is installed.
func (f *Facts) readManagers(r *reading) error {
	if r.project != nil {
		f.addDirect(r.project.Dependencies)
	}
	for _, read := range readers {
		if err := read(r); err != nil {
			return err
		}
	}
	r.testNeeds()
	for _, m := range f.Managers {
		for _, p := range m.Packages {
			if f.Package(p.Name) == nil || p.Name == "" {
				f.Packages = append(f.Packages, p)
			}
		}
	}
	return nil
}

// variable is one that a tool puts in for ${NAME}.
var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// names lists the keys of a map in order.
func names[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// existing leaves out the directories that are not there.
func existing(tree *source.Tree, dirs []string) []string {
	return slices.DeleteFunc(slices.Clone(dirs), func(dir string) bool { return !tree.HasDir(dir) && !tree.Has(dir) && !tree.Has(dir+".py") })
}

// localDir gives the directory or archive of the repository that an address leads to.
func localDir(tree *source.Tree, address string) (string, bool) {
	if address == "" || strings.Contains(address, "://") {
		return "", false
	}
	dir := path.Clean(strings.TrimPrefix(address, "file:"))
	return dir, tree.HasDir(dir) || tree.Has(dir)
}

func (r *reading) add(m Manager) {
	if v := packaging.VersionFromVCS(r.project, r.setup); m.Packaged && v != nil {
		m.Versioned = &Named{Name: v.Value, Evidence: v.Evidence}
	}
	if m.Packaged {
		m.LeftBehind = r.leftBehind(m)
		m.Compiles = r.compiles()
	}
	r.marked(m.Packages)
	r.facts.Managers = append(r.facts.Managers, m)
}
