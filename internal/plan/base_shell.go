package plan

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// adviseShell says what of the program does not work on an image without a shell.
func (p *planner) adviseShell() {
	if p.service.Base.PackageManager != "" || p.traits.Users != "" {
		return
	}
	if lines := p.facts.Behaviour.Shell; len(lines) > 0 {
		p.advise(Advice{
			Topic: "base", Evidence: firstOf(lines),
			Text: fmt.Sprintf("the program gives lines to a shell, and %s has none: they fail there; a list of words, without shell=True, starts a program by itself", p.service.Base.Runtime),
		})
	}
	var missing []string
	var lines []source.Evidence
	for _, started := range p.facts.Behaviour.Programs {
		if p.tables.Everywhere(started.Name) {
			missing = append(missing, started.Name)
			lines = append(lines, started.Evidence)
		}
	}
	if len(missing) > 0 {
		p.advise(Advice{
			Topic: "base", Evidence: firstOf(lines),
			Text: fmt.Sprintf("the program starts %s, which %s does not have", strings.Join(firstOf(missing), ", "), p.service.Base.Runtime),
		})
	}
}
