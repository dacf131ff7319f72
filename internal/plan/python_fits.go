package plan

import (
	"fmt"
	"slices"

	"github.com/pykube/pykube/internal/detect"
)

// failsFrom stands in the reason where a package does not run.
const failsFrom = " fails from Python "

// unfit names a listed package that does not run on a release of Python, or would have to be compiled there; "" where
// none is known.
func (p *planner) unfit(python string) string {
	return p.firstOn(python, func(listed detect.Package) string {
		if why := p.brokenOn(listed, python); why != "" {
			return why
		}
		return p.compiledOn(listed, python)
	})
}

// unfitAdvice says what is to be expected of a release of Python that was not free to choose; "" for nothing. What the
// builder has the compilers for is no matter.
func (p *planner) unfitAdvice(python string) string {
	if why := p.firstOn(python, func(listed detect.Package) string { return p.brokenOn(listed, python) }); why != "" {
		return fmt.Sprintf("what is asked for does not run on Python %s: %s", python, why)
	}
	why := p.firstOn(python, func(listed detect.Package) string {
		if row, ok := p.tables.NativeRow(listed.Name); ok && len(row.On("trixie").Build) > 0 {
			return ""
		}
		return p.compiledOn(listed, python)
	})
	if why != "" {
		return fmt.Sprintf("what is asked for may not install on Python %s: %s", python, why)
	}
	return ""
}

// firstOn is what is said first of the packages that are installed on a release of Python.
func (p *planner) firstOn(python string, judge func(detect.Package) string) string {
	for _, listed := range p.facts.Packages {
		if listed.Needed != nil && !slices.Contains(listed.Needed, python) {
			continue
		}
		if why := judge(listed); why != "" {
			return why
		}
	}
	return ""
}

// brokenOn says why a package does not run, though it may install.
func (p *planner) brokenOn(listed detect.Package, python string) string {
	if listed.Address != "" {
		return ""
	}
	row, ok := p.tables.Broken(listed.Name, askedFor(listed), python)
	if !ok {
		return ""
	}
	return fmt.Sprintf("%s%s%s%s on: %s: %s", listed.Name, askedFor(listed), failsFrom, row.Python, row.Why, listed.Evidence)
}

// compiledOn says why a package would have to be compiled, if that is not so on every release.
func (p *planner) compiledOn(listed detect.Package, python string) string {
	if listed.Pythons != nil && len(listed.Pythons) == 0 {
		return ""
	}
	if on := listed.Wheels["musl-x86_64"]; p.libc() == "musl" && listed.Wheels != nil {
		if len(on) > 0 && !slices.Contains(on, python) {
			return fmt.Sprintf("the lock has no wheel of %s %s for it and musl: %s", listed.Name, listed.Version, listed.Evidence)
		}
		return ""
	}
	if listed.Pythons != nil { // the lock itself says it
		if !slices.Contains(listed.Pythons, python) {
			return fmt.Sprintf("the lock has no wheel of %s %s for it: %s", listed.Name, listed.Version, listed.Evidence)
		}
		return ""
	}
	w, ok := p.tables.Wheel(listed.Name)
	if !ok || listed.Address != "" {
		return ""
	}
	specifier := askedFor(listed)
	if w.InstallsOn(p.libc(), specifier, python) || p.libc() == "musl" && len(w.Musl) == 0 {
		return ""
	}
	if first, ok := w.First[python]; ok {
		return fmt.Sprintf("%s%s is from before it, the first release for it is %s: %s", listed.Name, specifier, first, listed.Evidence)
	}
	return fmt.Sprintf("%s has no release for it yet: %s", listed.Name, listed.Evidence)
}

// askedFor is what is asked for of a package, an exact version with == included.
func askedFor(listed detect.Package) string {
	if listed.Version != "" {
		return "==" + listed.Version
	}
	return listed.Specifier
}
