package packaging

import (
	"path"
)

// contexts are the directories that the image can be built from, the likelier one first: the root for docker/Dockerfile,
// services/api for services/api/Dockerfile.
func (f *installFile) contexts() []string {
	dir := path.Dir(f.file)
	for _, word := range nameWords(dir) {
		if productionWords[word] > 0 && productionWords[word] <= rankDeployment+5 && word != "server" || isDevelopment(word) || word == "compose" {
			return []string{".", dir}
		}
	}
	return []string{dir, "."}
}
