package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// adviseStatic says what of the pages is not in the image yet: static files of Django that are collected, and front ends
// that are built.
func (p *planner) adviseStatic() {
	if p.app.Framework == "django" {
		p.adviseCollect()
	}
	var apart []string
	var lines []source.Evidence
	for _, fe := range p.facts.Static.FrontEnds {
		if p.adviseFrontEnd(fe) {
			apart = append(apart, fe.Directory)
			lines = append(lines, fe.Evidence)
		}
	}
	if len(apart) > 0 {
		p.advise(Advice{
			Topic: "front end", Evidence: firstOf(lines),
			Text: fmt.Sprintf("built from JavaScript, and served by nothing of the program that is known, so no part of this image: %s", strings.Join(firstOf(apart), ", ")),
		})
	}
}

func (p *planner) adviseCollect() {
	st := p.facts.Static
	lines := func(at ...*source.Evidence) []source.Evidence {
		found := []source.Evidence{}
		for _, e := range at {
			if e != nil {
				found = append(found, *e)
			}
		}
		return found
	}
	switch {
	case st.RootAt != nil && st.WhiteNoise != nil:
		p.advise(Advice{
			Topic: "static files", Evidence: lines(st.RootAt, st.WhiteNoise, st.StorageAt, st.Compressor),
			Text: "STATIC_ROOT is set, and this version of pykube does not run collectstatic: WhiteNoise serves what is collected when the image is built, so pages may lack their static files",
		})
	case st.RootAt != nil:
		p.advise(Advice{
			Topic: "static files", Evidence: lines(st.RootAt, st.StorageAt, st.Compressor),
			Text: "STATIC_ROOT is set, and this version of pykube does not run collectstatic; nor does the program serve what is collected: a web server, or WhiteNoise, has to",
		})
	case st.App != nil && st.WhiteNoise == nil:
		p.advise(Advice{
			Topic: "static files", Evidence: lines(st.App),
			Text: "Django serves static files only where DEBUG is set: without STATIC_ROOT and WhiteNoise, or a web server, pages lack them",
		})
	}
}

// adviseFrontEnd says that pages have to be built. It reports whether what builds them is a program of its own.
func (p *planner) adviseFrontEnd(fe detect.FrontEnd) (apart bool) {
	if fe.Built || slices.ContainsFunc(strings.Split(fe.Directory, "/"), func(part string) bool { return slices.Contains(besidePages, part) }) {
		return false
	}
	lines := []source.Evidence{fe.Evidence}
	make := fe.Manager + " run build"
	if fe.Manager == "yarn" {
		make = "yarn build"
	}
	if fe.Directory != "." {
		make = "cd " + requirementWord(fe.Directory) + " && " + make
	}
	switch {
	case fe.UsedBy != nil:
		p.advise(Advice{
			Topic: "front end", Evidence: append(lines, *fe.UsedBy), Command: make,
			Text: fmt.Sprintf("the program serves %s, which %s makes and this version of pykube does not: build it before the image", fe.Output, orElse(fe.Tool, fe.Manager)),
		})
	case fe.Output != "" && p.amongProgram(fe.Output):
		p.advise(Advice{
			Topic: "front end", Evidence: lines, Command: make,
			Text: fmt.Sprintf("%s makes files in %s, among those of the program, and this version of pykube does not: build them before the image", orElse(fe.Tool, fe.Manager), fe.Output),
		})
	default:
		return fe.Output != "" && fe.Directory != "."
	}
	return false
}

// besidePages are directories of what is built for others: libraries, and the pages of the project itself.
var besidePages = []string{"packages", "libs", "lib", "website", "www", "docs"}

// amongProgram reports whether a directory stands in the one that the application is made in, or is called as what
// frameworks serve.
func (p *planner) amongProgram(dir string) bool {
	top, _, _ := strings.Cut(path.Dir(p.app.File), "/")
	first, _, nested := strings.Cut(dir, "/")
	return nested && first == top && top != "." || slices.Contains(strings.Split(dir, "/"), "static") || slices.Contains(strings.Split(dir, "/"), "templates")
}
