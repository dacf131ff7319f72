package packaging

import (
	"fmt"
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
	hashes, err := hashesOf(options)
	if err != nil {
		return l.fail("%s", err)
	}
	return r.requirement(l, text, hashes)
}

func hashesOf(options []option) ([]string, error) {
	var hashes []string
	for _, o := range options {
		if o.name != "--hash" {
			continue
		}
		if !validHash(o.value) {
			return nil, fmt.Errorf("hash %s: is not sha256, sha384 or sha512 with its digits", quoted(o.value))
		}
		hashes = append(hashes, strings.ToLower(o.value))
	}
	return hashes, nil
}

// validHash is no stricter than pip, which does not count the digits.
func validHash(text string) bool {
	algorithm, digest, ok := strings.Cut(text, ":")
	return ok && hashLength[algorithm] > 0 && digest != "" && isHex(digest, min(len(digest), 128))
}

// requirement reads what stands before the options. As pip does, it cuts the marker off first, at the first semicolon,
// also after "name @ address"; a semicolon with nothing behind it is no marker.
func (r *requirementsReader) requirement(l logical, text string, hashes []string) error {
	q := Requirement{Hashes: hashes, Evidence: l.at()}
	what, marker := cutMarker(text)
	if marker != "" {
		if err := q.marked(marker); err != nil {
			return l.hint(`NAME; python_version < "3.12"`, "requirement %s: %s", quoted(what), err)
		}
	}
	switch {
	case isVCS(what) || isURL(what):
		return r.address(l, q, what)
	case isFileURL(what) || r.isPath(what):
		return r.local(l, q, what)
	}
	parsed, err := ParseRequirement(what)
	if err != nil {
		return l.hint(corrected(what), "%s", err)
	}
	parsed.Hashes, parsed.Marker, parsed.Evidence = hashes, q.Marker, q.Evidence
	switch {
	case isFileURL(parsed.URL):
		return r.local(l, parsed, parsed.URL)
	case parsed.URL != "" && !isVCS(parsed.URL) && !isURL(parsed.URL):
		return l.fail("%s: is not the address of a file or of a version control system", quoted(parsed.URL))
	}
	r.keep(l, parsed)
	return nil
}

// corrected is the requirement as it was meant, where the slip is one of the usual ones: "name=1" and "name 1".
func corrected(text string) string {
	name := text[:nameEnd(text)]
	rest := strings.TrimLeft(text[len(name):], " \t=^")
	if fixed := name + "==" + rest; rest != text[len(name):] && rest != "" && digit(rest[0]) {
		if _, err := ParseRequirement(fixed); err == nil {
			return fixed
		}
	}
	return ""
}

// editable reads what follows -e: a directory, the address of a version control system with "#egg=name", or
// "name @ address". pip takes a marker after an address alone.
func (r *requirementsReader) editable(l logical, text string) error {
	q := Requirement{Editable: true, Evidence: l.at()}
	if named, err := ParseRequirement(text); err == nil && named.URL != "" {
		named.Editable, named.Evidence = true, q.Evidence
		switch {
		case isFileURL(named.URL):
			return r.local(l, named, named.URL)
		case !isVCS(named.URL):
			return l.fail("%s: is not the address of a version control system, which -e needs", quoted(named.URL))
		}
		r.keep(l, named)
		return nil
	}
	for _, system := range []string{"git:", "hg:", "svn:", "bzr:"} {
		if strings.HasPrefix(strings.ToLower(text), system) {
			text = system[:len(system)-1] + "+" + text
		}
	}
	if isVCS(text) {
		address, marker := cutMarker(text)
		if marker != "" {
			if err := q.marked(marker); err != nil {
				return l.fail("%s", err)
			}
		}
		return r.address(l, q, address)
	}
	directory, _ := cutExtras(text)
	if isFileURL(text) || strings.ContainsAny(directory, `/\.`) || r.tree.HasDir(directory) {
		return r.local(l, q, text)
	}
	return l.hint(strings.TrimSpace(text), "%s: neither a directory nor the address of a version control system, which -e needs", quoted(text))
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

// cutMarker cuts "what ; marker". The semicolon that ends an address has white space at one of its sides.
func cutMarker(text string) (what, marker string) {
	i := strings.IndexByte(text, ';')
	if isVCS(text) || isURL(text) || isFileURL(text) {
		i = strings.Index(text, "; ")
		if before := strings.Index(text, " ;"); before >= 0 && (i < 0 || before < i) {
			i = before + 1
		}
	}
	if i < 0 {
		return strings.TrimSpace(text), ""
	}
	return strings.TrimSpace(text[:i]), strings.TrimSpace(text[i+1:])
}

func isURL(text string) bool {
	scheme, rest, ok := strings.Cut(text, "://")
	scheme = strings.ToLower(scheme)
	return ok && rest != "" && (scheme == "http" || scheme == "https" || scheme == "ftp")
}

func isFileURL(text string) bool {
	return len(text) >= 5 && strings.EqualFold(text[:5], "file:")
}

// address reads an address without "name @". Its name stands in "#egg=name[extra]", or in the name of the wheel.
func (r *requirementsReader) address(l logical, q Requirement, address string) error {
	if strings.ContainsAny(address, " \t") {
		return l.fail("address %s: holds white space", quoted(address))
	}
	plain, _, _ := strings.Cut(address, "#")
	if err := q.egg(address); err != nil {
		return l.fail("address %s: %s", quoted(address), err)
	}
	plain, _, _ = strings.Cut(plain, "?")
	if name, ok := wheelName(path.Base(plain)); ok && q.Name == "" {
		q.Name = name
	}
	if q.Editable && q.Name == "" {
		return l.hint("-e "+address+"#egg=NAME", "address %s: does not tell the name of the package, which -e needs", quoted(address))
	}
	q.URL = address
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
