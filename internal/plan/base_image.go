package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// chooseBase decides the family of the base image.
func (p *planner) chooseBase() error {
	var families []string
	for _, b := range p.tables.Bases {
		families = append(families, b.Family)
	}
	family := families[0]
	o := p.options.Base
	if o.Set() && o.Value != "auto" {
		family = o.Value
	}
	i := slices.Index(families, family)
	if i < 0 {
		return &Invalid{
			Text: fmt.Sprintf("%s: %q is not a base that pykube writes: %s", o.Origin.Name, source.Printable(o.Value), strings.Join(families, ", ")),
			Hint: "--base " + families[0],
		}
	}
	base := p.tables.Bases[i]
	r, _ := p.tables.Pythons.Get(p.service.Python.Version)
	p.service.Base = Base{Family: family, Builder: reference(base.Builder, r), Runtime: reference(base.Runtime, r)}
	if o.Set() && o.Value != "auto" {
		p.chosen("base", family, "--base", o)
		return nil
	}
	p.decide(Decision{
		Topic: "base", Choice: family, Override: "--base", Origin: "default", Reason: base.Why,
		Alternatives: []Alternative{
			{Choice: "alpine", Reason: "this version of pykube does not write it"},
			{Choice: "distroless", Reason: "this version of pykube does not write it"},
		},
	})
	return nil
}

func reference(pattern string, r knowledge.Python) string {
	return strings.NewReplacer("{python}", r.Version, "{debian}", r.Image).Replace(pattern)
}
