package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// developmentGroup recognises groups by the names that people give to what development needs (PEP 735).
func developmentGroup(name string) bool {
	return slices.Contains([]string{
		"dev", "development", "test", "tests", "testing", "lint", "linting", "docs", "doc", "typing", "types", "ci", "format",
	}, strings.ToLower(name))
}

// packageDirs lists the directories that the project is built from: those it declares, else the ones that build back
// ends take by themselves: src/NAME and NAME.
func packageDirs(tree *source.Tree, p *packaging.PyProject, called string) []string {
	if len(p.Declared) > 0 {
		return p.Declared
	}
	name := strings.ReplaceAll(packaging.NormalName(called), "-", "_")
	var dirs []string
	if tree.HasDir("src") && (p.BuildBackend == "" || strings.HasPrefix(p.BuildBackend, "setuptools")) {
		return []string{"src"}
	}
	for _, dir := range []string{"src/" + name, name} {
		if tree.HasDir(dir) {
			dirs = append(dirs, dir)
		}
	}
	return dirs
}
