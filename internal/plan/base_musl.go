package plan

import (
	"fmt"
	"slices"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

// checkMusl refuses a base on which something would have to be compiled, and it is not known with what.
func (p *planner) checkMusl(asked config.Option) error {
	if p.libc() != "musl" {
		return nil
	}
	for _, listed := range p.facts.Packages {
		why := p.withoutWheel(listed, p.service.Python.Version, p.libc())
		if row, ok := p.tables.NativeRow(listed.Name); why != "" && (!ok || len(row.On("alpine").Build) == 0) {
			return &Invalid{
				Text: fmt.Sprintf("%s: %s %s (%s), and what it is compiled with on Alpine is not known", asked.Origin.Name, listed.Name, why, listed.Evidence),
				Hint: "--base " + defaultBase,
			}
		}
	}
	return nil
}

// withoutWheel says why a package has no wheel for a libc: by the lock, where it lists files, else by the tables. It is ""
// where there is one, or nothing tells.
func (p *planner) withoutWheel(listed detect.Package, python, libc string) string {
	platform := libc + "-x86_64"
	specifier := listed.Specifier
	if listed.Version != "" {
		specifier = "==" + listed.Version
	}
	n, native := p.tables.NativeRow(listed.Name)
	w, dated := p.tables.Wheel(listed.Name)
	switch {
	case listed.Pure || listed.Address != "":
	case listed.Wheels != nil:
		if !slices.Contains(listed.Wheels[platform], python) {
			return "has no wheel for " + libc + " in the lock"
		}
	case native && n.Manylinux != "" && !n.HasWheel(specifier, libc), dated && !w.InstallsOn(libc, specifier, python):
		return "has no wheel for " + libc
	}
	return ""
}
