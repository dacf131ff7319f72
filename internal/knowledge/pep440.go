package knowledge

import (
	"strings"

	"github.com/pykube/pykube/internal/pep440"
)

// admits reports whether a specifier admits a version for which enough holds: an exact version is asked itself, a
// range by its first candidate and by one that is above all others. What cannot be read admits everything.
func admits(specifier string, enough func(version string) bool, first string) bool {
	if exact, ok := pep440.Exact(specifier); ok {
		return enough(exact)
	}
	for _, candidate := range []string{first, strings.Repeat("9", 6)} {
		if held, err := pep440.Allows(specifier, candidate); err != nil || held {
			return true
		}
	}
	return false
}
