package packaging

import (
	"net/url"
	"path"
	"strconv"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// UVLock is uv.lock.
// Source: https://docs.astral.sh/uv/concepts/projects/layout/#the-lockfile
type UVLock struct {
	Version        int
	RequiresPython Located
	Revision       int             // 0 where the file has none: before uv 0.7
	Members        []string        // of the workspace, by normal name; nil where there is none
	Packages       []LockedPackage // in the order of the file

	document *document
}

// LockedPackage is one package of the lock.
type LockedPackage struct {
	Name, Version        string // the name is normalised; the version is "" where it is dynamic
	Dir                  string // what it is built from, relative to the root: a directory or an archive; "" for elsewhere
	Line                 int
	Source               LockedSource
	Dependencies         []LockedDependency
	OptionalDependencies map[string][]LockedDependency // by normal name of the extra
	DevDependencies      map[string][]LockedDependency // by normal name of the group
	Wheels               []string                      // names of files
	Sdist                bool
	Declared             *LockedDeclaration // what it declared; nil where the lock does not say
	Evidence             source.Evidence    // the line with the name
}

// LockedSource says where a package comes from.
type LockedSource struct {
	Kind  string // registry, virtual, editable, directory, path, git or url
	Value string
}

// LockedDependency is an edge between packages of the lock.
type LockedDependency struct {
	Name    string
	Version string // "" where the lock holds one version of that name
	Extras  []string
	Marker  string
	Source  LockedSource // zero where the lock holds one source of that name
}

var sourceKinds = []string{"registry", "virtual", "editable", "directory", "path", "git", "url"}

// ReadUVLock reads uv.lock at the root of the repository; nil where there is none.
func ReadUVLock(t *source.Tree) (*UVLock, error) {
	const file = "uv.lock"
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readTOML(t, file)
	if err != nil {
		return nil, err
	}
	l := &UVLock{document: d}
	version := d.root.find("version")
	if version == nil || version.text != "1" || version.kind != otherKind {
		line := 1
		if version != nil {
			line = version.line
		}
		return nil, &Error{File: file, Line: line, Text: "version: is not 1, the only one that pykube reads", Hint: "uv lock"}
	}
	l.Version, _ = strconv.Atoi(version.text)
	if revision := d.get(otherKind, d.root, "revision"); revision != nil {
		l.Revision, _ = strconv.Atoi(revision.text)
	}
	if manifest := d.get(tableKind, d.root, "manifest"); manifest != nil {
		for _, member := range d.strings(manifest, "members") {
			l.Members = append(l.Members, NormalName(member.Value))
		}
	}
	l.RequiresPython = d.specifier("uv lock", d.root, "requires-python")
	if packages := d.get(listKind, d.root, "package"); packages != nil {
		l.Packages = make([]LockedPackage, 0, len(packages.list))
		for _, n := range packages.list {
			if n = d.want(tableKind, n, "package"); n != nil {
				l.Packages = append(l.Packages, lockedPackage(d, n))
			}
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	return l, nil
}

func lockedPackage(d *document, n *node) LockedPackage {
	name := d.located(n, "name")
	if !ValidName(name.Value) {
		d.fail(max(name.Evidence.Line, n.line), "package: %s is not a name of PEP 508", quoted(name.Value))
	}
	p := LockedPackage{
		Name: NormalName(name.Value), Version: d.lockedVersion(n), Line: name.Evidence.Line, Evidence: name.Evidence,
		Source: d.lockedSource(n), Dependencies: d.lockedDependencies(n.find("dependencies")),
		OptionalDependencies: d.lockedTable(n, "optional-dependencies"),
		DevDependencies:      d.lockedTable(n, "dev-dependencies"),
		Sdist:                n.find("sdist") != nil,
		Declared:             d.lockedDeclaration(n),
	}
	switch p.Source.Kind {
	case "virtual", "editable", "directory", "path":
		p.Dir = p.Source.Value
	}
	if wheels := d.get(listKind, n, "wheels"); wheels != nil {
		p.Wheels = make([]string, 0, len(wheels.list))
		for _, w := range wheels.list {
			if file := wheelFile(w); file != "" {
				p.Wheels = append(p.Wheels, file)
			}
		}
	}
	return p
}

func (d *document) lockedVersion(n *node) string {
	v := d.get(textKind, n, "version")
	if v == nil {
		return ""
	}
	if !pep440.Valid(v.text) {
		d.fail(v.line, "package: version %s: not a version of PEP 440", quoted(v.text))
	}
	return v.text
}

func (d *document) lockedSource(n *node) LockedSource {
	s := n.find("source")
	if s == nil || s.kind != tableKind {
		return LockedSource{}
	}
	for _, kind := range sourceKinds {
		if v := s.table[kind]; v != nil && v.kind == textKind {
			if unprintable(v.text) {
				d.fail(v.line, "source: %s holds a character that cannot be printed", quoted(v.text))
			}
			return LockedSource{Kind: kind, Value: v.text}
		}
	}
	return LockedSource{}
}

func (d *document) lockedDependencies(n *node) []LockedDependency {
	if n = d.want(listKind, n, "dependencies"); n == nil {
		return nil
	}
	found := make([]LockedDependency, 0, len(n.list))
	for _, item := range n.list {
		name := item.find("name")
		if name == nil || name.kind != textKind || !ValidName(name.text) {
			d.fail(item.line, "dependencies: an item has no name of PEP 508")
			return nil
		}
		dep := LockedDependency{Name: NormalName(name.text), Version: d.lockedVersion(item), Source: d.lockedSource(item)}
		if extras := item.find("extra"); extras != nil {
			for _, extra := range extras.list {
				dep.Extras = append(dep.Extras, NormalName(extra.text))
			}
		}
		if marker := d.get(textKind, item, "marker"); marker != nil {
			dep.Marker = marker.text
			if unprintable(dep.Marker) {
				d.fail(marker.line, "marker: %s holds a character that cannot be printed", quoted(dep.Marker))
			}
		}
		found = append(found, dep)
	}
	return found
}

func (d *document) lockedTable(n *node, key string) map[string][]LockedDependency {
	table := d.get(tableKind, n, key)
	if table == nil {
		return nil
	}
	found := make(map[string][]LockedDependency, len(table.keys))
	for _, name := range table.keys {
		found[NormalName(name)] = d.lockedDependencies(table.table[name])
	}
	return found
}

// wheelFile is the name of a wheel: the last part of its address or path.
func wheelFile(n *node) string {
	for _, key := range []string{"filename", "url", "path"} {
		v := n.find(key)
		if v == nil || v.kind != textKind || unprintable(v.text) {
			continue
		}
		file := path.Base(v.text)
		if plain, err := url.PathUnescape(file); err == nil && !unprintable(plain) {
			file = path.Base(plain)
		}
		return file
	}
	return ""
}
