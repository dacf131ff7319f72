package packaging

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// Pipfile is what Pipenv asks for.
// Source: https://pipenv.pypa.io/en/latest/pipfile.html and pipenv/vendor/plette of https://github.com/pypa/pipenv
type Pipfile struct {
	Packages   []Requirement            // [packages]; those from a directory or an address have it as URL
	Dev        []Requirement            // [dev-packages]
	Categories map[string][]Requirement // other tables of packages, by the name as written
	Indexes    map[string]string        // normal name -> name of the source that a package must come from
	Sources    []IndexSource            // [[source]]; nil where the file has none, which means PyPI
	Python     *Demand                  // [requires] python_full_version or python_version; nil where it does not say
	Scripts    map[string]Located       // [scripts]: one command line each
	document   *document
}

// pipfileSections are the tables that hold no packages, as in plette.
var pipfileSections = []string{"source", "packages", "dev-packages", "requires", "scripts", "pipfile", "pipenv"}

// ReadPipfile reads the Pipfile at the root of the repository; nil where there is none.
func ReadPipfile(t *source.Tree) (*Pipfile, error) {
	const file = "Pipfile"
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readTOML(t, file)
	if err != nil {
		return nil, err
	}
	p := &Pipfile{document: d, Categories: map[string][]Requirement{}, Indexes: map[string]string{}, Sources: d.indexSources(d.root.find("source"))}
	p.Packages = p.packages("packages")
	p.Dev = p.packages("dev-packages")
	for _, name := range d.root.keys {
		if slices.Contains(pipfileSections, name) || unprintable(name) || d.root.table[name].kind != tableKind {
			continue
		}
		p.Categories[name] = p.packages(name)
	}
	p.Python = d.pipfilePython(d.root)
	if scripts := d.get(tableKind, d.root, "scripts"); scripts != nil {
		p.Scripts = map[string]Located{}
		for _, name := range scripts.keys {
			if n := scripts.table[name]; unprintable(name) || n.kind != textKind || unprintable(n.text) {
				continue // Pipenv takes functions and lists too
			}
			p.Scripts[name] = d.located(scripts, name)
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	return p, nil
}

// Empty reports whether the file asks for no package at all: Pipenv makes such a file in a directory it is run in by
// mistake.
func (p *Pipfile) Empty() bool {
	for _, list := range p.Categories {
		if len(list) > 0 {
			return false
		}
	}
	return len(p.Packages) == 0 && len(p.Dev) == 0
}

func (p *Pipfile) packages(section string) []Requirement {
	table := p.document.get(tableKind, p.document.root, section)
	if table == nil {
		return nil
	}
	var found []Requirement
	for _, name := range table.keys {
		n := table.table[name]
		r, ok := p.document.pipfilePackage(name, n)
		if !ok {
			continue
		}
		if index := p.document.located(n, "index").Value; index != "" {
			p.Indexes[r.Name] = index
		}
		found = append(found, r)
	}
	return found
}

// pipfilePython reads [requires]. Pipenv takes python_full_version before python_version.
func (d *document) pipfilePython(from *node) *Demand {
	for _, key := range []string{"python_full_version", "python_version"} {
		v := d.located(from, "requires", key)
		text := strings.Trim(v.Value, " \t")
		if text == "" || text == "*" {
			continue
		}
		if pin, ok := pythonDemand(text); ok && pin.Version != "" && digit(pin.Version[0]) {
			return &Demand{Version: pin.Version, Evidence: v.Evidence}
		}
		if text == "3" || text == "2" {
			text = "==" + text + ".*"
		}
		specifier, err := pep440.Normal(text)
		if err != nil {
			d.fail(v.Evidence.Line, "requires.%s: %s is neither a version of Python nor a range", key, quoted(v.Value))
			return nil
		}
		return &Demand{Specifier: specifier, Evidence: v.Evidence}
	}
	return nil
}
