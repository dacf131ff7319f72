package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
)

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
	return p.firstCompiled(python, func(detect.Package) bool { return false })
}

// unprepared is compiles without the packages whose row says what they are compiled with: the builder gets that.
func (p *planner) unprepared(python string) string {
	return p.firstCompiled(python, func(listed detect.Package) bool {
		row, ok := p.tables.NativeRow(listed.Name)
		return ok && len(row.On("trixie").Build) > 0
	})
}

func (p *planner) firstCompiled(python string, prepared func(detect.Package) bool) string {
	for _, listed := range p.facts.Packages {
		if prepared(listed) {
			continue
		}
		if listed.Needed != nil && !slices.Contains(listed.Needed, python) || listed.Pythons != nil && len(listed.Pythons) == 0 {
			continue // not installed on it, or compiled on every one
		}
		if on := listed.Wheels["musl-x86_64"]; p.libc() == "musl" && listed.Wheels != nil {
			if len(on) > 0 && !slices.Contains(on, python) {
				return fmt.Sprintf("the lock has no wheel of %s %s for it and musl: %s", listed.Name, listed.Version, listed.Evidence)
			}
			continue
		}
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
		if w.InstallsOn(p.libc(), specifier, python) || p.libc() == "musl" && len(w.Musl) == 0 {
			continue
		}
		if first, ok := w.First[python]; ok {
			return fmt.Sprintf("%s%s is from before it, the first release for it is %s: %s", listed.Name, specifier, first, listed.Evidence)
		}
		return fmt.Sprintf("%s has no release for it yet: %s", listed.Name, listed.Evidence)
	}
	return ""
}

// newestWhy completes "the newest release".
func (p *planner) newestWhy(chosen knowledge.Python, passed []Alternative) string {
	why := ""
	if p.tables.Pythons.Settled(chosen) {
		why = " that has been out for a year, by when compiled packages have wheels"
	}
	if slices.ContainsFunc(passed, func(a Alternative) bool {
		return strings.HasPrefix(a.Reason, "the lock") || strings.Contains(a.Reason, "release for it")
	}) {
		why += ", and for which there are wheels of what is installed"
	}
	return why
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
