package plan

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// runBeside is a program of the tables that the service needs, and what says so.
type runBeside struct {
	knowledge.Backing
	name     string
	dialects []string // of its drivers, for what reads the driver from the scheme of an address
	said     bool     // the default of a variable is an address of it
	reason   string
	evidence source.Evidence
}

type backingRun []runBeside

func (b backingRun) names() (names []string) {
	for _, r := range b {
		names = append(names, r.name)
	}
	return names
}

// the one with that kind, or the only one with that role; nil for none, or several.
func (b backingRun) the(kind, role string) *runBeside {
	var found *runBeside
	for i, r := range b {
		if kind != "" && r.Kind == kind || role != "" && slices.Contains(r.Roles, role) {
			if found != nil {
				return nil
			}
			found = &b[i]
		}
	}
	return found
}

// composeBacking decides what runs beside the service: what the packages that it asks for reach, and what the defaults of
// its variables are addresses of. Of several databases the one counts that a default names; without one, none is run.
func (p *planner) composeBacking(d *Decision) backingRun {
	var run backingRun
	for _, b := range p.tables.Backings() {
		if r, ok := p.needsBacking(b); ok {
			run = append(run, r)
		}
	}
	run = oneDatabase(run, d)
	for _, r := range run {
		d.Reason += fmt.Sprintf("; %s: %s", r.name, r.reason)
		d.Evidence = append(d.Evidence, r.evidence)
		row := ComposeBacking{Name: r.name, Why: r.reason, Image: r.Image, Environment: []EnvVar{}, Health: append([]string{"CMD"}, r.Health...)}
		for _, name := range slices.Sorted(maps.Keys(r.Environment)) {
			row.Environment = append(row.Environment, EnvVar{Name: name, Value: strings.ReplaceAll(r.Environment[name], "{host}", r.name)})
		}
		if r.Volume != "" {
			row.Volume = &ComposeVolume{Name: r.name, Path: r.Volume}
		}
		p.service.Compose.Backing = append(p.service.Compose.Backing, row)
	}
	return run
}

// needsBacking says whether a program is needed, and by what that is known.
func (p *planner) needsBacking(b knowledge.Backing) (runBeside, bool) {
	r := runBeside{Backing: b, name: p.composeName(b.Kind)}
	found := false
	for _, driver := range b.Drivers {
		at := p.asksFor(driver)
		if at == nil {
			continue
		}
		if driver.Dialect != "" && !slices.Contains(r.dialects, driver.Dialect) {
			r.dialects = append(r.dialects, driver.Dialect)
		}
		if !found {
			name := driver.Package
			if driver.Extra != "" {
				name += "[" + driver.Extra + "]"
			}
			r.reason, r.evidence, found = fmt.Sprintf("%s needs %s", name, b.Title), *at, true
		}
	}
	for _, v := range p.facts.Variables {
		for _, read := range v.Reads {
			if !r.said && slices.Contains(b.Schemes, schemeOf(read.Default)) {
				r.said = true
				if !found {
					r.reason, r.evidence, found = fmt.Sprintf("the default of %s is an address of %s", v.Name, b.Title), read.Evidence, true
				}
			}
		}
	}
	return r, found
}

// asksFor gives the line on which the repository asks for a package, with an extra of it perhaps. What comes with another
// package is not asked for.
func (p *planner) asksFor(driver knowledge.BackingDriver) *source.Evidence {
	fits := func(listed detect.Package) bool {
		return listed.Name == driver.Package && (driver.Extra == "" || slices.Contains(listed.Extras, driver.Extra))
	}
	installed := p.facts.Package(driver.Package)
	if installed == nil {
		return nil
	}
	asked := p.facts.Direct
	if len(asked) == 0 {
		asked = p.facts.Packages
	}
	if i := slices.IndexFunc(asked, fits); i >= 0 {
		return &asked[i].Evidence
	}
	return nil
}

// oneDatabase leaves one of several databases, or none.
func oneDatabase(run backingRun, d *Decision) backingRun {
	var databases, said []string
	for _, r := range run {
		if slices.Contains(r.Roles, "database") {
			databases = append(databases, r.Kind)
			if r.said {
				said = append(said, r.Kind)
			}
		}
	}
	if len(databases) < 2 {
		return run
	}
	return slices.DeleteFunc(run, func(r runBeside) bool {
		if !slices.Contains(r.Roles, "database") || len(said) == 1 && r.said {
			return false
		}
		why := "the default of a variable names another database"
		if len(said) != 1 {
			why = "drivers for " + some(databases) + " are installed, and nothing says which database is meant"
		}
		d.Alternatives = append(d.Alternatives, Alternative{Choice: r.name, Reason: why})
		return true
	})
}

// schemeOf is the scheme of an address, without the driver that may be named in it.
func schemeOf(address string) string {
	scheme, _, ok := strings.Cut(address, "://")
	if !ok {
		return ""
	}
	scheme, _, _ = strings.Cut(scheme, "+")
	return strings.ToLower(scheme)
}
