package packaging

import (
	"fmt"
	"path"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// Pylock is pylock.toml, or one of its siblings pylock.NAME.toml (PEP 751).
// Source: https://packaging.python.org/en/latest/specifications/pylock-toml/
type Pylock struct {
	File           string
	LockVersion    string // 1.x
	CreatedBy      string // "uv", "pip", "pdm" …
	RequiresPython Located
	Environments   []Located // markers of PEP 508, one of which must hold; nil where any environment will do
	Extras         []string  // that can be asked for
	Groups         []string  // dependency groups that can be asked for
	DefaultGroups  []string  // those installed where none is asked for
	Packages       []PylockPackage
}

// PylockPackage is one of the packages. Its Pin has the marker as written, which can ask for extras and groups.
type PylockPackage struct {
	Pin
	RequiresPython Located // of the package itself: an installer fails where it is not met
	Index          string  // base URL of the index; "" where it is not said
	Editable       bool    // a directory that is installed as a link to it
}

// IsPylock reports whether a file has a name that PEP 751 allows: pylock.toml, or pylock.NAME.toml with no dot in NAME.
// Installers take no other name.
func IsPylock(file string) bool {
	base := path.Base(file)
	name, ok := strings.CutPrefix(base, "pylock.")
	name, end := strings.CutSuffix(name, ".toml")
	return base == "pylock.toml" || ok && end && name != "" && !strings.Contains(name, ".")
}

// ReadPylock reads a lock file of PEP 751; nil where there is none. Paths in it are relative to its directory.
func ReadPylock(t *source.Tree, file string) (*Pylock, error) {
	file = path.Clean(file)
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readTOML(t, file)
	if err != nil {
		return nil, err
	}
	l := &Pylock{File: file, CreatedBy: d.located(d.root, "created-by").Value}
	version := d.located(d.root, "lock-version")
	l.LockVersion = version.Value
	switch {
	case d.err != nil:
		return nil, d.err
	case version.Value == "":
		return nil, &Error{File: file, Line: 1, Text: "lock-version: is missing"}
	case !pep440.Valid(version.Value) || pep440.Older(version.Value, "1") || !pep440.Older(version.Value, "2.dev0"):
		return nil, &Error{
			File: file, Line: version.Evidence.Line,
			Text: fmt.Sprintf("lock-version: %s is not 1.0 or a later 1.x, the ones that pykube reads", quoted(version.Value)),
		}
	}
	l.RequiresPython = d.specifier(`requires-python = ">=3.12"`, d.root, "requires-python")
	l.Environments = d.strings(d.root, "environments")
	for _, e := range l.Environments {
		d.marker("environments", e, MarkerEnv{})
	}
	l.Extras = values(d.strings(d.root, "extras"))
	l.Groups = values(d.strings(d.root, "dependency-groups"))
	l.DefaultGroups = values(d.strings(d.root, "default-groups"))
	packages := d.get(listKind, d.root, "packages")
	if packages == nil && d.err == nil {
		return nil, &Error{File: file, Line: 1, Text: "packages: is missing"}
	}
	if packages != nil {
		l.Packages = make([]PylockPackage, 0, len(packages.list))
		for _, n := range packages.list {
			if n = d.want(tableKind, n, "packages"); n != nil {
				l.Packages = append(l.Packages, d.pylockPackage(n))
			}
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	return l, nil
}

// marker checks a marker that may be "".
func (d *document) marker(name string, marker Located, env MarkerEnv) {
	if _, err := MarkerHolds(marker.Value, env); err != nil {
		d.fail(marker.Evidence.Line, "%s: %s", name, err)
	}
}

// Supports reports whether the lock is made for an environment: requires-python allows its Python, and one of the
// environments holds or may hold.
func (l *Pylock) Supports(env MarkerEnv) bool {
	if minor, _, ok := cutMinor(env.Python); ok && l.RequiresPython.Value != "" {
		if allowed, err := pep440.PythonAllowed(l.RequiresPython.Value, minor); err == nil && !allowed {
			return false
		}
	}
	for _, e := range l.Environments {
		if held, err := MarkerHolds(e.Value, env); err != nil || held {
			return true
		}
	}
	return len(l.Environments) == 0
}

// Installed lists what an installer takes for an environment, in the order of the file: with its Extras and its Groups,
// or the default groups where Groups is nil. The markers of what is given may still ask for what env does not know.
func (l *Pylock) Installed(env MarkerEnv) []Pin {
	env.Lock = true
	if env.Groups == nil {
		env.Groups = l.DefaultGroups
	}
	var found []Pin
	for _, p := range l.Packages {
		if held, err := MarkerHolds(p.Marker, env); held || err != nil {
			found = append(found, p.Pin)
		}
	}
	return found
}
