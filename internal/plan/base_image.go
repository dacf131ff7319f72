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

// Families of base images that the plan tells apart by name.
const (
	defaultBase = "slim" // every wheel for Linux installs on it
	distroless  = "distroless"
	custom      = "custom" // an image that the user names
)

// chooseBase decides the images that the stages start from.
func (p *planner) chooseBase() error {
	r, _ := p.tables.Pythons.Get(p.service.Python.Version)
	r = p.chooseDebian(r)
	if f := p.manager.Format; f == detect.Conda || f == detect.CondaLock || f == detect.Pixi {
		return p.condaBase(r.Image)
	}
	wish, err := p.wishedBase()
	if err != nil {
		return err
	}
	asked := wish
	if o := p.options.BaseImage; o.Set() {
		asked, err = o, p.baseNamed(wish, r)
	} else {
		err = p.baseOf(wish, r)
	}
	if err != nil {
		return err
	}
	if err := p.builderNamed(); err != nil {
		return err
	}
	b := &p.service.Base
	b.Collected = b.PackageManager == "" && b.BuilderPackageManager == "apt" && b.Distribution == "debian"
	if b.Carried && !b.Collected {
		return &Invalid{Text: b.Runtime + " has no Python, and that of " + b.Builder + " cannot be carried over: it is not Debian", Hint: "give it a row in pykube.toml that has its interpreter: [[custom-base]]"}
	}
	if err := p.checkInterpreter(); err != nil {
		return err
	}
	if err := p.checkMusl(asked); err != nil {
		return err
	}
	p.adviseShell()
	return nil
}

// wishedBase is the Option that names a family: --base, or the profile; one that is not set for auto.
func (p *planner) wishedBase() (config.Option, error) {
	o := p.options.Base
	if o.Set() && o.Value != "auto" {
		if families := p.tables.Families(); !slices.Contains(families, o.Value) {
			return o, &Invalid{
				Text: fmt.Sprintf("%s: %q is not a base that pykube writes: %s", o.Origin.Name, source.Printable(o.Value), strings.Join(families, ", ")),
				Hint: "--base " + defaultBase,
			}
		}
		return o, nil
	}
	switch profile := p.options.Profile; {
	case !profile.Set() || profile.Value == "standard":
	case profile.Value != "hardened":
		return o, &Invalid{Text: fmt.Sprintf("%s: %q is not a profile: hardened, standard", profile.Origin.Name, source.Printable(profile.Value)), Hint: "--profile hardened"}
	case !o.Set():
		return config.Option{Value: distroless, Origin: profile.Origin}, nil
	}
	return config.Option{}, nil
}

// baseOf takes a family of the tables: the one that is wished, else the one that fits.
func (p *planner) baseOf(wish config.Option, r knowledge.Python) error {
	family, d := wish.Value, Decision{}
	if !wish.Set() {
		family, d = p.autoDecision()
	}
	base, ok := p.tables.Base(family, r.Version)
	if !ok {
		return fmt.Errorf("bases.toml: no base %s", family)
	}
	if why := p.cannotServe(base, r); why != "" {
		return &Invalid{Text: fmt.Sprintf("%s: %s cannot serve here: %s", wish.Origin.Name, family, why), Hint: "--base " + defaultBase}
	}
	p.setBase(Base{
		Family: family, Builder: p.reference(base.Builder, r), Runtime: p.reference(base.Runtime, r),
		BuilderPackageManager: "apt",
	}, base.Traits)
	if base.Packages != "" {
		p.service.Base.BuilderPackageManager = base.Packages
	}
	if !wish.Set() {
		p.onlyOlder(&d)
		p.decide(d)
		return nil
	}
	d = p.wished("base", family, "--base", wish)
	d.Reason += "; " + base.Why
	d.Alternatives = p.otherBases(family)
	p.onlyOlder(&d)
	p.decide(d)
	return nil
}

// setBase notes what is known of the final image.
func (p *planner) setBase(b Base, t knowledge.Traits) {
	b.Distribution, b.PackageManager, b.Users = t.Distribution, t.Packages, t.Users
	b.Interpreter = t.Interpreter
	if b.Carried = t.Interpreter == ""; b.Carried {
		b.Interpreter = officialPython
	}
	p.service.Base, p.traits = b, t
}

// officialPython is where the official images have Python.
const officialPython = "/usr/local/bin/python"

// cannotServe says why a base cannot take a release of Python; "" where it can.
func (p *planner) cannotServe(base knowledge.Base, r knowledge.Python) string {
	switch {
	case len(base.Releases) > 0 && len(p.older) > 0:
		return fmt.Sprintf("%s (%s), and Debian has it in %s, not in its newest release", p.older[0].why, p.older[0].at, p.debian)
	case len(base.Releases) > 0 && !slices.Contains(base.Releases, r.Image):
		return fmt.Sprintf("Python %s has no image on Debian %s, of which it is made", r.Version, strings.Join(base.Releases, ", "))
	case len(base.Releases) > 0 && p.patch != "":
		return fmt.Sprintf("the project insists on Python %s, whose image may be of another Debian", p.patch)
	}
	return ""
}

// reference names an image. That of a patch release was built for the Debian of its day.
func (p *planner) reference(pattern string, r knowledge.Python) string {
	if p.patch != "" {
		pattern = strings.NewReplacer("{python}", p.patch, "-{debian}", "").Replace(pattern)
	}
	return strings.NewReplacer("{python}", r.Version, "{debian}", r.Image).Replace(pattern)
}

// libc is that of the base, or of the one that is asked for.
func (p *planner) libc() string {
	if p.traits.Libc != "" {
		return p.traits.Libc
	}
	if wish, err := p.wishedBase(); err == nil && wish.Set() {
		if base, ok := p.tables.Base(wish.Value, ""); ok {
			return base.Libc
		}
	}
	if image, ok := p.tables.Image(p.options.BaseImage.Value); ok {
		return image.Libc
	}
	return "glibc"
}

// autoDecision is the family that fits, and why not the others.
func (p *planner) autoDecision() (string, Decision) {
	family, reason, at, others := p.autoBase()
	why := "taken where it is asked for: it has no shell to look around with"
	if base, ok := p.tables.Base(distroless, p.service.Python.Version); ok {
		r, _ := p.tables.Pythons.Get(p.service.Python.Version)
		if not := p.cannotServe(base, r); not != "" {
			why = not
		} else if lines := p.facts.Behaviour.Shell; len(lines) > 0 {
			why = fmt.Sprintf("taken where it is asked for; the program gives lines to a shell (%s), which it does not have", lines[0])
		}
	}
	origin := "detected"
	if len(at) == 0 {
		origin = "default"
	}
	return family, Decision{
		Topic: "base", Choice: family, Override: "--base", Origin: origin, Reason: reason, Evidence: at,
		Alternatives: append(others, Alternative{Choice: distroless, Reason: why}),
	}
}

// otherBases are the families beside the one that the user asks for: that which would be taken without the wish, and why
// not the others.
func (p *planner) otherBases(family string) []Alternative {
	var others []Alternative
	auto, d := p.autoDecision()
	if auto != family {
		others = append(others, Alternative{Choice: auto, Reason: "taken where nothing is asked for: " + d.Reason})
	}
	for _, other := range d.Alternatives {
		if other.Choice != family {
			others = append(others, other)
		}
	}
	return others
}
