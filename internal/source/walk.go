package source

import (
	"io/fs"
	"path"
	"path/filepath"
	"sort"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// unread are directories that hold what tools made or fetched, never what the authors wrote.
var unread = map[string]string{
	".git": "version control", ".hg": "version control", ".svn": "version control", ".jj": "version control",
	"__pycache__": "bytecode", ".mypy_cache": "cache", ".pytest_cache": "cache", ".ruff_cache": "cache",
	".tox": "virtual environment", ".nox": "virtual environment", ".venv": "virtual environment",
	"site-packages": "installed packages", "__pypackages__": "installed packages",
	"node_modules": "installed packages", ".eggs": "installed packages", "bower_components": "installed packages",
}

// walk lists dir. Rules of .gitignore hold, so that a working copy with a local environment and a fresh clone give
// the same list. Directories are read in sorted order and links are never followed to a directory, so a loop of
// links is a few names, no more.
func (t *Tree) walk(dir string, depth int, patterns []gitignore.Pattern) {
	entries, err := fs.ReadDir(t.root.FS(), dir)
	if err != nil {
		t.skip(dir, "cannot be listed")
		return
	}
	sort.Slice(entries, func(i, j int) bool { return entries[i].Name() < entries[j].Name() })
	if t.virtualEnvironment(dir, entries) {
		t.skip(dir, "virtual environment")
		return
	}
	t.dirs[dir] = true
	if len(patterns) < maxIgnoreRules {
		patterns = append(patterns[:len(patterns):len(patterns)], t.ignoreRules(dir, entries)...)
	}
	ignored := gitignore.NewMatcher(patterns)
	for _, e := range entries {
		name := path.Join(dir, e.Name())
		if len(t.files) >= MaxFiles {
			t.skip(name, "more files than pykube reads")
			return
		}
		if len(patterns) > 0 && ignored.Match(strings.Split(name, "/"), e.IsDir()) {
			continue
		}
		switch {
		case e.IsDir():
			t.enter(name, e.Name(), depth, patterns)
		case e.Type()&fs.ModeSymlink != 0:
			t.link(name)
		case e.Type().IsRegular():
			t.add(name)
		default:
			t.skip(name, "not a regular file")
		}
	}
}

func (t *Tree) enter(name, base string, depth int, patterns []gitignore.Pattern) {
	if why, ok := unread[base]; ok {
		if base != ".git" && base != "__pycache__" {
			t.skip(name, why)
		}
		return
	}
	if depth >= MaxDepth {
		t.skip(name, "too deep")
		return
	}
	t.walk(name, depth+1, patterns)
}

// link adds a symbolic link to a file inside the root.
func (t *Tree) link(name string) {
	info, err := t.root.Stat(filepath.FromSlash(name))
	switch {
	case err != nil:
		t.skip(name, "a link that leads out of the repository, or nowhere")
	case info.Mode().IsRegular():
		t.add(name)
		t.links[name] = true
	default:
		t.skip(name, "a link to a directory or a device")
	}
}

func (t *Tree) add(name string) {
	t.files = append(t.files, name)
	t.known[name] = true
}

func (t *Tree) skip(name, reason string) {
	if len(t.Skipped) < maxSkipped {
		t.Skipped = append(t.Skipped, Skip{Path: Printable(name), Reason: reason})
	}
}

// virtualEnvironment tells an environment by its marker (PEP 405), whatever its directory is called.
func (t *Tree) virtualEnvironment(dir string, entries []fs.DirEntry) bool {
	if dir == "." {
		return false
	}
	for _, e := range entries {
		if e.Name() == "pyvenv.cfg" && !e.IsDir() {
			return true
		}
	}
	return false
}

// maxIgnoreRules bounds the work that one .gitignore can ask for.
const maxIgnoreRules = 2000

func (t *Tree) ignoreRules(dir string, entries []fs.DirEntry) []gitignore.Pattern {
	var rules []gitignore.Pattern
	for _, e := range entries {
		if e.Name() != ".gitignore" || !e.Type().IsRegular() {
			continue
		}
		text, err := t.Text(path.Join(dir, ".gitignore"))
		if err != nil {
			continue
		}
		var domain []string
		if dir != "." {
			domain = strings.Split(dir, "/")
		}
		for line := range strings.SplitSeq(text, "\n") {
			line = strings.TrimRight(line, " ")
			if line == "" || strings.HasPrefix(line, "#") || len(rules) >= maxIgnoreRules || len(line) > 512 {
				continue
			}
			rules = append(rules, gitignore.ParsePattern(line, domain))
		}
	}
	return rules
}
