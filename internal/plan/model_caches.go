package plan

import (
	"path"
	"slices"

	"github.com/pykube/pykube/internal/detect"
)

// keepModels says in the image where fetched models are kept: beside it, in a directory that the plan declares. The same
// directory is the default while HOME is writable; named, it stays where it is when something changes HOME, and whoever
// mounts a volume sees what to point at it.
func (p *planner) keepModels(w detect.Write, dir string) {
	if w.Kind != detect.WriteModel || !p.tables.KeepsModels(w.Variable) {
		return
	}
	env := &p.service.Image.Env
	ours := slices.ContainsFunc(*env, func(v EnvVar) bool { return v.Name == w.Variable })
	theirs := slices.ContainsFunc(p.facts.Variables, func(v detect.Variable) bool { return v.Name == w.Variable })
	if ours || theirs {
		return
	}
	if w.Variable == "XDG_CACHE_HOME" {
		dir = path.Dir(dir) // what reads it makes a directory of its own below
	}
	*env = append(*env, EnvVar{Name: w.Variable, Value: dir, Why: "models that are fetched are kept there, and not in the image"})
}
