package packaging

import (
	"github.com/pykube/pykube/internal/source"
)

// ReadFlit reads what Flit takes from tables of its own: [tool.flit.metadata], which releases up to 3 take in place of
// [project] and 4 no longer does, [tool.flit.scripts] and [tool.flit.module]. Nil where pyproject.toml has none of them.
// dev-requires is the extra "dev". Errors are *Error.
// Source: https://flit.pypa.io/en/stable/pyproject_toml.html#old-style-metadata
func ReadFlit(t *source.Tree) (*Manifest, error) {
	const file = "pyproject.toml"
	if !t.Has(file) {
		return nil, nil
	}
	d, err := readTOML(t, file)
	if err != nil {
		return nil, err
	}
	flit := d.root.find("tool", "flit")
	metadata := d.get(tableKind, flit, "metadata")
	module, _ := d.one(flit, "module", "name")
	if metadata == nil && module.Value == "" {
		return nil, d.err
	}
	m := &Manifest{File: file, Files: []string{file}, Evidence: module.Evidence}
	if metadata != nil {
		m.Evidence = d.at(metadata.line)
		m.readFlitMetadata(d, metadata)
		if written := d.located(metadata, "module"); module.Value == "" {
			module = written
		}
		if m.Name = d.located(metadata, "dist-name"); m.Name.Value == "" {
			m.Name = module
		}
		if scripts := d.get(tableKind, flit, "scripts"); scripts != nil {
			for _, name := range scripts.keys {
				if !unprintable(name) {
					m.script(name, d.located(scripts, name))
				}
			}
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	for _, dir := range []string{module.Value, "src/" + module.Value} {
		if module.Value != "" && t.HasDir(dir) {
			m.addDir(dir)
			break
		}
	}
	return m, nil
}

func (m *Manifest) readFlitMetadata(d *document, metadata *node) {
	m.RequiresPython = d.specifier(`requires-python = ">=3.12"`, metadata, "requires-python")
	m.Dependencies = d.requirements(metadata, "requires")
	for _, l := range d.strings(metadata, "classifiers") {
		m.classifier(l)
	}
	m.Optional = map[string][]Requirement{}
	if extras := d.get(tableKind, metadata, "requires-extra"); extras != nil {
		for _, extra := range extras.keys {
			name := NormalName(extra)
			if _, twice := m.Optional[name]; twice || !ValidName(extra) {
				d.fail(extras.table[extra].line, "requires-extra: %s is not a name of PEP 508, or there twice", quoted(extra))
				return
			}
			m.Optional[name] = d.requirements(extras, extra)
		}
	}
	if metadata.find("dev-requires") != nil {
		if _, twice := m.Optional["dev"]; twice {
			d.fail(metadata.find("dev-requires").line, `dev-requires: is there beside the extra "dev"`)
			return
		}
		m.Optional["dev"] = d.requirements(metadata, "dev-requires")
	}
}
