package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/pep440"
)

// Breaks says on which Python releases of a package stop to run, though they install there.
type Breaks struct {
	Name     string `toml:"name"`     // normalised (PEP 503)
	Releases string `toml:"releases"` // those that fail: PEP 440; ">=0" for all
	Python   string `toml:"python"`   // the first X.Y on which they fail
	Why      string `toml:"why"`      // a clause, with the error
	Source   string `toml:"source"`
}

// runs is the table of them.
type runs struct {
	Checked toml.LocalDate `toml:"checked"`
	Package []Breaks       `toml:"package"` // by name, then by Python
}

// Broken gives the row by which what a requirement installs fails on Python X.Y, the one of the oldest Python where
// there are several. specifier is PEP 440, an exact version with == included; of a range the newest release that it
// admits counts, since that is what gets installed.
func (t *Tables) Broken(name, specifier, python string) (Breaks, bool) {
	i, _ := slices.BinarySearchFunc(t.runs.Package, name, func(b Breaks, n string) int { return strings.Compare(b.Name, n) })
	for _, b := range t.runs.Package[i:] {
		if b.Name != name {
			break
		}
		if !pep440.Older(python, b.Python) && b.holds(specifier) {
			return b, true
		}
	}
	return Breaks{}, false
}

// BreakingPackages gives all rows, by name.
func (t *Tables) BreakingPackages() []Breaks { return t.runs.Package }

// holds reports whether the newest release that a specifier admits is one that fails.
func (b Breaks) holds(specifier string) bool {
	version, ok := newestAdmitted(specifier, b.Releases)
	if !ok {
		return false
	}
	fails, err := pep440.Allows(b.Releases, version)
	return err == nil && fails
}

func (r runs) check() error {
	for i, b := range r.Package {
		if _, err := pep440.Allows(b.Releases, "1"); err != nil || b.Name == "" || b.Releases == "" || b.Python == "" || b.Why == "" || b.Source == "" || r.Checked.Year == 0 {
			return fmt.Errorf("runs.toml: %s: name, releases (PEP 440), python, why, source and checked are needed", b.Name)
		}
		if i == 0 {
			continue
		}
		if before := r.Package[i-1]; before.Name > b.Name || before.Name == b.Name && !pep440.Older(before.Python, b.Python) {
			return fmt.Errorf("runs.toml: %s on Python %s must stand before %s on Python %s", b.Name, b.Python, before.Name, before.Python)
		}
	}
	return nil
}
