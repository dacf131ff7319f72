package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// readPackaging notes what the files at the root of the repository say of Python and of what is installed.
func (f *Facts) readPackaging(tree *source.Tree, tables *knowledge.Tables) error {
	project, err := packaging.ReadPyProject(tree)
	if err != nil {
		return err
	}
	lock, err := packaging.ReadUVLock(tree)
	if err != nil {
		return err
	}
	f.readProject(project)
	if err := f.readPython(tree, project, lock); err != nil {
		return err
	}
	if err := f.readManagers(&reading{tree: tree, tables: tables, project: project, facts: f}); err != nil {
		return err
	}
	f.findElsewhere(tree)
	return nil
}

// findElsewhere lists the directories below the root that declare dependencies: one of them may be the one that was
// meant.
func (f *Facts) findElsewhere(tree *source.Tree) {
	for _, file := range tree.Files() {
		dir := path.Dir(file)
		known := path.Base(file) == "requirements.txt" || path.Base(file) == "uv.lock" || path.Base(file) == "pyproject.toml" ||
			slices.ContainsFunc(others, func(o other) bool { return o.file == path.Base(file) })
		if known && dir != "." && !aside(file) && strings.Count(file, "/") <= 3 && !slices.Contains(f.Elsewhere, dir) {
			f.Elsewhere = append(f.Elsewhere, dir)
		}
	}
}

func (f *Facts) readProject(p *packaging.PyProject) {
	if p == nil || !p.HasProject && p.FastAPIEntrypoint.Value == "" {
		return
	}
	f.Project = &Project{Name: p.Name.Value, Version: p.Version.Value, Evidence: p.Name.Evidence, Entrypoint: p.FastAPIEntrypoint.Value}
	if p.Name.Value == "" {
		f.Project.Evidence = p.FastAPIEntrypoint.Evidence
	}
}

func (f *Facts) readPython(tree *source.Tree, p *packaging.PyProject, lock *packaging.UVLock) error {
	if err := f.readPythons(tree); err != nil {
		return err
	}
	if p != nil && p.RequiresPython.Value != "" {
		f.Python = append(f.Python, Python{Specifier: p.RequiresPython.Value, Evidence: p.RequiresPython.Evidence})
	}
	if lock != nil && lock.RequiresPython.Value != "" {
		f.Python = append(f.Python, Python{Specifier: lock.RequiresPython.Value, Evidence: lock.RequiresPython.Evidence})
	}
	return nil
}
