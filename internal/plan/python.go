package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

var pythonMinor = regexp.MustCompile(`^3\.\d{1,2}$`)

// choosePython decides the release: what the repository pins; else, within its ranges, the newest that has been out
// for a year, since what must be compiled has wheels by then; else the newest that fits.
func (p *planner) choosePython() error {
	pins, ranges := p.pythonFacts()
	allowed := p.allowed(ranges)
	if o := p.options.Python; o.Set() {
		return p.pythonAsked(ranges, allowed)
	}
	if len(pins) > 0 {
		return p.pythonPinned(pins[0], ranges, allowed)
	}
	if len(allowed) == 0 {
		return &Question{
			Topic: "python", Flag: "--python", Evidence: evidence(ranges), Looked: []string{p.span()},
			Text: fmt.Sprintf("no release of Python fits %q", ranges[0].Specifier), Hint: "correct requires-python",
		}
	}
	chosen, passed := p.newest(allowed)
	d := Decision{Topic: "python", Choice: chosen.Version, Override: "--python", Evidence: evidence(ranges), Alternatives: passed}
	d.Reason = "the newest release"
	if p.tables.Pythons.Settled(chosen) {
		d.Reason += " that has been out for a year, by when compiled packages have wheels"
	}
	if slices.ContainsFunc(passed, func(a Alternative) bool {
		return strings.HasPrefix(a.Reason, "the lock") || strings.Contains(a.Reason, "release for it")
	}) {
		d.Reason += ", and for which there are wheels of what is installed"
	}
	if len(ranges) > 0 {
		d.Reason += fmt.Sprintf(", within %s", specifiers(ranges))
	} else {
		d.Origin = "default"
		d.Reason += "; nothing in the repository says which"
	}
	p.setPython(chosen, d)
	return nil
}

// newest gives the newest release that has been out for a year and on which everything that is listed installs without
// compiling; else the newest that has been out for a year; else the newest. It says why newer ones are passed over.
func (p *planner) newest(allowed []knowledge.Python) (knowledge.Python, []Alternative) {
	settled := slices.DeleteFunc(slices.Clone(allowed), func(r knowledge.Python) bool { return !p.tables.Pythons.Settled(r) })
	if len(settled) == 0 {
		return allowed[len(allowed)-1], nil
	}
	var passed []Alternative
	for _, r := range slices.Backward(allowed) {
		if !slices.Contains(settled, r) {
			passed = append(passed, Alternative{Choice: r.Version, Reason: "out since " + r.Released.String() + " only"})
			continue
		}
		why := p.compiles(r.Version)
		if why == "" {
			return r, passed
		}
		passed = append(passed, Alternative{Choice: r.Version, Reason: why})
	}
	newest := settled[len(settled)-1]
	return newest, slices.DeleteFunc(passed, func(a Alternative) bool { return a.Choice == newest.Version })
}

// compiles names a listed package that would have to be compiled on a release of Python; "" where none is known.
func (p *planner) compiles(python string) string {
	for _, listed := range p.facts.Packages {
		if listed.Pythons != nil { // the lock itself says it
			if !slices.Contains(listed.Pythons, python) {
				return fmt.Sprintf("the lock has no wheel of %s %s for it: %s", listed.Name, listed.Version, listed.Evidence)
			}
			continue
		}
		w, ok := p.tables.Wheel(listed.Name)
		if !ok || listed.Address != "" {
			continue
		}
		specifier := listed.Specifier
		if listed.Version != "" {
			specifier = "==" + listed.Version
		}
		if w.Installs(specifier, python) {
			continue
		}
		if first, ok := w.First[python]; ok {
			return fmt.Sprintf("%s%s is from before it, the first release for it is %s: %s", listed.Name, specifier, first, listed.Evidence)
		}
		return fmt.Sprintf("%s has no release for it yet: %s", listed.Name, listed.Evidence)
	}
	return ""
}

func (p *planner) setPython(r knowledge.Python, d Decision) {
	p.service.Python.Version = r.Version
	p.decide(d)
	if p.tables.Pythons.EndOfLife(r) {
		p.advise(Advice{
			Topic: "python", Evidence: d.Evidence,
			Text: fmt.Sprintf("Python %s got its last security fixes on %s", r.Version, r.Ends),
		})
	}
	if why := p.compiles(r.Version); why != "" {
		p.advise(Advice{
			Topic: "python", Evidence: d.Evidence,
			Text: fmt.Sprintf("what is asked for may not install on Python %s: %s", r.Version, why),
		})
	}
}

func (p *planner) pythonFacts() (pins, ranges []detect.Python) {
	for _, f := range p.facts.Python {
		if f.Version != "" {
			pins = append(pins, f)
		} else {
			ranges = append(ranges, f)
		}
	}
	return pins, ranges
}

// allowed lists the releases that all ranges admit, oldest first.
func (p *planner) allowed(ranges []detect.Python) []knowledge.Python {
	var found []knowledge.Python
	for _, r := range p.tables.Pythons.Python {
		if !slices.ContainsFunc(ranges, func(f detect.Python) bool { return !pythonFits(f.Specifier, r.Version) }) {
			found = append(found, r)
		}
	}
	return found
}

func (p *planner) pythonPinned(pin detect.Python, ranges []detect.Python, allowed []knowledge.Python) error {
	minor := minorOf(pin.Version)
	r, ok := p.tables.Pythons.Get(minor)
	if !ok {
		return &Question{
			Topic: "python", Flag: "--python", Evidence: []source.Evidence{pin.Evidence}, Looked: []string{p.span()},
			Text: fmt.Sprintf("there is no image for Python %q", pin.Version), Hint: "--python " + p.tables.Pythons.Python[len(p.tables.Pythons.Python)-2].Version,
		}
	}
	if !slices.Contains(allowed, r) {
		return &Question{
			Topic: "python", Flag: "--python", Evidence: append([]source.Evidence{pin.Evidence}, evidence(ranges)...), Looked: []string{p.span()},
			Text: fmt.Sprintf("Python %s is pinned, but the project asks for %s", pin.Version, specifiers(ranges)),
			Hint: "write a release that fits into " + pin.Evidence.File,
		}
	}
	d := Decision{Topic: "python", Choice: minor, Reason: "the repository pins it", Override: "--python", Evidence: append([]source.Evidence{pin.Evidence}, evidence(ranges)...)}
	if pin.Version != minor {
		d.Reason = fmt.Sprintf("the repository pins %s; the image follows the newest fixes of %s", pin.Version, minor)
	}
	p.setPython(r, d)
	return nil
}

func (p *planner) pythonAsked(ranges []detect.Python, allowed []knowledge.Python) error {
	o := p.options.Python
	r, ok := p.tables.Pythons.Get(o.Value)
	if !ok || !pythonMinor.MatchString(o.Value) {
		return &Invalid{
			Text: fmt.Sprintf("%s: %q is not a release of Python that pykube knows: %s", o.Origin.Name, source.Printable(o.Value), strings.Join(p.known(), ", ")),
			Hint: "--python " + p.newestSettled(),
		}
	}
	if !slices.Contains(allowed, r) {
		return &Invalid{
			Text: fmt.Sprintf("%s: Python %s does not fit %s (%s)", o.Origin.Name, o.Value, specifiers(ranges), ranges[0].Evidence),
			Hint: "change requires-python, or leave out --python",
		}
	}
	p.service.Python.Version = r.Version
	p.chosen("python", r.Version, "--python", o)
	if p.tables.Pythons.EndOfLife(r) {
		p.advise(Advice{Topic: "python", Text: fmt.Sprintf("Python %s got its last security fixes on %s", r.Version, r.Ends)})
	}
	return nil
}

func (p *planner) newestSettled() string {
	newest := ""
	for _, r := range p.tables.Pythons.Python {
		if p.tables.Pythons.Settled(r) {
			newest = r.Version
		}
	}
	return newest
}

// span says which releases there are to choose from.
func (p *planner) span() string {
	known := p.known()
	return fmt.Sprintf("Python %s to %s", known[0], known[len(known)-1])
}

func (p *planner) known() []string {
	var names []string
	for _, r := range p.tables.Pythons.Python {
		names = append(names, r.Version)
	}
	return names
}

func minorOf(version string) string {
	parts := strings.SplitN(version, ".", 3)
	if len(parts) < 2 {
		return version
	}
	return parts[0] + "." + parts[1]
}

func specifiers(ranges []detect.Python) string {
	var texts []string
	for _, r := range ranges {
		if t := fmt.Sprintf("%q", r.Specifier); !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	return strings.Join(texts, " and ")
}

func evidence(facts []detect.Python) []source.Evidence {
	var found []source.Evidence
	for _, f := range facts {
		found = append(found, f.Evidence)
	}
	return found
}

// pythonFits reports whether a specifier admits the newest patch of Python X.Y: the image of a minor release moves on
// with its patches, so a range that ends within them does not hold for long.
func pythonFits(specifier, minor string) bool {
	fits, err := pep440.PythonNewestAllowed(specifier, minor)
	return err == nil && fits
}

// allowed reports whether a specifier admits a version; not where it cannot be read.
func allowed(specifier, version string) bool {
	held, err := pep440.Allows(specifier, version)
	return err == nil && held
}
