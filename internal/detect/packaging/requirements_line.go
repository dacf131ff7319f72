package packaging

import (
	"path"
	"strings"
)

// line reads a requirement, or options, or a requirement with options.
func (r *requirementsReader) line(l logical) error {
	if unprintable(l.text) {
		return l.fail("line %s: holds a character that cannot be printed", quoted(l.text))
	}
	r.noteVariables(l)
	text, rest := cutOptions(l.text)
	options, err := parseOptions(rest)
	if err != nil {
		return l.fail("%s", err)
	}
	if text == "" {
		return r.options(l, options)
	}
	var hashes []string
	for _, o := range options {
		if o.name != "--hash" {
			continue
		}
		if !validHash(o.value) {
			return l.fail("hash %s: is not sha256, sha384 or sha512 with its digits", quoted(o.value))
		}
		hashes = append(hashes, strings.ToLower(o.value))
	}
	return r.requirement(l, text, hashes, false)
}

// validHash is no stricter than pip, which does not count the digits.
func validHash(text string) bool {
	algorithm, digest, ok := strings.Cut(text, ":")
	return ok && hashLength[algorithm] > 0 && digest != "" && isHex(digest, min(len(digest), 128))
}

// requirement reads what stands before the options, or after -e.
func (r *requirementsReader) requirement(l logical, text string, hashes []string, editable bool) error {
	q := Requirement{Hashes: hashes, Editable: editable, Evidence: l.at()}
	address, marker := cutMarker(text)
	switch {
	case isVCS(address) || isURL(address):
		return r.address(l, q, address, marker)
	case r.isPath(address):
		return r.local(l, address, marker)
	case editable:
		return l.fail("%s: neither a directory nor the address of a version control system, which -e needs", quoted(text))
	}
	parsed, err := ParseRequirement(text)
	if err != nil {
		return l.fail("%s", err)
	}
	if strings.HasPrefix(strings.ToLower(parsed.URL), "file:") {
		return r.local(l, parsed.URL, parsed.Marker)
	}
	if parsed.URL != "" && !isVCS(parsed.URL) && !isURL(parsed.URL) {
		return l.fail("%s: is not the address of a file or of a version control system", quoted(parsed.URL))
	}
	parsed.Hashes, parsed.Evidence = hashes, q.Evidence
	r.keep(l, parsed)
	return nil
}

// keep adds an item unless it cannot be for Linux.
func (r *requirementsReader) keep(l logical, q Requirement) {
	switch {
	case l.constraints:
		r.list.Constrained = append(r.list.Constrained, q)
	case !Excluded(q.Marker):
		r.list.Items = append(r.list.Items, q)
	}
}

// cutMarker cuts "address ; marker" and "address[extra]": white space stands before the semicolon of an address.
func cutMarker(text string) (address, marker string) {
	if i := strings.Index(text, " ;"); i >= 0 {
		return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+2:])
	}
	if !strings.Contains(text, "://") {
		address, marker, _ = strings.Cut(text, ";")
		return strings.TrimSpace(address), strings.TrimSpace(marker)
	}
	return strings.TrimSpace(text), ""
}

func isURL(text string) bool {
	scheme, rest, ok := strings.Cut(text, "://")
	scheme = strings.ToLower(scheme)
	return ok && rest != "" && (scheme == "http" || scheme == "https" || scheme == "ftp")
}

// address reads an address without "name @". Its name stands in "#egg=name[extra]", or in the name of the wheel.
func (r *requirementsReader) address(l logical, q Requirement, address, marker string) error {
	if strings.ContainsAny(address, " \t") {
		return l.fail("address %s: holds white space", quoted(address))
	}
	plain, fragment, _ := strings.Cut(address, "#")
	for part := range strings.SplitSeq(fragment, "&") {
		if egg, ok := strings.CutPrefix(part, "egg="); ok {
			named, err := ParseRequirement(egg)
			if err != nil || named.URL != "" || named.Marker != "" {
				return l.fail("address %s: %s is not a name of PEP 508", quoted(address), quoted(egg))
			}
			q.Name, q.Extras = named.Name, named.Extras
		}
	}
	plain, _, _ = strings.Cut(plain, "?")
	if name, ok := wheelName(path.Base(plain)); ok && q.Name == "" {
		q.Name = name
	}
	q.URL = address
	if marker != "" {
		if err := q.marked(marker); err != nil {
			return l.fail("%s", err)
		}
	}
	r.keep(l, q)
	return nil
}

// wheelName is the name in the name of a wheel: NAME-VERSION(-BUILD)-PYTHON-ABI-PLATFORM.whl.
func wheelName(file string) (string, bool) {
	stem, ok := strings.CutSuffix(file, ".whl")
	parts := strings.Split(stem, "-")
	if !ok || len(parts) < 5 || len(parts) > 6 || !ValidName(parts[0]) {
		return "", false
	}
	return NormalName(parts[0]), true
}

// archives are the ends of the names of files that pip installs.
var archives = []string{".whl", ".zip", ".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tbz", ".tar.xz", ".txz", ".tlz", ".tar.lz", ".tar.lzma"}

// isPath follows pip: what begins with a dot or holds a slash is a path, and so is an archive that is there.
func (r *requirementsReader) isPath(text string) bool {
	lower := strings.ToLower(text)
	if strings.HasPrefix(lower, "file:") || strings.HasPrefix(text, ".") || strings.HasPrefix(text, "/") {
		return true
	}
	name, _, _ := strings.Cut(text, "[")
	if strings.ContainsAny(name, `@<>=!~ `) && !r.tree.Has(name) {
		return false
	}
	if strings.ContainsAny(name, `/\`) {
		return true
	}
	for _, end := range archives {
		if strings.HasSuffix(strings.ToLower(name), end) {
			return r.tree.Has(name)
		}
	}
	return false
}

// local notes a path of the repository. pip resolves it from where it is started: the root, also in a file of a
// subdirectory. People who write "-e ../lib" there mean that file, and it can mean nothing else.
func (r *requirementsReader) local(l logical, written, marker string) error {
	if marker != "" {
		if err := new(Requirement).marked(marker); err != nil {
			return l.fail("%s", err)
		}
		if Excluded(marker) {
			return nil
		}
	}
	text := written
	if len(text) >= 5 && strings.EqualFold(text[:5], "file:") {
		text, _, _ = strings.Cut(text[5:], "#")
		text = strings.TrimPrefix(text, "//")
	}
	text, _, _ = strings.Cut(strings.ReplaceAll(text, `\`, "/"), "[")
	dir := path.Clean(text)
	if strings.HasPrefix(dir, "..") && path.Dir(l.file) != "." {
		dir = path.Join(path.Dir(l.file), text)
	}
	switch {
	case path.IsAbs(dir) || dir == ".." || strings.HasPrefix(dir, "../"):
		return l.fail("%s: leads out of the repository", quoted(written))
	case !r.tree.HasDir(dir) && !r.tree.Has(dir):
		return l.fail("%s: does not exist", quoted(written))
	case !l.constraints:
		r.list.Locals = append(r.list.Locals, Located{Value: dir, Evidence: l.at()})
	}
	return nil
}
