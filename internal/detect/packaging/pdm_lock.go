package packaging

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// PDMLock is pdm.lock, of PDM 1.6 (lock_version 3) to 2.x (4.5.1).
// Source: https://pdm-project.org/latest/usage/lockfile/ and src/pdm/project/lockfile of https://github.com/pdm-project/pdm
type PDMLock struct {
	Version     Located  // lock_version
	ContentHash Located  // "sha256:…" of parts of pyproject.toml; zero where the lock has lock_inputs instead
	Strategy    []string // inherit_metadata, static_urls, cross_platform, direct_minimal_versions; sorted
	Groups      []string // that were locked: "default" and others, as written; nil where the lock does not say
	Targets     []PDMTarget
	Packages    []PDMPackage
}

// PDMTarget is an environment that the lock was made for; an empty field is any.
type PDMTarget struct {
	RequiresPython Located // PEP 440
	Platform       string  // "linux", "manylinux_2_17_x86_64", "macos_12_0_arm64" …
	Implementation string  // "cpython"
}

// PDMPackage is one entry. A package that is needed with extras has two: one without, one with them, which lists what
// the extras bring. Pin.Groups has the names of pdm.lock with "main" for default; Pin.Marker is only there where
// metadata is inherited.
type PDMPackage struct {
	Pin
	RequiresPython string        // as written
	Dependencies   []Requirement // its own, of those extras
	Editable       bool
}

// Inherits reports whether each entry has the groups and the marker that bring it. Otherwise the dependencies must be
// followed from those of the project.
func (l *PDMLock) Inherits() bool { return slices.Contains(l.Strategy, "inherit_metadata") }

// ReadPDMLock reads pdm.lock at the root of the repository; nil where there is none.
func ReadPDMLock(t *source.Tree) (*PDMLock, error) {
	const file = "pdm.lock"
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readTOML(t, file)
	if err != nil {
		return nil, err
	}
	metadata := d.get(tableKind, d.root, "metadata")
	l := &PDMLock{Version: d.located(metadata, "lock_version"), ContentHash: d.located(metadata, "content_hash")}
	if d.err != nil {
		return nil, d.err
	}
	if !pep440.Valid(l.Version.Value) || pep440.Older(l.Version.Value, "3") || !pep440.Older(l.Version.Value, "5.dev0") {
		return nil, &Error{
			File: file, Line: max(l.Version.Evidence.Line, 1), Hint: "pdm lock",
			Text: fmt.Sprintf("metadata.lock_version: %s is not one that pykube reads, 3 to 4.5", quoted(l.Version.Value)),
		}
	}
	l.Strategy = values(d.strings(metadata, "strategy"))
	for _, flag := range []string{"static_urls", "cross_platform"} { // 4.2 and 4.3 have a key for each
		if n := metadata.find(flag); n != nil && n.text == "true" {
			l.Strategy = append(l.Strategy, flag)
		}
	}
	slices.Sort(l.Strategy)
	l.Groups = values(d.strings(metadata, "groups"))
	if targets := d.get(listKind, metadata, "targets"); targets != nil {
		for _, n := range targets.list {
			l.Targets = append(l.Targets, PDMTarget{
				RequiresPython: d.specifier("pdm lock", n, "requires_python"),
				Platform:       d.located(n, "platform").Value, Implementation: d.located(n, "implementation").Value,
			})
		}
	}
	if packages := d.get(listKind, d.root, "package"); packages != nil {
		files := d.get(tableKind, metadata, "files")
		l.Packages = make([]PDMPackage, 0, len(packages.list))
		for _, n := range packages.list {
			if n = d.want(tableKind, n, "package"); n != nil {
				l.Packages = append(l.Packages, d.pdmPackage(n, files))
			}
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	return l, nil
}

func (d *document) pdmPackage(n, files *node) PDMPackage {
	name := d.located(n, "name")
	if !ValidName(name.Value) {
		d.fail(max(name.Evidence.Line, n.line), "package: %s is not a name of PEP 508", quoted(name.Value))
	}
	p := PDMPackage{
		Pin:            Pin{Name: NormalName(name.Value), Version: d.lockedVersion(n), Evidence: name.Evidence},
		RequiresPython: d.located(n, "requires_python").Value,
	}
	for _, extra := range d.strings(n, "extras") {
		p.Extras = append(p.Extras, NormalName(extra.Value))
	}
	slices.Sort(p.Extras)
	for _, group := range d.strings(n, "groups") {
		p.Groups = append(p.Groups, pinGroup(group.Value))
	}
	marker := d.located(n, "marker")
	d.marker("package: marker", marker, MarkerEnv{})
	p.Marker = marker.Value
	for _, line := range d.strings(n, "dependencies") {
		r, err := parsePDM(line.Value)
		if err != nil {
			d.fail(line.Evidence.Line, "package: dependencies: %s", err)
			continue
		}
		r.Evidence = line.Evidence
		p.Dependencies = append(p.Dependencies, r)
	}
	editable := n.find("editable")
	p.Editable = editable != nil && editable.text == "true"
	d.pdmSource(n, &p)
	list := n.find("files")
	if list == nil && files != nil { // before 4.3, by "name version"
		list = files.table[name.Value+" "+p.Version]
	}
	if list = d.want(listKind, list, "package: files"); list != nil {
		for _, item := range list.list {
			if file := fileName(item, "file", "url"); strings.HasSuffix(file, ".whl") {
				p.Wheels = append(p.Wheels, file)
			} else if file != "" {
				p.Sdist = true
			}
		}
	}
	return p
}

// pinGroup is the name that Pin has for a group of pdm.lock.
func pinGroup(name string) string {
	if name == "default" {
		return "main"
	}
	return NormalName(name)
}

// pdmSource reads where a package comes from that is in no index.
func (d *document) pdmSource(n *node, p *PDMPackage) {
	for _, system := range []string{"git", "hg", "svn", "bzr"} {
		address := d.located(n, system).Value
		if address == "" {
			continue
		}
		commit := d.located(n, "revision").Value
		if commit == "" {
			commit = d.located(n, "ref").Value
		}
		p.Address = vcsAddress(system, address, commit, d.located(n, "subdirectory").Value)
		return
	}
	at, address := d.located(n, "path").Value, d.located(n, "url").Value
	switch dir, ok := projectDir(address); {
	case at != "":
		p.Dir = local(".", at)
	case ok:
		p.Dir = dir
	default:
		p.Address = address
	}
}
