package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// installable gives, for each platform, the releases of Python that one of the files installs on.
func (r *reading) installable(files []string) map[string][]string {
	found := map[string][]string{}
	for _, platform := range packaging.Platforms {
		name := platform.String()
		found[name] = []string{}
		for _, python := range r.tables.Pythons.Python {
			if slices.ContainsFunc(files, func(w string) bool { return packaging.WheelInstalls(w, python.Version, platform) }) {
				found[name] = append(found[name], python.Version)
			}
		}
	}
	return found
}

// pinned makes packages of what a lock pins.
func (r *reading) pinned(pins []packaging.Pin) []Package {
	var found []Package
	for _, pin := range pins {
		p := Package{Name: pin.Name, Version: pin.Version, Extras: pin.Extras, Address: pin.Address, Evidence: pin.Evidence}
		p.SourceOnly = pin.Sdist && len(pin.Wheels) == 0
		if len(pin.Wheels) > 0 {
			wheels := r.installable(pin.Wheels)
			p.Pythons = wheels[packaging.Platforms[0].String()]
			if p.Pure = slices.ContainsFunc(pin.Wheels, packaging.PureWheel); !p.Pure {
				p.Wheels = wheels
			}
		}
		found = append(found, p)
	}
	return found
}

// indexAt takes the password out of an address. What is named by a variable stays: ${TOKEN}@host.
func indexAt(name, address string, at source.Evidence) Index {
	i := Index{Name: name, URL: address, Evidence: at}
	scheme, rest, ok := strings.Cut(address, "://")
	host, path, _ := strings.Cut(rest, "/")
	user, server, found := strings.Cut(host, "@")
	if ok && found && !strings.Contains(user, "$") {
		i.Password = strings.Contains(user, ":")
		i.URL = scheme + "://" + server + "/" + path
	}
	return i
}

// maxExtras bounds the extras of a project whose packages are looked for in its lock.
const maxExtras = 20

// groups are those that the commands of deployment files ask a manager for, those for development apart.
func (r *reading) groups(manager string) (named []Named, names []string) {
	for _, in := range r.installs {
		for _, g := range in.Groups {
			if !in.Dev && in.Manager == manager && g != "*" && !developmentGroup(g) && !slices.Contains(names, g) {
				names = append(names, g)
				named = append(named, Named{Name: g, Evidence: in.Evidence})
			}
		}
	}
	return named, names
}

// needed notes on which releases of Python each package is installed; with gives what one of them gets.
func (r *reading) needed(m *Manager, with func(python string) []packaging.Pin) {
	type pin struct{ name, version string }
	on := map[pin][]string{}
	for _, python := range r.tables.Pythons.Python {
		for _, p := range with(python.Version) {
			on[pin{p.Name, p.Version}] = append(on[pin{p.Name, p.Version}], python.Version)
		}
	}
	for i, p := range m.Packages {
		if needed := on[pin{p.Name, p.Version}]; len(needed) > 0 && len(needed) < len(r.tables.Pythons.Python) {
			m.Packages[i].Needed = needed
		}
	}
}

// marked notes on which releases of Python the marker of a package holds.
func (r *reading) marked(packages []Package) {
	for i, p := range packages {
		if p.Marker == "" {
			continue
		}
		needed := []string{}
		for _, python := range r.tables.Pythons.Python {
			if held, err := packaging.MarkerHolds(p.Marker, packaging.MarkerEnv{Python: python.Version}); held || err != nil {
				needed = append(needed, python.Version)
			}
		}
		if len(needed) < len(r.tables.Pythons.Python) {
			packages[i].Needed = needed
		}
	}
}

// extras notes what each extra installs beside what is installed anyway; with gives the pins with one of them.
func (r *reading) extras(m *Manager, with func(extra string) []packaging.Pin) {
	have := map[string]bool{}
	for _, p := range m.Packages {
		have[p.Name] = true
	}
	for _, extra := range m.Extras[:min(len(m.Extras), maxExtras)] {
		more := slices.DeleteFunc(r.pinned(with(extra)), func(p Package) bool { return have[p.Name] })
		if len(more) > 0 {
			if m.Optional == nil {
				m.Optional = map[string][]Package{}
			}
			m.Optional[extra] = more
		}
	}
}

// optional notes what each extra of a project without a lock asks for.
func (m *Manager) optional(extras map[string][]packaging.Requirement) {
	m.Extras = names(extras)
	for _, extra := range m.Extras {
		if m.Optional == nil {
			m.Optional = map[string][]Package{}
		}
		m.Optional[extra] = required(extras[extra])
	}
}

// required makes packages of what a list asks for.
func required(list []packaging.Requirement) []Package {
	var found []Package
	for _, q := range list {
		version, _ := q.Pinned()
		found = append(found, Package{Name: q.Name, Version: version, Specifier: q.Specifier, Extras: q.Extras, Marker: q.Marker, Address: q.URL, Evidence: q.Evidence})
	}
	return found
}
