package detect

import (
	"cmp"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// compiles gives what says that building the project takes a compiler, or may; nil where nothing does.
func (r *reading) compiles() *source.Evidence {
	if r.project != nil {
		need := packaging.BuildNeeds(r.project)
		if at := cmp.Or(need.Evidence, need.Hook); at != nil {
			return at
		}
	}
	if r.setup != nil {
		return r.setup.Compiles
	}
	return nil
}
