package detect

import (
	"slices"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// readConda looks for environment files of conda.
func readConda(r *reading) error {
	for i, file := range packaging.FindCondaEnvironments(r.tree) {
		env, err := packaging.ReadCondaEnvironment(r.tree, file)
		if err != nil {
			if i == 0 && len(r.facts.Managers) == 0 {
				return err
			}
			r.facts.Unread = append(r.facts.Unread, Unread{Reason: err.Error(), Evidence: source.At(file, 0, "")})
			continue
		}
		m := Manager{
			Name: "conda", Format: Conda, File: file, Files: []string{file}, Pinned: env.Pinned(), Empty: len(env.Specs) == 0 && env.Pip == nil,
			Evidence: source.At(file, 0, ""),
		}
		if i > 0 {
			m.Role = RolePassed
		}
		m.Packages = r.condaPackages(env.Specs)
		if env.Pip != nil {
			m.Files = append(m.Files, env.Pip.Includes...)
			m.Packages = append(m.Packages, required(env.Pip.Items)...)
			for _, l := range env.Pip.Locals {
				m.Locals = append(m.Locals, l.Evidence)
				m.LocalDirs = append(m.LocalDirs, l.Value)
			}
		}
		if i == 0 {
			r.facts.addPythons(PythonConda, env.Python)
		}
		r.add(m)
	}
	return nil
}

// readPixi looks for pixi.toml and [tool.pixi].
func readPixi(r *reading) error {
	manifest, err := packaging.ReadPixi(r.tree)
	if err != nil || manifest == nil {
		return err
	}
	m := Manager{
		Name: "pixi", Format: Pixi, File: manifest.File, Files: []string{manifest.File}, Evidence: source.At(manifest.File, 0, ""),
		Packages: append(r.condaPackages(manifest.Dependencies), required(manifest.PyPI)...),
	}
	m.Empty = len(m.Packages) == 0
	lock, err := packaging.ReadPixiLock(r.tree)
	if err != nil {
		return err
	}
	if lock != nil {
		m.File, m.Pinned, m.Hashed, m.Files = "pixi.lock", true, true, append(m.Files, "pixi.lock")
		m.Evidence = source.At("pixi.lock", 0, "")
		if pins, ok := lock.Pins("default", "linux-64"); ok {
			m.Packages = append(r.condaPinned(pins.Conda), r.pinned(pins.PyPI)...)
		}
	}
	r.facts.addPythons(PythonConda, manifest.Python)
	r.add(m)
	return nil
}

// readCondaLock looks for a lock of conda: that of conda-lock, or a list that conda installs without solving.
func readCondaLock(r *reading) error {
	files := packaging.FindCondaLocks(r.tree)
	if len(files) == 0 {
		return nil
	}
	file := files[0]
	lock, err := packaging.ReadCondaLock(r.tree, file, "linux-64")
	if err != nil {
		return err
	}
	m := Manager{
		Name: "conda", Format: CondaLock, File: file, Files: []string{file}, Pinned: true, Hashed: true, Evidence: source.At(file, 0, ""),
		Packages: append(r.condaPinned(lock.Conda), r.pinned(lock.PyPI)...),
	}
	m.Empty = len(m.Packages) == 0
	for _, pin := range lock.Conda {
		if pin.Name == "python" {
			r.facts.addPythons(PythonConda, []packaging.Demand{{Version: pin.Version, Evidence: pin.Evidence}})
		}
	}
	r.add(m)
	return nil
}

// condaPinned gives the packages of a lock, those alone that PyPI knows, too.
func (r *reading) condaPinned(pins []packaging.CondaPin) []Package {
	var found []Package
	for _, pin := range pins {
		name, ok := r.tables.CondaName(pin.Name)
		switch {
		case pin.Name == "python" || pin.Name == "pip" || ok && name == "":
			continue
		case !ok:
			name = packaging.NormalName(pin.Name)
		}
		found = append(found, Package{Name: name, Version: pin.Version, Conda: true, Evidence: pin.Evidence})
	}
	return found
}

// condaPackages gives the packages by the names that they have on PyPI; what is none of Python keeps conda's name.
func (r *reading) condaPackages(specs []packaging.CondaSpec) []Package {
	var found []Package
	for _, s := range specs {
		if slices.Contains([]string{"python", "pip"}, s.Name) {
			continue
		}
		p := Package{Name: packaging.NormalName(s.Name), Version: s.Exact, Conda: true, Evidence: s.Evidence}
		if s.Translated {
			p.Specifier = s.Specifier
		}
		if name, ok := r.tables.CondaName(s.Name); ok && name != "" {
			p.Name = name
		}
		found = append(found, p)
	}
	return found
}
