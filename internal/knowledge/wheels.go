package knowledge

import (
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/pep440"
)

// Wheel says from which release on a package installs on a release of Python without compiling.
type Wheel struct {
	Name  string            `toml:"name"`  // normalised (PEP 503)
	First map[string]string `toml:"first"` // X.Y of Python -> version of the package; none is known where it is absent
	Musl  map[string]string `toml:"musl"`  // the same for musl, of which nothing is known for releases from before the table
	Pure  bool              `toml:"pure"`  // nothing is compiled: First holds for musl too
}

// wheels is the table of them.
type wheels struct {
	Checked toml.LocalDate `toml:"checked"`
	Package []Wheel        `toml:"package"` // by name
}

// Wheel gives the row of a package. Names are normalised (PEP 503).
func (t *Tables) Wheel(name string) (Wheel, bool) {
	i, ok := slices.BinarySearchFunc(t.wheels.Package, name, func(w Wheel, n string) int { return strings.Compare(w.Name, n) })
	if !ok {
		return Wheel{}, false
	}
	return t.wheels.Package[i], true
}

// Installs reports whether a version that a requirement admits installs on Python X.Y and glibc without compiling.
// specifier is PEP 440, an exact version with == included.
func (w Wheel) Installs(specifier, python string) bool {
	return w.InstallsOn("glibc", specifier, python)
}

// InstallsOn does so for a libc: glibc, musl.
func (w Wheel) InstallsOn(libc, specifier, python string) bool {
	table := w.First
	if libc == "musl" && !w.Pure {
		table = w.Musl
	}
	first, ok := table[python]
	if !ok {
		oldest := ""
		for release := range table {
			if oldest == "" || pep440.Older(release, oldest) {
				oldest = release
			}
		}
		return pep440.Older(python, oldest) // from before the table begins
	}
	return admits(specifier, func(version string) bool { return !pep440.Older(version, first) }, first)
}
