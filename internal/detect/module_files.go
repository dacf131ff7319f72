package detect

import (
	"path"
	"slices"
	"strings"
)

// find gives the file of the longest part of a dotted name that is a module of the repository, and the rest. Where
// several directories hold the same part, the first of the search path counts.
func (p *program) find(from, dotted string, level int) (file, rest string, ok bool) {
	var parts []string
	if dotted != "" {
		parts = strings.Split(dotted, ".")
	}
	shortest := 1
	if level > 0 {
		shortest = 0
	}
	dirs := p.searchPath(from, level)
	for n := len(parts); n >= shortest; n-- {
		for _, dir := range dirs {
			if f, found := p.moduleFile(dir, parts[:n]); found && !(level == 0 && p.shadows(from, f)) {
				return f, strings.Join(parts[n:], "."), true
			}
		}
	}
	return "", "", false
}

// shadows reports whether an absolute import from a file cannot mean another one, though its directory is looked in:
// `from celery import Celery` in celery.py means what is installed, and so it does in its neighbours in a package.
func (p *program) shadows(from, found string) bool {
	if from == found {
		return path.Base(from) != "__init__.py"
	}
	dir := path.Dir(from)
	return path.Dir(found) == dir && dir != "." && p.outside[strings.TrimSuffix(path.Base(found), ".py")] && p.tree.Has(dir+"/__init__.py")
}

// searchPath lists the directories in which a module is looked for: for a relative import the package it names, else
// the directories above the file, nearest last, and src.
func (p *program) searchPath(from string, level int) []string {
	dir := path.Dir(from)
	if level > 0 {
		for ; level > 1; level-- {
			dir = path.Dir(dir)
		}
		return []string{dir}
	}
	var dirs []string
	for ; dir != "."; dir = path.Dir(dir) {
		dirs = append(dirs, dir)
	}
	dirs = append(dirs, ".", "src")
	slices.Reverse(dirs[:len(dirs)-1])
	return dirs
}

// moduleFile gives the file of a module below a directory. A directory without __init__.py is a package too (PEP 420)
// but has no file.
func (p *program) moduleFile(root string, parts []string) (string, bool) {
	name := path.Join(root, path.Join(parts...))
	if len(parts) > 0 && p.tree.Has(name+".py") {
		return name + ".py", true
	}
	if init := path.Join(name, "__init__.py"); p.tree.Has(init) {
		return init, true
	}
	return "", false
}
