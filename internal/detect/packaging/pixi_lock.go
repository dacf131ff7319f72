package packaging

import (
	"maps"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// PixiLock is pixi.lock.
// Source: https://pixi.sh/latest/workspace/lockfile/, https://github.com/conda/rattler/tree/main/crates/rattler_lock
type PixiLock struct {
	Version      int
	Environments map[string]PixiLocked
}

// PixiLocked is one environment of the lock.
type PixiLocked struct {
	Channels  []string
	Indexes   []string            // of PyPI
	Platforms map[string]PixiPins // by name
	Evidence  source.Evidence
}

// PixiPins is what an environment holds for one platform, in the order of the file.
type PixiPins struct {
	Subdir string // of a channel: linux-64
	Conda  []CondaPin
	PyPI   []Pin
}

// Pins gives what `pixi install --frozen --environment NAME` installs on a platform; false where the lock has no such
// environment or platform.
func (l *PixiLock) Pins(environment, platform string) (PixiPins, bool) {
	platforms := l.Environments[environment].Platforms
	if pins, ok := platforms[platform]; ok {
		return pins, true
	}
	for _, name := range slices.Sorted(maps.Keys(platforms)) { // version 7 can name its own
		if platforms[name].Subdir == platform {
			return platforms[name], true
		}
	}
	return PixiPins{}, false
}

// pixiLockReader holds the packages by the kind and the address that environments name them by.
type pixiLockReader struct {
	*document
	packages map[string]*node
	subdirs  map[string]string // of the names of platforms; version 7
}

// ReadPixiLock reads pixi.lock at the root of the repository; nil where there is none.
func ReadPixiLock(t *source.Tree) (*PixiLock, error) {
	const file = "pixi.lock"
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readYAML(t, file, maxYAML)
	if err != nil {
		return nil, err
	}
	l := &PixiLock{Environments: map[string]PixiLocked{}}
	version := d.root.find("version")
	if i := slices.Index([]string{"4", "5", "6", "7"}, textOf(version)); i >= 0 {
		l.Version = 4 + i
	} else {
		line := 1
		if version != nil {
			line = version.line
		}
		return nil, &Error{File: file, Line: line, Text: "version: is not one of 4, 5, 6 and 7, which pykube reads", Hint: "pixi lock"}
	}
	r := pixiLockReader{document: d, packages: map[string]*node{}, subdirs: map[string]string{}}
	r.index()
	if environments := d.get(tableKind, d.root, "environments"); environments != nil {
		for _, name := range environments.keys {
			if unprintable(name) {
				d.fail(environments.table[name].line, "environments: %s holds a character that cannot be printed", quoted(name))
				break
			}
			l.Environments[name] = r.environment(name, environments.table[name])
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	return l, nil
}

func textOf(n *node) string {
	if n == nil {
		return ""
	}
	return n.text
}

// index notes the packages. Versions 4 and 5 give the kind and the address apart, later ones in one key.
func (r *pixiLockReader) index() {
	if packages := r.get(listKind, r.root, "packages"); packages != nil {
		for _, n := range packages.list {
			if n = r.want(tableKind, n, "packages"); n == nil {
				return
			}
			kind, address := textOf(n.find("kind")), textOf(n.find("url"))
			if address == "" {
				address = textOf(n.find("path"))
			}
			for _, key := range []string{"conda", "pypi", "conda_source"} {
				if v := n.find(key); v != nil {
					kind, address = key, v.text
				}
			}
			if id := kind + " " + address; r.packages[id] == nil {
				r.packages[id] = n
			}
		}
	}
	if platforms := r.want(listKind, r.root.find("platforms").given(), "platforms"); platforms != nil {
		for _, n := range platforms.list {
			if name, subdir := textOf(n.find("name")), textOf(n.find("subdir")); subdir != "" {
				r.subdirs[name] = subdir
			}
		}
	}
}

func (r *pixiLockReader) environment(name string, n *node) PixiLocked {
	where := "environments." + name
	e := PixiLocked{Platforms: map[string]PixiPins{}}
	if n = r.want(tableKind, n, where); n == nil {
		return e
	}
	e.Evidence = r.at(n.line)
	if list := r.get(listKind, n, "channels"); list != nil {
		for _, item := range list.list {
			if item.kind == tableKind {
				item = item.find("url")
			}
			e.Channels = append(e.Channels, r.scalar(item, where+".channels: an item").Value)
		}
	}
	if list := r.want(listKind, n.find("indexes").given(), where+".indexes"); list != nil {
		for _, item := range list.list {
			e.Indexes = append(e.Indexes, r.scalar(item, where+".indexes: an item").Value)
		}
	}
	platforms := r.get(tableKind, n, "packages")
	if platforms == nil {
		return e
	}
	for _, platform := range platforms.keys {
		list := r.want(listKind, platforms.table[platform].given(), where+".packages")
		pins := PixiPins{Subdir: platform}
		if list != nil {
			for _, item := range list.list {
				r.pin(&pins, item, where)
			}
		}
		if subdir := r.subdirs[platform]; subdir != "" {
			pins.Subdir = subdir
		}
		if !unprintable(platform) {
			e.Platforms[platform] = pins
		}
	}
	return e
}

// pin reads one package that an environment names.
func (r *pixiLockReader) pin(pins *PixiPins, item *node, where string) {
	if item = r.want(tableKind, item, where+".packages: an item"); item == nil {
		return
	}
	for _, kind := range []string{"conda", "pypi", "conda_source"} {
		n := item.find(kind)
		if n == nil {
			continue
		}
		address := r.scalar(n, where+": "+kind)
		found := r.packages[kind+" "+address.Value]
		if found == nil {
			r.fail(n.line, "%s: %s is not among the packages", where, quoted(address.Value))
			return
		}
		at := r.at(found.line)
		switch kind {
		case "pypi":
			name, version := r.scalar(found.find("name"), "package: name"), r.scalar(found.find("version"), "package: version")
			p, ok := lockedPyPI(r.document, name, version, address)
			p.Evidence = at
			for _, extra := range r.extras(item) {
				p.Extras = append(p.Extras, NormalName(extra))
			}
			if p.Dir != "" && len(p.Wheels) == 0 && !p.Sdist {
				p.Version = "" // what the lock says of a directory may be old
			}
			if ok {
				pins.PyPI = append(pins.PyPI, p)
			}
		case "conda", "conda_source":
			p, ok := parseCondaURL(address.Value)
			if !ok || kind == "conda_source" { // built from source: "NAME[HASH] @ DIRECTORY", or a directory
				name, _, _ := strings.Cut(address.Value, "[")
				name, _, _ = strings.Cut(name, " @ ")
				p = CondaPin{Name: strings.ToLower(strings.TrimSpace(name))}
				if given := textOf(found.find("name")); given != "" {
					p.Name = strings.ToLower(given)
				}
				p.Version, p.Build = r.scalar(found.find("version"), "package: version").Value, r.scalar(found.find("build"), "package: build").Value
				if !validCondaName(p.Name) {
					r.fail(found.line, "package: %s is not a name of a package of conda", quoted(p.Name))
					return
				}
			}
			p.Evidence = at
			pins.Conda = append(pins.Conda, p)
		}
		return
	}
}

// extras are those of a package of PyPI, which versions 4 and 5 write beside its address.
func (r *pixiLockReader) extras(item *node) []string {
	list := r.want(listKind, item.find("extras").given(), "extras")
	if list == nil {
		return nil
	}
	var found []string
	for _, extra := range list.list {
		if extra.kind != textKind || !ValidName(extra.text) {
			r.fail(extra.line, "extras: an item is not the name of an extra")
			return nil
		}
		found = append(found, extra.text)
	}
	return found
}
