package knowledge

import (
	"slices"
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
	for _, candidate := range append(namedVersions(specifier), first, aboveAll) {
		held, err := pep440.Allows(specifier, candidate)
		if err != nil || held && enough(candidate) {
			return true
		}
	}
	return false
}

// aboveAll is a version that no package has reached.
const aboveAll = "999999"

// namedVersions are those that the clauses of a specifier name, and the ones right after them.
func namedVersions(specifier string) []string {
	var found []string
	for clause := range strings.SplitSeq(specifier, ",") {
		if named := strings.TrimSuffix(strings.Trim(clause, "<>=!~ "), ".*"); pep440.Valid(named) {
			found = append(found, named, named+".1")
		}
	}
	return found
}

// newestAdmitted is the newest version that a specifier admits, of those that it and another one name: which releases
// there are is not known, but on which side of the other's bounds the newest of them stands is. False where it admits
// none of them, or cannot be read.
func newestAdmitted(specifier, other string) (string, bool) {
	if exact, ok := pep440.Exact(specifier); ok {
		return exact, true
	}
	newest := ""
	for _, candidate := range slices.Concat(namedVersions(specifier), namedVersions(other), []string{"0", aboveAll}) {
		held, err := pep440.Allows(specifier, candidate)
		if err != nil {
			return "", false
		}
		if held && (newest == "" || pep440.Older(newest, candidate)) {
			newest = candidate
		}
	}
	return newest, newest != ""
}
