package detect

import (
	"slices"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// readPDM looks for pdm.lock.
func readPDM(r *reading) error {
	lock, err := packaging.ReadPDMLock(r.tree)
	if err != nil || lock == nil {
		return err
	}
	tool, err := packaging.ReadPDM(r.tree)
	if err != nil {
		return err
	}
	m := Manager{
		Name: "pdm", Format: PDMLock, File: "pdm.lock", Files: []string{"pyproject.toml", "pdm.lock"}, Pinned: true, Hashed: true,
		Lock: lock.Version.Value, Evidence: source.At("pdm.lock", 0, ""),
	}
	if stale, known := lock.Stale(r.project); stale && known {
		m.Stale = &Stale{Reason: "its content_hash is not that of pyproject.toml", Evidence: lock.ContentHash.Evidence}
	}
	if p := r.project; p != nil {
		m.Packaged = p.BuildSystem != nil && p.Name.Value != "" && (tool == nil || tool.Distribution == nil || *tool.Distribution)
		m.Extras = names(p.Optional)
	}
	if m.Packaged {
		m.PackageDirs = packageDirs(r.tree, r.project, r.project.Name.Value)
	}
	if tool != nil {
		r.indexes(&m, tool.Sources)
	}
	for _, t := range lock.Targets {
		r.facts.demand(t.RequiresPython)
	}
	asked := packaging.PDMRequirements(r.project, tool)
	var groups []string
	m.Groups, groups = r.groups("pdm")
	groups = append([]string{"main"}, groups...)
	r.pins(&m, lock.Installed(asked, groups, packaging.MarkerEnv{}))
	r.needed(&m, func(python string) []packaging.Pin {
		return lock.Installed(asked, groups, packaging.MarkerEnv{Python: python})
	})
	r.extras(&m, func(extra string) []packaging.Pin {
		return lock.Installed(asked, []string{"main", extra}, packaging.MarkerEnv{})
	})
	r.add(m)
	return nil
}

// pins notes what a lock installs, and what of it comes from the repository.
func (r *reading) pins(m *Manager, pins []packaging.Pin) {
	for _, pin := range pins {
		if pin.Dir != "" && pin.Dir != "." && !slices.Contains(m.LocalDirs, pin.Dir) && (r.tree.HasDir(pin.Dir) || r.tree.Has(pin.Dir)) {
			m.LocalDirs = append(m.LocalDirs, pin.Dir)
			m.Locals = append(m.Locals, pin.Evidence)
		}
	}
	m.Packages = r.pinned(pins)
}

// indexes notes where packages come from, and the variables in the addresses.
func (r *reading) indexes(m *Manager, sources []packaging.IndexSource) {
	for _, s := range sources {
		m.Indexes = append(m.Indexes, indexAt(s.Name, s.URL, s.Evidence))
		for _, name := range variable.FindAllStringSubmatch(s.URL, -1) {
			m.Variables = append(m.Variables, Named{Name: name[1], Evidence: s.Evidence})
		}
	}
}
