package plan

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// maxPassedOver is how many directories that are no services a decision lists.
const maxPassedOver = 20

// placeService says why the directory is a service among others, and what it needs from outside of it.
func (p *planner) placeService() error {
	s := p.placed
	if s == nil {
		return nil
	}
	d := Decision{Topic: "services", Choice: s.Facts.Root, Override: "--service", Reason: "the directory declares its dependencies and holds an application"}
	if s.asked != nil {
		d.Origin, d.Reason = string(s.asked.Origin.Kind), "asked for by "+s.asked.Origin.Name
	}
	if len(s.all) > 1 {
		d.Reason += fmt.Sprintf("; the repository holds %d services: %s", len(s.all), some(s.all))
	}
	if s.Facts.Declared != nil {
		d.Evidence = append(d.Evidence, *s.Facts.Declared)
	}
	if groups := p.groups(); len(groups) > 0 {
		d.Evidence = append(d.Evidence, groups[0][0].Evidence)
	}
	for i, over := range s.over {
		if i == maxPassedOver {
			d.Alternatives = append(d.Alternatives, Alternative{Choice: fmt.Sprintf("%d more directories", len(s.over)-i), Reason: "pykube detect lists them"})
			break
		}
		d.Alternatives = append(d.Alternatives, Alternative{Choice: source.Printable(over.Directory), Reason: over.Reason + ": " + over.Evidence.String()})
	}
	p.decide(d)
	p.adviseOutside()
	return nil
}

// adviseOutside says that the image of a service lacks modules which stand beside its directory.
func (p *planner) adviseOutside() {
	var names []string
	var lines []source.Evidence
	for _, m := range p.facts.Outside {
		names = append(names, m.Name)
		lines = append(lines, m.Evidence)
	}
	if len(names) == 0 {
		return
	}
	p.advise(Advice{
		Topic: "services", Evidence: firstOf(lines),
		Text: fmt.Sprintf("the program imports %s, which stands in the repository outside of %s; the image is built from that directory alone, so the import fails: "+
			"make it a package that the service depends on, or move it there", strings.Join(firstOf(names), ", "), p.placed.Facts.Root),
	})
}
