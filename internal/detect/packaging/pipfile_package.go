package packaging

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
)

// pipfilePackage translates one line of a Pipfile to PEP 508: name = "*", name = "==1.0", or a table with version,
// extras, markers, a source and, for short, variables of markers (sys_platform = "== 'win32'"). ok is false after a
// failure.
func (d *document) pipfilePackage(name string, n *node) (r Requirement, ok bool) {
	bare, extras, bracket := strings.Cut(name, "[") // "uvicorn[standard]" = "*" is taken too
	if !ValidName(bare) {
		d.fail(n.line, "%s is not a name of PEP 508", quoted(name))
		return r, false
	}
	r = Requirement{Name: NormalName(bare), Evidence: d.at(n.line)}
	if bracket {
		var err error
		if r.Extras, _, err = parseExtras("[" + extras); err != nil {
			d.fail(n.line, "%s: %s", quoted(name), err)
			return r, false
		}
	}
	switch n.kind {
	case textKind:
		r.Specifier, ok = d.pipfileVersion(name, n)
		return r, ok
	case tableKind:
	default:
		d.fail(n.line, "%s: is %s, where a version or a table should be", quoted(name), kindNames[n.kind])
		return r, false
	}
	if version := d.get(textKind, n, "version"); version != nil {
		if r.Specifier, ok = d.pipfileVersion(name, version); !ok {
			return r, false
		}
	}
	for _, extra := range d.strings(n, "extras") {
		if !ValidName(extra.Value) {
			d.fail(extra.Evidence.Line, "%s: %s is not the name of an extra", quoted(name), quoted(extra.Value))
			return r, false
		}
		r.Extras = append(r.Extras, NormalName(extra.Value))
	}
	slices.Sort(r.Extras)
	r.Extras = slices.Compact(r.Extras)
	editable := n.find("editable")
	r.Editable = editable != nil && editable.kind == boolKind && editable.text == "true"
	r.URL = d.pipfileAddress(n)
	for _, hash := range d.strings(n, "hashes") {
		r.Hashes = append(r.Hashes, hash.Value)
	}
	r.Marker = d.pipfileMarker(name, n)
	return r, d.err == nil
}

// pipfileVersion is a specifier. "*" is any version, a version alone is that one.
func (d *document) pipfileVersion(name string, n *node) (string, bool) {
	text := strings.Trim(n.text, " \t")
	if text == "*" {
		return "", true
	}
	// Pipenv 2023 locks what it did not resolve, since its marker does not hold here, as "==>=0.4".
	if rest := strings.TrimPrefix(text, "=="); strings.IndexAny(rest, "<>=!~") == 0 && !strings.HasPrefix(text, "===") {
		text = rest
	}
	if pep440.Valid(text) {
		text = "==" + text
	}
	specifier, err := pep440.Normal(text)
	if err != nil {
		d.fail(n.line, "%s: %s", quoted(name), err)
		return "", false
	}
	return specifier, true
}

// pipfileAddress is where a package comes from that is in no index, "" for one that is: an address as pip writes it, or
// a path as written.
func (d *document) pipfileAddress(n *node) string {
	for _, system := range []string{"git", "hg", "svn", "bzr"} {
		if address := d.located(n, system).Value; address != "" {
			address, _, _ = strings.Cut(address, "#egg=")
			return vcsAddress(system, address, d.located(n, "ref").Value, d.located(n, "subdirectory").Value)
		}
	}
	for _, key := range []string{"file", "path", "url"} {
		if address := d.located(n, key).Value; address != "" {
			return address
		}
	}
	return ""
}

// pipfileMarker joins markers and the variables of markers that stand as keys of their own.
func (d *document) pipfileMarker(name string, n *node) string {
	var markers []string
	for _, key := range n.keys {
		if key != "markers" && (!variables[key] || key == "extra") {
			continue
		}
		text := strings.Trim(d.located(n, key).Value, " \t")
		if text == "" {
			continue
		}
		if key != "markers" {
			text = key + " " + text
		}
		if _, err := evaluate(text, MarkerEnv{}); err != nil {
			d.fail(n.table[key].line, "%s: %s", quoted(name), err)
			return ""
		}
		markers = append(markers, text)
	}
	if len(markers) == 1 {
		return markers[0]
	}
	for i, m := range markers {
		if strings.Contains(m, " or ") {
			markers[i] = "(" + m + ")"
		}
	}
	return strings.Join(markers, " and ")
}
