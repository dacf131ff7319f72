package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// readDirect notes what the repository itself asks for: the dependencies of pyproject.toml, and the lists that a person
// wrote. What a tool listed, or what has hashes, holds what those need, too, and is left out; so is what only some
// systems install.
func (f *Facts) readDirect(tree *source.Tree) {
	f.Direct = []Package{}
	if p, err := packaging.ReadPyProject(tree); err == nil && p != nil {
		f.addDirect(p.Dependencies)
	}
	for _, file := range []string{"requirements.txt", "requirements.in"} {
		if !tree.Has(file) {
			continue
		}
		list, err := packaging.ReadRequirements(tree, file)
		if err != nil || list.Generated != nil || list.Hashed() {
			continue
		}
		f.addDirect(list.Items)
	}
}

func (f *Facts) addDirect(items []packaging.Requirement) {
	for _, r := range items {
		if r.Name == "" || strings.Contains(r.Marker, "platform") || strings.Contains(r.Marker, "os_name") || strings.Contains(r.Marker, "extra") {
			continue
		}
		version, _ := r.Pinned()
		f.Direct = append(f.Direct, Package{Name: r.Name, Version: version, Specifier: r.Specifier, Extras: r.Extras, Address: r.URL, Evidence: r.Evidence})
	}
}
