package packaging

import (
	"slices"

	"github.com/pykube/pykube/internal/source"
)

// PyProject is pyproject.toml.
// Source: https://packaging.python.org/en/latest/specifications/pyproject-toml/
type PyProject struct {
	HasProject     bool
	Name, Version  Located  // as written, not checked: see the package's comment
	RequiresPython Located  // a checked specifier without white space
	Dynamic        []string // keys of [project] that the build back end fills in
	Dependencies   []Requirement
	Optional       map[string][]Requirement // extras, by normal name
	Groups         map[string][]Requirement // dependency groups (PEP 735) by normal name, include-group followed
	Scripts        map[string]Located       // [project.scripts]: name -> "module:function"
	About          About

	BuildSystem   *source.Evidence // of [build-system]; nil where there is none
	BuildBackend  string
	BuildRequires []Requirement

	Tools             map[string]source.Evidence // the tables [tool.X]
	FastAPIEntrypoint Located                    // [tool.fastapi] entrypoint
	RequiredUV        Located                    // [tool.uv] required-version: PEP 440, as written
	UVPackage         *bool                      // [tool.uv] package
	DefaultGroups     []string                   // [tool.uv] default-groups; ["*"] for "all"; nil where it does not say
	Workspace         *Workspace                 // [tool.uv.workspace]
	Sources           map[string][]UVSource      // [tool.uv.sources], by normal name: one for each marker, extra or group
	UV                UVSettings                 // what else [tool.uv] says
	Declared          []string                   // directories that the build is told to take packages from
	Layout            Layout

	document *document
}

// ReadPyProject reads pyproject.toml at the root of the repository; nil where there is none.
func ReadPyProject(t *source.Tree) (*PyProject, error) {
	const file = "pyproject.toml"
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readTOML(t, file)
	if err != nil {
		return nil, err
	}
	p := &PyProject{document: d, Tools: map[string]source.Evidence{}}
	p.readProject(d)
	p.readBuild(d)
	p.readGroups(d)
	p.readTools(d)
	p.readUV(d)
	p.readLayout(d)
	if d.err != nil {
		return nil, d.err
	}
	return p, nil
}

func (p *PyProject) readProject(d *document) {
	project := d.get(tableKind, d.root, "project")
	if project == nil {
		return
	}
	p.HasProject = true
	p.Name = d.asWritten(d.root, "project", "name")
	p.Version = d.asWritten(d.root, "project", "version")
	p.readAbout(d)
	p.RequiresPython = d.specifier(`requires-python = ">=3.12"`, d.root, "project", "requires-python")
	p.Dynamic = values(d.strings(d.root, "project", "dynamic"))
	p.Dependencies = d.requirements(d.root, "project", "dependencies")
	if optional := d.get(tableKind, d.root, "project", "optional-dependencies"); optional != nil {
		p.Optional = map[string][]Requirement{}
		for _, extra := range optional.keys {
			name := NormalName(extra)
			list := d.requirements(d.root, "project", "optional-dependencies", extra)
			if _, twice := p.Optional[name]; twice || !ValidName(extra) {
				d.fail(optional.table[extra].line, "project.optional-dependencies: %s is not a name of PEP 508, or there twice", quoted(extra))
			}
			p.Optional[name] = list
		}
	}
	if scripts := d.get(tableKind, d.root, "project", "scripts"); scripts != nil {
		p.Scripts = map[string]Located{}
		for _, name := range scripts.keys {
			if unprintable(name) {
				d.fail(scripts.table[name].line, "project.scripts: %s holds a character that cannot be printed", quoted(name))
				continue
			}
			p.Scripts[name] = d.located(d.root, "project", "scripts", name)
		}
	}
}

func (p *PyProject) readBuild(d *document) {
	build := d.get(tableKind, d.root, "build-system")
	if build == nil {
		return
	}
	at := d.at(build.line)
	p.BuildSystem = &at
	p.BuildBackend = d.located(d.root, "build-system", "build-backend").Value
	p.BuildRequires = d.requirements(d.root, "build-system", "requires")
}

func (p *PyProject) readTools(d *document) {
	tools := d.get(tableKind, d.root, "tool")
	if tools == nil {
		return
	}
	for _, name := range tools.keys {
		if !unprintable(name) {
			p.Tools[name] = d.at(tools.table[name].line)
		}
	}
	if slices.Contains(tools.keys, "fastapi") {
		p.FastAPIEntrypoint = d.located(d.root, "tool", "fastapi", "entrypoint")
	}
}

// Line is the line of a key or a table: Line("project", "name"). 0 where there is none.
func (p *PyProject) Line(keys ...string) int {
	if n := p.document.root.find(keys...); n != nil {
		return n.line
	}
	return 0
}
