package detect

import (
	"path"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// readUV looks for uv.lock.
func readUV(r *reading) error {
	lock, err := packaging.ReadUVLock(r.tree)
	if err != nil || lock == nil {
		return err
	}
	m := Manager{
		Name: "uv", Format: UVLock, File: "uv.lock", Files: []string{"pyproject.toml", "uv.lock"}, Pinned: true, Hashed: true,
		Evidence: source.At("uv.lock", 0, ""),
	}
	if p := r.project; p != nil {
		if at, text, stale := lock.Stale(p); stale {
			m.Stale = &Stale{Reason: text, Evidence: at}
		}
		m.Extras = names(p.Optional)
		for _, i := range p.UV.Indexes {
			r.indexes(&m, []packaging.IndexSource{{Name: i.Name, URL: i.URL.Value, Evidence: i.URL.Evidence}})
		}
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
			m.PackageDirs = packageDirs(r.tree, p, p.Name.Value)
		}
	}
	for _, l := range lock.Packages {
		if l.Dir != "" && l.Dir != "." && r.tree.HasDir(l.Dir) {
			m.LocalDirs = append(m.LocalDirs, path.Clean(l.Dir))
			m.Locals = append(m.Locals, l.Evidence)
		}
	}
	var groups []string
	m.Groups, groups = r.groups("uv")
	m.Packages = r.pinned(uvPins(lock.Select(packaging.Selection{Groups: groups})))
	r.needed(&m, func(python string) []packaging.Pin {
		return uvPins(lock.Select(packaging.Selection{Groups: groups, Python: python}))
	})
	r.extras(&m, func(extra string) []packaging.Pin {
		return uvPins(lock.Select(packaging.Selection{Extras: []string{extra}}))
	})
	r.add(m)
	return nil
}

func uvPins(locked []packaging.LockedPackage) []packaging.Pin {
	var pins []packaging.Pin
	for _, l := range locked {
		pin := packaging.Pin{Name: l.Name, Version: l.Version, Wheels: l.Wheels, Sdist: l.Sdist, Dir: l.Dir, Evidence: l.Evidence}
		if l.Source.Kind == "git" {
			pin.Address = "git+" + l.Source.Value
		}
		pins = append(pins, pin)
	}
	return pins
}
