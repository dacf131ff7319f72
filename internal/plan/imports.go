package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// maxNamed bounds what one Advice names.
const maxNamed = 8

// adviseImports compares what the program imports with what is installed. It decides nothing: a name says little of
// what is behind it, so what is said here is advice and never an error.
func (p *planner) adviseImports() error {
	p.adviseGone()
	p.adviseUndeclared()
	p.adviseDevelopment()
	p.adviseUnused()
	return nil
}

// adviseGone names the modules that the standard library of the chosen Python no longer has.
func (p *planner) adviseGone() {
	var named []string
	var lines []source.Evidence
	last := ""
	for _, imp := range p.facts.Imports {
		gone, ok := p.tables.Gone(imp.Module)
		if !ok || imp.Kind != detect.ImportAlways || pep440.Older(p.service.Python.Version, gone.Since) {
			continue
		}
		if slices.ContainsFunc(append(gone.Packages, imp.Module), func(name string) bool { return p.facts.Package(name) != nil }) {
			continue
		}
		if gone.Since == "3.0" {
			named = append(named, fmt.Sprintf("%s, a module of Python 2", imp.Module))
		} else {
			named = append(named, fmt.Sprintf("%s, which Python %s no longer has", imp.Module, gone.Since))
			if last == "" || pep440.Older(gone.Since, last) {
				last = gone.Since
			}
		}
		lines = append(lines, imp.Evidence)
	}
	if len(named) == 0 {
		return
	}
	text := fmt.Sprintf("the program imports %s; the image has Python %s", strings.Join(firstOf(named), "; "), p.service.Python.Version)
	if last != "" {
		text += fmt.Sprintf(": choose a release before %s with --python, or change the program", last)
	}
	p.advise(Advice{Topic: "dependencies", Text: text, Evidence: firstOf(lines)})
}

// undeclared lists the imports that nothing which is installed explains.
func (p *planner) undeclared() []detect.Import {
	if !p.listKnown() {
		return nil
	}
	installed := p.installed()
	index := p.tables.ModulesOf(installed)
	unexplained := slices.DeleteFunc(slices.Clone(installed), func(name string) bool { return p.imported(name, detect.ImportMentioned) })
	var found []detect.Import
	for _, imp := range p.facts.Imports {
		if _, gone := p.tables.Gone(imp.Module); gone || imp.Kind != detect.ImportAlways || index.Has(imp.Module) {
			continue
		}
		if !slices.ContainsFunc(unexplained, func(name string) bool { return p.tables.Resembles(name, imp.Module) }) {
			found = append(found, imp)
		}
	}
	return found
}

// adviseUndeclared names the modules that the program imports and that nothing which is installed brings.
func (p *planner) adviseUndeclared() {
	var named, add []string
	var lines []source.Evidence
	for _, imp := range p.undeclared() {
		packages, known := p.tables.Providers(imp.Module)
		name := imp.Module
		if packages[0] != name {
			name += fmt.Sprintf(" (package %s)", packages[0])
		}
		if known || p.tables.Known(packages[0]) {
			add = append(add, packages[0])
		}
		named = append(named, name)
		lines = append(lines, imp.Evidence)
	}
	if len(named) == 0 {
		return
	}
	text := fmt.Sprintf("the program imports %s, which %s does not name; unless another package brings it, the import fails", strings.Join(firstOf(named), ", "), p.manager.File)
	if p.install != modeUnlocked {
		text = fmt.Sprintf("the program imports %s, which %s does not install: the import fails", strings.Join(firstOf(named), ", "), p.manager.File)
	}
	slices.Sort(add)
	p.advise(Advice{Topic: "dependencies", Text: text, Command: p.addCommand(slices.Compact(add)), Evidence: firstOf(lines)})
}

// listKnown reports whether the names of all that is installed are known, those apart that come with an open list.
func (p *planner) listKnown() bool {
	if len(p.facts.Packages) == 0 || p.manager.Name == "pip" && len(p.manager.LocalDirs) > 0 {
		return false
	}
	return !slices.ContainsFunc(p.facts.Packages, func(listed detect.Package) bool { return listed.Name == "" })
}

// installed lists the names of what is installed, and of what is known to come with it.
func (p *planner) installed() []string {
	var names []string
	for _, listed := range p.facts.Packages {
		names = append(names, listed.Name)
	}
	if p.install != modeUnlocked {
		return names
	}
	seen := map[string]bool{}
	for _, name := range names {
		seen[name] = true
	}
	for i := 0; i < len(names); i++ { // grows with what each brings; each name once
		var extras []string
		if listed := p.facts.Package(names[i]); listed != nil {
			extras = listed.Extras
		}
		for _, brought := range append(p.tables.Brings(names[i], extras), extras...) {
			if !seen[brought] {
				seen[brought] = true
				names = append(names, brought)
			}
		}
	}
	return names
}

// direct lists what the repository itself asks for, of the manager that installs.
func (p *planner) direct() []detect.Package {
	var found []detect.Package
	seen := map[string]bool{}
	for _, listed := range p.facts.Direct {
		file := listed.Evidence.File
		if seen[listed.Name] || !slices.Contains(p.manager.Files, file) && file != strings.TrimSuffix(p.manager.File, ".txt")+".in" {
			continue
		}
		seen[listed.Name] = true
		found = append(found, listed)
	}
	return found
}

// imported reports whether a package may be what an import needs, one that is at least as demanding as the kind given.
func (p *planner) imported(name string, least detect.ImportKind) bool {
	index := p.tables.ModulesOf([]string{name})
	return slices.ContainsFunc(p.facts.Imports, func(imp detect.Import) bool {
		return imp.Kind.AtLeast(least) && index.Has(imp.Module)
	})
}

// mayBeUsed reports whether an import that no package explains has something of the name.
func (p *planner) mayBeUsed(name string) bool {
	index := p.tables.ModulesOf(p.installed())
	return slices.ContainsFunc(p.facts.Imports, func(imp detect.Import) bool {
		return !index.Has(imp.Module) && p.tables.Resembles(name, imp.Module)
	})
}

// addCommand is what adds packages to the dependencies; nothing where the list is made from another file.
func (p *planner) addCommand(names []string) string {
	if add := installers[p.manager.Format].add; add != nil && len(names) > 0 {
		return add(p, names...)
	}
	return ""
}

// firstOf gives the first of a list that one Advice names, with the number of the rest.
func firstOf[T any](list []T) []T {
	if len(list) <= maxNamed {
		return list
	}
	first := slices.Clone(list[:maxNamed])
	if texts, ok := any(first).([]string); ok {
		texts[maxNamed-1] += fmt.Sprintf(" and %d more", len(list)-maxNamed)
	}
	return first
}
