package detect

import (
	"path"
	"slices"
	"strings"
)

// placedModule is where a module that a command names stands.
type placedModule struct {
	file string
	root string // directory that it is imported from
	dir  string // directory of the repository that the command runs in, "" where it is not known
	rest string // what follows the module in the dotted name: an attribute
}

// dirOf gives the directory of the repository that a launch runs in, "" where it is not known.
func (s *commandSearch) dirOf(l launch) string {
	if l.image == nil {
		return l.cwd
	}
	whole, ok := l.image.copies.Find(path.Clean(l.cwd))
	if ok = ok && s.tree.HasDir(whole); ok && (whole == "." || s.holdsPython(whole)) {
		return whole
	}
	if dir, ok := l.image.copies.Home(path.Clean(l.cwd)); ok {
		return dir
	}
	if ok {
		return whole
	}
	return ""
}

// fileOf gives the file of the repository that a word of a command means.
func (s *commandSearch) fileOf(l launch, name string) (string, bool) {
	name = strings.ReplaceAll(name, `\`, "/")
	if name == "" || strings.ContainsAny(name, "$`*?") || len(name) > 500 {
		return "", false
	}
	if l.image != nil {
		places := []string{path.Join("/", l.cwd, name)}
		if path.IsAbs(name) {
			places[0] = path.Clean(name)
		} else if !strings.Contains(name, "/") {
			for _, bin := range []string{"/usr/local/bin", "/usr/bin", "/bin", "/usr/local/sbin"} {
				places = append(places, path.Join(bin, name))
			}
		}
		for _, place := range places {
			if file, ok := l.image.copies.Find(place); ok && s.tree.Has(file) {
				return file, true
			}
		}
		if !path.IsAbs(name) && strings.ContainsAny(name, "/.") {
			for _, context := range l.image.copies.Contexts {
				if file := path.Join(context, name); s.tree.Has(file) {
					return file, true
				}
			}
		}
		return s.onlyFile(l, name)
	}
	if path.IsAbs(name) {
		parts := strings.Split(strings.Trim(path.Clean(name), "/"), "/")
		for i := range parts {
			if file := path.Join(parts[i:]...); i > 0 && s.tree.Has(file) {
				return file, true
			}
		}
		return s.onlyFile(l, name)
	}
	for _, dir := range []string{l.cwd, path.Dir(l.file), "."} {
		if file := path.Join(dir, name); s.tree.Has(file) && !strings.HasPrefix(file, "../") {
			return file, true
		}
	}
	return "", false
}

// onlyFile finds a file of a place that is not known, where the repository has only one of that name.
func (s *commandSearch) onlyFile(l launch, name string) (string, bool) {
	if !strings.Contains(name, "/") && path.Ext(name) == "" || strings.HasPrefix(name, "/usr/bin/") || strings.Contains(name, "venv/") {
		return "", false
	}
	if s.byBase == nil {
		s.byBase = map[string][]string{}
		for _, file := range s.tree.Files() {
			base := path.Base(file)
			if len(s.byBase[base]) < 2 && commandPlace(file) {
				s.byBase[base] = append(s.byBase[base], file)
			}
		}
	}
	if files := s.byBase[path.Base(name)]; len(files) == 1 && (l.image == nil || l.image.holds(files[0])) {
		return files[0], true
	}
	return "", false
}

// maxModuleParts bounds a dotted name.
const maxModuleParts = 12

// moduleOf finds a module that a command names, in the directory that it changes to, and in what it imports from.
func (s *commandSearch) moduleOf(l launch, chdir string, paths []string, module string) (placedModule, bool) {
	parts := strings.Split(module, ".")
	if len(parts) > maxModuleParts {
		return placedModule{}, false
	}
	cwd := l.cwd
	if chdir != "" {
		cwd = s.changed(l, chdir, l.file)
	}
	bases := []string{cwd}
	for entry := range strings.SplitSeq(l.env["PYTHONPATH"], ":") {
		if entry != "" {
			paths = append(paths, entry)
		}
	}
	for _, entry := range paths[:min(len(paths), 10)] {
		if strings.ContainsAny(entry, "$`") {
			continue
		}
		at := l
		at.cwd = cwd
		bases = append(bases, s.changed(at, entry, l.file))
	}
	if l.image != nil {
		if found, ok := s.moduleInImage(l, bases, parts); ok {
			if found.dir = s.dirOf(l); found.dir == "" && chdir == "" && found.base == path.Join("/", l.cwd) {
				found.dir = found.root
			}
			return found.placedModule, true
		}
		for i, base := range bases {
			dir, ok := l.image.copies.Find(base)
			if !ok {
				dir = l.image.copies.Contexts[0]
			}
			bases[i] = dir
		}
		bases = append(bases, l.image.copies.Contexts...)
	}
	for _, dir := range slices.Clone(bases) {
		bases = append(bases, path.Join(dir, "src"))
	}
	bases = append(bases, path.Dir(l.file), ".", "src")
	for n := len(parts); n > 0 && n >= len(parts)-1; n-- {
		for _, base := range bases {
			if file, ok := s.moduleFile(base, parts[:n]); ok {
				return placedModule{file: file, root: base, dir: s.dirOf(l), rest: strings.Join(parts[n:], ".")}, true
			}
		}
	}
	return s.onlyModule(l, parts)
}

type imagedModule struct {
	placedModule
	base string
}

// moduleInImage looks a module up among what the image is given.
func (s *commandSearch) moduleInImage(l launch, bases, parts []string) (imagedModule, bool) {
	for n := len(parts); n > 0 && n >= len(parts)-1; n-- {
		for _, base := range bases {
			base = path.Join("/", base)
			for _, end := range []string{".py", "/__init__.py"} {
				name := path.Join(parts[:n]...) + end
				file, ok := l.image.copies.Find(path.Join(base, name))
				if !ok || !s.tree.Has(file) {
					continue
				}
				root, ok := strings.CutSuffix("/"+file, "/"+name)
				if !ok { // a file that has another name in the image
					continue
				}
				return imagedModule{placedModule{file: file, root: cleanDir("./" + root), rest: strings.Join(parts[n:], ".")}, base}, true
			}
		}
	}
	return imagedModule{}, false
}

// onlyModule finds a module of a place that is not known, where the repository has only one of that name.
func (s *commandSearch) onlyModule(l launch, parts []string) (placedModule, bool) {
	name := "/" + strings.Join(parts, "/")
	if len(parts) == 1 { // many files can have such a name, but few are programs
		name += "/__main__"
	}
	var found placedModule
	for _, file := range s.files {
		stem := strings.TrimSuffix(strings.TrimSuffix(file, ".py"), "/__init__")
		if !strings.HasSuffix(stem, name) || !commandPlace(file) {
			continue
		}
		if found.file != "" {
			return placedModule{}, false
		}
		found = placedModule{file: file, root: strings.TrimSuffix(stem, name), dir: s.dirOf(l)}
	}
	return found, found.file != ""
}

// relativeTo gives the directory that a word is counted from that means a file, and the file from there.
func (s *commandSearch) relativeTo(l launch, word, file string) (dir, rel string) {
	word = path.Clean(strings.ReplaceAll(word, `\`, "/"))
	if l.image != nil && path.IsAbs(word) {
		word = strings.TrimPrefix(strings.TrimPrefix(word, path.Join("/", l.cwd)), "/")
	}
	if rest, ok := strings.CutSuffix("/"+file, "/"+word); ok && !path.IsAbs(word) {
		return cleanDir("./" + rest), word
	}
	if dir := s.dirOf(l); dir == "." {
		return dir, file
	} else if rel, ok := strings.CutPrefix(file, dir+"/"); ok && dir != "" {
		return dir, rel
	}
	return path.Dir(file), path.Base(file)
}
