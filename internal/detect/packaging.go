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
func (f *Facts) readPackaging(tree *source.Tree, tables *knowledge.Tables, options Options) error {
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
	setup, err := packaging.ReadSetuptools(tree)
	if err != nil {
		return err
	}
	r := &reading{tree: tree, tables: tables, project: project, setup: setup, facts: f}
	if !options.IgnoreDeploymentFiles {
		r.installs = deployedInstalls(tree)
		f.noteInstalls(r.installs)
	}
	r.lists = packaging.FindRequirements(tree, r.installs...)
	if err := f.readManagers(r); err != nil {
		return err
	}
	f.findElsewhere(tree, r.lists)
	f.findPythonHints(tree, project, options)
	return nil
}

// dependencyFiles declare what a directory needs, whatever else stands in it.
var dependencyFiles = []string{
	"requirements.txt", "uv.lock", "pyproject.toml", "poetry.lock", "pdm.lock", "Pipfile", "Pipfile.lock", "pylock.toml", "pixi.toml",
	"environment.yml", "environment.yaml", "setup.py", "setup.cfg",
}

// findElsewhere lists the directories below the root that declare dependencies: one of them may be the one that was
// meant.
func (f *Facts) findElsewhere(tree *source.Tree, lists []packaging.RequirementsFile) {
	home := map[string]string{} // of a list -> the directory that it is for
	for _, l := range lists {
		home[l.File] = l.Home
	}
	for _, file := range tree.Files() {
		dir := path.Dir(file)
		if of, ok := home[file]; ok {
			dir = of
		}
		if slices.Contains(dependencyFiles, path.Base(file)) && dir != "." && !aside(file) && strings.Count(file, "/") <= 3 &&
			!slices.Contains(f.Elsewhere, dir) && declares(tree, file) {
			f.Elsewhere = append(f.Elsewhere, dir)
		}
	}
}

// findResembling lists what by its name may declare dependencies, where nothing does that could be read.
func (f *Facts) findResembling(tree *source.Tree) {
	files := tree.Files()
	for _, s := range tree.Skipped {
		files = append(slices.Clone(files), s.Path)
	}
	for _, file := range files {
		name := strings.ToLower(file)
		if len(f.Managers) == 0 && len(f.Resembling) < maxResembling && strings.Count(file, "/") <= 2 && !strings.HasSuffix(name, ".py") &&
			slices.ContainsFunc([]string{"require", "pyproject", "setup.cfg", "pipfile", "environment.y", "conda", "uv.lock", "poetry.lock", "pdm.lock", "pylock", "pixi"}, func(w string) bool { return strings.Contains(name, w) }) {
			if text, err := tree.Text(file); err != nil || strings.TrimSpace(text) != "" {
				f.Resembling = append(f.Resembling, file)
			}
		}
	}
}

// maxResembling is how many of them are listed.
const maxResembling = 20

// manifestMarks are what a file holds that declares a project: one of the same name may be a module of the program, or
// only configure tools.
var manifestMarks = map[string][]string{
	"setup.py":       {"setuptools", "distutils", "skbuild"},
	"setup.cfg":      {"[metadata]", "[options]"},
	"pyproject.toml": {"[project]", "[tool.poetry", "[tool.flit", "[tool.pdm", "[tool.pixi", "[tool.uv", "[dependency-groups]"},
}

// declares reports whether a file with the name of one that declares dependencies is one.
func declares(tree *source.Tree, file string) bool {
	marks, named := manifestMarks[path.Base(file)]
	if !named {
		return true
	}
	text, err := tree.Text(file)
	if err == nil && path.Base(file) == "pyproject.toml" && !strings.Contains(text, "[") { // it marks a project, and says nothing yet
		return true
	}
	return err == nil && slices.ContainsFunc(marks, func(mark string) bool { return strings.Contains(text, mark) })
}

func (f *Facts) readProject(p *packaging.PyProject) {
	if p == nil || !p.HasProject && p.FastAPIEntrypoint.Value == "" {
		return
	}
	f.Project = &Project{Name: p.Name.Value, Version: p.Version.Value, Evidence: p.Name.Evidence, Entrypoint: p.FastAPIEntrypoint.Value}
	if p.Name.Value == "" {
		f.Project.Evidence = p.FastAPIEntrypoint.Evidence
	}
	f.Project.Description, f.Project.License = p.About.Description.Value, p.About.License.Value
	// The labels of PEP 753 and their other names.
	f.Project.Homepage = firstOf(p.About.URLs, "homepage")
	f.Project.Source = firstOf(p.About.URLs, "source", "repository", "sourcecode", "github")
	f.Project.Documentation = firstOf(p.About.URLs, "documentation", "docs")
}

func firstOf(urls map[string]packaging.Located, labels ...string) string {
	for _, label := range labels {
		if url := urls[label].Value; url != "" {
			return url
		}
	}
	return ""
}

func (f *Facts) readPython(tree *source.Tree, p *packaging.PyProject, lock *packaging.UVLock) error {
	if err := f.readPythons(tree); err != nil {
		return err
	}
	if p != nil {
		f.demand(p.RequiresPython)
	}
	if lock != nil {
		f.demand(lock.RequiresPython)
	}
	return nil
}

// demand notes a range of Python that the project states.
func (f *Facts) demand(l packaging.Located) {
	if l.Value != "" {
		f.addPythons(PythonProject, []packaging.Demand{{Specifier: l.Value, Evidence: l.Evidence}})
	}
}
