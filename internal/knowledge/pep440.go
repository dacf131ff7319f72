package knowledge

import (
	"strings"

	"github.com/pykube/pykube/internal/pep440"
)

// admits reports whether a specifier admits a version for which enough holds: an exact version is asked itself, a
// range by the first version that would do, by those that its clauses name and the ones right after them, and by one
// that is above all others. What cannot be read admits everything.
func admits(specifier string, enough func(version string) bool, first string) bool {
	if exact, ok := pep440.Exact(specifier); ok {
		return enough(exact)
	}
	candidates := []string{first, strings.Repeat("9", 6)}
	for clause := range strings.SplitSeq(specifier, ",") {
		if named := strings.TrimSuffix(strings.Trim(clause, "<>=!~ "), ".*"); pep440.Valid(named) {
			candidates = append(candidates, named, named+".1")
		}
	}
	for _, candidate := range candidates {
		held, err := pep440.Allows(specifier, candidate)
		if err != nil || held && enough(candidate) {
			return true
		}
	}
	return false
}
