package knowledge

import (
	"cmp"
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/pep440"
)

// OnMusl is what is known of a package on musl.
type OnMusl struct {
	Name   string            `toml:"name"`   // normalised (PEP 503), with an extra or without: "uvicorn[standard]"
	Since  string            `toml:"since"`  // the first release that is pure Python, "" for all that were seen
	Brings []string          `toml:"brings"` // packages with compiled parts, or that need the system, of all that it needs
	Musl   map[string]string `toml:"musl"`   // X.Y of Python -> the first release with a wheel, of what is compiled
	Needs  []string          `toml:"needs"`  // packages that have no wheel for musl, of all that it needs
	// AMD64 is set for what has wheels for arm64 and glibc, and none for arm64 and musl.
	AMD64 bool `toml:"amd64_only"`
	// Compiled is set for what is not pure Python.
	Compiled bool `toml:"-"`
	// Glibc is set for what has wheels for glibc and none for musl, or needs such a package.
	Glibc bool `toml:"-"`
}

// Misbehaves is what installs on musl and does less there, or something else.
type Misbehaves struct {
	Package string         `toml:"package"` // normalised; or
	Call    string         `toml:"call"`    // a dotted function
	Unless  []string       `toml:"unless"`  // values of its last argument, or packages and extras beside it, with which it is no matter
	Why     string         `toml:"why"`
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// musl is the table of them. Each list is sorted.
type musl struct {
	Checked    toml.LocalDate `toml:"checked"`
	Pure       []string       `toml:"pure"` // and so is all that they need
	Package    []OnMusl       `toml:"package"`
	Extra      []OnMusl       `toml:"extra"`
	Compiled   []OnMusl       `toml:"compiled"`
	Glibc      []OnMusl       `toml:"glibc"`
	Misbehaves []Misbehaves   `toml:"misbehaves"`
}

// OnMusl gives what is known of a package, or of what it needs with one extra: name[extra]. Names are normalised.
func (t *Tables) OnMusl(name string) (OnMusl, bool) {
	if _, ok := slices.BinarySearch(t.musl.Pure, name); ok {
		return OnMusl{Name: name}, true
	}
	for _, list := range []struct {
		rows            []OnMusl
		compiled, glibc bool
	}{{t.musl.Package, false, false}, {t.musl.Extra, false, false}, {t.musl.Compiled, true, false}, {t.musl.Glibc, true, true}} {
		i, ok := slices.BinarySearchFunc(list.rows, name, func(r OnMusl, n string) int { return strings.Compare(r.Name, n) })
		if ok {
			row := list.rows[i]
			row.Compiled, row.Glibc = list.compiled, list.glibc
			return row, true
		}
	}
	return OnMusl{}, false
}

// MuslWheel reports whether a version that a requirement admits is known to have a wheel for musl and Python X.Y.
// specifier is PEP 440, an exact version with == included.
func (t *Tables) MuslWheel(name, specifier, python string) bool {
	row, _ := t.OnMusl(name)
	table := row.Musl
	if w, ok := t.Wheel(name); ok && !w.Pure {
		table = w.Musl
	}
	first, ok := table[python]
	return ok && admits(specifier, func(version string) bool { return !pep440.Older(version, first) }, first)
}

// MisbehavesOnMusl gives the row of a package.
func (t *Tables) MisbehavesOnMusl(name string) (Misbehaves, bool) {
	return t.misbehaves(func(m Misbehaves) bool { return name != "" && m.Package == name })
}

// MisbehavingCall gives the row of a function, by its dotted name.
func (t *Tables) MisbehavingCall(name string) (Misbehaves, bool) {
	return t.misbehaves(func(m Misbehaves) bool { return name != "" && m.Call == name })
}

// MisbehavingCalls lists the functions that have a row.
func (t *Tables) MisbehavingCalls() []string {
	var calls []string
	for _, m := range t.musl.Misbehaves {
		if m.Call != "" {
			calls = append(calls, m.Call)
		}
	}
	return calls
}

func (t *Tables) misbehaves(is func(Misbehaves) bool) (Misbehaves, bool) {
	i := slices.IndexFunc(t.musl.Misbehaves, is)
	if i < 0 {
		return Misbehaves{}, false
	}
	return t.musl.Misbehaves[i], true
}

// extraName is that of what a package needs with one extra.
var extraName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*\[[a-z0-9]+(-[a-z0-9]+)*\]$`)

func (m *musl) check() error {
	name := func(r OnMusl) string { return r.Name }
	if err := cmp.Or(
		ordered("musl.toml: pure", m.Pure, func(s string) string { return s }),
		ordered("musl.toml: package", m.Package, name), ordered("musl.toml: extra", m.Extra, name),
		ordered("musl.toml: compiled", m.Compiled, name), ordered("musl.toml: glibc", m.Glibc, name),
		ordered("musl.toml: misbehaves", m.Misbehaves, func(r Misbehaves) string { return r.Call + r.Package }),
	); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, list := range []struct {
		rows           []OnMusl
		plain, withOne bool // names without an extra, and with one
	}{{pureRows(m.Pure), true, false}, {m.Package, true, false}, {m.Extra, false, true}, {m.Compiled, true, false}, {m.Glibc, true, true}} {
		for _, r := range list.rows {
			if !(list.plain && normalName.MatchString(r.Name) || list.withOne && extraName.MatchString(r.Name)) {
				return fmt.Errorf("musl.toml: %q is not such a name", r.Name)
			}
			if seen[r.Name] {
				return fmt.Errorf("musl.toml: %q stands twice", r.Name)
			}
			seen[r.Name] = true
			if err := r.check(); err != nil {
				return err
			}
		}
	}
	for _, r := range m.Misbehaves {
		if (r.Package == "") == (r.Call == "") || r.Why == "" || r.Source == "" || r.Checked.Year == 0 {
			return fmt.Errorf("musl.toml: misbehaves: %s%s: package or call, why, source and checked are needed", r.Package, r.Call)
		}
	}
	return nil
}

func pureRows(names []string) []OnMusl {
	rows := make([]OnMusl, 0, len(names))
	for _, n := range names {
		rows = append(rows, OnMusl{Name: n})
	}
	return rows
}

func (r OnMusl) check() error {
	for _, other := range slices.Concat(r.Brings, r.Needs) {
		if !normalName.MatchString(other) {
			return fmt.Errorf("musl.toml: %s: %q is not a normalised name of a package", r.Name, other)
		}
	}
	if !slices.IsSorted(r.Brings) {
		return fmt.Errorf("musl.toml: %s: brings is not sorted", r.Name)
	}
	for _, version := range r.Musl {
		if !pep440.Valid(version) {
			return fmt.Errorf("musl.toml: %s: %q is not a version", r.Name, version)
		}
	}
	if r.Since != "" && !pep440.Valid(r.Since) {
		return fmt.Errorf("musl.toml: %s: %q is not a version", r.Name, r.Since)
	}
	return nil
}
