package detect

import (
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
	// Compiles is what says that building the project takes a compiler, or may.
	Compiles *source.Evidence `json:"compiles,omitempty"`
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
	CondaLock    Format = "conda-lock"
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
