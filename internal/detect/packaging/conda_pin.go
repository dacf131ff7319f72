package packaging

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// CondaPin is one package of conda that a lock holds.
type CondaPin struct {
	Name, Version, Build string
	Channel              string   // "https://conda.anaconda.org/conda-forge"; "" where the lock does not say
	URL                  string   // of its file; "" for one that is built from source
	Groups               []string // as in Pin
	Evidence             source.Evidence
}

// parseCondaURL reads the address of a package: CHANNEL/SUBDIR/NAME-VERSION-BUILD.conda or .tar.bz2, with a hash.
func parseCondaURL(text string) (CondaPin, bool) {
	address, _, _ := strings.Cut(text, "#")
	dir, file := path.Split(address)
	stem, ok := strings.CutSuffix(file, ".conda")
	if !ok {
		if stem, ok = strings.CutSuffix(file, ".tar.bz2"); !ok {
			return CondaPin{}, false
		}
	}
	rest, build, ok := cutLast(stem, "-")
	name, version, both := cutLast(rest, "-")
	name = strings.ToLower(name)
	if !ok || !both || !validCondaName(name) || version == "" || build == "" || unprintable(text) {
		return CondaPin{}, false
	}
	p := CondaPin{Name: name, Version: version, Build: build, URL: text}
	if strings.Contains(dir, "://") {
		p.Channel, _, _ = cutLast(strings.TrimSuffix(dir, "/"), "/")
	}
	return p, true
}
