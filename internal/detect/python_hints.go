package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// findPythonHints notes the Python of deployment files, and what the project is tested with and published for.
func (f *Facts) findPythonHints(tree *source.Tree, project *packaging.PyProject, options Options) {
	if !options.IgnoreDeploymentFiles {
		f.addPythons(PythonDeployment, packaging.ReadDeployedPython(tree, func(file string) bool { return isOwn(tree, file) }))
	}
	f.addPythons(PythonHint, packaging.ReadTestedPython(tree))
	if project != nil {
		f.addPythons(PythonHint, project.TestedPython())
	}
}

// isOwn reports whether pykube wrote the file.
func isOwn(tree *source.Tree, file string) bool {
	text, err := tree.Text(file)
	first, _, _ := strings.Cut(text, "\n")
	return err == nil && strings.Contains(first, ownMark)
}
