package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
)

// addDirect notes what the repository itself asks for, by the tables of a project or a list that a person wrote. What a
// tool listed, or what has hashes, holds what those need, too, and is left out; so is what only some systems install.
func (f *Facts) addDirect(items []packaging.Requirement) {
	for _, r := range items {
		if r.Name == "" || strings.Contains(r.Marker, "platform") || strings.Contains(r.Marker, "os_name") || strings.Contains(r.Marker, "extra") {
			continue
		}
		if slices.ContainsFunc(f.Direct, func(d Package) bool { return d.Name == r.Name && d.Evidence == r.Evidence }) { // included twice
			continue
		}
		version, _ := r.Pinned()
		f.Direct = append(f.Direct, Package{Name: r.Name, Version: version, Specifier: r.Specifier, Extras: r.Extras, Address: r.URL, Evidence: r.Evidence})
	}
}
