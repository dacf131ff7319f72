package packaging

import (
	"github.com/pykube/pykube/internal/source"
)

// Pixi is what pixi is told: pixi.toml, or [tool.pixi] of pyproject.toml. There [project] counts too, which is not
// repeated here: its dependencies are packages of PyPI for the default environment, its extras and dependency groups
// are features.
// Source: https://pixi.sh/latest/reference/pixi_manifest/
type Pixi struct {
	File          string
	Name, Version Located
	Channels      []Located
	Platforms     []Located
	PixiFeature   // the default feature
	Features      map[string]PixiFeature
	Environments  map[string]PixiEnvironment // those that the file names; "default" is there without it
	table         []string                   // keys of the table
}

// PixiEnvironment is made of features, with the default one unless NoDefault.
type PixiEnvironment struct {
	Features  []string
	NoDefault bool
	Evidence  source.Evidence
}

// ReadPixi reads pixi.toml at the root of the repository, else [tool.pixi] of pyproject.toml; nil where there is neither,
// or only a [package] for the workspace of another directory.
func ReadPixi(t *source.Tree) (*Pixi, error) {
	p := &Pixi{File: "pixi.toml"}
	if !t.Has(p.File) {
		p.File, p.table = "pyproject.toml", []string{"tool", "pixi"}
		if !t.Has(p.File) {
			return nil, nil
		}
	}
	d, err := readTOML(t, p.File)
	if err != nil {
		return nil, err
	}
	root := d.root
	if p.table != nil {
		if root = d.get(tableKind, d.root, p.table...); root == nil {
			return nil, d.err
		}
	}
	workspace := d.get(tableKind, root, "workspace")
	if workspace == nil {
		workspace = d.get(tableKind, root, "project") // before pixi 0.40
	}
	if workspace == nil && d.err == nil {
		if root.find("package") != nil {
			return nil, nil // part of a workspace that is elsewhere
		}
		return nil, &Error{File: p.File, Line: max(root.line, 1), Text: "workspace: is missing", Hint: "pixi init"}
	}
	p.Name, p.Version = d.asWritten(workspace, "name"), d.asWritten(workspace, "version")
	p.Channels, p.Platforms = d.pixiNames(workspace, "channels", "channel"), d.pixiNames(workspace, "platforms", "platform")
	p.PixiFeature = d.pixiFeature(root)
	if features := d.get(tableKind, root, "feature"); features != nil {
		p.Features = map[string]PixiFeature{}
		for _, name := range features.keys {
			if n := d.want(tableKind, features.table[name], "feature"); n != nil && !unprintable(name) {
				p.Features[name] = d.pixiFeature(n)
			}
		}
	}
	if environments := d.get(tableKind, root, "environments"); environments != nil {
		p.Environments = map[string]PixiEnvironment{}
		for _, name := range environments.keys {
			if !unprintable(name) {
				p.Environments[name] = d.pixiEnvironment(environments, name)
			}
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	return p, nil
}

// pixiNames is a list of strings, or of tables that have the name under a key.
func (d *document) pixiNames(from *node, keys ...string) []Located {
	list := d.get(listKind, from, keys[0])
	if list == nil {
		return nil
	}
	var found []Located
	for _, item := range list.list {
		if item.kind == tableKind {
			if name := item.find(keys[1]); name != nil {
				item = name
			} else if item = item.find("name"); item == nil {
				continue
			}
		}
		found = append(found, d.scalar(item, keys[0]+": an item"))
	}
	return found
}

func (d *document) pixiEnvironment(environments *node, name string) PixiEnvironment {
	n := environments.table[name]
	e := PixiEnvironment{Evidence: d.at(n.line)}
	if n.kind == listKind {
		e.Features = values(d.strings(environments, name))
		return e
	}
	if n = d.want(tableKind, n, "environments"); n != nil {
		e.Features = values(d.strings(n, "features"))
		noDefault := d.get(boolKind, n, "no-default-feature")
		e.NoDefault = noDefault != nil && noDefault.text == "true"
	}
	return e
}

// Environment gives what an environment is made of, the default feature last; false where the file has none of that
// name, or names a feature that it does not have.
func (p *Pixi) Environment(name string) (PixiFeature, bool) {
	e, ok := p.Environments[name]
	if !ok && name != "default" {
		return PixiFeature{}, false
	}
	all := PixiFeature{Tasks: map[string]PixiTask{}, System: map[string]Located{}, Variables: map[string]Located{}}
	for _, feature := range e.Features {
		f, ok := p.Features[feature]
		if !ok && p.File == "pixi.toml" { // else an extra or a group of pyproject.toml
			return PixiFeature{}, false
		}
		all.add(f)
	}
	if !e.NoDefault {
		all.add(p.PixiFeature)
	}
	return all, true
}
