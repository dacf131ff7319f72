package packaging

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// LockedDeclaration is what a package of the repository declared when the lock was made: [package.metadata].
type LockedDeclaration struct {
	Requires []LockedRequirement            // requires-dist: dependencies, and those of extras with extra == 'name' in the marker
	Groups   map[string][]LockedRequirement // requires-dev, by normal name
}

// LockedRequirement is one requirement of a declaration. uv rewrites markers and versions, so they can differ from the
// text of pyproject.toml.
type LockedRequirement struct {
	Name      string
	Extras    []string
	Specifier string // PEP 440 without white space
	Marker    string
	Line      int
}

func (d *document) lockedDeclaration(n *node) *LockedDeclaration {
	metadata := d.get(tableKind, n, "metadata")
	if metadata == nil {
		return nil
	}
	found := &LockedDeclaration{Requires: d.lockedRequirements(metadata.find("requires-dist"))}
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

// Stale reports whether the lock was made before pyproject.toml got what it declares now, and says why, with the line to
// look at. Names and plain versions are compared; markers are not, since uv rewrites them. It is false where the lock
// does not tell, or where a build fills in the dependencies.
func (l *UVLock) Stale(p *PyProject) (at source.Evidence, text string, stale bool) {
	root := l.Root()
	if root == nil || p == nil || !p.HasProject || root.Declared == nil {
		return source.Evidence{}, "", false
	}
	if p.Name.Value != "" && NormalName(p.Name.Value) != root.Name {
		return p.Name.Evidence, fmt.Sprintf("uv.lock was made for %s, and the project is %s now", quoted(root.Name), quoted(p.Name.Value)), true
	}
	var now, then []Requirement
	if !slices.Contains(p.Dynamic, "dependencies") && !slices.Contains(p.Dynamic, "optional-dependencies") {
		now = append(now, p.Dependencies...)
		for _, extra := range sortedKeys(p.Optional) {
			now = append(now, p.Optional[extra]...)
		}
		then = locked(root.Declared.Requires)
		if at, text, stale := differ("the project", now, then, l); stale {
			return at, text, true
		}
	}
	for _, group := range sortedKeys(p.Groups) {
		if at, text, stale := differ("group "+quoted(group), p.Groups[group], locked(root.Declared.Groups[group]), l); stale {
			return at, text, true
		}
	}
	for _, group := range sortedKeys(root.Declared.Groups) {
		if list := root.Declared.Groups[group]; p.Groups[group] == nil && len(list) > 0 {
			return l.at(list[0].Line), fmt.Sprintf("uv.lock holds the group %s, which pyproject.toml does not have", quoted(group)), true
		}
	}
	return source.Evidence{}, "", false
}

func (l *UVLock) at(line int) source.Evidence {
	if l.document == nil {
		return source.Evidence{}
	}
	return l.document.at(line)
}

// locked puts the declarations of the lock in the form of requirements; the line alone is in the evidence.
func locked(list []LockedRequirement) []Requirement {
	var found []Requirement
	for _, q := range list {
		found = append(found, Requirement{Name: q.Name, Extras: q.Extras, Specifier: q.Specifier, Evidence: source.Evidence{Line: q.Line}})
	}
	return found
}

// differ compares the names of two lists, and the versions of those that are in both once.
func differ(what string, now, then []Requirement, l *UVLock) (at source.Evidence, text string, differs bool) {
	before := byName(then)
	for _, q := range now {
		if before[q.Name] == nil {
			return q.Evidence, fmt.Sprintf("%s requires %s, which uv.lock does not hold as such", what, quoted(q.Name)), true
		}
	}
	after := byName(now)
	for _, q := range then {
		if after[q.Name] == nil {
			return l.at(q.Evidence.Line), fmt.Sprintf("uv.lock holds %s for %s, which does not require it", quoted(q.Name), what), true
		}
	}
	for _, q := range now {
		a, b := after[q.Name], before[q.Name]
		if len(a) != 1 || len(b) != 1 || b[0].Specifier == "" { // one with a source can be without its versions
			continue
		}
		if x, y := plainClauses(a[0].Specifier), plainClauses(b[0].Specifier); x != nil && y != nil && !slices.Equal(x, y) {
			return q.Evidence, fmt.Sprintf("%s requires %s%s, and uv.lock was made for %s%s", what, q.Name, a[0].Specifier, q.Name, b[0].Specifier), true
		}
	}
	return source.Evidence{}, "", false
}

func byName(list []Requirement) map[string][]Requirement {
	found := map[string][]Requirement{}
	for _, q := range list {
		found[q.Name] = append(found[q.Name], q)
	}
	return found
}

// plainClauses are the clauses of a specifier, sorted, where each is of digits, dots and a wildcard: any other version
// has several spellings, and nil is given.
func plainClauses(specifier string) []string {
	clauses := slices.Sorted(strings.SplitSeq(specifier, ","))
	for _, c := range clauses {
		if strings.Trim(c, "<>=!~0123456789.*") != "" {
			return nil
		}
	}
	return clauses
}

func sortedKeys[V any](table map[string]V) []string {
	keys := make([]string, 0, len(table))
	for key := range table {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
