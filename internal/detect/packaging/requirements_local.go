package packaging

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// archives are the ends of the names of files that pip installs.
var archives = []string{".whl", ".zip", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma"}

func isArchive(file string) bool {
	lower := strings.ToLower(file)
	return slices.ContainsFunc(archives, func(end string) bool { return strings.HasSuffix(lower, end) })
}

// isPath follows pip: what begins with a dot or holds a slash is a path, and so is what is named like an archive.
func (r *requirementsReader) isPath(text string) bool {
	if strings.HasPrefix(text, ".") || strings.HasPrefix(text, "/") {
		return true
	}
	name, _ := cutExtras(text)
	if strings.ContainsAny(name, `@<>=!~ `) && !r.tree.Has(name) {
		return false
	}
	return strings.ContainsAny(name, `/\`) || isArchive(name)
}

// cutExtras cuts "path[a,b]".
func cutExtras(text string) (plain, extras string) {
	if open := strings.LastIndexByte(text, '['); open > 0 && strings.HasSuffix(text, "]") && len(text) > open+2 {
		return strings.TrimRight(text[:open], " \t"), text[open:]
	}
	return text, ""
}

// egg takes the name from the fragment of an address, "#egg=name[extra]".
func (q *Requirement) egg(address string) error {
	_, fragment, _ := strings.Cut(address, "#")
	for part := range strings.SplitSeq(fragment, "&") {
		egg, ok := strings.CutPrefix(part, "egg=")
		if !ok {
			continue
		}
		named, err := ParseRequirement(egg)
		if err != nil || named.URL != "" || named.Marker != "" {
			return fmt.Errorf("%s is not a name of PEP 508", quoted(egg))
		}
		q.Name, q.Extras = named.Name, named.Extras
		return nil
	}
	return nil
}

// local notes a path of the repository. pip resolves it from where it is started: the root, also in a file of a
// subdirectory. Where nothing can be installed there, people mean a path that is relative to the file.
func (r *requirementsReader) local(l logical, q Requirement, written string) error {
	plain, bracket := cutExtras(written)
	if isFileURL(plain) {
		if err := q.egg(written); err != nil {
			return l.fail("address %s: %s", quoted(written), err)
		}
		plain, _, _ = strings.Cut(plain, "#")
		plain = strings.TrimPrefix(strings.TrimPrefix(plain[5:], "//"), "/${PROJECT_ROOT}/") // Rye writes the latter
	}
	if bracket != "" && !strings.Contains(written, "#") {
		extras, _, err := parseExtras(bracket)
		if err != nil {
			return l.fail("%s: %s", quoted(written), err)
		}
		q.Extras = extras
	}
	if Excluded(q.Marker) {
		return nil
	}
	plain = strings.ReplaceAll(plain, `\`, "/")
	found := path.Clean(plain)
	if !r.installable(found) && !path.IsAbs(found) {
		if beside := path.Join(path.Dir(l.file), plain); r.installable(beside) || leadsOut(found) {
			found = beside
		}
	}
	switch {
	case leadsOut(found):
		return l.fail("%s: leads out of the repository", quoted(written))
	case !r.tree.HasDir(found) && !r.tree.Has(found):
		return l.fail("%s: does not exist", quoted(written))
	case r.tree.HasDir(found) && !r.installable(found):
		return l.hint("touch "+path.Join(found, "pyproject.toml"), "%s: cannot be installed, since it holds neither pyproject.toml nor setup.py", quoted(written))
	case l.constraints:
		return nil
	}
	if name, ok := wheelName(path.Base(found)); ok && q.Name == "" {
		q.Name = name
	}
	r.list.Locals = append(r.list.Locals, Local{
		Located: Located{Value: found, Evidence: q.Evidence},
		Name:    q.Name, Extras: q.Extras, Marker: q.Marker, Editable: q.Editable,
	})
	return nil
}

// installable reports what pip can install: a file, or a directory with what a build starts from.
func (r *requirementsReader) installable(name string) bool {
	if leadsOut(name) {
		return false
	}
	return r.tree.Has(name) || r.tree.Has(path.Join(name, "pyproject.toml")) || r.tree.Has(path.Join(name, "setup.py"))
}

// leadsOut reports whether a cleaned path leaves the root.
func leadsOut(name string) bool {
	return path.IsAbs(name) || name == ".." || strings.HasPrefix(name, "../")
}
