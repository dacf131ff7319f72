package packaging

import (
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// UVSettings are settings that uv takes from [tool.uv] or from uv.toml.
// Source: https://docs.astral.sh/uv/reference/settings/
type UVSettings struct {
	Indexes              []UVIndex // [[tool.uv.index]], in order, and the older index-url and extra-index-url
	NoIndex              bool
	FindLinks            []Located
	DevDependencies      []Requirement // the older form of the group "dev"
	Constraints          []Requirement // constraint-dependencies
	Overrides            []Requirement // override-dependencies
	Environments         []Located     // markers: what the lock is made for
	RequiredEnvironments []Located     // markers: where every package must have a wheel
	Conflicts            [][]UVConflict
}

// UVIndex is an index of packages.
type UVIndex struct {
	Name     string // "" for none
	URL      Located
	Explicit bool // only for packages whose source names it
	Default  bool // in the place of PyPI
}

// UVConflict is one of a set of extras and groups of which only one can be installed.
type UVConflict struct{ Package, Extra, Group string } // by normal name; "" where it does not say

// ReadUVSettings reads uv.toml at the root of the repository, which uv takes instead of the same settings of [tool.uv];
// nil where there is none.
func ReadUVSettings(t *source.Tree) (*UVSettings, error) {
	const file = "uv.toml"
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readTOML(t, file)
	if err != nil {
		return nil, err
	}
	s := d.uvSettings(d.root)
	if d.err != nil {
		return nil, d.err
	}
	return &s, nil
}

func (d *document) uvSettings(uv *node) UVSettings {
	s := UVSettings{
		DevDependencies: d.requirements(uv, "dev-dependencies"), Constraints: d.requirements(uv, "constraint-dependencies"),
		Overrides: d.requirements(uv, "override-dependencies"), FindLinks: d.strings(uv, "find-links"),
		Environments: d.markers(uv, "environments"), RequiredEnvironments: d.markers(uv, "required-environments"),
	}
	no := d.get(boolKind, uv, "no-index")
	s.NoIndex = no != nil && no.text == "true"
	if list := d.get(listKind, uv, "index"); list != nil {
		for _, n := range list.list {
			if n = d.want(tableKind, n, "index"); n != nil {
				s.Indexes = append(s.Indexes, d.uvIndex(n))
			}
		}
	}
	for _, l := range d.strings(uv, "extra-index-url") {
		s.Indexes = append(s.Indexes, UVIndex{URL: l})
	}
	if l := d.located(uv, "index-url"); l.Value != "" {
		s.Indexes = append(s.Indexes, UVIndex{URL: l, Default: true})
	}
	if sets := d.get(listKind, uv, "conflicts"); sets != nil {
		for _, set := range sets.list {
			s.Conflicts = append(s.Conflicts, d.uvConflicts(set))
		}
	}
	return s
}

func (d *document) uvIndex(n *node) UVIndex {
	index := UVIndex{Name: d.located(n, "name").Value, URL: d.located(n, "url")}
	if index.URL.Value == "" {
		d.fail(n.line, "index: the url is missing")
	}
	// The older form puts both into one string: "name=https://…".
	if name, address, ok := strings.Cut(index.URL.Value, "="); ok && index.Name == "" && ValidName(name) && isURL(address) {
		index.Name, index.URL.Value = name, address
	}
	explicit, first := d.get(boolKind, n, "explicit"), d.get(boolKind, n, "default")
	index.Explicit = explicit != nil && explicit.text == "true"
	index.Default = first != nil && first.text == "true"
	return index
}

func (d *document) uvConflicts(set *node) []UVConflict {
	var found []UVConflict
	if set = d.want(listKind, set, "conflicts: an item"); set == nil {
		return nil
	}
	for _, n := range set.list {
		if n = d.want(tableKind, n, "conflicts: an item"); n != nil {
			found = append(found, UVConflict{Package: d.name(n, "package"), Extra: d.name(n, "extra"), Group: d.name(n, "group")})
		}
	}
	return found
}

// markers is a list of markers; uv also takes one string.
func (d *document) markers(from *node, key string) []Located {
	var list []Located
	if n := from.find(key); n != nil && n.kind == textKind {
		list = []Located{d.located(from, key)}
	} else {
		list = d.strings(from, key)
	}
	for _, l := range list {
		if err := new(Requirement).marked(l.Value); err != nil {
			d.fail(l.Evidence.Line, "%s: %s", key, err)
			return nil
		}
	}
	return list
}
