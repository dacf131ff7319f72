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
	r.facts.addPythons(PythonConda, manifest.Python)
	r.add(m)
	return nil
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
