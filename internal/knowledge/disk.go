package knowledge

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// DiskCall is a group of calls that write to disk.
type DiskCall struct {
	Names    []string       `toml:"names"`    // dotted, sorted; builtins.open for what is not imported
	Kind     string         `toml:"kind"`     // database, upload, log, cache, scratch, file, directory
	Form     string         `toml:"form"`     // path, directory, url, mode
	Argument int            `toml:"argument"` // place of the path, -1 where only a keyword gives it
	Keywords []string       `toml:"keywords"` // keywords that give the path
	Why      string         `toml:"why"`
	Source   string         `toml:"source"`
	Checked  toml.LocalDate `toml:"checked"`
}

// DiskSetting is a name in a configuration that says where something is written.
type DiskSetting struct {
	Name    string         `toml:"name"`
	Kind    string         `toml:"kind"`
	Form    string         `toml:"form"`
	Why     string         `toml:"why"`
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// disk is the table of what writes.
type disk struct {
	Servers []string      `toml:"servers"` // packages of PyPI that reach a database server, sorted
	Call    []DiskCall    `toml:"call"`    // by the first of the names
	Setting []DiskSetting `toml:"setting"` // by name
}

// DiskCall gives the row of a call, by its dotted name.
func (t *Tables) DiskCall(name string) (DiskCall, bool) {
	i := slices.IndexFunc(t.disk.Call, func(c DiskCall) bool { _, ok := slices.BinarySearch(c.Names, name); return ok })
	if i < 0 {
		return DiskCall{}, false
	}
	return t.disk.Call[i], true
}

// DiskSetting gives the row of a name in a configuration.
func (t *Tables) DiskSetting(name string) (DiskSetting, bool) {
	i, ok := slices.BinarySearchFunc(t.disk.Setting, name, func(s DiskSetting, n string) int { return strings.Compare(s.Name, n) })
	if !ok {
		return DiskSetting{}, false
	}
	return t.disk.Setting[i], true
}

// DatabaseServers lists the packages of PyPI that reach a database which is a server.
func (t *Tables) DatabaseServers() []string { return t.disk.Servers }

var (
	diskKinds = []string{"cache", "database", "directory", "file", "log", "scratch", "upload"}
	diskForms = []string{"directory", "mode", "path", "url"}
)

func (d *disk) check() error {
	const file = "disk.toml"
	if err := cmp.Or(
		ordered(file+": servers", d.Servers, func(s string) string { return s }),
		ordered(file, d.Call, func(c DiskCall) string { return strings.Join(c.Names[:min(1, len(c.Names))], "") }),
		ordered(file, d.Setting, func(s DiskSetting) string { return s.Name }),
	); err != nil {
		return err
	}
	seen := map[string]bool{}
	for _, c := range d.Call {
		if len(c.Names) == 0 || c.Why == "" || c.Source == "" || c.Checked.Year == 0 || !slices.Contains(diskKinds, c.Kind) || !slices.Contains(diskForms, c.Form) {
			return fmt.Errorf("%s: %s: names, kind, form, why, source and checked are needed", file, strings.Join(c.Names, " "))
		}
		if err := ordered(file, c.Names, func(s string) string { return s }); err != nil {
			return err
		}
		for _, name := range c.Names {
			if seen[name] {
				return fmt.Errorf("%s: %q stands twice", file, name)
			}
			seen[name] = true
		}
	}
	for _, s := range d.Setting {
		if s.Why == "" || s.Source == "" || s.Checked.Year == 0 || !slices.Contains(diskKinds, s.Kind) || !slices.Contains(diskForms, s.Form) {
			return fmt.Errorf("%s: %s: kind, form, why, source and checked are needed", file, s.Name)
		}
	}
	return nil
}
