package knowledge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"

	"github.com/pykube/pykube/internal/pep440"
)

// modules is the table of names that programs import.
type modules struct {
	Checked     toml.LocalDate `toml:"checked"`
	Standard    []string       `toml:"standard"` // of the standard library, those of Gone left out
	Gone        []GoneModule   `toml:"gone"`     // by name
	Module      []moduleRow    `toml:"module"`   // by name
	Brings      []broughtRow   `toml:"brings"`   // by name
	Unimported  []usedRow      `toml:"unimported"`
	Development []usedRow      `toml:"development"`
}

// GoneModule is a module that the standard library had once.
type GoneModule struct {
	Name     string   `toml:"name"`     // top-level
	Since    string   `toml:"since"`    // first release X.Y of Python without it; 3.0 for those of Python 2
	Packages []string `toml:"packages"` // what brings it back, normalised (PEP 503)
}

// moduleRow is a module that is not named as its package is.
type moduleRow struct {
	Name     string   `toml:"name"`     // as it is imported, dotted within a namespace
	Packages []string `toml:"packages"` // normalised (PEP 503); the first is the one to add
}

// broughtRow is what installs together with a package.
type broughtRow struct {
	Name     string   `toml:"name"` // normalised, perhaps with one extra: name[extra]
	Packages []string `toml:"packages"`
}

// usedRow is a group of packages that are not imported.
type usedRow struct {
	Why      string   `toml:"why"`
	With     []string `toml:"with"`     // holds only where one of these is installed; always where it is empty
	Packages []string `toml:"packages"` // normalised, sorted; a star stands for any text
}

// Standard reports whether a top-level module belongs to the standard library of a release of Python that pykube knows.
func (t *Tables) Standard(module string) bool {
	_, found := slices.BinarySearch(t.modules.Standard, module)
	return found
}

// Gone gives the row of a top-level module that the standard library had once.
func (t *Tables) Gone(module string) (GoneModule, bool) {
	i, found := slices.BinarySearchFunc(t.modules.Gone, module, func(g GoneModule, n string) int { return strings.Compare(g.Name, n) })
	if !found {
		return GoneModule{}, false
	}
	return t.modules.Gone[i], true
}

// Module shortens what is imported to the module that tells the package: google.cloud.storage of
// google.cloud.storage.Client, flask of flask.views. Of a namespace that the table knows and a part of it that it does
// not know, the first three names are given.
func (t *Tables) Module(dotted string) string {
	parts := strings.Split(dotted, ".")
	for n := min(len(parts), maxModuleNames); n > 0; n-- {
		if name := strings.Join(parts[:n], "."); t.moduleRow(name) != nil {
			return name
		}
	}
	if t.namespace(parts[0]) {
		return strings.Join(parts[:min(len(parts), 3)], ".")
	}
	return parts[0]
}

// maxModuleNames is the longest dotted name that the table holds.
const maxModuleNames = 5

// namespace reports whether several packages share a top-level module.
func (t *Tables) namespace(top string) bool {
	i, found := slices.BinarySearchFunc(t.modules.Module, top+".", func(r moduleRow, n string) int { return strings.Compare(r.Name, n) })
	return found || i < len(t.modules.Module) && strings.HasPrefix(t.modules.Module[i].Name, top+".")
}

func (t *Tables) moduleRow(name string) *moduleRow {
	i, found := slices.BinarySearchFunc(t.modules.Module, name, func(r moduleRow, n string) int { return strings.Compare(r.Name, n) })
	if !found {
		return nil
	}
	return &t.modules.Module[i]
}

// Providers lists the packages that bring a module, as Module gives it, the one to add first; known is false where the
// name alone tells, so that there may be no such package.
func (t *Tables) Providers(module string) (packages []string, known bool) {
	if r := t.moduleRow(module); r != nil {
		return r.Packages, true
	}
	return []string{strings.ToLower(strings.NewReplacer("_", "-", ".", "-").Replace(module))}, false
}

// Brings lists what installs with a package and its extras, whatever the release; nil where the tables do not know it.
// It is not complete.
func (t *Tables) Brings(name string, extras []string) []string {
	var found []string
	for _, key := range append([]string{name}, extras...) {
		if key != name {
			key = name + "[" + key + "]"
		}
		i, ok := slices.BinarySearchFunc(t.modules.Brings, key, func(r broughtRow, n string) int { return strings.Compare(r.Name, n) })
		if ok {
			found = append(found, t.modules.Brings[i].Packages...)
		}
	}
	for _, n := range t.needs.Package {
		if n.Name == name {
			found = append(found, n.Needs...)
		}
	}
	return found
}

// Brought reports whether any package is known to bring this one.
func (t *Tables) Brought(name string) bool {
	return slices.ContainsFunc(t.needs.Package, func(n Need) bool { return slices.Contains(n.Needs, name) }) ||
		slices.ContainsFunc(t.modules.Brings, func(r broughtRow) bool { return slices.Contains(r.Packages, name) })
}

// Unimported gives the reason why a package is used without an import; "" where none is known. has tells which other
// packages are installed.
func (t *Tables) Unimported(name string, has func(string) bool) string {
	return why(t.modules.Unimported, name, has)
}

// Development says what a package does for those who work on the program; "" where it is none of theirs alone.
func (t *Tables) Development(name string) string { return why(t.modules.Development, name, nil) }

func why(rows []usedRow, name string, has func(string) bool) string {
	for _, r := range rows {
		if len(r.With) > 0 && !slices.ContainsFunc(r.With, has) {
			continue
		}
		if slices.ContainsFunc(r.Packages, func(pattern string) bool { return starMatches(pattern, name) }) {
			return r.Why
		}
	}
	return ""
}

// starMatches compares a name with a pattern that has at most one star, at its beginning or its end.
func starMatches(pattern, name string) bool {
	if end, ok := strings.CutPrefix(pattern, "*"); ok {
		return strings.HasSuffix(name, end)
	}
	if begin, ok := strings.CutSuffix(pattern, "*"); ok {
		return strings.HasPrefix(name, begin)
	}
	return pattern == name
}

// check holds what the schema of modules.toml cannot say.
func (m *modules) check() error {
	const file = "modules.toml"
	if m.Checked.Year == 0 {
		return fmt.Errorf("%s: checked is needed", file)
	}
	if err := cmp.Or(
		ordered(file, m.Standard, func(s string) string { return s }),
		ordered(file, m.Gone, func(g GoneModule) string { return g.Name }),
		ordered(file, m.Module, func(r moduleRow) string { return r.Name }),
		ordered(file, m.Brings, func(r broughtRow) string { return r.Name }),
	); err != nil {
		return err
	}
	for _, g := range m.Gone {
		if !pep440.Valid(g.Since) {
			return fmt.Errorf("%s: %s: since is no release of Python", file, g.Name)
		}
		if _, both := slices.BinarySearch(m.Standard, g.Name); both {
			return fmt.Errorf("%s: %q is both standard and gone", file, g.Name)
		}
	}
	for _, r := range m.Module {
		if len(r.Packages) == 0 || strings.Count(r.Name, ".") >= maxModuleNames {
			return fmt.Errorf("%s: %s: packages are needed, and at most %d names", file, r.Name, maxModuleNames)
		}
	}
	for _, r := range append(slices.Clone(m.Unimported), m.Development...) {
		if r.Why == "" || len(r.Packages) == 0 {
			return fmt.Errorf("%s: unimported and development: why and packages are needed", file)
		}
		if err := ordered(file, r.Packages, func(s string) string { return s }); err != nil {
			return err
		}
	}
	return nil
}

// Known reports whether any of the tables has the package, so that there is one of that name.
func (t *Tables) Known(name string) bool {
	if _, ok := t.Wheel(name); ok {
		return true
	}
	named := func(r broughtRow) bool { return r.Name == name || slices.Contains(r.Packages, name) }
	return slices.ContainsFunc(t.needs.Package, func(n Need) bool { return n.Name == name }) || slices.ContainsFunc(t.modules.Brings, named)
}
