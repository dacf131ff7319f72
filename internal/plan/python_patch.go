package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/pep440"
)

// onlyPatch gives the one patch release that the ranges admit, and its release X.Y; "" where they do not name one.
func (p *planner) onlyPatch(ranges []detect.Python) (patch, minor string) {
	for _, f := range ranges {
		exact, ok := pep440.Exact(f.Specifier)
		if !ok {
			continue
		}
		if strings.Count(exact, ".") == 1 { // ==3.12 is 3.12.0
			exact += ".0"
		}
		if _, known := p.tables.Pythons.Get(minorOf(exact)); !known || slices.ContainsFunc(ranges, func(other detect.Python) bool {
			return !slices.ContainsFunc(alternatives(other.Specifier), func(s string) bool { return allowed(s, exact) })
		}) {
			continue
		}
		return exact, minorOf(exact)
	}
	return "", ""
}

// stayAt takes a patch release that the project insists on. Its image gets no more fixes.
func (p *planner) stayAt(patch, minor string, ranges []detect.Python) error {
	r, _ := p.tables.Pythons.Get(minor)
	p.patch = patch
	p.setPython(r, Decision{
		Topic: "python", Choice: minor, Override: "--python", Evidence: evidence(ranges),
		Reason: fmt.Sprintf("the project asks for %s alone", patch),
	})
	p.advise(Advice{
		Topic: "python", Evidence: evidence(ranges),
		Text: fmt.Sprintf("%s keeps the image at Python %s, without the fixes that came after it; =%s.* lets it move on", specifiers(ranges), patch, "="+minor),
	})
	return nil
}
