package packaging

import "strings"

// Workspace is [tool.uv.workspace]: globs of directories.
type Workspace struct {
	Members, Exclude []Located
}

// UVSource is one entry of [tool.uv.sources]: where uv takes a package from. One of the fields says it.
type UVSource struct {
	Path      Located // a directory or a file, relative to pyproject.toml
	Workspace bool
	Git       Located
	URL       Located
	Index     Located
	Line      int
}

// readUV reads [tool.uv].
// Source: https://docs.astral.sh/uv/reference/settings/
func (p *PyProject) readUV(d *document) {
	if d.get(tableKind, d.root, "tool", "uv") == nil {
		return
	}
	if n := d.get(boolKind, d.root, "tool", "uv", "package"); n != nil {
		held := n.text == "true"
		p.UVPackage = &held
	}
	if uv := d.get(tableKind, d.root, "tool", "uv"); uv != nil {
		p.RequiredUV = d.located(uv, "required-version")
	}
	if n := d.root.find("tool", "uv", "default-groups"); n != nil && n.kind == textKind && n.text == "all" {
		p.DefaultGroups = []string{"*"}
	} else {
		p.DefaultGroups = values(d.strings(d.root, "tool", "uv", "default-groups"))
	}
	if d.get(tableKind, d.root, "tool", "uv", "workspace") != nil {
		p.Workspace = &Workspace{
			Members: d.strings(d.root, "tool", "uv", "workspace", "members"),
			Exclude: d.strings(d.root, "tool", "uv", "workspace", "exclude"),
		}
	}
	sources := d.get(tableKind, d.root, "tool", "uv", "sources")
	if sources == nil {
		return
	}
	p.Sources = map[string]UVSource{}
	for _, name := range sources.keys {
		n := sources.table[name]
		// A list holds one source for each marker; the first one stands for it.
		if n.kind == listKind && len(n.list) > 0 {
			n = n.list[0]
		}
		if n = d.want(tableKind, n, "tool.uv.sources: "+quoted(name)); n == nil || !ValidName(name) {
			continue
		}
		s := UVSource{
			Path: d.located(n, "path"), Git: d.located(n, "git"), URL: d.located(n, "url"), Index: d.located(n, "index"),
			Line: n.line,
		}
		workspace := d.get(boolKind, n, "workspace")
		s.Workspace = workspace != nil && workspace.text == "true"
		s.Path.Value = strings.ReplaceAll(s.Path.Value, `\`, "/")
		p.Sources[NormalName(name)] = s
	}
}
