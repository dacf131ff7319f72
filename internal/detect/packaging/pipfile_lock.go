package packaging

import (
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// PipfileLock is Pipfile.lock. It names no files, only their hashes, so that the wheels of its pins are not known.
// Source: https://github.com/pypa/pipfile and pipenv/vendor/plette of https://github.com/pypa/pipenv
type PipfileLock struct {
	Hash       Located // SHA-256 of the Pipfile it was made from; "" for none
	Spec       int     // pipfile-spec: 6 since 2017; 0 where it is not said
	Python     *Demand // the [requires] of that Pipfile
	Sources    []IndexSource
	Default    []Pin             // what `pipenv sync` installs; Groups is "main"
	Develop    []Pin             // what --dev adds; Groups is "develop"
	Categories map[string][]Pin  // what --categories can add, by the name as written
	Indexes    map[string]string // normal name -> name of the source of a package of Default
	Hashed     bool              // each package of Default that comes from an index has hashes
}

// ReadPipfileLock reads Pipfile.lock at the root of the repository; nil where there is none.
func ReadPipfileLock(t *source.Tree) (*PipfileLock, error) {
	const file = "Pipfile.lock"
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readJSON(t, file)
	if err != nil {
		return nil, err
	}
	if d.root.kind != tableKind {
		return nil, &Error{File: file, Line: 1, Text: "is " + kindNames[d.root.kind] + ", where a table should be", Hint: "pipenv lock"}
	}
	meta := d.get(tableKind, d.root, "_meta")
	l := &PipfileLock{
		Hash: d.located(meta, "hash", "sha256"), Sources: d.indexSources(meta.find("sources")), Categories: map[string][]Pin{},
		Indexes: map[string]string{}, Hashed: true,
	}
	if spec := meta.find("pipfile-spec"); spec != nil && spec.kind == otherKind {
		l.Spec, _ = strconv.Atoi(spec.text)
	}
	l.Python = d.pipfilePython(meta)
	for _, section := range d.root.keys {
		switch {
		case section == "default":
			l.Default = d.lockedSection(section, "main", l)
		case section == "develop":
			l.Develop = d.lockedSection(section, section, nil)
		case section != "_meta" && !unprintable(section):
			l.Categories[section] = d.lockedSection(section, NormalName(section), nil)
		}
	}
	if e, ok := d.err.(*Error); ok && e.Hint == "" {
		e.Hint = "pipenv lock"
	}
	if d.err != nil {
		return nil, d.err
	}
	return l, nil
}

// lockedSection reads the packages of a section. of is told what it says of indexes and hashes; it can be nil.
func (d *document) lockedSection(section, group string, of *PipfileLock) []Pin {
	table := d.get(tableKind, d.root, section)
	if table == nil {
		return nil
	}
	found := make([]Pin, 0, len(table.keys))
	for _, name := range table.keys {
		n := table.table[name]
		r, ok := d.pipfilePackage(name, n)
		if !ok {
			return nil
		}
		p := Pin{Name: r.Name, Extras: r.Extras, Marker: r.Marker, Groups: []string{group}, Evidence: r.Evidence}
		p.Version, _ = pep440.Exact(r.Specifier)
		switch dir, isDir := projectDir(r.URL); {
		case isDir:
			p.Dir = dir
		default:
			p.Address = r.URL
		}
		if of != nil {
			if index := d.located(n, "index").Value; index != "" {
				of.Indexes[r.Name] = index
			}
			of.Hashed = of.Hashed && (r.URL != "" || len(r.Hashes) > 0)
		}
		found = append(found, p)
	}
	return found
}

// pipfileSource is what a Pipfile without [[source]] means.
var pipfileSource = &node{kind: listKind, list: []*node{{
	keys: []string{"name", "url", "verify_ssl"},
	table: map[string]*node{
		"name": {kind: textKind, text: "pypi"}, "url": {kind: textKind, text: "https://pypi.org/simple"},
		"verify_ssl": {kind: boolKind, text: "true"},
	},
}}}

// Stale reports whether the lock is out of step with the Pipfile, as `pipenv install --deploy` and `pipenv verify` see
// it. Old releases (2020.11 is one) leave categories out of the hash; a lock by either is in step. known is false where the
// Pipfile holds what the hash cannot be computed for: a number with a fraction, or a date.
func (l *PipfileLock) Stale(p *Pipfile) (stale, known bool) {
	if p == nil {
		return false, false
	}
	root := p.document.root
	meta := tableOf(map[string]*node{"sources": orEmpty(root.find("source"), listKind), "requires": orEmpty(root.find("requires"), tableKind)})
	if root.find("source") == nil {
		meta.table["sources"] = pipfileSource
	}
	parts := map[string]*node{
		"_meta": meta, "default": orEmpty(root.find("packages"), tableKind), "develop": orEmpty(root.find("dev-packages"), tableKind),
	}
	for range 2 {
		text, ok := pythonJSON(tableOf(parts), ",", ":")
		if !ok {
			return false, false
		}
		sum := sha256.Sum256([]byte(text))
		if strings.EqualFold(hex.EncodeToString(sum[:]), l.Hash.Value) {
			return false, true
		}
		for _, name := range root.keys {
			if !slices.Contains(pipfileSections, name) && name != "default" && name != "develop" {
				parts[name] = root.table[name]
			}
		}
	}
	return true, true
}
