package packaging

import (
	"fmt"
	"path"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// PDM is what [tool.pdm] of pyproject.toml adds to the standard tables.
// Source: https://pdm-project.org/latest/reference/pep621/ and …/reference/build/
type PDM struct {
	Evidence     source.Evidence          // of the table
	Dev          map[string][]Requirement // [tool.pdm.dev-dependencies], by normal name of the group
	Sources      []IndexSource            // [[tool.pdm.source]]
	Overrides    map[string]Located       // [tool.pdm.resolution.overrides], by normal name: a version, a specifier or an address
	Excludes     []string                 // [tool.pdm.resolution] excludes, normalised: what is never installed
	Distribution *bool                    // distribution: whether the project itself is installed; nil where it does not say
	PackageDir   Located                  // [tool.pdm.build] package-dir: "src"
	Includes     []Located                // [tool.pdm.build] includes: globs
	Workspace    bool                     // [tool.pdm.workspace]
	// Name and Dependencies are those of 0.x, which had no [project]; newer releases do not read them.
	Name         Located
	Dependencies []Requirement
}

// IndexSource is an index that a tool's own table names. The address may hold ${VARIABLES}.
type IndexSource struct {
	Name, URL string
	Insecure  bool // verify_ssl = false
	Links     bool // a page of links (type = "find_links") and no index
	Evidence  source.Evidence
}

// ReadPDM reads [tool.pdm] of pyproject.toml at the root of the repository; nil where there is none.
func ReadPDM(t *source.Tree) (*PDM, error) {
	const file = "pyproject.toml"
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readTOML(t, file)
	if err != nil {
		return nil, err
	}
	table := d.get(tableKind, d.root, "tool", "pdm")
	if table == nil {
		return nil, d.err
	}
	p := &PDM{
		Evidence: d.at(table.line), Sources: d.indexSources(table.find("source")), PackageDir: d.located(table, "build", "package-dir"),
		Includes: d.loose(table, "build", "includes"), Workspace: table.find("workspace") != nil,
	}
	if distribution := d.get(boolKind, table, "distribution"); distribution != nil {
		held := distribution.text == "true"
		p.Distribution = &held
	}
	p.Dev = d.pdmGroups(table)
	for _, name := range d.strings(table, "resolution", "excludes") {
		p.Excludes = append(p.Excludes, NormalName(name.Value))
	}
	if overrides := d.get(tableKind, table, "resolution", "overrides"); overrides != nil {
		p.Overrides = map[string]Located{}
		for _, name := range overrides.keys {
			if n := overrides.table[name]; ValidName(name) && n.kind == textKind {
				p.Overrides[NormalName(name)] = d.located(overrides, name)
			}
		}
	}
	if d.root.find("project") == nil {
		p.Name = d.located(table, "name")
		p.Dependencies = d.pdmLegacy(table.find("dependencies"))
	}
	if d.err != nil {
		return nil, d.err
	}
	return p, nil
}

// pdmGroups reads dev-dependencies. Its lines can be editable, which those of [project] cannot.
func (d *document) pdmGroups(table *node) map[string][]Requirement {
	groups := d.get(tableKind, table, "dev-dependencies")
	if groups == nil || d.root.find("project") == nil {
		return nil // without [project] it is a table of packages
	}
	found := map[string][]Requirement{}
	for _, group := range groups.keys {
		if unprintable(group) {
			d.fail(groups.table[group].line, "tool.pdm.dev-dependencies: %s holds a character that cannot be printed", quoted(group))
			continue
		}
		name := NormalName(group)
		for _, line := range d.strings(groups, group) {
			r, err := parsePDM(line.Value)
			if err != nil {
				d.fail(line.Evidence.Line, "tool.pdm.dev-dependencies: %s", err)
				continue
			}
			r.Evidence = line.Evidence
			found[name] = append(found[name], r)
		}
		if found[name] == nil {
			found[name] = []Requirement{}
		}
	}
	return found
}

// parsePDM reads a line that PDM takes for a requirement: one of PEP 508, an address without a name, or either after -e.
func parsePDM(text string) (Requirement, error) {
	rest, editable := strings.CutPrefix(text, "-e ")
	if !editable {
		rest, editable = strings.CutPrefix(text, "--editable ")
	}
	rest = strings.Trim(rest, " \t")
	end := strings.IndexAny(rest, " \t;@[=<>~!")
	if end < 0 {
		end = len(rest)
	}
	bare := strings.Contains(rest[:end], "/") || strings.HasPrefix(rest, ".")
	if !bare {
		r, err := ParseRequirement(rest)
		r.Editable = editable
		return r, err
	}
	if unprintable(rest) || len(rest) > maxRequirement {
		return Requirement{}, fmt.Errorf("requirement %s: holds a character that cannot be printed, or is too long", quoted(text))
	}
	address, marker, hasMarker := strings.Cut(rest, ";")
	r := Requirement{URL: strings.Trim(address, " \t"), Editable: editable}
	_, fragment, _ := strings.Cut(r.URL, "#")
	for part := range strings.SplitSeq(fragment, "&") {
		if egg, ok := strings.CutPrefix(part, "egg="); ok {
			if named, err := ParseRequirement(egg); err == nil {
				r.Name, r.Extras = named.Name, named.Extras
			}
		}
	}
	if hasMarker {
		if err := r.marked(marker); err != nil {
			return Requirement{}, fmt.Errorf("requirement %s: %w", quoted(text), err)
		}
	}
	return r, nil
}

// indexSources reads the list [[source]], which PDM took over from Pipenv.
func (d *document) indexSources(list *node) []IndexSource {
	if list = d.want(listKind, list, "source"); list == nil {
		return nil
	}
	var found []IndexSource
	for _, item := range list.list {
		n := d.want(tableKind, item, "source")
		if n == nil {
			return nil
		}
		name, address := d.located(n, "name"), d.located(n, "url")
		s := IndexSource{Name: name.Value, URL: address.Value, Evidence: address.Evidence}
		if s.Evidence.Line == 0 {
			s.Evidence = d.at(n.line)
		}
		verify := n.find("verify_ssl")
		s.Insecure = verify != nil && verify.kind == boolKind && verify.text == "false"
		s.Links = d.located(n, "type").Value == "find_links"
		found = append(found, s)
	}
	return found
}

// pdmLegacy reads the dependencies of 0.x, which are written as in a Pipfile.
func (d *document) pdmLegacy(table *node) []Requirement {
	if table == nil || table.kind != tableKind {
		return nil
	}
	var found []Requirement
	for _, name := range table.keys {
		if name == "python" {
			continue
		}
		r, ok := d.pipfilePackage(name, table.table[name])
		if ok {
			found = append(found, r)
		}
	}
	return found
}

// projectDir is the directory or file of the repository that an address names, relative to the root: PDM writes
// file:///${PROJECT_ROOT}/libs/x. It can lead out of the repository.
func projectDir(address string) (dir string, ok bool) {
	address, _, _ = strings.Cut(address, "#")
	rest, ok := strings.CutPrefix(address, "file:///${PROJECT_ROOT}")
	if !ok {
		rest, ok = strings.CutPrefix(address, "file://${PROJECT_ROOT}")
	}
	if ok {
		return path.Join(".", strings.Trim(rest, "/")), true
	}
	if strings.Contains(address, "://") || address == "" {
		return "", false
	}
	return local(".", address), true
}
