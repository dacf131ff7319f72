package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

var pythonMinor = regexp.MustCompile(`^3\.\d{1,2}$`)

// choosePython decides the release: what the repository pins; else, within its ranges, the newest that has been out
// for a year, since what must be compiled has wheels by then; else the newest that fits. Where it says neither, the
// newest that it is tested with.
func (p *planner) choosePython() error {
	said := p.pythonSaid()
	p.adviseMisspelled(said.misspelled)
	if o := p.options.Python; o.Set() {
		return p.pythonAsked(said.ranges, p.allowed(said.ranges))
	}
	ranges := append(slices.Clone(said.wishes), said.ranges...)
	allowed := p.allowed(ranges)
	if len(allowed) == 0 {
		if patch, minor := p.onlyPatch(ranges); patch != "" {
			return p.stayAt(patch, minor, ranges)
		}
		return p.noPython(ranges)
	}
	pin, err := p.firstPin(append(slices.Clone(said.pins), said.conda...), ranges, allowed)
	if err != nil {
		return err
	}
	if pin != nil {
		p.pythonPinned(*pin, said, ranges)
		return nil
	}
	if len(ranges) == 0 && p.pythonTested(said.hints) {
		return nil
	}
	chosen, passed := p.newest(allowed)
	d := Decision{Topic: "python", Choice: chosen.Version, Override: "--python", Evidence: evidence(ranges), Alternatives: passed}
	d.Reason = "the newest release" + p.newestWhy(chosen, passed)
	if len(ranges) > 0 {
		d.Reason += fmt.Sprintf(", within %s", specifiers(ranges))
	} else {
		d.Origin = "default"
		d.Reason += "; nothing in the repository says which"
	}
	if tested := p.newestTested(said.hints); tested != nil && !slices.ContainsFunc(said.hints, func(h detect.Python) bool { return h.Version == chosen.Version }) {
		d.Alternatives = append(d.Alternatives, Alternative{
			Choice: tested.Version, Reason: fmt.Sprintf("the newest that is tested or published for (%s); the range admits newer ones", tested.Evidence),
		})
	}
	p.setPython(chosen, d)
	return nil
}

// firstPin gives the pin that counts: the first that names a release of CPython. One that names something else, such
// as a virtual environment, leaves the place to the next, and is a question where there is none. conda's pin is
// passed over where the ranges refuse it.
func (p *planner) firstPin(pins, ranges []detect.Python, allowed []knowledge.Python) (*detect.Python, error) {
	var named *detect.Python
	for i, pin := range pins {
		number := parsePython(pin.Version)
		switch {
		case number == nil:
			if named == nil {
				named = &pins[i]
			}
			continue
		case pin.Source == detect.PythonConda && !slices.ContainsFunc(allowed, func(r knowledge.Python) bool { return r.Version == number.minor }) && len(ranges) > 0:
			p.advise(Advice{
				Topic: "python", Evidence: []source.Evidence{pin.Evidence},
				Text: fmt.Sprintf("%s names Python %s, which is passed over: the project asks for %s", pin.Evidence, pin.Version, specifiers(ranges)),
			})
			continue
		}
		if q := p.judgePin(pin, *number); q != nil {
			return nil, q
		}
		if r, _ := p.tables.Pythons.Get(number.minor); !slices.Contains(allowed, r) {
			return nil, p.pinConflict(pin, *number, ranges, allowed)
		}
		if named != nil {
			p.advise(Advice{
				Topic: "python", Evidence: []source.Evidence{named.Evidence},
				Text: fmt.Sprintf("%s; %s counts instead", p.whatIsNamed(*named), pin.Evidence),
			})
		}
		return &pins[i], nil
	}
	if named != nil {
		return nil, p.namedPython(*named, allowed)
	}
	return nil, nil
}

// pythonPinned follows a pin that was judged.
func (p *planner) pythonPinned(pin detect.Python, said saidOfPython, ranges []detect.Python) {
	number := parsePython(pin.Version)
	r, _ := p.tables.Pythons.Get(number.minor)
	d := Decision{
		Topic: "python", Choice: r.Version, Reason: "the repository pins it", Override: "--python",
		Evidence: append([]source.Evidence{pin.Evidence}, evidence(ranges)...),
	}
	switch {
	case number.pre != "":
		d.Reason = fmt.Sprintf("the repository pins %s, a pre-release; %s itself is out", pin.Version, r.Version)
	case pin.Version != r.Version:
		d.Reason = fmt.Sprintf("the repository pins %s; the image follows the newest fixes of %s", pin.Version, r.Version)
	case pin.Source == detect.PythonDeployment:
		d.Reason = "the repository is deployed with it"
	case pin.Source == detect.PythonConda:
		d.Reason = "the environment of conda names it"
	}
	for _, other := range append(slices.Clone(said.pins), said.conda...) {
		o := parsePython(other.Version)
		if o == nil || o.minor == r.Version || other.Source == detect.PythonConda && len(ranges) > 0 {
			continue
		}
		why := fmt.Sprintf("%s names it, and %s counts for more", other.Evidence, pin.Evidence)
		if slices.ContainsFunc(d.Alternatives, func(a Alternative) bool { return a.Choice == o.minor }) {
			continue
		}
		d.Alternatives = append(d.Alternatives, Alternative{Choice: o.minor, Reason: why})
		p.advise(Advice{
			Topic: "python", Evidence: []source.Evidence{pin.Evidence, other.Evidence}, Command: edit(other, r.Version),
			Text: fmt.Sprintf("%s names Python %s and %s names %s: the first counts", pin.Evidence, pin.Version, other.Evidence, other.Version),
		})
	}
	p.setPython(r, d)
	p.adviseNumber(pin, *number, r)
}

func (p *planner) setPython(r knowledge.Python, d Decision) {
	p.setVersion(r.Version)
	p.decide(d)
	if p.tables.Pythons.EndOfLife(r) {
		p.advise(Advice{
			Topic: "python", Evidence: d.Evidence, Text: p.ended(r),
		})
	}
	if text := p.unfitAdvice(r.Version); text != "" {
		p.advise(Advice{Topic: "python", Evidence: d.Evidence, Text: text})
	}
}

func (p *planner) pythonAsked(ranges []detect.Python, allowed []knowledge.Python) error {
	o := p.options.Python
	if patch, minor := p.onlyPatch(ranges); patch != "" && len(allowed) == 0 && (o.Value == patch || o.Value == minor) {
		return p.stayAt(patch, minor, ranges)
	}
	r, ok := p.tables.Pythons.Get(o.Value)
	if !ok || !pythonMinor.MatchString(o.Value) {
		return &Invalid{
			Text: fmt.Sprintf("%s: %q is not a release of Python that pykube knows: %s", o.Origin.Name, source.Printable(o.Value), strings.Join(p.known(), ", ")),
			Hint: "--python " + p.newestSettled(),
		}
	}
	if !slices.Contains(allowed, r) {
		return &Invalid{
			Text: fmt.Sprintf("%s: Python %s does not fit %s", o.Origin.Name, o.Value, asks(refusing(ranges, r.Version))),
			Hint: "change requires-python, or leave out --python",
		}
	}
	p.setVersion(r.Version)
	p.chosen("python", r.Version, "--python", o)
	if p.tables.Pythons.EndOfLife(r) {
		p.advise(Advice{Topic: "python", Text: p.ended(r)})
	}
	return nil
}

// setVersion takes a release; what its markers keep from it is not installed.
func (p *planner) setVersion(version string) {
	p.service.Python.Version = version
	p.facts.Packages = slices.DeleteFunc(slices.Clone(p.facts.Packages), func(d detect.Package) bool {
		return d.Needed != nil && !slices.Contains(d.Needed, version)
	})
}
