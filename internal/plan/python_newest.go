package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
)

// newest gives the newest release that has been out for a year and on which everything that is listed runs, and installs
// without compiling; else the newest that has been out for a year; else the newest. It says why newer ones are passed over.
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
		why := p.unfit(r.Version)
		if why == "" {
			return r, passed
		}
		passed = append(passed, Alternative{Choice: r.Version, Reason: why})
	}
	newest := settled[len(settled)-1]
	return newest, slices.DeleteFunc(passed, func(a Alternative) bool { return a.Choice == newest.Version })
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
	if slices.ContainsFunc(passed, func(a Alternative) bool { return strings.Contains(a.Reason, failsFrom) }) {
		why += ", and on which what is installed runs"
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
