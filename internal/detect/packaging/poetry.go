package packaging

import (
	"github.com/pykube/pykube/internal/source"
)

// Poetry is what pyproject.toml says to Poetry: [tool.poetry], with the [project] that Poetry 2 reads beside it.
// Source: https://python-poetry.org/docs/pyproject/
type Poetry struct {
	Name, Version Located // as written, not checked; of [project] where that has them
	PackageMode   bool    // false: package-mode = false, there is nothing to build or to install but dependencies
	// Python are the versions that the project runs on: each Demand has a Specifier, and any one of them is enough.
	// Nil where the file does not say.
	Python       []Demand
	Dependencies []PoetryDependency     // main ones, the optional among them
	Groups       map[string]PoetryGroup // by normal name; dev-dependencies are "dev"
	Extras       map[string][]string    // extra -> dependencies that it brings; all by normal name
	Packages     []PoetryPackage
	Sources      []PoetryIndex
	Scripts      map[string]Located // name -> "module:function"
	// RequiresPoetry is requires-poetry: a constraint as written, which PoetryConstraint can translate.
	RequiresPoetry Located
	Evidence       source.Evidence // of [tool.poetry], or of [project] where that is missing

	document *document
}

// PoetryGroup is one group of dependencies.
type PoetryGroup struct {
	Requirements []PoetryDependency // with those of the groups that it includes
	Optional     bool               // installed where it is asked for by --with alone
}

// PoetryIndex is one entry of [[tool.poetry.source]].
// Source: https://python-poetry.org/docs/repositories/
type PoetryIndex struct {
	Name     string
	URL      string // "" for PyPI
	Priority string // primary, supplemental, explicit; default and secondary in Poetry 1
	Evidence source.Evidence
}

// poetryBackends are the build back ends of Poetry.
var poetryBackends = map[string]bool{
	"poetry.core.masonry.api": true, "poetry.masonry.api": true, "poetry_dynamic_versioning.backend": true,
}

// ReadPoetry reads pyproject.toml at the root of the repository. Nil where it says nothing to Poetry: it has neither
// [tool.poetry] nor a [project] that Poetry builds or locks.
//
// A name and a version, which Poetry wants in a package, are not asked for: plugins of Poetry put them in.
func ReadPoetry(t *source.Tree) (*Poetry, error) {
	const file = "pyproject.toml"
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readTOML(t, file)
	if err != nil {
		return nil, err
	}
	own := d.get(tableKind, d.root, "tool", "poetry")
	project := d.get(tableKind, d.root, "project")
	backend := d.root.find("build-system", "build-backend")
	at := own
	if own == nil {
		if project == nil || !t.Has("poetry.lock") && (backend == nil || !poetryBackends[backend.text]) {
			return nil, d.err
		}
		at, own = project, &node{}
	}
	layout := PyProject{}
	layout.readLayout(d)
	p := &Poetry{PackageMode: true, Evidence: d.at(at.line), Packages: layout.Layout.PoetryPackages, document: d}
	if mode := d.get(boolKind, own, "package-mode"); mode != nil {
		p.PackageMode = mode.text == "true"
	}
	if p.Name = d.asWritten(project, "name"); p.Name.Value == "" {
		p.Name = d.asWritten(own, "name")
	}
	if p.Version = d.asWritten(project, "version"); p.Version.Value == "" {
		p.Version = d.asWritten(own, "version")
	}
	p.RequiresPoetry = d.located(own, "requires-poetry")
	if _, err := PoetryConstraint(p.RequiresPoetry.Value); err != nil && p.RequiresPoetry.Value != "" {
		d.fail(p.RequiresPoetry.Evidence.Line, "tool.poetry.requires-poetry: %s", err)
	}
	p.readPython(d, own, project)
	p.readMain(d, own, project)
	p.readGroups(d, own)
	p.readSources(d, own)
	p.readScripts(d, own, project)
	if d.err != nil {
		return nil, d.err
	}
	return p, nil
}

// readPython reads the entry "python" of the dependencies, else requires-python. Of a list Poetry takes the last string.
func (p *Poetry) readPython(d *document, own, project *node) {
	said := d.want(textKind, project.find("requires-python"), "project.requires-python")
	if table := own.find("dependencies"); table != nil && table.kind == tableKind {
		for _, name := range table.keys {
			if name != "python" && name != "Python" {
				continue
			}
			items := []*node{table.table[name]}
			if items[0].kind == listKind {
				items = items[0].list
			}
			for _, item := range items {
				if item.kind == textKind {
					said = item
				}
			}
		}
	}
	if said == nil {
		return
	}
	if unprintable(said.text) {
		d.fail(said.line, "python: %s holds a character that cannot be printed", quoted(said.text))
		return
	}
	alternatives, err := PoetryConstraint(said.text)
	if err != nil {
		d.fail(said.line, "python: %s", err)
		return
	}
	for _, specifier := range alternatives {
		p.Python = append(p.Python, Demand{Specifier: specifier, Evidence: d.at(said.line)})
	}
}

func (p *Poetry) readSources(d *document, own *node) {
	list := d.get(listKind, own, "source")
	if list == nil {
		return
	}
	for _, n := range list.list {
		if d.want(tableKind, n, "tool.poetry.source") == nil {
			return
		}
		s := PoetryIndex{Name: d.said(n, "name"), URL: d.said(n, "url"), Priority: d.said(n, "priority"), Evidence: d.at(n.line)}
		switch {
		case s.Name == "":
			d.fail(n.line, "tool.poetry.source: an entry has no name")
		case s.Priority != "":
		case d.isTrue(n, "default"):
			s.Priority = "default"
		case d.isTrue(n, "secondary"):
			s.Priority = "secondary"
		default:
			s.Priority = "primary"
		}
		p.Sources = append(p.Sources, s)
	}
}

// readScripts reads [project.scripts], and [tool.poetry.scripts] where there are none.
func (p *Poetry) readScripts(d *document, own, project *node) {
	scripts := d.get(tableKind, project, "scripts")
	if scripts == nil || len(scripts.keys) == 0 {
		scripts = d.get(tableKind, own, "scripts")
	}
	if scripts == nil {
		return
	}
	p.Scripts = map[string]Located{}
	for _, name := range scripts.keys {
		n := scripts.table[name]
		if n.kind == tableKind { // { reference = "shop.cli:main", type = "console" }, callable in Poetry 1.0
			if kind := d.said(n, "type"); kind != "" && kind != "console" {
				continue
			}
			if n = n.find("reference"); n == nil {
				n = scripts.table[name].find("callable")
			}
		}
		if n = d.want(textKind, n, "scripts"); n == nil {
			continue
		}
		if unprintable(name) || unprintable(n.text) {
			d.fail(n.line, "scripts: %s holds a character that cannot be printed", quoted(name+n.text))
			return
		}
		p.Scripts[name] = Located{Value: n.text, Evidence: d.at(n.line)}
	}
}
