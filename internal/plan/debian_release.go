package plan

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// olderDebian is the release before that of the newest images. The official images of Python are built for both.
// Source: https://github.com/docker-library/python/blob/master/versions.json
const olderDebian = "bookworm"

// debianReleases are the releases as the tags and names of images tell them, the newest first.
var debianReleases = []struct{ name, number string }{{"trixie", "debian13"}, {"bookworm", "debian12"}, {"bullseye", "debian11"}, {"buster", "debian10"}}

// debianOf gives the release of Debian that the reference of an image tells; "" where it tells none.
func debianOf(reference string) string {
	reference, _, _ = strings.Cut(reference, "@")
	for _, r := range debianReleases {
		if strings.Contains(reference, r.name) || strings.Contains(reference, r.number) {
			return r.name
		}
	}
	return ""
}

// namedDebian takes the names that packages have in the release of an image that the user names, where its reference tells it.
func (p *planner) namedDebian(o config.Option) error {
	switch of := debianOf(o.Value); {
	case of == "" || of == p.debian:
	case len(p.older) > 0:
		return &Invalid{
			Text: fmt.Sprintf("%s: %s is of Debian %s: %s (%s), and Debian has it in %s", o.Origin.Name, o.Value, of, p.older[0].why, p.older[0].at, p.debian),
			Hint: "--base-image, with an image of Debian " + p.debian,
		}
	case of == olderDebian || of == debianReleases[0].name:
		p.debian = of
	default:
		p.debian = "" // the names that every release has
	}
	return nil
}

// onlyThere is what a package or a program needs that Debian had in its older release for the last time.
type onlyThere struct {
	why string
	at  source.Evidence
}

// chooseDebian gives the release of Debian for an image: the newest that Python has images for, or the one before, where
// something that is needed is in that alone.
func (p *planner) chooseDebian(r knowledge.Python) knowledge.Python {
	p.debian = r.Image
	if r.Image == olderDebian || p.patch != "" {
		return r
	}
	for _, n := range p.tables.Native {
		if listed := p.nativeInstalled(n); listed != nil && len(n.On(olderDebian).Runtime) > 0 && len(n.On(r.Image).Runtime) == 0 {
			p.older = append(p.older, onlyThere{fmt.Sprintf("%s %s", listed.Name, orElse(n.Why, "needs "+strings.Join(n.On(olderDebian).Runtime, " "))), listed.Evidence})
		}
	}
	for _, started := range p.facts.Behaviour.Programs {
		row, known := p.tables.SystemProgram(started.Name)
		if known && p.facts.Package(strings.ToLower(started.Name)) == nil && len(row.On(olderDebian)) > 0 && len(row.On(r.Image)) == 0 {
			p.older = append(p.older, onlyThere{fmt.Sprintf("the program starts %s, which %s", started.Name, row.Why), started.Evidence})
		}
	}
	if len(p.older) > 0 {
		r.Image, p.debian = olderDebian, olderDebian
	}
	return r
}

// onlyOlder completes the reason of a base by what keeps it on the older release of Debian.
func (p *planner) onlyOlder(d *Decision) {
	if len(p.older) == 0 || !strings.Contains(p.service.Base.Runtime, p.debian) {
		return
	}
	for _, o := range p.older {
		d.Reason += fmt.Sprintf("; %s: %s, and Debian has it in %s, not in its newest release", o.at, o.why, p.debian)
		d.Evidence = append(d.Evidence, o.at)
	}
	if d.Origin == "default" {
		d.Origin = "detected"
	}
}
