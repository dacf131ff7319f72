package packaging

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// PoetryDependency is one entry of a table of dependencies, of pyproject.toml or of a lock.
// Source: https://python-poetry.org/docs/dependency-specification/
type PoetryDependency struct {
	// Requirement is the entry as a requirement of PEP 508; "python" and "platform" are part of its Marker. URL is
	// "git+https://…@REV#subdirectory=…", the address of a file, or a path relative to the root, as written.
	Requirement
	// Alternatives are specifiers any one of which is enough, where the entry says "||"; Specifier is "" then.
	Alternatives []string
	Optional     bool   // installed for an extra alone
	Index        string // the name of the source that it is taken from; "" for any
}

// Allows reports whether a version fits. A version that cannot be read fits nothing but an entry that takes any.
func (p PoetryDependency) Allows(version string) bool {
	for _, specifier := range p.specifiers() {
		if held, err := pep440.Allows(specifier, version); specifier == "" || err == nil && held {
			return true
		}
	}
	return false
}

// specifiers are those of which one must hold.
func (p PoetryDependency) specifiers() []string {
	if p.Alternatives != nil {
		return p.Alternatives
	}
	return []string{p.Specifier}
}

func (p *PoetryDependency) allow(alternatives []string) {
	p.Specifier, p.Alternatives = "", nil
	switch len(alternatives) {
	case 0:
	case 1:
		p.Specifier = alternatives[0]
	default:
		p.Alternatives = alternatives
	}
}

// poetryDependencies reads a table of dependencies. The entry "python" is left out. at gives the evidence of a line.
func (d *document) poetryDependencies(table *node, at func(line int) source.Evidence) []PoetryDependency {
	if table == nil {
		return nil
	}
	var found []PoetryDependency
	for _, name := range table.keys {
		if strings.EqualFold(name, "python") {
			continue
		}
		n := table.table[name]
		if !ValidName(name) {
			d.fail(n.line, "dependencies: %s is not a name of PEP 508", quoted(name))
			return nil
		}
		items := []*node{n}
		if n.kind == listKind { // one entry for each marker
			items = n.list
		}
		if len(items) > maxSameName {
			d.fail(n.line, "dependency %s: more than %d constraints", quoted(name), maxSameName)
			return nil
		}
		for _, item := range items {
			p := d.poetryDependency(name, item)
			if d.err != nil {
				return nil
			}
			if at != nil {
				p.Evidence = at(item.line)
			}
			found = append(found, p)
		}
	}
	return found
}

// poetryDependency reads a constraint, or a table of what is asked of the package.
func (d *document) poetryDependency(name string, n *node) PoetryDependency {
	p := PoetryDependency{Requirement: Requirement{Name: NormalName(name)}}
	constraint := n
	if n.kind != textKind {
		if n = d.want(tableKind, n, "dependency "+quoted(name)); n == nil {
			return p
		}
		constraint = d.get(textKind, n, "version")
		p.Optional = d.isTrue(n, "optional")
		p.Editable = d.isTrue(n, "develop")
		p.Index = d.said(n, "source")
		p.Extras = d.poetryExtras(n)
		p.URL = d.poetryAddress(n)
		var err error
		if p.Marker, err = poetryMarker(d.said(n, "markers"), d.said(n, "python"), d.said(n, "platform")); err != nil {
			d.fail(n.line, "dependency %s: %s", quoted(name), err)
		}
	}
	if constraint == nil || p.URL != "" {
		return p
	}
	alternatives, err := PoetryConstraint(constraint.text)
	if err != nil {
		d.fail(constraint.line, "dependency %s: %s", quoted(name), err)
	}
	p.allow(alternatives)
	return p
}

func (d *document) poetryExtras(n *node) []string {
	list := d.get(listKind, n, "extras")
	if list == nil {
		return nil
	}
	var found []string
	for _, item := range list.list {
		if item.kind != textKind || !ValidName(item.text) {
			d.fail(item.line, "extras: an item is not a name of PEP 508")
			return nil
		}
		found = append(found, NormalName(item.text))
	}
	slices.Sort(found)
	return slices.Compact(found)
}

// poetryAddress is where a package comes from that is not taken from an index.
func (d *document) poetryAddress(n *node) string {
	subdirectory := d.said(n, "subdirectory")
	address := d.said(n, "git")
	switch {
	case address != "":
		address = gitAddress(address)
		for _, key := range []string{"branch", "tag", "rev"} {
			if reference := d.said(n, key); reference != "" {
				address += "@" + reference
				break
			}
		}
	default:
		for _, key := range []string{"file", "path", "url"} {
			if address = d.said(n, key); address != "" {
				break
			}
		}
	}
	if address != "" && subdirectory != "" {
		address += "#subdirectory=" + subdirectory
	}
	return address
}

// gitAddress is the address of a repository as pip writes it: git+https://…, and git+ssh://git@HOST/… for git@HOST:….
func gitAddress(address string) string {
	if !strings.Contains(address, "://") {
		if host, file, ok := strings.Cut(address, ":"); ok && strings.Contains(host, "@") && !strings.Contains(host, "/") {
			address = "ssh://" + host + "/" + strings.TrimLeft(file, "/")
		}
	}
	return "git+" + strings.TrimPrefix(address, "git+")
}

// said is a string that can be printed; "" where there is none.
func (d *document) said(from *node, key string) string {
	n := d.get(textKind, from, key)
	if n == nil {
		return ""
	}
	if unprintable(n.text) {
		d.fail(n.line, "%s: %s holds a character that cannot be printed", key, quoted(n.text))
		return ""
	}
	return n.text
}

func (d *document) isTrue(from *node, key string) bool {
	n := d.get(boolKind, from, key)
	return n != nil && n.text == "true"
}
