package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// needPrograms adds the system packages of the programs that the code starts by their name, and that nothing else brings.
func (p *planner) needPrograms(distribution string, need func(why string, build, runtime []string, at source.Evidence)) {
	var unknown []string
	var lines []source.Evidence
	for _, started := range p.facts.Behaviour.Programs {
		row, known := p.tables.SystemProgram(started.Name)
		packages := row.On(distribution)
		listed := p.facts.Package(strings.ToLower(started.Name))
		switch {
		case listed != nil || !known && (!started.Start || p.tables.NeedsNothing(started.Name)):
			continue // a package brings it, or it is of no use here
		case len(packages) == 0:
			unknown = append(unknown, started.Name)
			lines = append(lines, started.Evidence)
			continue
		case !slices.ContainsFunc(packages, func(name string) bool { return !slices.Contains(p.service.SystemPackages.Runtime, name) }):
			continue
		}
		need(fmt.Sprintf("the program starts %s, which %s", started.Name, row.Why), nil, packages, started.Evidence)
	}
	if len(unknown) > 0 {
		p.advise(Advice{
			Topic: "system packages", Evidence: firstOf(lines),
			Text: fmt.Sprintf("the program starts %s, and no package of the image is known to bring it", strings.Join(firstOf(unknown), ", ")),
		})
	}
}
