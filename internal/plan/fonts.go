package plan

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// needFonts adds the packages of the fonts that the program names, and expects the system to have.
func (p *planner) needFonts(need func(why string, build, runtime []string, at source.Evidence)) {
	var unknown []string
	var lines []source.Evidence
	given := map[string]bool{}
	for _, font := range p.facts.Fonts {
		row, ok := p.tables.Font(font.File)
		name := ""
		switch {
		case !ok:
		case font.Path == "" || font.Sought:
			name = row.On(p.service.Base.Distribution)
		case p.service.Base.Distribution == "debian" && below(font.Path, row.Directory):
			name = row.Package // by its path it is found in Debian's directory alone
		}
		switch {
		case name == "" && ok && p.service.Base.Distribution == "debian":
			unknown = append(unknown, fmt.Sprintf("%s, which the package %s has in %s", font.Path, row.Package, row.Directory))
			lines = append(lines, font.Evidence)
		case name == "":
			unknown = append(unknown, orElse(font.Path, font.File))
			lines = append(lines, font.Evidence)
		case !given[name]:
			given[name] = true
			need(fmt.Sprintf("the program opens the font %s, which %s brings (%d MB)", font.File, name, row.MB), nil, []string{name}, font.Evidence)
		}
	}
	if len(unknown) > 0 {
		p.advise(Advice{
			Topic: "fonts", Evidence: firstOf(lines),
			Text: fmt.Sprintf("the program opens %s: no package of the image is known to bring it there; put the file into the repository, or take a font that the system has, such as DejaVuSans.ttf",
				strings.Join(firstOf(unknown), "; ")),
		})
	}
}
