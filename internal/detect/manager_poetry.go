package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// readPoetry looks for poetry.lock, and for [tool.poetry] without one.
func readPoetry(r *reading) error {
	manifest, err := packaging.ReadPoetry(r.tree)
	if err != nil || manifest == nil {
		if r.tree.Has("poetry.lock") {
			r.facts.Unread = append(r.facts.Unread, withoutManifest("poetry.lock", "pyproject.toml"))
		}
		return err
	}
	lock, err := packaging.ReadPoetryLock(r.tree)
	if err != nil {
		return err
	}
	r.facts.pythonsOfPoetry(manifest)
	if f := r.facts; f.Project == nil && manifest.Name.Value != "" {
		f.Project = &Project{Name: manifest.Name.Value, Version: manifest.Version.Value, Evidence: manifest.Name.Evidence}
	}
	m := Manager{
		Name: "poetry", Format: PoetryTable, File: "pyproject.toml", Files: []string{"pyproject.toml"}, Extras: names(manifest.Extras),
		Packaged: manifest.PackageMode && manifest.Name.Value != "", Evidence: manifest.Evidence,
	}
	if m.Packaged {
		m.PackageDirs = existing(r.tree, packageDirs(r.tree, r.project, manifest.Name.Value))
		m.Packaged = len(m.PackageDirs) > 0 // Poetry finds nothing to build, where there is none
	}
	if c, err := packaging.PoetryConstraint(manifest.RequiresPoetry.Value); err == nil && manifest.RequiresPoetry.Value != "" {
		m.Requires = &Python{Specifier: strings.Join(c, " || "), Evidence: manifest.RequiresPoetry.Evidence}
	}
	for _, s := range manifest.Sources {
		if s.URL != "" {
			r.indexes(&m, []packaging.IndexSource{{Name: s.Name, URL: s.URL, Evidence: s.Evidence}})
		}
	}
	var asked []packaging.Requirement
	for _, d := range manifest.Dependencies {
		if !d.Optional {
			asked = append(asked, d.Requirement)
		}
		if dir, ok := localDir(r.tree, d.URL); ok {
			m.LocalDirs = append(m.LocalDirs, dir)
			m.Locals = append(m.Locals, d.Evidence)
		}
	}
	m.Packages, m.Empty = required(asked), len(asked) == 0
	r.facts.addDirect(asked)
	if lock != nil {
		m.Format, m.File, m.Files, m.Pinned, m.Hashed, m.Empty = PoetryLock, "poetry.lock", []string{"pyproject.toml", "poetry.lock"}, true, true, false
		m.Lock, m.Tool, m.Evidence = lock.LockVersion.Value, lock.GeneratedBy.Value, source.At("poetry.lock", 0, "")
		m.LocalDirs, m.Locals = nil, nil
		if stale, why := lock.Stale(manifest); stale {
			m.Stale = &Stale{Reason: why, Evidence: lock.ContentHash.Evidence}
		}
		var groups []string
		m.Groups, groups = r.groups("poetry")
		r.pins(&m, lock.Installed(manifest, nil, groups))
		r.needed(&m, func(python string) []packaging.Pin {
			return lock.Select(manifest, packaging.PoetrySelection{Groups: groups, Python: python})
		})
		r.extras(&m, func(extra string) []packaging.Pin { return lock.Installed(manifest, []string{extra}, nil) })
	}
	if m.Empty && r.project != nil && r.project.HasProject { // [tool.poetry] beside a [project] that another tool reads
		return nil
	}
	r.add(m)
	return nil
}

// pythonsOfPoetry notes the ranges that Poetry is told: any one of them is enough.
func (f *Facts) pythonsOfPoetry(p *packaging.Poetry) {
	if len(p.Python) == 0 || slices.ContainsFunc(f.Python, func(said Python) bool { return said.Evidence == p.Python[0].Evidence }) {
		return
	}
	d := p.Python[0]
	for _, other := range p.Python[1:] {
		d.Specifier += " || " + other.Specifier
	}
	f.addPythons(PythonProject, []packaging.Demand{d})
}

// withoutManifest notes a lock that stands alone: its own tool does nothing with it.
func withoutManifest(lock, manifest string) Unread {
	return Unread{Reason: "the " + manifest + " that it was made from is not there", Evidence: source.At(lock, 0, "")}
}
