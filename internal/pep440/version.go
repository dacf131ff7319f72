// Package pep440 reads and compares versions and specifiers of Python packages, and says which releases of Python a
// specifier admits. Source: https://packaging.python.org/en/latest/specifications/version-specifiers/
//
// It knows no files and no packages.
package pep440

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	library "github.com/aquasecurity/go-pep440-version"
)

// version is a version of PEP 440. go-pep440-version reads and compares it; matching is done in specifier.go,
// because that library's "==X.*" and "~=" pad versions wrongly (and can index out of range), and because it takes
// clauses without a comma between them, "=" and "||".
type version struct {
	parsed  library.Version
	epoch   string
	release []uint64
}

// maxVersion is the longest version taken, in bytes.
const maxVersion = 200

func parseVersion(text string) (version, error) {
	if len(text) > maxVersion || strings.Trim(strings.ToLower(text), "abcdefghijklmnopqrstuvwxyz0123456789.!+-_") != "" ||
		strings.IndexFunc(text, func(r rune) bool { return r <= ' ' || r > '~' }) >= 0 {
		return version{}, fmt.Errorf("version %s: not a version of PEP 440", quoted(text))
	}
	// The library splits a local version at dots alone.
	if public, local, ok := strings.Cut(text, "+"); ok {
		text = public + "+" + strings.NewReplacer("-", ".", "_", ".").Replace(local)
	}
	v, err := library.Parse(text)
	if err != nil {
		return version{}, fmt.Errorf("version %s: not a version of PEP 440", quoted(text))
	}
	base := v.BaseVersion()
	epoch, release, ok := strings.Cut(base, "!")
	if !ok {
		epoch, release = "0", base
	}
	parts := make([]uint64, 0, 4)
	for part := range strings.SplitSeq(release, ".") {
		n, err := strconv.ParseUint(part, 10, 64)
		if err != nil {
			return version{}, fmt.Errorf("version %s: not a version of PEP 440", quoted(text))
		}
		parts = append(parts, n)
	}
	return version{parsed: v, epoch: epoch, release: parts}, nil
}

// public is the version without its local part.
func (v version) public() version {
	if v.parsed.Local() == "" {
		return v
	}
	v.parsed = library.MustParse(v.parsed.Public())
	return v
}

// part is number i of the release, 0 where it has fewer.
func (v version) part(i int) uint64 {
	if i < len(v.release) {
		return v.release[i]
	}
	return 0
}

// sameBase compares epoch and release alone.
func (v version) sameBase(o version) bool {
	return v.epoch == o.epoch && v.startsWith(o.release) && o.startsWith(v.release)
}

// startsWith reports whether the release, filled up with zeros, begins with prefix.
func (v version) startsWith(prefix []uint64) bool {
	for i, n := range prefix {
		if v.part(i) != n {
			return false
		}
	}
	return true
}

// Valid reports whether the text is a version.
func Valid(text string) bool {
	_, err := parseVersion(text)
	return err == nil
}

// Older reports whether version a comes before b. A version that cannot be read is not older.
func Older(a, b string) bool {
	va, errA := parseVersion(a)
	vb, errB := parseVersion(b)
	return errA == nil && errB == nil && compare(va, vb) < 0
}

// Allows reports whether the specifier (PEP 440: ">=2,<3", "" for any) allows the version. A pre-release
// is judged by its place in the order alone, as pip does for a version that is asked for by name.
func Allows(specifier, version string) (bool, error) {
	clauses, err := parseSpecifier(specifier)
	if err != nil {
		return false, err
	}
	v, err := parseVersion(version)
	if err != nil {
		return false, err
	}
	return allow(clauses, v), nil
}

// PythonAllowed reports whether some patch release of a minor version of Python ("3.12") is allowed:
// ">=3.11.4" allows 3.11, "<3.13" does not allow 3.13, "<=3.12" allows 3.12 because of 3.12.0.
func PythonAllowed(specifier, minor string) (bool, error) {
	return pythonAllowed(specifier, minor, false)
}

// PythonNewestAllowed reports whether the patch releases of a minor version that are still to come are allowed,
// and with them the newest one: ">=3.11.4" allows it, "<=3.12" and "==3.12.3" do not.
func PythonNewestAllowed(specifier, minor string) (bool, error) {
	return pythonAllowed(specifier, minor, true)
}

func pythonAllowed(specifier, minor string, newest bool) (bool, error) {
	clauses, err := parseSpecifier(specifier)
	if err != nil {
		return false, err
	}
	v, err := parseVersion(minor)
	if err != nil || len(v.release) != 2 || v.parsed.String() != minor {
		return false, fmt.Errorf("python version %s: not of the form 3.12", quoted(minor))
	}
	patches := patchesToTry(clauses, v)
	if newest {
		patches = patches[len(patches)-1:]
	}
	for _, patch := range patches {
		candidate, err := parseVersion(fmt.Sprintf("%s.%d", minor, patch))
		if err != nil {
			return false, err
		}
		if allow(clauses, candidate) {
			return true, nil
		}
	}
	return false, nil
}

// patchesToTry are the patch numbers at which what a specifier says can change, sorted, with one above all of them:
// what is true of no number here is true of none.
func patchesToTry(clauses []clause, minor version) []uint64 {
	patches := []uint64{0, 1}
	for _, c := range clauses {
		if c.version.epoch != minor.epoch || !c.version.startsWith(minor.release) {
			continue
		}
		n := min(c.version.part(2), 1<<32)
		patches = append(patches, n, n+1)
		if n > 0 {
			patches = append(patches, n-1)
		}
	}
	slices.Sort(patches)
	patches = slices.Compact(patches)
	return append(patches, patches[len(patches)-1]+1)
}

// maxQuoted is the longest piece of foreign text that an error repeats, in bytes.
const maxQuoted = 120

// quoted is text as %q, shortened.
func quoted(text string) string {
	if len(text) > maxQuoted {
		text = strings.ToValidUTF8(text[:maxQuoted], "") + "…"
	}
	return fmt.Sprintf("%q", text)
}
