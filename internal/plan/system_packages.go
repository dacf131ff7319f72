package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// chooseSystemPackages decides which packages of the distribution the image needs, by the packages of PyPI that are
// known to be installed. What an open list brings with it is not known before it is resolved.
func (p *planner) chooseSystemPackages() error {
	sys := &p.service.SystemPackages
	d := Decision{Topic: "system_packages"}
	var reasons []string
	need := func(name, why string, build, runtime []string, at source.Evidence) {
		sys.Build = append(sys.Build, build...)
		sys.Runtime = append(sys.Runtime, runtime...)
		d.Evidence = append(d.Evidence, at)
		reasons = append(reasons, fmt.Sprintf("%s %s", name, why))
	}
	for _, n := range p.tables.Native {
		listed := p.facts.Package(n.Name)
		brought := slices.ContainsFunc(n.Unless, func(other string) bool { return p.facts.Package(other) != nil })
		if listed != nil && !brought && !p.withBinary(n.Name) {
			need(n.Name, n.Why, n.Build, n.Runtime, listed.Evidence)
		}
	}
	for _, listed := range p.facts.Packages {
		if strings.HasPrefix(listed.Address, "git+") {
			need(orElse(listed.Name, listed.Address), "is fetched with git", []string{"git"}, nil, listed.Evidence)
		}
	}
	slices.Sort(sys.Build)
	slices.Sort(sys.Runtime)
	sys.Build, sys.Runtime = slices.Compact(sys.Build), slices.Compact(sys.Runtime)
	if len(reasons) == 0 {
		return nil
	}
	d.Choice = fmt.Sprintf("build: %s; runtime: %s", orElse(strings.Join(sys.Build, " "), "none"), orElse(strings.Join(sys.Runtime, " "), "none"))
	d.Reason = strings.Join(reasons, "; ")
	p.decide(d)
	return nil
}

// withBinary reports whether a requirement asks for the extra that brings the libraries: psycopg[binary].
func (p *planner) withBinary(name string) bool {
	listed := p.facts.Package(name)
	return listed != nil && slices.Contains(listed.Extras, "binary")
}
