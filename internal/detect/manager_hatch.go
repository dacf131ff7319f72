package detect

import (
	"github.com/pykube/pykube/internal/detect/packaging"
)

// hatchEnvironments are those that a program may be run in, the first that there is.
var hatchEnvironments = []string{"production", "prod", "app", "default"}

// readHatch looks for an environment of Hatch that holds what a program needs, where the project itself asks for nothing.
func readHatch(r *reading) error {
	if r.project != nil && len(r.project.Dependencies) > 0 || r.declared() {
		return nil
	}
	hatch, err := packaging.ReadHatch(r.tree)
	if err != nil || hatch == nil {
		return err
	}
	for _, name := range hatchEnvironments {
		env, ok := hatch.Envs[name]
		if !ok || len(env.Dependencies) == 0 {
			continue
		}
		m := Manager{
			Name: "hatch", Format: Setup, File: env.Evidence.File, Files: hatch.Files, Packages: required(env.Dependencies),
			Reason: "is the environment " + name + " of Hatch", Evidence: env.Evidence,
		}
		if r.project != nil && r.project.BuildSystem != nil && !env.Detached && !env.SkipInstall {
			m.Packaged, m.PackageDirs = true, packageDirs(r.tree, r.project, r.project.Name.Value)
		}
		r.add(m)
		return nil
	}
	return nil
}

// readFlit looks for the tables of Flit that are older than [project].
func readFlit(r *reading) error {
	if r.project != nil && r.project.HasProject || r.declared() {
		return nil
	}
	manifest, err := packaging.ReadFlit(r.tree)
	if err != nil || manifest == nil {
		return err
	}
	r.facts.demand(manifest.RequiresPython)
	r.facts.addPythons(PythonHint, manifest.Classifiers)
	m := Manager{
		Name: "flit", Format: Setup, File: manifest.File, Files: manifest.Files, Packaged: true, PackageDirs: manifest.PackageDirs,
		Packages: required(manifest.Dependencies), Evidence: manifest.Evidence,
	}
	m.optional(manifest.Optional)
	r.facts.addDirect(manifest.Dependencies)
	r.add(m)
	return nil
}
