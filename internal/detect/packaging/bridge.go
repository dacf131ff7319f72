package packaging

import (
	"regexp"
	"strings"
)

// normalSpecifier checks a specifier (PEP 440) and gives it without white space; "" stays "".
func normalSpecifier(text string) (string, error) {
	clauses, err := parseSpecifier(text)
	if err != nil {
		return "", err
	}
	return joined(clauses), nil
}

// Excluded reports whether a marker cannot hold for CPython on Linux, whatever its version. A marker that cannot be
// parsed excludes nothing.
func Excluded(marker string) bool {
	held, err := MarkerHolds(marker, MarkerEnv{})
	return err == nil && !held
}

// requirementName is the name of a package at the start of a text (PEP 508).
var requirementName = regexp.MustCompile(`^[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?`)

// isVCS reports whether the address is one of a version control system, as pip writes it: git+https://…
func isVCS(address string) bool {
	for _, system := range []string{"git+", "hg+", "svn+", "bzr+"} {
		if strings.HasPrefix(address, system) {
			return true
		}
	}
	return false
}
