package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// CondaPackage is a package of conda-forge with the name that PyPI has for it.
type CondaPackage struct {
	Name    string         `toml:"name"` // conda's, in lower case
	PyPI    string         `toml:"pypi"` // normalised (PEP 503); "" for what is no package of Python
	Why     string         `toml:"why"`
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// condaNames is the table of them.
type condaNames struct {
	Package []CondaPackage `toml:"package"` // by name
}

// CondaName gives the name on PyPI of a package of conda, "" where it is no package of Python; false for one that the
// table does not hold, which mostly has the same name.
func (t *Tables) CondaName(name string) (pypi string, ok bool) {
	i, ok := slices.BinarySearchFunc(t.conda.Package, name, func(c CondaPackage, n string) int { return strings.Compare(c.Name, n) })
	if !ok {
		return "", false
	}
	return t.conda.Package[i].PyPI, true
}

func (c condaNames) check() error {
	if err := ordered("conda_names.toml", c.Package, func(p CondaPackage) string { return p.Name }); err != nil {
		return err
	}
	for _, p := range c.Package {
		if p.Why == "" || p.Source == "" || p.Checked.Year == 0 {
			return fmt.Errorf("conda_names.toml: %s: why, source and checked are needed", p.Name)
		}
	}
	return nil
}
