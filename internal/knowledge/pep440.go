package knowledge

import (
	"fmt"
	"strings"

	pep440 "github.com/aquasecurity/go-pep440-version"
)

// latePatch stands for the newest patch of a minor release: the image of a minor release moves on with its patches,
// so a range that ends within them does not hold for long. No release of Python had as many.
const latePatch = 30

// PythonAllowed reports whether a specifier of PEP 440 admits the newest patch of Python X.Y. A specifier that cannot
// be read admits nothing; the readers of package packaging refuse it before.
func PythonAllowed(specifier, minor string) bool {
	if specifier == "" {
		return true
	}
	spec, err := pep440.NewSpecifiers(specifier)
	if err != nil {
		return false
	}
	v, err := pep440.Parse(fmt.Sprintf("%s.%d", minor, latePatch))
	return err == nil && spec.Check(v)
}

// VersionAllowed reports whether a specifier of PEP 440 admits a version; neither does where it cannot be read.
func VersionAllowed(specifier, version string) bool {
	spec, err := pep440.NewSpecifiers(specifier)
	if err != nil {
		return false
	}
	v, err := pep440.Parse(version)
	return err == nil && spec.Check(v)
}

// ValidVersion reports whether the text is a version of PEP 440.
func ValidVersion(version string) bool {
	_, err := pep440.Parse(version)
	return err == nil && len(version) <= 64
}

// Older reports whether version a comes before b (PEP 440). A version that cannot be read is not older.
func Older(a, b string) bool {
	va, errA := pep440.Parse(a)
	vb, errB := pep440.Parse(b)
	return errA == nil && errB == nil && va.LessThan(vb)
}

// Admits reports whether a specifier admits a version for which enough holds: an exact version is asked itself, a
// range by its first candidate and by one that is above all others.
func Admits(specifier string, enough func(version string) bool, first string) bool {
	if exact, ok := strings.CutPrefix(specifier, "=="); ok && !strings.ContainsAny(exact, ",*") {
		return enough(strings.TrimPrefix(exact, "="))
	}
	if specifier == "" {
		return true
	}
	spec, err := pep440.NewSpecifiers(specifier)
	if err != nil {
		return true
	}
	for _, candidate := range []string{first, "999999"} {
		if v, err := pep440.Parse(candidate); err == nil && spec.Check(v) {
			return true
		}
	}
	return false
}
