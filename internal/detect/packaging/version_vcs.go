package packaging

// VersionFromVCS names the tool that takes the version of the project from version control when it is built, with what
// says so: "setuptools-scm", "hatch-vcs", "versioneer" … In an image there is no .git, and such a build fails or gives
// version 0 unless a variable says the version. Nil where the version comes from elsewhere. Either may be nil.
func VersionFromVCS(p *PyProject, m *Manifest) *Located {
	if m != nil && m.VersionTool != nil {
		return m.VersionTool
	}
	if p == nil {
		return nil
	}
	return p.versionFromVCS()
}

func (p *PyProject) versionFromVCS() *Located {
	d := p.document
	for _, way := range []struct {
		tool string
		keys []string
		text string // that the value has to be; "" for any
	}{
		{"hatch-vcs", []string{"tool", "hatch", "version", "source"}, "vcs"},
		{"uv-dynamic-versioning", []string{"tool", "hatch", "version", "source"}, "uv-dynamic-versioning"},
		{"versioningit", []string{"tool", "hatch", "version", "source"}, "versioningit"},
		{"pdm-backend", []string{"tool", "pdm", "version", "source"}, "scm"},
		{"poetry-dynamic-versioning", []string{"tool", "poetry-dynamic-versioning", "enable"}, "true"},
		{"scikit-build-core with setuptools-scm", []string{"tool", "scikit-build", "metadata", "version", "provider"}, "scikit_build_core.metadata.setuptools_scm"},
		{"versioningit", []string{"tool", "versioningit"}, ""},
		{"versioneer", []string{"tool", "versioneer"}, ""},
		{"setuptools-git-versioning", []string{"tool", "setuptools-git-versioning", "enabled"}, "true"},
	} {
		if n := d.root.find(way.keys...); n != nil && (way.text == "" || n.text == way.text) {
			return &Located{Value: way.tool, Evidence: d.at(n.line)}
		}
	}
	// setuptools-scm works where its table is there or, since 8.?, where it is required and the version is dynamic.
	if n := d.root.find("tool", "setuptools_scm"); n != nil && p.backend() != "hatchling" {
		return &Located{Value: "setuptools-scm", Evidence: d.at(n.line)}
	}
	if !p.isDynamic("version") && p.HasProject || d.root.find("tool", "setuptools", "dynamic", "version") != nil {
		return nil
	}
	for _, q := range p.BuildRequires {
		for _, tool := range []string{"setuptools-scm", "flit-scm", "pbr"} {
			if q.Name == tool {
				return &Located{Value: tool, Evidence: q.Evidence}
			}
		}
	}
	return nil
}
