package plan

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// adviseDevelopment names the packages for those who work on the program that the image gets.
func (p *planner) adviseDevelopment() {
	var named []string
	var lines []source.Evidence
	for _, listed := range p.direct() {
		if p.tables.Development(listed.Name) != "" && !p.imported(listed.Name, detect.ImportNamed) {
			named = append(named, listed.Name)
			lines = append(lines, listed.Evidence)
		}
	}
	if len(named) == 0 {
		return
	}
	a := Advice{
		Topic: "dependencies", Evidence: firstOf(lines),
		Text: fmt.Sprintf("the image gets %s, which only those need who work on the program", strings.Join(firstOf(named), ", ")),
	}
	if p.manager.Format == detect.UVLock {
		a.Command = "uv remove " + strings.Join(named, " ") + " && uv add --dev " + strings.Join(named, " ")
	}
	p.advise(a)
}

// adviseUnused names the packages that the repository itself asks for and that nothing in it imports or names.
func (p *planner) adviseUnused() {
	direct := p.direct()
	brought := map[string]bool{}
	for _, listed := range p.facts.Packages {
		for _, name := range p.tables.Brings(listed.Name, listed.Extras) {
			if name != listed.Name {
				brought[name] = true
			}
		}
	}
	if p.frozen(direct) {
		return
	}
	var named []string
	var lines []source.Evidence
	for _, listed := range direct {
		if brought[listed.Name] || p.imported(listed.Name, detect.ImportMentioned) || p.tables.Development(listed.Name) != "" ||
			p.tables.Unimported(listed.Name, func(name string) bool { return p.facts.Package(name) != nil }) != "" || p.mayBeUsed(listed.Name) {
			continue
		}
		named = append(named, listed.Name)
		lines = append(lines, listed.Evidence)
	}
	if len(named) == 0 {
		return
	}
	a := Advice{
		Topic: "dependencies", Evidence: firstOf(lines),
		Text: fmt.Sprintf("nothing in the repository imports %s, so far as pykube sees; if nothing needs it, take it out", strings.Join(firstOf(named), ", ")),
	}
	if p.manager.Format == detect.UVLock {
		a.Command = "uv remove " + strings.Join(named, " ")
	}
	p.advise(a)
}

// maxBrought is how many packages that come with others, and that nothing imports, a list may have that a person wrote.
const maxBrought = 3

// frozen reports whether a list looks like the output of pip freeze, which lists what others need, too.
func (p *planner) frozen(direct []detect.Package) bool {
	if p.manager.Name != "pip" {
		return false
	}
	brought := 0
	for _, listed := range direct {
		if p.tables.Brought(listed.Name) && !p.imported(listed.Name, detect.ImportMentioned) {
			brought++
		}
	}
	return brought > maxBrought
}
