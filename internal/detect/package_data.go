package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// leftBehind gives a file beside the modules of a package, a template or the like, that setuptools does not build in:
// it takes what MANIFEST.in, package data or a plugin for version control names, and nothing else.
// Source: https://setuptools.pypa.io/en/latest/userguide/datafiles.html
func (r *reading) leftBehind(m Manager) *source.Evidence {
	if backEnd := r.backEnd(); !strings.HasPrefix(backEnd, "setuptools") || r.tree.Has("MANIFEST.in") || m.Versioned != nil && m.Versioned.Name == "setuptools-scm" {
		return nil
	}
	for _, file := range []string{"pyproject.toml", "setup.cfg", "setup.py"} {
		if text, err := r.tree.Text(file); err == nil && (strings.Contains(text, "package-data") || strings.Contains(text, "package_data") || strings.Contains(text, "setuptools-git")) {
			return nil
		}
	}
	for _, file := range r.tree.Files() {
		inside := slices.ContainsFunc(m.PackageDirs, func(dir string) bool { return dir != "." && strings.HasPrefix(file, dir+"/") })
		if inside && slices.Contains(dataFiles, path.Ext(file)) && !strings.Contains(file, "/tests/") && !strings.Contains(file, "/test/") {
			at := source.At(file, 0, "")
			return &at
		}
	}
	return nil
}

// dataFiles are the ends of what programs read beside their modules.
var dataFiles = []string{".html", ".htm", ".jinja", ".jinja2", ".j2", ".css", ".js", ".svg", ".png", ".json", ".yaml", ".yml", ".sql", ".csv", ".mo", ".ini"}

// backEnd is what builds the project.
func (r *reading) backEnd() string {
	if r.project != nil && r.project.BuildBackend != "" {
		return r.project.BuildBackend
	}
	return "setuptools"
}
