package packaging

import "slices"

// readMain reads the main dependencies and the extras. Where [project] has some, Poetry 2 takes these, and
// [tool.poetry.dependencies] adds to those of the same name where they come from and what else they are limited to.
func (p *Poetry) readMain(d *document, own, project *node) {
	table := d.poetryDependencies(d.get(tableKind, own, "dependencies"), d.at)
	var declared []PoetryDependency
	for _, r := range d.requirements(d.root, "project", "dependencies") {
		declared = append(declared, PoetryDependency{Requirement: r})
	}
	extras := map[string][]string{}
	optional := d.get(tableKind, d.root, "project", "optional-dependencies")
	if optional != nil {
		for _, extra := range optional.keys {
			for _, r := range d.requirements(d.root, "project", "optional-dependencies", extra) {
				declared = append(declared, PoetryDependency{Requirement: r, Optional: true})
				extras[NormalName(extra)] = append(extras[NormalName(extra)], r.Name)
			}
		}
	}
	mixed := false
	for _, key := range d.loose(project, "dynamic") {
		mixed = mixed || key.Value == "dependencies" || key.Value == "optional-dependencies"
	}
	p.Dependencies = enriched(declared, table, mixed)
	if len(declared) == 0 {
		extras = d.poetryExtraTable(own)
	}
	if len(extras) > 0 {
		p.Extras = extras
	}
}

// poetryExtraTable reads [tool.poetry.extras]. What is not a name of a package brings nothing.
func (d *document) poetryExtraTable(own *node) map[string][]string {
	found := map[string][]string{}
	table := d.get(tableKind, own, "extras")
	if table == nil {
		return nil
	}
	for _, extra := range table.keys {
		if !ValidName(extra) {
			d.fail(table.table[extra].line, "extras: %s is not a name of PEP 508", quoted(extra))
			return nil
		}
		for _, item := range d.strings(table, extra) {
			if ValidName(item.Value) {
				found[NormalName(extra)] = append(found[NormalName(extra)], NormalName(item.Value))
			}
		}
	}
	return found
}

// enriched is what is locked for a group of which [project] or [dependency-groups] declares one part and [tool.poetry]
// another. mixed: [project] leaves some of its dependencies to the build, by "dynamic".
func enriched(declared, table []PoetryDependency, mixed bool) []PoetryDependency {
	if len(declared) == 0 || len(table) == 0 {
		return append(declared, table...)
	}
	optional := func(p PoetryDependency) bool { return p.Optional }
	byName := map[string][]PoetryDependency{}
	for _, t := range table {
		byName[t.Name] = append(byName[t.Name], t)
	}
	all := slices.Clone(declared)
	if mixed {
		some, each := slices.ContainsFunc(declared, optional), true
		for _, p := range declared {
			each = each && p.Optional
		}
		for _, t := range table {
			if each && !t.Optional || !some && t.Optional {
				all = append(all, t)
			}
		}
	}
	var found []PoetryDependency
	for _, p := range all {
		added := 0
		for _, t := range byName[p.Name] {
			if len(found) < maxGrouped { // a list of one name in both tables multiplies
				found = append(found, enrichedOne(p, t))
				added++
			}
		}
		if added == 0 {
			found = append(found, p)
		}
	}
	return found
}

// enrichedOne is p with what t adds.
func enrichedOne(p, t PoetryDependency) PoetryDependency {
	if p.Marker != t.Marker {
		var markers []string
		for _, m := range []string{p.Marker, t.Marker} {
			if m != "" {
				markers = append(markers, m)
			}
		}
		p.Marker = joinMarkers("and", markers)
	}
	if p.URL == "" {
		p.URL, p.Editable = t.URL, t.Editable
	}
	p.Index = t.Index
	var both []string
	for _, a := range p.specifiers() {
		for _, b := range t.specifiers() {
			switch {
			case a == "" || a == b:
				both = append(both, b)
			case b == "":
				both = append(both, a)
			default:
				both = append(both, a+","+b)
			}
			if len(both) > maxAlternatives {
				return p
			}
		}
	}
	p.allow(both)
	return p
}
