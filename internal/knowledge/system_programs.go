package knowledge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// SystemProgram is a program that code starts by its name, and what brings it.
type SystemProgram struct {
	Names   []string       `toml:"names"` // sorted; the rows are in order of the first
	Aside   []string       `toml:"aside"` // first arguments with which it is of no use in an image
	Debian  Debian         `toml:"debian"`
	Alpine  Alpine         `toml:"alpine"`
	Why     string         `toml:"why"` // what it does, as the end of a sentence
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// On lists the packages that bring the program on a release of Debian, by its name, or on "alpine".
func (p SystemProgram) On(distribution string) []string {
	return Native{Debian: p.Debian, Alpine: p.Alpine}.On(distribution).Runtime
}

// SystemProgram gives the row of a program; false where the table does not know it.
func (t *Tables) SystemProgram(name string) (SystemProgram, bool) {
	i := slices.IndexFunc(t.systemPrograms.Program, func(p SystemProgram) bool { return slices.Contains(p.Names, name) })
	if i < 0 {
		return SystemProgram{}, false
	}
	return t.systemPrograms.Program[i], true
}

// systemPrograms is the table of them.
type systemPrograms struct {
	Present   []string        `toml:"present"`   // in every image, sorted
	Elsewhere []string        `toml:"elsewhere"` // of other systems, sorted
	Program   []SystemProgram `toml:"program"`
}

// NeedsNothing reports whether a program is in every image, or would be of no use in one.
func (t *Tables) NeedsNothing(name string) bool {
	return slices.Contains(t.systemPrograms.Present, name) || slices.Contains(t.systemPrograms.Elsewhere, name)
}

// Everywhere reports whether a program comes with every image that has a shell, and with no other one.
func (t *Tables) Everywhere(name string) bool {
	ofPython := name == "python" || name == "python3" || name == "pip" || name == "pip3"
	return slices.Contains(t.systemPrograms.Present, name) && !ofPython
}

func (t *systemPrograms) check() error {
	if err := ordered("programs.toml", t.Program, func(p SystemProgram) string { return strings.Join(p.Names[:min(1, len(p.Names))], "") }); err != nil {
		return err
	}
	same := func(s string) string { return s }
	if err := cmp.Or(ordered("programs.toml: present", t.Present, same), ordered("programs.toml: elsewhere", t.Elsewhere, same)); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, p := range t.Program {
		if len(p.Names) == 0 || p.Why == "" || p.Source == "" || p.Checked.Year == 0 {
			return fmt.Errorf("programs.toml: %s: names, why, source and checked are needed", strings.Join(p.Names, " "))
		}
		if err := ordered("programs.toml: "+p.Names[0], p.Names, same); err != nil {
			return err
		}
		for _, name := range p.Names {
			if seen[name] || slices.Contains(t.Present, name) || slices.Contains(t.Elsewhere, name) {
				return fmt.Errorf("programs.toml: %q stands twice", name)
			}
			seen[name] = true
		}
		packages := slices.Concat(p.On("bookworm"), p.On("trixie"), p.On("alpine"))
		for _, name := range packages {
			if !systemPackage.MatchString(name) {
				return fmt.Errorf("programs.toml: %s: %q is not the name of a system package", p.Names[0], name)
			}
		}
		if len(p.On("bookworm")) == 0 {
			return fmt.Errorf("programs.toml: %s: debian.runtime is needed", p.Names[0])
		}
		if len(p.On("alpine")) > 0 && p.Alpine.Source == "" {
			return fmt.Errorf("programs.toml: %s: alpine.source is needed", p.Names[0])
		}
	}
	return nil
}
