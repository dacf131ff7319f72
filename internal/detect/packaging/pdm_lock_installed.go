package packaging

import (
	"slices"
	"strings"
)

// Installed lists what `pdm sync` installs, in the order of the file: `pdm sync --prod` for nil groups, with
// `-G GROUP` or `-dG GROUP` for others, which are named beside "main". Extras are merged into the package that they are
// of. What cannot be installed on CPython on Linux is left out.
//
// requirements are those of the project by group, as PDMRequirements gives them. They are asked for only where the lock
// does not inherit metadata; without them, such a lock gives all that it has.
func (l *PDMLock) Installed(requirements map[string][]Requirement, groups []string, env MarkerEnv) []Pin {
	if groups == nil {
		groups = []string{"main"}
	}
	taken := make([]bool, len(l.Packages))
	switch {
	case l.Inherits():
		for i, p := range l.Packages {
			shared := p.Groups == nil || slices.ContainsFunc(p.Groups, func(g string) bool { return slices.Contains(groups, g) })
			taken[i] = shared && mayHold(p.Marker, env)
		}
	case requirements == nil:
		for i := range taken {
			taken[i] = true
		}
	default:
		l.follow(taken, requirements, groups, env)
	}
	return l.merged(taken)
}

func mayHold(marker string, env MarkerEnv) bool {
	held, err := MarkerHolds(marker, env)
	return held || err != nil
}

// follow takes what the requirements of the groups lead to. Each entry is queued once, so the work is bounded by the file.
func (l *PDMLock) follow(taken []bool, requirements map[string][]Requirement, groups []string, env MarkerEnv) {
	byKey := make(map[string][]int, len(l.Packages))
	for i, p := range l.Packages {
		key := pdmKey(p.Name, p.Extras)
		byKey[key] = append(byKey[key], i)
		if p.Dir != "" {
			byKey["/"+p.Dir] = append(byKey["/"+p.Dir], i)
		}
	}
	done := map[string]bool{}
	var queue [][]Requirement
	for _, group := range groups {
		queue = append(queue, requirements[group])
	}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		for _, r := range next {
			key := pdmKey(r.Name, r.Extras)
			if byKey[key] == nil {
				key = r.Name
			}
			if dir, ok := projectDir(r.URL); r.Name == "" && ok {
				key = "/" + dir
			}
			if done[key] || !mayHold(r.Marker, env) {
				continue
			}
			// A lock holds several versions of a package only where they are for several targets.
			done[key] = true
			for _, i := range byKey[key] {
				taken[i] = true
				queue = append(queue, l.Packages[i].Dependencies)
			}
		}
	}
}

func pdmKey(name string, extras []string) string {
	if len(extras) == 0 {
		return name
	}
	return name + "[" + strings.Join(extras, ",") + "]"
}

// merged gives the entries that are taken, those of one package with other extras as one.
func (l *PDMLock) merged(taken []bool) []Pin {
	type identity struct{ name, version, address, dir string }
	at := map[identity]int{}
	var found []Pin
	var markers [][]string // of each that was found
	for i, p := range l.Packages {
		if !taken[i] {
			continue
		}
		key := identity{p.Name, p.Version, p.Address, p.Dir}
		before, twice := at[key]
		if !twice {
			at[key] = len(found)
			pin := p.Pin
			pin.Extras, pin.Groups = slices.Clone(p.Extras), slices.Clone(p.Groups)
			found, markers = append(found, pin), append(markers, []string{p.Marker})
			continue
		}
		pin := &found[before]
		pin.Extras, pin.Groups = append(pin.Extras, p.Extras...), append(pin.Groups, p.Groups...)
		markers[before] = append(markers[before], p.Marker)
	}
	for i := range found {
		pin := &found[i]
		pin.Extras, pin.Groups = sorted(pin.Extras), sorted(pin.Groups)
		pin.Marker = either(markers[i])
	}
	return found
}

// sorted is a list in order, without repeats.
func sorted(list []string) []string {
	slices.Sort(list)
	return slices.Compact(list)
}

// either is a marker that holds where one of those does.
func either(markers []string) string {
	if slices.Contains(markers, "") {
		return ""
	}
	if markers = sorted(markers); len(markers) == 1 {
		return markers[0]
	}
	joined := "(" + strings.Join(markers, ") or (") + ")"
	if len(joined) > maxMarker {
		return "" // always, since a package too many does less harm than one that is missing
	}
	return joined
}

// PDMRequirements gives the requirements of a project by the names that Pin has for groups: those of the project itself
// under "main", then its extras, its dependency groups and the groups of [tool.pdm.dev-dependencies]. Both can be nil.
func PDMRequirements(p *PyProject, tool *PDM) map[string][]Requirement {
	found := map[string][]Requirement{"main": nil}
	if p != nil {
		found["main"] = p.Dependencies
		for name, list := range p.Optional {
			found[name] = slices.Clone(list)
		}
		for name, list := range p.Groups {
			found[name] = append(found[name], list...)
		}
	}
	if tool == nil {
		return found
	}
	if p == nil || !p.HasProject {
		found["main"] = tool.Dependencies
	}
	for name, list := range tool.Dev {
		found[name] = append(found[name], list...)
	}
	return found
}
