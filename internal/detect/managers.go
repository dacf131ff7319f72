package detect

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Manager is a file, or a lock with its manifest, that a package manager installs from.
type Manager struct {
	Name   string `json:"name"`   // pip, pip-tools, uv, poetry, pdm, pipenv, setuptools, hatch, flit, conda, pixi
	Format Format `json:"format"` // what is read
	File   string `json:"file"`
	Role   Role   `json:"role,omitempty"`   // what it is for, where its name or what includes it says so
	Reason string `json:"reason,omitempty"` // why this list, or why not: a clause without its subject
	// Also are further lists that are installed together with File.
	Also []string `json:"also,omitempty"`
	// Files are File and what installing reads beside it.
	Files     []string         `json:"files,omitempty"`
	Pinned    bool             `json:"pinned"`              // every requirement has one exact version
	Hashed    bool             `json:"hashed"`              // every requirement has a hash
	Generated *source.Evidence `json:"generated,omitempty"` // the mark of a tool that made the list
	// Resolved is the release of Python that a list was made for, as its header says: X.Y.
	Resolved string   `json:"resolved_for,omitempty"`
	Complete bool     `json:"complete"`          // exact versions of all that is needed, by the mark of a tool or by hashes
	Options  []string `json:"options,omitempty"` // options of pip in the file, such as --index-url
	Indexes  []Index  `json:"indexes,omitempty"` // where packages come from, beside PyPI
	// Variables are those of the environment that the files name, with the line.
	Variables []Named `json:"variables,omitempty"`
	// Remote are lists that are fetched when the image is built: what they ask for is not known before.
	Remote    []Named           `json:"remote,omitempty"`
	Locals    []source.Evidence `json:"locals,omitempty"` // directories of the repository that are installed
	LocalDirs []string          `json:"local_dirs,omitempty"`
	// Packaged is set where the manager installs the project itself into the environment.
	Packaged bool `json:"packaged"`
	// PackageDirs are the directories that the project is built from.
	PackageDirs []string `json:"package_dirs,omitempty"`
	// LeftBehind is a file of the package that its build leaves out.
	LeftBehind *source.Evidence `json:"left_behind,omitempty"`
	// Requires is the range of versions of the manager itself that the repository asks for.
	Requires  *Python  `json:"requires,omitempty"`
	Tool      string   `json:"tool,omitempty"`         // version of the tool that wrote the lock, where it says so
	Lock      string   `json:"lock_version,omitempty"` // version of the lock's format
	DevGroups []string `json:"dev_groups,omitempty"`   // groups that are installed by default and are not for production
	Extras    []string `json:"extras,omitempty"`       // that the project offers
	Groups    []Named  `json:"groups,omitempty"`       // that the files which deploy the repository ask for; Packages has theirs
	// Stale is set where the lock was not made from the manifest as it is now: its own tool refuses it.
	Stale *Stale `json:"stale,omitempty"`
	// Empty is set where nothing is declared.
	Empty bool `json:"empty,omitempty"`
	// Versioned names the tool that takes the project's version from version control, which the image does not have.
	Versioned *Named    `json:"versioned,omitempty"`
	Packages  []Package `json:"packages,omitempty"` // what is installed
	// Optional is what each extra installs more; a lock's first 20 are looked at.
	Optional map[string][]Package `json:"optional,omitempty"`
	Evidence source.Evidence      `json:"evidence"`
}

// Role is what a file is for.
type Role string

// The roles. A file without one can be what is installed.
const (
	RoleProduction  Role = "production"
	RoleDevelopment Role = "development"
	RolePassed      Role = "passed over" // another one is rather meant
	RoleVariant     Role = "variant"     // by its name a part or a kind, or it brings in what is for development
)

// Format is the kind of file that is installed from.
type Format string

// The formats. A lock holds an exact version of all that is installed; the others hold what a project asks for.
const (
	UVLock       Format = "uv.lock"
	PoetryLock   Format = "poetry.lock"
	PDMLock      Format = "pdm.lock"
	PipfileLock  Format = "Pipfile.lock"
	Pylock       Format = "pylock.toml"
	Requirements Format = "requirements"
	ProjectTable Format = "pyproject.toml" // [project], or what a build back end fills in
	PoetryTable  Format = "tool.poetry"    // [tool.poetry] without a lock
	Pipfile      Format = "Pipfile"
	Setup        Format = "setup"
	Conda        Format = "conda"
	Pixi         Format = "pixi"
)

// Index is a place that packages come from.
type Index struct {
	Name     string          `json:"name,omitempty"`
	URL      string          `json:"url"`                // as written, without a password that stands in it
	Password bool            `json:"password,omitempty"` // a password stands in the address
	Evidence source.Evidence `json:"evidence"`
}

// Named is a name with its place.
type Named struct {
	Name     string          `json:"name"`
	Evidence source.Evidence `json:"evidence"`
}

// Stale says how a lock differs from its manifest.
type Stale struct {
	Reason   string          `json:"reason"`
	Evidence source.Evidence `json:"evidence"`
}

// Install is a command of a deployment file that installs something.
type Install struct {
	Manager  string          `json:"manager"` // pip, uv, poetry, pdm, pipenv, conda, pixi
	File     string          `json:"file,omitempty"`
	Extras   []string        `json:"extras,omitempty"`
	Groups   []string        `json:"groups,omitempty"`
	Packages []string        `json:"packages,omitempty"` // that the command names itself: requirements of PEP 508
	Dev      bool            `json:"dev,omitempty"`      // the file serves development or tests
	Evidence source.Evidence `json:"evidence"`
}

// Package is something that gets installed.
type Package struct {
	Name      string   `json:"name"`                // normalised (PEP 503)
	Version   string   `json:"version,omitempty"`   // the exact one, where there is one
	Specifier string   `json:"specifier,omitempty"` // PEP 440
	Extras    []string `json:"extras,omitempty"`
	Marker    string   `json:"marker,omitempty"`  // PEP 508: when it is installed; "" for always
	Address   string   `json:"address,omitempty"` // where it comes from, if not from an index
	// Conda is set where conda installs it, with the libraries that it needs.
	Conda bool `json:"conda,omitempty"`
	// SourceOnly is set where the lock lists an archive of the source and no wheel: it is built.
	SourceOnly bool `json:"source_only,omitempty"`
	// Pure is set where the lock lists a wheel that installs everywhere.
	Pure bool `json:"pure,omitempty"`
	// Wheels are, for each platform, the releases X.Y of Python for which the lock lists a wheel; null where it lists no
	// files, or a pure one.
	Wheels map[string][]string `json:"wheels,omitempty"`
	// Needed are the releases X.Y of Python on which it is installed at all, by its markers; null for every one.
	Needed []string `json:"needed,omitempty"`
	// Pythons are the releases for which there is a wheel for glibc on x86-64; null where the lock lists no files.
	Pythons  []string        `json:"-"`
	Evidence source.Evidence `json:"evidence"`
}

// reading is what the readers of one repository share.
type reading struct {
	tree     *source.Tree
	tables   *knowledge.Tables
	project  *packaging.PyProject // nil where there is none
	setup    *packaging.Manifest  // of setup.py and setup.cfg; nil where there is none
	lists    []packaging.RequirementsFile
	installs []packaging.Install // commands of deployment files
	facts    *Facts
}

// readers look for the files of one manager each, in the order in which the facts list what they find. A further manager
// is a further file.
var readers = []func(*reading) error{
	readUV, readPoetry, readPDM, readPylock, readPipenv, readRequirements, readProjectTable, readSetup, readConda, readPixi,
}

// readManagers notes what the files at the root of the repository say of what is installed.
func (f *Facts) readManagers(r *reading) error {
	if r.project != nil {
		f.addDirect(r.project.Dependencies)
	}
	for _, read := range readers {
		if err := read(r); err != nil {
			return err
		}
	}
	for _, m := range f.Managers {
		for _, p := range m.Packages {
			if f.Package(p.Name) == nil || p.Name == "" {
				f.Packages = append(f.Packages, p)
			}
		}
	}
	return nil
}

// variable is one that a tool puts in for ${NAME}.
var variable = regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`)

// names lists the keys of a map in order.
func names[V any](m map[string]V) []string { return slices.Sorted(maps.Keys(m)) }

// existing leaves out the directories that are not there.
func existing(tree *source.Tree, dirs []string) []string {
	return slices.DeleteFunc(slices.Clone(dirs), func(dir string) bool { return !tree.HasDir(dir) && !tree.Has(dir) && !tree.Has(dir+".py") })
}

// localDir gives the directory or archive of the repository that an address leads to.
func localDir(tree *source.Tree, address string) (string, bool) {
	if address == "" || strings.Contains(address, "://") {
		return "", false
	}
	dir := path.Clean(strings.TrimPrefix(address, "file:"))
	return dir, tree.HasDir(dir) || tree.Has(dir)
}

func (r *reading) add(m Manager) {
	if v := packaging.VersionFromVCS(r.project, r.setup); m.Packaged && v != nil {
		m.Versioned = &Named{Name: v.Value, Evidence: v.Evidence}
	}
	if m.Packaged {
		m.LeftBehind = r.leftBehind(m)
	}
	r.marked(m.Packages)
	r.facts.Managers = append(r.facts.Managers, m)
}

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
