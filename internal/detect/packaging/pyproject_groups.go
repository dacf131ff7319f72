package packaging

import (
	"errors"
	"slices"
	"strings"
)

// groupReader follows include-group. Each group is expanded once, and the sum of what all hold is bounded:
// a chain of groups that each include the next one twice doubles at every step.
type groupReader struct {
	d        *document
	tables   map[string]*node // normal name -> list
	expanded map[string][]Requirement
	open     []string // the groups being expanded, outermost first
	total    int
}

// Bounds of the dependency groups of one project.
const (
	maxGroupDepth = 50
	maxGrouped    = 20_000 // requirements in all groups together
)

// readGroups reads [dependency-groups].
// Source: https://packaging.python.org/en/latest/specifications/dependency-groups/
func (p *PyProject) readGroups(d *document) {
	groups := d.get(tableKind, d.root, "dependency-groups")
	if groups == nil {
		return
	}
	r := &groupReader{d: d, tables: map[string]*node{}, expanded: map[string][]Requirement{}}
	for _, key := range groups.keys {
		name := NormalName(key)
		n := d.want(listKind, groups.table[key], "dependency-groups: "+quoted(key))
		if n == nil {
			return
		}
		if before, twice := r.tables[name]; twice {
			d.fail(n.line, "dependency-groups: %s is the group of line %d by another spelling", quoted(key), before.line)
			return
		}
		if !ValidName(key) {
			d.fail(n.line, "dependency-groups: %s is not a name of PEP 508", quoted(key))
			return
		}
		r.tables[name] = n
	}
	for _, key := range groups.keys {
		r.expand(NormalName(key), 0)
		if d.err != nil {
			return
		}
	}
	p.Groups = r.expanded
}

func (r *groupReader) expand(name string, line int) []Requirement {
	if done, ok := r.expanded[name]; ok {
		return done
	}
	list, ok := r.tables[name]
	switch {
	case !ok:
		r.d.fail(line, "dependency-groups: includes %s, which does not exist", quoted(name))
		return nil
	case slices.Contains(r.open, name):
		r.d.fail(line, "dependency-groups: %s includes itself (%s)", quoted(name), strings.Join(append(r.open, name), " > "))
		return nil
	case len(r.open) >= maxGroupDepth:
		r.d.fail(line, "dependency-groups: more than %d groups deep", maxGroupDepth)
		return nil
	}
	r.open = append(r.open, name)
	defer func() { r.open = r.open[:len(r.open)-1] }()
	found := []Requirement{}
	for _, item := range list.list {
		more, err := r.item(item)
		if err != nil {
			r.d.fail(item.line, "dependency-groups: %s", err)
		}
		if r.total += len(more); r.total > maxGrouped {
			r.d.fail(item.line, "dependency-groups: more than %d requirements", maxGrouped)
		}
		if r.d.err != nil {
			return nil
		}
		found = append(found, more...)
	}
	r.expanded[name] = found
	return found
}

// item is a requirement, or the table { include-group = "name" }.
func (r *groupReader) item(n *node) ([]Requirement, error) {
	if n.kind == textKind {
		q, err := ParseRequirement(n.text)
		q.Evidence = r.d.at(n.line)
		return []Requirement{q}, err
	}
	include := n.table["include-group"]
	if n.kind != tableKind || len(n.table) != 1 || include == nil || include.kind != textKind {
		return nil, errors.New("an item is neither a requirement nor { include-group = \"name\" }")
	}
	return r.expand(NormalName(include.text), n.line), nil
}
