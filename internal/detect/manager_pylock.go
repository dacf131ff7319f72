package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// readPylock looks for pylock.toml (PEP 751). Its siblings pylock.NAME.toml are for what their names say, and installed
// where that is asked for.
func readPylock(r *reading) error {
	for _, file := range r.tree.Files() {
		if !packaging.IsPylock(file) || strings.Contains(file, "/") {
			continue
		}
		lock, err := packaging.ReadPylock(r.tree, file)
		if err != nil {
			return err
		}
		m := Manager{
			Name: "pip", Format: Pylock, File: file, Files: []string{file}, Pinned: true, Hashed: true, Lock: lock.LockVersion,
			Evidence: source.At(file, 0, ""),
		}
		if lock.CreatedBy == "uv" || lock.CreatedBy == "pdm" {
			m.Name = lock.CreatedBy
		}
		if file != "pylock.toml" {
			m.Role = RolePassed
		}
		r.facts.demand(lock.RequiresPython)
		if p := r.project; p != nil && p.BuildSystem != nil {
			m.Packaged, m.PackageDirs = true, packageDirs(r.tree, p, p.Name.Value)
		}
		for _, p := range lock.Packages {
			if p.Index != "" && !slices.ContainsFunc(m.Indexes, func(i Index) bool { return i.URL == p.Index }) {
				m.Indexes = append(m.Indexes, indexAt("", p.Index, p.Evidence))
			}
		}
		r.pins(&m, lock.Installed(packaging.MarkerEnv{}))
		r.add(m)
	}
	return nil
}
