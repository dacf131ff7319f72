package packaging

import (
	"github.com/pykube/pykube/internal/pep440"
)

// LockedDeclaration is what a package of the repository declared when the lock was made: [package.metadata].
type LockedDeclaration struct {
	Requires []LockedRequirement            // requires-dist: dependencies, and those of extras with extra == 'name' in the marker
	Groups   map[string][]LockedRequirement // requires-dev, by normal name
	Extras   []string                       // provides-extras, by normal name; nil where the lock does not say
}

// LockedRequirement is one requirement of a declaration. uv rewrites markers and versions, so they can differ from the
// text of pyproject.toml.
type LockedRequirement struct {
	Name      string
	Extras    []string
	Specifier string // PEP 440 without white space
	Marker    string
	Sourced   bool // it comes from elsewhere than an index: git, a path, the workspace; uv can then leave out the versions
	Line      int
}

func (d *document) lockedDeclaration(n *node) *LockedDeclaration {
	metadata := d.get(tableKind, n, "metadata")
	if metadata == nil {
		return nil
	}
	found := &LockedDeclaration{Requires: d.lockedRequirements(metadata.find("requires-dist"))}
	for _, extra := range d.strings(metadata, "provides-extras") {
		found.Extras = append(found.Extras, NormalName(extra.Value))
	}
	if groups := d.get(tableKind, metadata, "requires-dev"); groups != nil {
		found.Groups = map[string][]LockedRequirement{}
		for _, name := range groups.keys {
			found.Groups[NormalName(name)] = d.lockedRequirements(groups.table[name])
		}
	}
	return found
}

func (d *document) lockedRequirements(n *node) []LockedRequirement {
	if n = d.want(listKind, n, "metadata: requires"); n == nil {
		return nil
	}
	found := make([]LockedRequirement, 0, len(n.list))
	for _, item := range n.list {
		if item = d.want(tableKind, item, "metadata: an item"); item == nil {
			return nil
		}
		q := LockedRequirement{Name: d.name(item, "name"), Marker: d.located(item, "marker").Value, Line: item.line}
		for _, kind := range sourceKinds {
			q.Sourced = q.Sourced || item.find(kind) != nil
		}
		for _, extra := range d.strings(item, "extras") {
			q.Extras = append(q.Extras, NormalName(extra.Value))
		}
		specifier := d.located(item, "specifier")
		var err error
		if q.Specifier, err = pep440.Normal(specifier.Value); err != nil {
			d.fail(item.line, "metadata: %s", err)
		}
		found = append(found, q)
	}
	return found
}
