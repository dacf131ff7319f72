package packaging

import "github.com/pykube/pykube/internal/pep440"

// pixiConda reads a table of packages of conda: NAME = "VERSIONS", or a table with version, build and channel, or one
// with the place of its source.
func (d *document) pixiConda(f *PixiFeature, table *node, key string) {
	if table == nil {
		return
	}
	for _, name := range table.keys {
		n := table.table[name]
		versions, text := n, name
		if n.kind == tableKind {
			versions = n.find("version")
		}
		if versions != nil {
			if versions.kind != textKind {
				d.fail(n.line, "%s: %s has no version that is a string", key, quoted(name))
				return
			}
			text += " " + versions.text
		}
		s, err := ParseCondaSpec(text)
		if err != nil {
			d.fail(n.line, "%s: %s", key, err)
			return
		}
		s.Evidence = d.at(n.line)
		if n.kind == tableKind {
			for _, field := range []struct {
				key string
				to  *string
			}{{"build", &s.Build}, {"channel", &s.Channel}, {"url", &s.URL}, {"git", &s.URL}, {"path", &s.URL}} {
				if v := d.located(n, field.key); v.Value != "" {
					*field.to = v.Value
				}
			}
		}
		f.Dependencies = append(f.Dependencies, s)
		if demand, ok := s.python(); ok {
			f.Python = append(f.Python, demand)
		}
	}
}

// pixiPyPI reads a table of packages of PyPI: NAME = "SPECIFIER", or a table with version and extras, or with git, url
// or path.
func (d *document) pixiPyPI(f *PixiFeature, table *node) {
	if table == nil {
		return
	}
	for _, name := range table.keys {
		n := table.table[name]
		q := Requirement{Name: NormalName(name), Evidence: d.at(n.line)}
		if !ValidName(name) {
			d.fail(n.line, "pypi-dependencies: %s is not a name of PEP 508", quoted(name))
			return
		}
		version := n
		if n.kind == tableKind {
			version = n.find("version")
			d.pixiPlace(&q, n)
			for _, extra := range d.strings(n, "extras") {
				if !ValidName(extra.Value) {
					d.fail(extra.Evidence.Line, "pypi-dependencies: %s is not the name of an extra", quoted(extra.Value))
					return
				}
				q.Extras = append(q.Extras, NormalName(extra.Value))
			}
			if marker := d.located(n, "env-markers"); marker.Value != "" {
				if err := q.marked(marker.Value); err != nil {
					d.fail(marker.Evidence.Line, "pypi-dependencies: %s", err)
				}
			}
		}
		if version = d.want(textKind, version, "pypi-dependencies: "+quoted(name)); version != nil && version.text != "*" {
			var err error
			if q.Specifier, err = pep440.Normal(version.text); err != nil {
				d.fail(n.line, "pypi-dependencies: %s", err)
				return
			}
		}
		if !Excluded(q.Marker) {
			f.PyPI = append(f.PyPI, q)
		}
	}
}

// pixiPlace reads where a package comes from, if not from an index, as pip would write it.
func (d *document) pixiPlace(q *Requirement, n *node) {
	if git := d.located(n, "git"); git.Value != "" {
		q.URL = git.Value
		if !isVCS(q.URL) {
			q.URL = "git+" + q.URL
		}
		for _, key := range []string{"rev", "tag", "branch"} {
			if at := d.located(n, key); at.Value != "" {
				q.URL += "@" + at.Value
				break
			}
		}
		if dir := d.located(n, "subdirectory"); dir.Value != "" {
			q.URL += "#subdirectory=" + dir.Value
		}
		return
	}
	for _, key := range []string{"url", "path"} {
		if place := d.located(n, key); place.Value != "" {
			q.URL = place.Value
		}
	}
	editable := d.get(boolKind, n, "editable")
	q.Editable = editable != nil && editable.text == "true"
}
