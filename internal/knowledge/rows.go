package knowledge

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/pep440"
)

// Server is a program that serves applications of one interface, or of several.
type Server struct {
	Name       string         `toml:"name"`         // PyPI package and program
	Interface  string         `toml:"interface"`    // that it is made for
	Also       []string       `toml:"also"`         // further interfaces that it serves
	Default    bool           `toml:"default"`      // taken where the repository declares none, and before the others that it declares
	Frameworks []string       `toml:"frameworks"`   // it serves their applications alone, and before every other server
	Command    []string       `toml:"command"`      // {app}, {interface} and {port} are filled in
	Factory    string         `toml:"factory"`      // how a factory is named: "call" app:make(), "flag" a flag and app:make, "none" not at all
	Flag       string         `toml:"factory_flag"` // "" is --factory
	ConfigFile string         `toml:"config_file"`
	Reload     []string       `toml:"reload"`      // makes it load the source again where that changes; empty where it cannot
	StopSignal string         `toml:"stop_signal"` // that it ends well on, "" for SIGTERM
	ProvidedBy []string       `toml:"provided_by"` // requirements, with an extra or without, that bring it
	Arguments  []Argument     `toml:"argument"`
	Needs      []ServerNeed   `toml:"need"`
	Releases   []Release      `toml:"release"` // what is added where the repository declares none, newest first
	Why        string         `toml:"why"`
	Source     string         `toml:"source"`
	Checked    toml.LocalDate `toml:"checked"`
}

// Serves reports whether the server can serve an application of the interface.
func (s Server) Serves(iface string) bool {
	return s.Interface == iface || slices.Contains(s.Also, iface)
}

// Argument is a part of a server's command with its reason.
type Argument struct {
	Args         []string `toml:"args"`
	Since        string   `toml:"since"`         // first release that has it, "" for all
	UnlessConfig bool     `toml:"unless_config"` // the server's configuration file may say it
	Interface    string   `toml:"interface"`     // of the application, "" for every one
	Why          string   `toml:"why"`
}

// ServerNeed is a requirement that old releases of a server lack.
type ServerNeed struct {
	Before      string `toml:"before"`      // releases older than this one need it
	Requirement string `toml:"requirement"` // PEP 508
	Why         string `toml:"why"`
}

// Release is the version of a server that serves a range of Python releases.
type Release struct {
	Python  string `toml:"python"` // PEP 440 specifier
	Version string `toml:"version"`
}

// Pythons is the calendar of Python's releases.
type Pythons struct {
	Checked toml.LocalDate `toml:"checked"` // "today" for every decision that asks how old a release is
	Source  string         `toml:"source"`
	Past    []PastPython   `toml:"past"`   // releases without a current image, oldest first
	Python  []Python       `toml:"python"` // oldest first
}

// PastPython is a minor release that is past its end, and that pykube has no image for.
type PastPython struct {
	Version string         `toml:"version"` // X.Y
	Ends    toml.LocalDate `toml:"ends"`    // last day of fixes
}

// Python is a minor release of CPython.
type Python struct {
	Version  string         `toml:"version"` // X.Y
	Released toml.LocalDate `toml:"released"`
	Ends     toml.LocalDate `toml:"ends"`  // last day of security fixes
	Image    string         `toml:"image"` // Debian release of the newest official image
	Patch    int            `toml:"patch"` // number of the newest patch release on the day of Checked
}

// Tool is a program of the builder stage: taken from an image, or installed from PyPI.
type Tool struct {
	Name     string         `toml:"name"`
	Image    string         `toml:"image"`   // "" for PyPI
	Releases []ToolRelease  `toml:"release"` // of PyPI, best first
	Why      string         `toml:"why"`
	Source   string         `toml:"source"`
	Checked  toml.LocalDate `toml:"checked"`
}

// ToolRelease is a release of a package manager.
type ToolRelease struct {
	Version string   `toml:"version"`
	Python  string   `toml:"python"` // PEP 440 specifier: the releases of Python that it runs on
	Locks   []string `toml:"locks"`  // versions of the lock's format that it reads
	Extra   string   `toml:"extra"`  // of the package, that is installed with it
	// Unchecked is set where it cannot tell whether these locks fit their manifests.
	Unchecked bool   `toml:"unchecked"`
	Why       string `toml:"why"`
}

// Index is a host that serves packages to everybody.
type Index struct {
	Host    string         `toml:"host"`
	Why     string         `toml:"why"`
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// Public reports whether a host serves packages to everybody.
func (t *Tables) Public(host string) bool {
	return slices.ContainsFunc(t.Indexes, func(i Index) bool { return i.Host == host || strings.HasSuffix(host, "."+i.Host) })
}

// Health is the list of paths that conventionally tell whether a service is well.
type Health struct {
	Segments []string       `toml:"segments"` // last segment of the path, best first
	Weak     []string       `toml:"weak"`     // last segments that count only behind Prefixes, best first
	Prefixes []string       `toml:"prefixes"`
	Why      string         `toml:"why"`
	Source   string         `toml:"source"`
	Checked  toml.LocalDate `toml:"checked"`
}

var apiVersion = regexp.MustCompile(`^v\d+(\.\d+)*$`)

// Rank tells how well a path says that it answers a health check: 0 is best; -1 is one that does not say so.
func (h Health) Rank(path string) int {
	parts := strings.Split(strings.ToLower(strings.Trim(path, "/")), "/")
	last := parts[len(parts)-1]
	if i := slices.Index(h.Segments, last); i >= 0 {
		return i
	}
	i := slices.Index(h.Weak, last)
	if i < 0 || slices.ContainsFunc(parts[:len(parts)-1], func(p string) bool {
		return !slices.Contains(h.Prefixes, p) && !apiVersion.MatchString(p)
	}) {
		return -1
	}
	return len(h.Segments) + i
}

// Need is what a package cannot do without.
type Need struct {
	Name  string   `toml:"name"`  // normalised (PEP 503)
	Since string   `toml:"since"` // the row holds from this release on
	Needs []string `toml:"needs"` // packages, normalised
}

// needs is the table of them.
type needs struct {
	Checked toml.LocalDate `toml:"checked"`
	Package []Need         `toml:"package"` // by name, then by release
}

// Needs lists what a release of a package needs itself; false where the table does not know it. The name is normalised.
func (t *Tables) Needs(name, version string) ([]string, bool) {
	var found *Need
	for i, n := range t.needs.Package {
		if n.Name == name && pep440.Valid(version) && !pep440.Older(version, n.Since) {
			found = &t.needs.Package[i]
		}
	}
	if found == nil {
		return nil, false
	}
	return found.Needs, true
}

// EndOfLife reports whether the release got its last fixes before the day on which the calendar was checked.
func (p Pythons) EndOfLife(r Python) bool { return before(r.Ends, p.Checked) }

// Settled reports whether the release has been out for a year: by then the packages that are compiled have wheels.
func (p Pythons) Settled(r Python) bool {
	year := r.Released
	year.Year++
	return !before(p.Checked, year)
}

// Get gives the release X.Y.
func (p Pythons) Get(version string) (Python, bool) {
	i := slices.IndexFunc(p.Python, func(r Python) bool { return r.Version == version })
	if i < 0 {
		return Python{}, false
	}
	return p.Python[i], true
}

func before(a, b toml.LocalDate) bool {
	return a.Year < b.Year || a.Year == b.Year && (a.Month < b.Month || a.Month == b.Month && a.Day < b.Day)
}

// check holds what the schema cannot say.
func (t *Tables) check() error {
	if err := ordered("servers.toml", t.Servers, func(s Server) string { return s.Name }); err != nil {
		return err
	}
	if err := ordered("indexes.toml", t.Indexes, func(i Index) string { return i.Host }); err != nil {
		return err
	}
	for _, i := range t.Indexes {
		if i.Why == "" || i.Source == "" || i.Checked.Year == 0 {
			return fmt.Errorf("indexes.toml: %s: why, source and checked are needed", i.Host)
		}
	}
	if err := ordered("pythons.toml", t.Pythons.Python, func(p Python) string {
		return fmt.Sprintf("%s%04d", p.Version[:2], len(p.Version)) + p.Version
	}); err != nil {
		return err
	}
	if err := ordered("pythons.toml: past", t.Pythons.Past, func(p PastPython) string { return p.Version }); err != nil {
		return err
	}
	for i, n := range t.needs.Package[min(1, len(t.needs.Package)):] {
		if before := t.needs.Package[i]; before.Name > n.Name || before.Name == n.Name && !pep440.Older(before.Since, n.Since) {
			return fmt.Errorf("needs.toml: %s %s must stand before %s %s", n.Name, n.Since, before.Name, before.Since)
		}
	}
	if err := ordered("wheels.toml", t.wheels.Package, func(w Wheel) string { return w.Name }); err != nil {
		return err
	}
	for _, s := range t.Servers {
		if len(s.Command) == 0 || len(s.Releases) == 0 || s.Why == "" || s.Source == "" || s.Checked.Year == 0 {
			return fmt.Errorf("servers.toml: %s: command, release, why, source and checked are needed", s.Name)
		}
		if s.Factory != "call" && s.Factory != "flag" && s.Factory != "none" {
			return fmt.Errorf("servers.toml: %s: factory %q is not call or flag, or none", s.Name, s.Factory)
		}
	}
	for _, check := range []func() error{
		t.checkBases, t.checkFrameworks, t.checkMade, t.checkMigrations, t.checkNative, t.backings.check, t.behaviour.check, t.commands.check, t.conda.check, t.disk.check,
		t.middleware.check, t.modules.check, t.musl.check, t.runs.check, t.systemPrograms.check, t.Variables.check, t.wrappers.check,
		t.locales.check, t.fonts.check, t.gpu.check,
	} {
		if err := check(); err != nil {
			return err
		}
	}
	return nil
}

// ordered refuses rows that are not sorted, or stand twice.
func ordered[R any](file string, rows []R, key func(R) string) error {
	for i := 1; i < len(rows); i++ {
		switch strings.Compare(key(rows[i-1]), key(rows[i])) {
		case 0:
			return fmt.Errorf("%s: %q stands twice", file, key(rows[i]))
		case 1:
			return fmt.Errorf("%s: %q must stand before %q", file, key(rows[i]), key(rows[i-1]))
		}
	}
	return nil
}
