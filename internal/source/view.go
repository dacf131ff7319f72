package source

import (
	"io/fs"
	"path"
	"path/filepath"
	"slices"
	"strings"
)

// View gives the part of the tree below a directory as a tree of its own: its paths are relative to that directory, and
// what stands in the directories named by without, relative to it too, is not part of it. What the whole tree ignores
// the view does not hold either, and a link that leads out of the directory is passed over. A view reads through the
// whole tree, with the bounds of that, and ends with it.
func (t *Tree) View(dir string, without ...string) *Tree {
	dir = path.Clean(dir)
	v := &Tree{
		root: t.root, name: path.Base(dir), whole: t, prefix: dir + "/",
		known: map[string]bool{}, dirs: map[string]bool{".": true}, links: map[string]bool{},
	}
	if dir == "." {
		v.name, v.prefix = t.name, ""
	}
	inside := func(name string) (string, bool) {
		rel, ok := strings.CutPrefix(name, v.prefix)
		return rel, ok && !slices.ContainsFunc(without, func(out string) bool { return rel == out || strings.HasPrefix(rel, out+"/") })
	}
	for name := range t.dirs {
		if rel, ok := inside(name); ok {
			v.dirs[rel] = true
		}
	}
	for _, s := range t.Skipped {
		if rel, ok := inside(s.Path); ok {
			v.Skipped = append(v.Skipped, Skip{Path: rel, Reason: s.Reason})
		}
	}
	start, _ := slices.BinarySearch(t.files, v.prefix)
	for _, name := range t.files[start:] {
		if !strings.HasPrefix(name, v.prefix) {
			break
		}
		rel, ok := inside(name)
		switch {
		case !ok:
		case t.links[name] && !t.staysIn(dir, rel):
			v.skip(rel, "a link that leads out of the directory")
		default:
			v.add(rel)
			if t.links[name] {
				v.links[rel] = true
			}
		}
	}
	return v
}

// staysIn reports whether a link leads to a regular file below the directory that it is seen from.
func (t *Tree) staysIn(dir, rel string) bool {
	if t.whole != nil {
		return t.whole.staysIn(t.prefix+dir, rel)
	}
	below, err := t.root.OpenRoot(filepath.FromSlash(dir))
	if err != nil {
		return false
	}
	defer below.Close()
	info, err := below.Stat(filepath.FromSlash(rel))
	return err == nil && info.Mode().IsRegular()
}

// through reads a file of a view.
func (t *Tree) through(file string) ([]byte, error) {
	if !fs.ValidPath(file) {
		return nil, fs.ErrInvalid
	}
	return t.whole.Read(t.prefix + file)
}
