package packaging

import (
	"maps"
	"slices"
)

// poetryGroup is one group before those that it includes are added.
type poetryGroup struct {
	own      []PoetryDependency
	includes []string
	line     int
	optional bool
}

// readGroups reads [tool.poetry.group], [dependency-groups] (which Poetry reads since 2.2) and the dev-dependencies of
// Poetry 1.
// Source: https://python-poetry.org/docs/managing-dependencies/#dependency-groups
func (p *Poetry) readGroups(d *document, own *node) {
	groups := map[string]*poetryGroup{}
	standard := PyProject{}
	standard.readGroups(d)
	if table := d.get(tableKind, own, "group"); table != nil {
		for _, key := range table.keys {
			n := d.want(tableKind, table.table[key], "group "+quoted(key))
			if n == nil {
				return
			}
			name := NormalName(key)
			if !ValidName(key) || groups[name] != nil {
				d.fail(n.line, "group: %s is not a name of PEP 508, or there twice", quoted(key))
				return
			}
			g := &poetryGroup{line: n.line, optional: d.isTrue(n, "optional")}
			g.own = d.poetryDependencies(d.get(tableKind, n, "dependencies"), d.at)
			for _, include := range d.strings(n, "include-groups") {
				g.includes = append(g.includes, NormalName(include.Value))
			}
			groups[name] = g
		}
	}
	for name, requirements := range standard.Groups {
		var declared []PoetryDependency
		for _, r := range requirements {
			declared = append(declared, PoetryDependency{Requirement: r})
		}
		if groups[name] == nil {
			groups[name] = &poetryGroup{}
		}
		groups[name].own = enriched(declared, groups[name].own, false)
	}
	if dev := d.get(tableKind, own, "dev-dependencies"); dev != nil {
		if groups["dev"] == nil {
			groups["dev"] = &poetryGroup{line: dev.line}
		}
		groups["dev"].own = append(groups["dev"].own, d.poetryDependencies(dev, d.at)...)
	}
	if len(groups) == 0 || d.err != nil {
		return
	}
	p.Groups = make(map[string]PoetryGroup, len(groups))
	total := 0
	for _, name := range slices.Sorted(maps.Keys(groups)) {
		g := groups[name]
		all := d.included(groups, name)
		if total += len(all); total > maxGrouped {
			d.fail(g.line, "group: more than %d requirements in all groups", maxGrouped)
		}
		if d.err != nil {
			return
		}
		p.Groups[name] = PoetryGroup{Requirements: all, Optional: g.optional}
	}
}

// included gives the dependencies of a group and of those that it includes, each group once.
func (d *document) included(groups map[string]*poetryGroup, name string) []PoetryDependency {
	found := slices.Clone(groups[name].own)
	seen := map[string]bool{name: true}
	for queue := []string{name}; len(queue) > 0; queue = queue[1:] {
		for _, include := range groups[queue[0]].includes {
			switch {
			case include == name:
				d.fail(groups[name].line, "group: %s includes itself", quoted(name))
				return nil
			case groups[include] == nil:
				d.fail(groups[queue[0]].line, "group: %s includes %s, which does not exist", quoted(queue[0]), quoted(include))
				return nil
			case len(found) > maxGrouped || len(seen) > maxGroupDepth:
				d.fail(groups[name].line, "group: %s includes more than %d groups", quoted(name), maxGroupDepth)
				return nil
			case !seen[include]:
				seen[include] = true
				found = append(found, groups[include].own...)
				queue = append(queue, include)
			}
		}
	}
	return found
}
