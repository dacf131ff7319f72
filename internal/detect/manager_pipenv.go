package detect

import (
	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// readPipenv looks for Pipfile.lock, and for a Pipfile without one.
func readPipenv(r *reading) error {
	manifest, err := packaging.ReadPipfile(r.tree)
	if err != nil {
		return err
	}
	lock, err := packaging.ReadPipfileLock(r.tree)
	if err != nil {
		return err
	}
	if manifest != nil && manifest.Python != nil {
		r.facts.addPythons(PythonProject, []packaging.Demand{*manifest.Python})
	}
	if manifest == nil {
		if lock != nil {
			r.facts.Unread = append(r.facts.Unread, withoutManifest("Pipfile.lock", "Pipfile"))
		}
		return nil
	}
	m := Manager{
		Name: "pipenv", Format: Pipfile, File: "Pipfile", Files: []string{"Pipfile"}, Empty: manifest.Empty() || len(manifest.Packages) == 0,
		Packages: required(manifest.Packages), Evidence: source.At("Pipfile", 0, ""),
	}
	r.indexes(&m, manifest.Sources)
	r.facts.addDirect(manifest.Packages)
	for _, q := range manifest.Packages {
		if dir, ok := localDir(r.tree, q.URL); ok {
			m.LocalDirs = append(m.LocalDirs, dir)
			m.Locals = append(m.Locals, q.Evidence)
		}
	}
	if lock != nil {
		m.Format, m.File, m.Files, m.Pinned, m.Hashed = PipfileLock, "Pipfile.lock", []string{"Pipfile", "Pipfile.lock"}, true, lock.Hashed
		m.Evidence = source.At("Pipfile.lock", 0, "")
		if manifest.Python == nil && lock.Python != nil {
			r.facts.addPythons(PythonProject, []packaging.Demand{*lock.Python})
		}
		if stale, known := lock.Stale(manifest); stale && known {
			m.Stale = &Stale{Reason: "its hash is not that of the Pipfile", Evidence: lock.Hash.Evidence}
		}
		r.pins(&m, lock.Default)
	}
	r.add(m)
	return nil
}
