package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// chooseBase decides the family of the base image.
func (p *planner) chooseBase() error {
	r, _ := p.tables.Pythons.Get(p.service.Python.Version)
	if f := p.manager.Format; f == detect.Conda || f == detect.CondaLock || f == detect.Pixi {
		return p.condaBase(r.Image)
	}
	var families []string
	for _, b := range p.tables.Bases {
		families = append(families, b.Family)
	}
	family := defaultBase
	o := p.options.Base
	if o.Set() && o.Value != "auto" {
		family = o.Value
	}
	i := slices.Index(families, family)
	if i < 0 {
		return &Invalid{
			Text: fmt.Sprintf("%s: %q is not a base that pykube writes: %s", o.Origin.Name, source.Printable(o.Value), strings.Join(families, ", ")),
			Hint: "--base " + defaultBase,
		}
	}
	base := p.tables.Bases[i]
	p.service.Base = Base{Family: family, Distribution: base.Distribution, Builder: p.reference(base.Builder, r), Runtime: p.reference(base.Runtime, r)}
	if o.Set() && o.Value != "auto" {
		p.chosen("base", family, "--base", o)
		return p.checkMusl(o)
	}
	d := Decision{Topic: "base", Choice: family, Override: "--base", Origin: "default", Reason: base.Why}
	onMusl := Alternative{Choice: "alpine", Reason: "musl is not glibc, and is taken where it is asked for; nothing that is listed is known to lack a wheel for it"}
	if without, at := p.withoutMusl(); len(without) > 0 {
		d.Origin, d.Evidence = "detected", at
		d.Reason = fmt.Sprintf("%s for glibc and none for musl; %s", wheelsOf(without), base.Why)
		onMusl.Reason = fmt.Sprintf("%s would be compiled: there is no wheel for musl", some(without))
	}
	d.Alternatives = []Alternative{onMusl, {Choice: "distroless", Reason: "this version of pykube does not write it"}}
	p.decide(d)
	return nil
}

// defaultBase is the family that is taken where none is asked for: every wheel for Linux installs on it.
const defaultBase = "slim"

// libc is that of the base that is asked for.
func (p *planner) libc() string {
	for _, b := range p.tables.Bases {
		if b.Family == p.options.Base.Value {
			return b.Libc
		}
	}
	return "glibc"
}

// checkMusl refuses a base on which something would have to be compiled, and it is not known with what.
func (p *planner) checkMusl(o config.Option) error {
	if p.libc() != "musl" {
		return nil
	}
	for _, listed := range p.facts.Packages {
		why := p.withoutWheel(listed, p.service.Python.Version, p.libc())
		if row, ok := p.tables.NativeRow(listed.Name); why != "" && (!ok || len(row.On("alpine").Build) == 0) {
			return &Invalid{
				Text: fmt.Sprintf("%s: %s %s (%s), and what it is compiled with on Alpine is not known", o.Origin.Name, listed.Name, why, listed.Evidence),
				Hint: "--base " + defaultBase,
			}
		}
	}
	return nil
}

// withoutWheel says why a package has no wheel for a libc: by the lock, where it lists files, else by the tables. It is ""
// where there is one, or nothing tells.
func (p *planner) withoutWheel(listed detect.Package, python, libc string) string {
	platform := libc + "-x86_64"
	specifier := listed.Specifier
	if listed.Version != "" {
		specifier = "==" + listed.Version
	}
	n, native := p.tables.NativeRow(listed.Name)
	w, dated := p.tables.Wheel(listed.Name)
	switch {
	case listed.Pure || listed.Address != "":
	case listed.Wheels != nil:
		if !slices.Contains(listed.Wheels[platform], python) {
			return "has no wheel for " + libc + " in the lock"
		}
	case native && n.Manylinux != "" && !n.HasWheel(specifier, libc), dated && !w.InstallsOn(libc, specifier, python):
		return "has no wheel for " + libc
	}
	return ""
}

func wheelsOf(names []string) string {
	if len(names) == 1 {
		return names[0] + " has wheels"
	}
	return some(names) + " have wheels"
}

// withoutMusl names the packages that have a wheel for glibc and none for musl on the chosen Python.
func (p *planner) withoutMusl() (names []string, at []source.Evidence) {
	python := p.service.Python.Version
	for _, listed := range p.facts.Packages {
		if !listed.SourceOnly && p.withoutWheel(listed, python, "glibc") == "" && p.withoutWheel(listed, python, "musl") != "" {
			names = append(names, strings.TrimSpace(listed.Name+" "+listed.Version))
			at = append(at, listed.Evidence)
		}
	}
	return names, at[:min(len(at), 6)]
}

// reference names an image. That of a patch release was built for the Debian of its day.
func (p *planner) reference(pattern string, r knowledge.Python) string {
	if p.patch != "" {
		pattern = strings.NewReplacer("{python}", p.patch, "-{debian}", "").Replace(pattern)
	}
	return strings.NewReplacer("{python}", r.Version, "{debian}", r.Image).Replace(pattern)
}
