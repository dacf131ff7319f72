package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// chooseExtras decides which extras of the project are installed: those that are asked for, else those that the files
// that deploy the repository ask for.
func (p *planner) chooseExtras() error {
	if groups := p.manager.Groups; len(groups) > 0 {
		d := Decision{Topic: "groups", Reason: "the files that deploy the repository install them, too"}
		var names []string
		for _, g := range groups {
			names = append(names, g.Name)
			d.Evidence = append(d.Evidence, g.Evidence)
		}
		d.Choice = strings.Join(names, ", ")
		p.decide(d)
	}
	if o := p.options.Extras; o.Set() {
		for extra := range strings.SplitSeq(o.Value, ",") {
			if extra = strings.TrimSpace(extra); extra == "" {
				continue
			}
			name := normalName(extra)
			if !slices.Contains(p.manager.Extras, name) {
				return &Invalid{
					Text: fmt.Sprintf("%s: %s offers no extra %q: %s", o.Origin.Name, p.manager.File, source.Printable(extra), orElse(some(p.manager.Extras), "it has none")),
					Hint: "--extras " + orElse(strings.Join(p.manager.Extras[:min(1, len(p.manager.Extras))], ""), "''"),
				}
			}
			p.takeExtra(name)
		}
		p.chosen("extras", orElse(strings.Join(p.extras, ", "), "none"), "--extras", o)
		return nil
	}
	in := p.deployed(p.manager)
	if in == nil || len(in.Extras) == 0 {
		return nil
	}
	asked := in.Extras
	if slices.Contains(asked, "*") {
		asked = p.manager.Extras
	}
	for _, extra := range asked {
		if slices.Contains(p.manager.Extras, extra) {
			p.takeExtra(extra)
		}
	}
	if len(p.extras) > 0 {
		p.decide(Decision{
			Topic: "extras", Choice: strings.Join(p.extras, ", "), Override: "--extras", Evidence: []source.Evidence{in.Evidence},
			Reason: in.Evidence.File + " installs the project with them",
		})
	}
	return nil
}

// takeExtra installs an extra of the project with what it asks for.
func (p *planner) takeExtra(name string) {
	p.extras = append(p.extras, name)
	p.facts.Packages = append(slices.Clone(p.facts.Packages), p.manager.Optional[name]...)
}

// normalName is the name of an extra in its one form (PEP 503).
func normalName(name string) string {
	return separators.ReplaceAllString(strings.ToLower(name), "-")
}

var separators = regexp.MustCompile(`[-_.]+`)
