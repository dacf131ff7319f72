package detect

import (
	"path"
	"strings"
)

// changed is the directory after cd.
func (s *commandSearch) changed(l launch, to, file string) string {
	if i := strings.LastIndexAny(to, ")`"); strings.Contains(to, "dirname") && (strings.Contains(to, "$0") || strings.Contains(to, "BASH_SOURCE")) { // cd "$(dirname "$0")/.."
		here := path.Dir(file)
		rest := strings.Trim(to[i+1:], `"`)
		if l.image == nil {
			return cleanDir(path.Join(here, rest))
		}
		if placed, ok := l.image.place(here); ok {
			return path.Join(placed, rest)
		}
		return l.cwd
	}
	switch {
	case to == "-" || strings.ContainsAny(to, "$`~*"):
		return l.cwd
	case l.image != nil && path.IsAbs(to):
		return path.Clean(to)
	case l.image != nil:
		return path.Join("/", l.cwd, to)
	case path.IsAbs(to): // a place of a machine that is not known
		if dir, ok := s.byTail(to); ok {
			return dir
		}
		return l.cwd
	}
	if dir := cleanDir(path.Join(l.cwd, to)); s.tree.HasDir(dir) || !s.tree.HasDir(cleanDir(to)) {
		return dir
	}
	return cleanDir(to)
}

// cleanDir keeps a directory inside the repository.
func cleanDir(dir string) string {
	dir = path.Clean(dir)
	if dir == ".." || strings.HasPrefix(dir, "../") || path.IsAbs(dir) {
		return "."
	}
	return dir
}

// byTail finds the directory of the repository that the end of a path names: the checkout's own name is not known.
func (s *commandSearch) byTail(place string) (string, bool) {
	parts := strings.Split(strings.Trim(path.Clean(place), "/"), "/")
	for i := range parts {
		if dir := path.Join(parts[i:]...); i > 0 && s.tree.HasDir(dir) {
			return dir, true
		}
	}
	return "", false
}

// placeFrom gives an absolute place of the image as a path from a directory of the repository; false where the
// repository has nothing there, or it lies elsewhere.
func (s *commandSearch) placeFrom(l launch, dir, place string) (string, bool) {
	if !path.IsAbs(place) || strings.ContainsAny(place, "$`*") || place == "/" || len(place) > 500 {
		return "", false
	}
	found, ok := l.image.copies.Find(path.Clean(place))
	switch {
	case !ok || dir == "":
		return "", false
	case dir == ".":
		return found, true
	case found == dir:
		return ".", true
	}
	up := ""
	for ; dir != "."; dir = path.Dir(dir) {
		if rest, ok := strings.CutPrefix(found, dir+"/"); ok {
			return up + rest, true
		}
		up += "../"
	}
	return up + found, true
}
