package packaging

import "strings"

// Workspace is [tool.uv.workspace]: globs of directories.
type Workspace struct {
	Members, Exclude []Located
}

// UVSource is one entry of [tool.uv.sources]: where uv takes a package from. One of Path, Workspace, Git, URL and Index
// says it.
type UVSource struct {
	Path      Located // a directory or a file, relative to pyproject.toml
	Workspace bool
	Git       Located
	URL       Located
	Index     Located // the name of one of the indexes

	Rev, Tag, Branch Located // of Git; one of them, or none
	Subdirectory     Located // of Git and URL
	Editable         *bool   // of Path and Workspace
	Marker           string  // PEP 508: the entry holds where the marker does; "" for always
	Extra, Group     string  // by normal name: it holds for what this extra or group requires; "" for all
	Line             int
}

// readUV reads [tool.uv].
// Source: https://docs.astral.sh/uv/reference/settings/
func (p *PyProject) readUV(d *document) {
	uv := d.get(tableKind, d.root, "tool", "uv")
	if uv == nil {
		return
	}
	if n := d.get(boolKind, d.root, "tool", "uv", "package"); n != nil {
		held := n.text == "true"
		p.UVPackage = &held
	}
	p.RequiredUV = d.located(uv, "required-version")
	if n := uv.find("default-groups"); n != nil && n.kind == textKind && n.text == "all" {
		p.DefaultGroups = []string{"*"}
	} else {
		p.DefaultGroups = values(d.strings(d.root, "tool", "uv", "default-groups"))
	}
	if d.get(tableKind, d.root, "tool", "uv", "workspace") != nil {
		p.Workspace = &Workspace{Members: d.strings(d.root, "tool", "uv", "workspace", "members"), Exclude: d.strings(d.root, "tool", "uv", "workspace", "exclude")}
	}
	p.readUVSources(d, d.get(tableKind, d.root, "tool", "uv", "sources"))
	p.UV = d.uvSettings(uv)
	if len(p.UV.DevDependencies) > 0 { // uv takes both for one group
		groups := map[string][]Requirement{}
		for name, list := range p.Groups {
			groups[name] = list
		}
		groups["dev"] = append(groups["dev"][:len(groups["dev"]):len(groups["dev"])], p.UV.DevDependencies...)
		p.Groups = groups
	}
}

func (p *PyProject) readUVSources(d *document, sources *node) {
	if sources == nil {
		return
	}
	p.Sources = map[string][]UVSource{}
	for _, name := range sources.keys {
		entries := []*node{sources.table[name]}
		if entries[0].kind == listKind {
			entries = entries[0].list
		}
		for _, n := range entries {
			if n = d.want(tableKind, n, "tool.uv.sources: "+quoted(name)); n == nil || !ValidName(name) {
				continue
			}
			key := NormalName(name)
			p.Sources[key] = append(p.Sources[key], d.uvSource(n))
		}
	}
}

func (d *document) uvSource(n *node) UVSource {
	s := UVSource{
		Path: d.located(n, "path"), Git: d.located(n, "git"), URL: d.located(n, "url"), Index: d.located(n, "index"),
		Rev: d.located(n, "rev"), Tag: d.located(n, "tag"), Branch: d.located(n, "branch"), Subdirectory: d.located(n, "subdirectory"),
		Marker: d.optionalMarker(n, "marker"), Extra: d.name(n, "extra"), Group: d.name(n, "group"), Line: n.line,
	}
	workspace := d.get(boolKind, n, "workspace")
	s.Workspace = workspace != nil && workspace.text == "true"
	if editable := d.get(boolKind, n, "editable"); editable != nil {
		held := editable.text == "true"
		s.Editable = &held
	}
	s.Path.Value = strings.ReplaceAll(s.Path.Value, `\`, "/")
	return s
}

// optionalMarker is a string that must be a marker.
func (d *document) optionalMarker(from *node, key string) string {
	l := d.located(from, key)
	if l.Value == "" {
		return ""
	}
	if err := new(Requirement).marked(l.Value); err != nil {
		d.fail(l.Evidence.Line, "%s", err)
		return ""
	}
	return strings.Trim(l.Value, " \t")
}

// name is a string that must be the name of an extra or a group.
func (d *document) name(from *node, key string) string {
	l := d.located(from, key)
	if l.Value != "" && !ValidName(l.Value) {
		d.fail(l.Evidence.Line, "%s: %s is not a name of PEP 508", key, quoted(l.Value))
		return ""
	}
	return NormalName(l.Value)
}
