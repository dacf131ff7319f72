package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// readProjectTable looks for [project] of pyproject.toml, where no lock was made of it.
func readProjectTable(r *reading) error {
	p := r.project
	if p == nil || !p.HasProject || r.declared() {
		return nil
	}
	m := Manager{
		Name: backEndName(p), Format: ProjectTable, File: "pyproject.toml", Files: []string{"pyproject.toml"},
		Packages: required(p.Dependencies), Evidence: source.At("pyproject.toml", p.Line("project"), "[project]"),
	}
	m.optional(p.Optional)
	m.Empty = len(p.Dependencies) == 0 && !slices.Contains(p.Dynamic, "dependencies")
	if p.BuildSystem != nil {
		m.Packaged, m.PackageDirs = true, packageDirs(r.tree, p, p.Name.Value)
	}
	dynamic, err := p.DynamicDependencies(r.tree)
	if err != nil {
		return err
	}
	if dynamic != nil && slices.Contains(p.Dynamic, "dependencies") { // they are known when the project is built
		m.Format = Setup
		m.Packages = append(m.Packages, required(dynamic.Dependencies)...)
		if slices.Contains(p.Dynamic, "optional-dependencies") {
			m.optional(dynamic.Optional)
		}
	}
	for _, q := range p.Dependencies {
		for _, s := range p.Sources[q.Name] {
			if s.Workspace && p.Workspace == nil {
				at := source.At("pyproject.toml", s.Line, q.Name+" = { workspace = true }")
				m.Stale = &Stale{Reason: q.Name + " is a member of a workspace, whose root is not this directory", Evidence: at}
			}
			if dir, ok := localDir(r.tree, s.Path.Value); ok {
				m.LocalDirs = append(m.LocalDirs, dir)
				m.Locals = append(m.Locals, s.Path.Evidence)
			}
		}
	}
	r.add(m)
	return nil
}

// backEnds are the names of those that build projects, and of the tools that they belong to.
var backEnds = []struct{ backEnd, tool string }{
	{"hatchling", "hatch"}, {"setuptools", "setuptools"}, {"flit", "flit"}, {"pdm", "pdm"}, {"poetry", "poetry"}, {"uv_build", "uv"},
}

// backEndName is the tool that a project without a lock is kept with.
func backEndName(p *packaging.PyProject) string {
	if _, ok := p.Tools["uv"]; ok {
		return "uv"
	}
	for _, b := range backEnds {
		if strings.HasPrefix(p.BuildBackend, b.backEnd) {
			return b.tool
		}
	}
	if p.BuildSystem != nil { // PEP 517: setuptools where no back end is named
		return "setuptools"
	}
	return "pip"
}

// declared reports whether a lock was made from pyproject.toml, or Poetry reads it.
func (r *reading) declared() bool {
	return slices.ContainsFunc(r.facts.Managers, func(m Manager) bool {
		return slices.Contains([]Format{UVLock, PoetryLock, PoetryTable, PDMLock, Pylock}, m.Format) && m.Role != RolePassed
	})
}

// readSetup looks for setup.py and setup.cfg.
func readSetup(r *reading) error {
	manifest := r.setup
	if manifest == nil {
		return nil
	}
	r.facts.demand(manifest.RequiresPython)
	r.facts.addPythons(PythonHint, manifest.Classifiers)
	if r.project != nil && r.project.HasProject { // the arguments of setup() are what [project] leaves open
		return nil
	}
	m := Manager{
		Name: "setuptools", Format: Setup, File: manifest.File, Files: manifest.Files, PackageDirs: manifest.PackageDirs,
		Packaged: r.tree.Has("setup.py") || r.project != nil && r.project.BuildSystem != nil, // pip builds no setup.cfg by itself
		Packages: required(manifest.Dependencies), Evidence: manifest.Evidence,
	}
	m.optional(manifest.Optional)
	r.facts.addDirect(manifest.Dependencies)
	m.Empty = len(manifest.Dependencies) == 0 && manifest.Knows("install_requires")
	if r.facts.Project == nil && manifest.Name.Value != "" {
		r.facts.Project = &Project{Name: manifest.Name.Value, Version: manifest.Version.Value, Evidence: manifest.Name.Evidence}
	}
	r.add(m)
	return nil
}
