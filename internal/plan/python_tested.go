package plan

import (
	"fmt"
	"slices"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/pep440"
)

// pythonTested chooses by what the repository is tested with and published for; false where that says nothing. It is
// asked where there is neither a pin nor a range.
//
// What is tested runs. A repository that was last touched when 3.9 was new, and is tested on 3.7 to 3.9, has
// dependencies of that time, and a newer release is as likely as not to break it: asyncio.coroutine went with 3.11,
// distutils with 3.12. So the newest tested release is taken, even past its end, and the advice says that it gets no
// more fixes. Whoever keeps such a list up to date gets the release that they test; for them the default is no
// better. Where pins or ranges speak, this does not: a test that was not added is no statement.
//
// Where all of them are older than the oldest image, that image is the nearest to what was tested. Python 2 alone says
// nothing of which Python 3 it could be.
func (p *planner) pythonTested(hints []detect.Python) bool {
	var tested []knowledge.Python
	for _, r := range p.tables.Pythons.Python {
		if slices.ContainsFunc(hints, func(h detect.Python) bool { return hinted(h, r.Version) }) {
			tested = append(tested, r)
		}
	}
	oldest := p.tables.Pythons.Python[0]
	reason := ""
	if len(tested) == 0 {
		before := p.newestBefore(hints, oldest.Version)
		if before == nil {
			return false
		}
		tested = []knowledge.Python{oldest}
		hints = []detect.Python{*before}
		reason = fmt.Sprintf("the oldest release that there is an image for: the newest that is tested or published for is %s; nothing says what it runs on", before.Version)
	}
	chosen, passed := p.newest(tested)
	d := Decision{Topic: "python", Choice: chosen.Version, Reason: reason, Override: "--python", Alternatives: passed}
	if reason == "" {
		d.Reason = "the newest release that the repository is tested or published for" + p.newestWhy(chosen, passed) + "; nothing says what it runs on"
	}
	for _, h := range hints {
		if hinted(h, chosen.Version) || reason != "" {
			d.Evidence = append(d.Evidence, h.Evidence)
		}
	}
	if newer := p.newestSettled(); pep440.Older(chosen.Version, newer) && !slices.ContainsFunc(passed, func(a Alternative) bool { return a.Choice == newer }) {
		d.Alternatives = append(d.Alternatives, Alternative{Choice: newer, Reason: "nothing says that it is tested"})
	}
	p.setPython(chosen, d)
	return true
}

// hinted reports whether weak evidence names a release.
func hinted(h detect.Python, minor string) bool {
	if h.Version != "" {
		return minorOf(h.Version) == minor
	}
	return pythonFits(h.Specifier, minor)
}

// newestTested is the weak evidence of the newest release that there is an image for; nil where there is none.
func (p *planner) newestTested(hints []detect.Python) *detect.Python {
	for _, r := range slices.Backward(p.tables.Pythons.Python) {
		for i, h := range hints {
			if h.Version != "" && hinted(h, r.Version) {
				return &hints[i]
			}
		}
	}
	return nil
}

// newestBefore is the weak evidence of the newest release of Python 3 before one.
func (p *planner) newestBefore(hints []detect.Python, first string) *detect.Python {
	var found *detect.Python
	for i, h := range hints {
		if h.Version == "" || pep440.Older(h.Version, "3.0") || !pep440.Older(h.Version, first) {
			continue
		}
		if found == nil || pep440.Older(found.Version, h.Version) {
			found = &hints[i]
		}
	}
	return found
}
