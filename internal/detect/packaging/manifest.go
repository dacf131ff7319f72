package packaging

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// Manifest is what a file says that declares a project without locking it: setup.py, setup.cfg, the tables of Flit,
// or what pyproject.toml leaves to its build back end.
type Manifest struct {
	File           string
	Files          []string // all that were read, File first: the requirements files that it names too
	Name, Version  Located  // as written, not checked; zero where they are not known
	RequiresPython Located  // a checked specifier without white space
	Classifiers    []Demand // weak ones, of "Programming Language :: Python :: 3.12"
	Dependencies   []Requirement
	Optional       map[string][]Requirement // extras, by normal name
	Scripts        map[string]Located       // console_scripts: name -> "module:function"
	PackageDirs    []string                 // directories that packages are built from, "." for the root
	BuildRequires  []Requirement            // setup_requires
	Compiles       *source.Evidence         // what says that building needs a compiler: ext_modules and the like
	VersionTool    *Located                 // what takes the version from version control; see VersionFromVCS
	Unknown        []Unknown                // what cannot be known without running something
	Evidence       source.Evidence          // where the project is declared
}

// Unknown is a thing that a file computes in a way that cannot be followed.
type Unknown struct {
	What     string // the argument or key: "install_requires"
	Evidence source.Evidence
}

// Knows reports whether the whole of an argument or key is known.
func (m *Manifest) Knows(what string) bool {
	return !slices.ContainsFunc(m.Unknown, func(u Unknown) bool { return u.What == what || u.What == wholeProject })
}

// wholeProject is the Unknown of a setup() that cannot be followed at all.
const wholeProject = "setup()"

func (m *Manifest) unknown(what string, at source.Evidence) {
	u := Unknown{What: what, Evidence: at}
	if !slices.Contains(m.Unknown, u) && len(m.Unknown) < 1000 {
		m.Unknown = append(m.Unknown, u)
	}
}

func (m *Manifest) addFile(file string) {
	if !slices.Contains(m.Files, file) {
		m.Files = append(m.Files, file)
	}
}

// classifier notes the release of Python that a classifier names; others are passed over.
// Source: https://pypi.org/classifiers/
func (m *Manifest) classifier(l Located) {
	version, ok := strings.CutPrefix(l.Value, "Programming Language :: Python :: ")
	if !ok || !strings.Contains(version, ".") || strings.Trim(version, "0123456789.") != "" || !pep440.Valid(version) {
		return
	}
	m.Classifiers = append(m.Classifiers, Demand{Version: version, Weak: true, Evidence: l.Evidence})
}

// addDir notes a directory that packages are built from; one outside the repository is passed over.
func (m *Manifest) addDir(dir string) {
	dir = path.Clean(strings.ReplaceAll(dir, `\`, "/"))
	if unprintable(dir) || dir == ".." || strings.HasPrefix(dir, "../") || path.IsAbs(dir) || slices.Contains(m.PackageDirs, dir) {
		return
	}
	m.PackageDirs = append(m.PackageDirs, dir)
}

// addPackage notes the directory of a package, which package_dir maps: dotted name, "" for all -> directory.
func (m *Manifest) addPackage(name string, dirs map[string]string) {
	for head, tail := name, ""; ; {
		if dir, ok := dirs[head]; ok {
			m.addDir(path.Join(dir, tail))
			return
		}
		if head == "" {
			m.addDir(tail)
			return
		}
		i := strings.LastIndexByte(head, '.')
		tail = path.Join(head[i+1:], tail)
		head = head[:max(i, 0)]
	}
}

// extra adds requirements to an extra. A key of setuptools may hold a marker, "name:marker"; ":marker" is no extra but
// what the project itself needs.
func (m *Manifest) extra(key string, list []Requirement) error {
	name, marker, conditional := strings.Cut(key, ":")
	if marker = strings.Trim(marker, " \t"); conditional && marker != "" {
		list = slices.Clone(list)
		for i := range list {
			combined := marker
			if list[i].Marker != "" {
				combined = "(" + list[i].Marker + ") and (" + marker + ")"
			}
			if err := list[i].marked(combined); err != nil {
				return err
			}
		}
	}
	if name = strings.Trim(name, " \t"); name == "" {
		m.Dependencies = append(m.Dependencies, list...)
		return nil
	}
	if m.Optional == nil {
		m.Optional = map[string][]Requirement{}
	}
	name = NormalName(name)
	m.Optional[name] = append(m.Optional[name], list...)
	return nil
}

func (m *Manifest) script(name string, target Located) {
	if m.Scripts == nil {
		m.Scripts = map[string]Located{}
	}
	m.Scripts[name] = target
}

// over gives what a manifest says where another one, of the same project, says it too: setuptools takes an argument of
// setup() before the same key of setup.cfg.
func (m *Manifest) over(below *Manifest) *Manifest {
	if m == nil || below == nil {
		if m == nil {
			return below
		}
		return m
	}
	both := *m
	both.Files = slices.Clone(m.Files)
	for _, f := range below.Files {
		both.addFile(f)
	}
	both.Unknown = slices.Clone(m.Unknown)
	said := map[string]bool{
		"name": m.Name.Value != "", "version": m.Version.Value != "", "python_requires": m.RequiresPython.Value != "",
		"install_requires": len(m.Dependencies) > 0, "extras_require": len(m.Optional) > 0, "entry_points": len(m.Scripts) > 0,
		"setup_requires": len(m.BuildRequires) > 0, "packages": len(m.PackageDirs) > 0,
	}
	for _, u := range m.Unknown {
		said[u.What] = true
	}
	for _, u := range below.Unknown {
		if !said[u.What] {
			both.unknown(u.What, u.Evidence)
		}
	}
	fill(&both.Name, below.Name, said["name"])
	fill(&both.Version, below.Version, said["version"])
	fill(&both.RequiresPython, below.RequiresPython, said["python_requires"])
	fill(&both.Dependencies, below.Dependencies, said["install_requires"])
	fill(&both.Optional, below.Optional, said["extras_require"])
	fill(&both.Scripts, below.Scripts, said["entry_points"])
	fill(&both.BuildRequires, below.BuildRequires, said["setup_requires"])
	fill(&both.PackageDirs, below.PackageDirs, said["packages"])
	fill(&both.Classifiers, below.Classifiers, len(m.Classifiers) > 0)
	fill(&both.Compiles, below.Compiles, m.Compiles != nil)
	fill(&both.VersionTool, below.VersionTool, m.VersionTool != nil)
	return &both
}

func fill[T any](to *T, from T, said bool) {
	if !said {
		*to = from
	}
}

// ReadSetuptools reads setup.py and setup.cfg as the one project that they declare; nil where neither does. Errors are
// *Error.
func ReadSetuptools(t *source.Tree) (*Manifest, error) {
	py, err := ReadSetupPy(t)
	if err != nil {
		return nil, err
	}
	cfg, err := ReadSetupCfg(t)
	if err != nil {
		return nil, err
	}
	return py.over(cfg), nil
}
