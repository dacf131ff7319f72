package packaging

import (
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// UVLock is uv.lock.
// Source: https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile
type UVLock struct {
	Version        int
	RequiresPython Located
	Packages       []LockedPackage
}

// LockedPackage is one package of the lock.
type LockedPackage struct {
	Name, Version string
	Dir           string // directory of the repository that it is built from, "" for one from elsewhere
	Evidence      source.Evidence
	depends       []dependency
	extras        map[string][]dependency
}

type dependency struct {
	Name    string   `toml:"name"`
	Version string   `toml:"version"`
	Extra   []string `toml:"extra"`
	Marker  string   `toml:"marker"`
}

type rawLock struct {
	Version        int    `toml:"version"`
	RequiresPython string `toml:"requires-python"`
	Package        []struct {
		Name    string `toml:"name"`
		Version string `toml:"version"`
		Source  struct {
			Virtual   string `toml:"virtual"`
			Editable  string `toml:"editable"`
			Directory string `toml:"directory"`
			Path      string `toml:"path"`
		} `toml:"source"`
		Dependencies []dependency            `toml:"dependencies"`
		Optional     map[string][]dependency `toml:"optional-dependencies"`
	} `toml:"package"`
}

// ReadUVLock reads uv.lock at the root of the repository; nil where there is none.
func ReadUVLock(t *source.Tree) (*UVLock, error) {
	const file = "uv.lock"
	if !t.Has(file) {
		return nil, nil
	}
	var raw rawLock
	d, err := decode(t, file, &raw)
	if err != nil {
		return nil, err
	}
	if raw.Version != 1 {
		return nil, &Error{File: file, Line: 1, Text: "is not of version 1, the only one that pykube reads", Hint: "uv lock"}
	}
	l := &UVLock{Version: raw.Version}
	if l.RequiresPython.Value, err = normalSpecifier(raw.RequiresPython); err != nil {
		return nil, &Error{File: file, Line: d.at("requires-python").Line, Text: "requires-python: " + err.Error(), Hint: "uv lock"}
	}
	l.RequiresPython.Evidence = d.at("requires-python")
	lines := packageLines(d)
	for i, p := range raw.Package {
		lp := LockedPackage{Name: NormalName(p.Name), Version: p.Version, depends: p.Dependencies, extras: p.Optional}
		if i < len(lines) {
			lp.Evidence = source.At(file, lines[i], d.rows[lines[i]-1])
		}
		for _, dir := range []string{p.Source.Virtual, p.Source.Editable, p.Source.Directory, p.Source.Path} {
			if dir != "" {
				lp.Dir = dir
			}
		}
		l.Packages = append(l.Packages, lp)
	}
	return l, nil
}

// packageLines gives the lines on which the packages are named.
func packageLines(d *document) []int {
	d.at("version")
	var lines []int
	for i, row := range d.rows {
		if strings.TrimSpace(row) != "[[package]]" {
			continue
		}
		line := i + 1
		for j := i + 1; j < len(d.rows) && !strings.HasPrefix(d.rows[j], "["); j++ {
			if strings.HasPrefix(d.rows[j], "name") {
				line = j + 1
				break
			}
		}
		lines = append(lines, line)
	}
	return lines
}

// Root gives the package that the lock was made for: the one at the root of the repository. Nil for a workspace that
// has none.
func (l *UVLock) Root() *LockedPackage {
	for i := range l.Packages {
		if l.Packages[i].Dir == "." {
			return &l.Packages[i]
		}
	}
	return nil
}

// Installed lists what `uv sync --no-dev` installs for the root: its dependencies, theirs, and those of the extras
// that are asked for. The root itself is not among them.
func (l *UVLock) Installed() []LockedPackage {
	root := l.Root()
	if root == nil {
		return l.Packages
	}
	byName := map[string][]int{}
	for i, p := range l.Packages {
		byName[p.Name] = append(byName[p.Name], i)
	}
	seen := map[int]bool{}
	seenExtra := map[string]bool{}
	queue := append([]dependency{}, root.depends...)
	for len(queue) > 0 {
		d := queue[0]
		queue = queue[1:]
		if Excluded(d.Marker) {
			continue
		}
		for _, i := range byName[NormalName(d.Name)] {
			p := l.Packages[i]
			if d.Version != "" && p.Version != d.Version {
				continue
			}
			if !seen[i] {
				seen[i] = true
				queue = append(queue, p.depends...)
			}
			for _, e := range d.Extra {
				if key := p.Name + "[" + e; !seenExtra[key] {
					seenExtra[key] = true
					queue = append(queue, p.extras[e]...)
				}
			}
		}
	}
	var found []LockedPackage
	for i, p := range l.Packages {
		if seen[i] && p.Dir != "." {
			found = append(found, p)
		}
	}
	return found
}
