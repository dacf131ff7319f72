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
	if lock != nil {
		f.readUV(tree, project, lock, tables)
	}
	if tree.Has("requirements.txt") {
		list, err := packaging.ReadRequirements(tree, "requirements.txt")
		if err != nil {
			return err
		}
		f.readRequirements(tree, list, lock != nil)
	}
	f.readOthers(tree, project)
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
	pins, err := packaging.ReadPythonVersions(tree)
	if err != nil {
		return err
	}
	for _, pin := range pins {
		f.Python = append(f.Python, Python{Version: pin.Full, Evidence: pin.Evidence})
	}
	if p != nil && p.RequiresPython.Value != "" {
		f.Python = append(f.Python, Python{Specifier: p.RequiresPython.Value, Evidence: p.RequiresPython.Evidence})
	}
	if lock != nil && lock.RequiresPython.Value != "" {
		f.Python = append(f.Python, Python{Specifier: lock.RequiresPython.Value, Evidence: lock.RequiresPython.Evidence})
	}
	return nil
}

func (f *Facts) readUV(tree *source.Tree, p *packaging.PyProject, lock *packaging.UVLock, tables *knowledge.Tables) {
	m := Manager{
		Name: "uv", File: "uv.lock", Files: []string{"pyproject.toml", "uv.lock"}, Pinned: true, Hashed: true,
		Evidence: source.At("uv.lock", 0, ""),
	}
	if p != nil {
		if p.RequiredUV.Value != "" {
			m.Requires = &Python{Specifier: p.RequiredUV.Value, Evidence: p.RequiredUV.Evidence}
		}
		for _, g := range p.DefaultGroups {
			if g != "dev" && developmentGroup(g) {
				m.DevGroups = append(m.DevGroups, g)
			}
		}
		m.Packaged = p.BuildSystem != nil
		if root := lock.Root(); root != nil { // what uv itself decided
			m.Packaged = root.Source.Kind == "editable" || root.Source.Kind == "directory"
		}
		if m.Packaged {
			m.PackageDirs = packageDirs(tree, p)
		}
	}
	for _, l := range lock.Packages {
		if l.Dir != "" && l.Dir != "." && tree.HasDir(l.Dir) {
			m.LocalDirs = append(m.LocalDirs, path.Clean(l.Dir))
			m.Locals = append(m.Locals, l.Evidence)
		}
	}
	f.Managers = append(f.Managers, m)
	for _, l := range lock.Installed() {
		found := Package{Name: l.Name, Version: l.Version, Evidence: l.Evidence}
		for _, r := range tables.Pythons.Python {
			if slices.ContainsFunc(l.Wheels, func(w string) bool { return packaging.WheelInstalls(w, r.Version, packaging.Platforms[0]) }) {
				found.Pythons = append(found.Pythons, r.Version)
			}
		}
		if l.Source.Kind == "git" {
			found.Address = "git+" + l.Source.Value
		}
		f.Packages = append(f.Packages, found)
	}
}

// developmentGroup recognises groups by the names that people give to what development needs (PEP 735).
func developmentGroup(name string) bool {
	return slices.Contains([]string{
		"dev", "development", "test", "tests", "testing", "lint", "linting", "docs", "doc", "typing", "types", "ci", "format",
	}, strings.ToLower(name))
}

// packageDirs lists the directories that the project is built from: those it declares, else the ones that build back
// ends take by themselves: src/NAME and NAME.
func packageDirs(tree *source.Tree, p *packaging.PyProject) []string {
	if len(p.Declared) > 0 {
		return p.Declared
	}
	name := strings.ReplaceAll(packaging.NormalName(p.Name.Value), "-", "_")
	var dirs []string
	if tree.HasDir("src") && (p.BuildBackend == "" || strings.HasPrefix(p.BuildBackend, "setuptools")) {
		return []string{"src"}
	}
	for _, dir := range []string{"src/" + name, name} {
		if tree.HasDir(dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}

func (f *Facts) readRequirements(tree *source.Tree, list *packaging.Requirements, locked bool) {
	m := Manager{
		Name: "pip", File: list.File, Files: list.Files(), Pinned: list.Pinned(), Hashed: list.Hashed() || list.NeedsHashes,
		Generated: list.Generated, Complete: list.Closed(), Evidence: source.At(list.File, 0, ""),
	}
	for _, o := range list.Options {
		m.Options = append(m.Options, o.Value)
	}
	for _, l := range list.Locals {
		m.Locals = append(m.Locals, l.Evidence)
		m.LocalDirs = append(m.LocalDirs, l.Value)
	}
	f.Managers = append(f.Managers, m)
	if locked {
		return
	}
	for _, r := range list.Items {
		version, _ := r.Pinned()
		f.Packages = append(f.Packages, Package{Name: r.Name, Version: version, Specifier: r.Specifier, Extras: r.Extras, Address: r.URL, Evidence: r.Evidence})
	}
}

// declares reports whether setup.cfg describes a package: many only configure tools.
func declares(tree *source.Tree, file string) bool {
	text, err := tree.Text(file)
	return err == nil && (strings.Contains(text, "[metadata]") || strings.Contains(text, "[options]"))
}

type other struct{ file, name string }

// others are files of package managers that are known and not read yet, and a package manager's name for each.
var others = []other{
	{"poetry.lock", "poetry"},
	{"pdm.lock", "pdm"},
	{"Pipfile.lock", "pipenv"},
	{"Pipfile", "pipenv"},
	{"pylock.toml", "pylock"},
	{"pixi.toml", "pixi"},
	{"environment.yml", "conda"},
	{"environment.yaml", "conda"},
	{"setup.py", "setuptools"},
	{"setup.cfg", "setuptools"},
}

func (f *Facts) readOthers(tree *source.Tree, p *packaging.PyProject) {
	for _, o := range others {
		if tree.Has(o.file) && !(o.file == "setup.cfg" && !declares(tree, o.file)) {
			f.Managers = append(f.Managers, Manager{Name: o.name, File: o.file, Evidence: source.At(o.file, 0, "")})
		}
	}
	if p != nil && (p.HasProject || len(p.Tools) > 0) {
		f.Managers = append(f.Managers, Manager{Name: "pyproject", File: "pyproject.toml", Evidence: source.At("pyproject.toml", 0, "")})
	}
}
