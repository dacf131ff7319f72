package detect

import (
	"path"
	"slices"

	"github.com/pykube/pykube/internal/source"
)

// composeNames are the files that Docker Compose takes where it is told none, and those that it lays over them.
// Source: https://docs.docker.com/compose/intro/compose-application-model/#the-compose-file
var composeNames = []string{
	"compose.yaml", "compose.yml", "docker-compose.yaml", "docker-compose.yml",
	"compose.override.yaml", "compose.override.yml", "docker-compose.override.yaml", "docker-compose.override.yml",
}

// findComposeFiles notes the files of Docker Compose that somebody wrote, by their names: what stands in them is no
// matter, since a file with another of these names beside them, or below them, would take their place.
func (f *Facts) findComposeFiles(tree *source.Tree) {
	for _, file := range tree.Files() {
		if name := path.Base(file); slices.Contains(composeNames, name) && !isOwn(tree, file) && len(f.ComposeFiles) < maxComposeFiles {
			f.ComposeFiles = append(f.ComposeFiles, Named{Name: path.Dir(file), Evidence: source.At(file, 0, "")})
		}
	}
}
