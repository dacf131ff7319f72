package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"

	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/pep440"
)

// Native is what a package of PyPI needs of the distribution.
type Native struct {
	Name      string         `toml:"name"`      // normalised (PEP 503)
	Manylinux string         `toml:"manylinux"` // a release from which on there are wheels for glibc on x86-64; "" where there are none
	Musllinux string         `toml:"musllinux"` // the same for musl
	Programs  []string       `toml:"programs"`  // programs that it runs
	Unless    []string       `toml:"unless"`    // packages of PyPI that bring what is needed
	ToldBy    string         `toml:"told_by"`   // the part of a package that the code uses: django.contrib.gis
	ExtraOf   string         `toml:"extra_of"`  // the package and extra that bring it: "psycopg[c]"
	Debian    Debian         `toml:"debian"`
	Alpine    Alpine         `toml:"alpine"`
	Why       string         `toml:"why"`
	Source    string         `toml:"source"`
	Checked   toml.LocalDate `toml:"checked"`
}

// System lists packages of a distribution.
type System struct {
	Build   []string `toml:"build"`   // needed to compile it
	Linked  []string `toml:"linked"`  // libraries that it uses when it was compiled: its wheels carry their own
	Runtime []string `toml:"runtime"` // needed where it runs, however it was installed
}

// Debian lists packages that all its releases know, and those that only one of them knows by that name.
type Debian struct {
	System
	Bookworm System `toml:"bookworm"`
	Trixie   System `toml:"trixie"`
}

// Alpine lists its packages, and says where their names were read.
type Alpine struct {
	System
	Source string `toml:"source"`
}

// On gives what the package needs on a release of Debian, by its name, or on "alpine".
func (n Native) On(distribution string) System {
	switch distribution {
	case "alpine":
		return n.Alpine.System
	case "bookworm":
		return n.Debian.and(n.Debian.Bookworm)
	case "trixie":
		return n.Debian.and(n.Debian.Trixie)
	}
	return n.Debian.System
}

func (s System) and(more System) System {
	return System{
		Build:   slices.Concat(s.Build, more.Build),
		Linked:  slices.Concat(s.Linked, more.Linked),
		Runtime: slices.Concat(s.Runtime, more.Runtime),
	}
}

// HasWheel reports whether a release that a specifier admits has wheels for a libc: glibc, musl. specifier is PEP 440,
// an exact version with == included.
func (n Native) HasWheel(specifier, libc string) bool {
	first := n.Manylinux
	if libc == "musl" {
		first = n.Musllinux
	}
	return first != "" && admits(specifier, func(version string) bool { return !pep440.Older(version, first) }, first)
}

// NativeRow gives the row of a package. The name is normalised (PEP 503).
func (t *Tables) NativeRow(name string) (Native, bool) {
	i, ok := slices.BinarySearchFunc(t.Native, name, func(n Native, name string) int { return strings.Compare(n.Name, name) })
	if !ok {
		return Native{}, false
	}
	return t.Native[i], true
}

// AddNative lays rows over the table: a row takes the place of the one with its name.
func (t *Tables) AddNative(rows []Native) {
	for _, row := range rows {
		i, ok := slices.BinarySearchFunc(t.Native, row.Name, func(n Native, name string) int { return strings.Compare(n.Name, name) })
		if ok {
			t.Native = slices.Concat(t.Native[:i], []Native{row}, t.Native[i+1:])
		} else {
			t.Native = slices.Insert(slices.Clone(t.Native), i, row)
		}
	}
}

// systemPackage is a name that Debian or Alpine takes. It ends up on a command line.
// Source: https://www.debian.org/doc/debian-policy/ch-controlfields.html#source
var systemPackage = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9+._-]*$`)

// SystemPackageName reports whether a text can be the name of a package of a distribution.
func SystemPackageName(name string) bool { return systemPackage.MatchString(name) }

var normalName = regexp.MustCompile(`^[a-z0-9]+(-[a-z0-9]+)*$`)

// Valid says what is wrong with a row of a user: nil where nothing is.
func (n Native) Valid() error {
	if !normalName.MatchString(n.Name) {
		return fmt.Errorf("name %q is not a normalised name of a package", printable(n.Name))
	}
	for _, version := range []string{n.Manylinux, n.Musllinux} {
		if version != "" && !pep440.Valid(version) {
			return fmt.Errorf("%s: %q is not a version", n.Name, printable(version))
		}
	}
	for _, name := range n.Unless {
		if !normalName.MatchString(name) {
			return fmt.Errorf("%s: %q is not a normalised name of a package", n.Name, printable(name))
		}
	}
	debian := n.Debian.and(n.Debian.Bookworm).and(n.Debian.Trixie)
	for _, s := range []System{debian, n.Alpine.System} {
		for _, name := range slices.Concat(s.Build, s.Linked, s.Runtime) {
			if !systemPackage.MatchString(name) {
				return fmt.Errorf("%s: %q is not the name of a system package", n.Name, printable(name))
			}
		}
	}
	for _, text := range append([]string{n.Why, n.Source, n.Alpine.Source}, n.Programs...) {
		if text != printable(text) {
			return fmt.Errorf("%s: %q holds characters that are not printable", n.Name, printable(text))
		}
	}
	return nil
}

// printable leaves out what could move a terminal's cursor or end a line.
func printable(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsPrint(r) {
			return r
		}
		return -1
	}, s)
}

// checkNative holds what a row of the program's own table must have beside.
func (t *Tables) checkNative() error {
	if err := ordered("native.toml", t.Native, func(n Native) string { return n.Name }); err != nil {
		return err
	}
	for _, n := range t.Native {
		if err := n.Valid(); err != nil {
			return fmt.Errorf("native.toml: %w", err)
		}
		d := n.Debian.and(n.Debian.Bookworm).and(n.Debian.Trixie)
		if len(d.Build)+len(d.Linked)+len(d.Runtime) == 0 || n.Why == "" || n.Source == "" || n.Checked.Year == 0 {
			return fmt.Errorf("native.toml: %s: debian.build, linked or runtime, why, source and checked are needed", n.Name)
		}
		if a := n.Alpine; len(a.Build)+len(a.Linked)+len(a.Runtime) > 0 && a.Source == "" {
			return fmt.Errorf("native.toml: %s: alpine.source is needed", n.Name)
		}
	}
	return nil
}
