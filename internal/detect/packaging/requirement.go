package packaging

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// Requirement is one dependency.
type Requirement struct {
	Name      string          // normalised (PEP 503); "" where an address does not tell it
	Extras    []string        // normalised, sorted, without repeats
	Specifier string          // PEP 440 without white space, ">=2,<3"; "" for any version
	Marker    string          // PEP 508, as written; "" for none
	URL       string          // direct reference, address of a version control system, or local path; "" for an index
	Editable  bool            // -e
	Hashes    []string        // "sha256:…", in the order of the file
	Evidence  source.Evidence // the line; zero from ParseRequirement
}

// maxRequirement is the longest requirement taken, in bytes.
const maxRequirement = 64 << 10

// ParseRequirement reads a requirement of PEP 508: "name[extra]>=1,<2; marker" or "name @ url ; marker".
// The old form with parentheses, "name (>=1)", is taken as packaging takes it. Errors name no file.
func ParseRequirement(text string) (Requirement, error) {
	var r Requirement
	if len(text) > maxRequirement {
		return r, fmt.Errorf("requirement %s: longer than %d bytes", quoted(text), maxRequirement)
	}
	if unprintable(text) {
		return r, fmt.Errorf("requirement %s: holds a character that cannot be printed", quoted(text))
	}
	rest := strings.Trim(text, " \t")
	if rest == "" {
		return r, errors.New("requirement: empty")
	}
	end := nameEnd(rest)
	name := rest[:end]
	if !ValidName(name) {
		return r, fmt.Errorf("requirement %s: does not begin with the name of a package", quoted(text))
	}
	r.Name = NormalName(name)
	rest = strings.TrimLeft(rest[end:], " \t")
	var err error
	if strings.HasPrefix(rest, "[") {
		if r.Extras, rest, err = parseExtras(rest); err != nil {
			return Requirement{}, fmt.Errorf("requirement %s: %w", quoted(text), err)
		}
	}
	if strings.HasPrefix(rest, "@") {
		err = r.reference(rest[1:])
	} else {
		err = r.specified(rest)
	}
	if err != nil {
		return Requirement{}, fmt.Errorf("requirement %s: %w", quoted(text), err)
	}
	return r, nil
}

// parseExtras reads "[a, b]" and gives what follows it.
func parseExtras(text string) (extras []string, rest string, err error) {
	inside, rest, ok := strings.Cut(text[1:], "]")
	if !ok {
		return nil, "", errors.New("the bracket of the extras is not closed")
	}
	rest = strings.TrimLeft(rest, " \t")
	if strings.Trim(inside, " \t") == "" {
		return nil, rest, nil
	}
	for extra := range strings.SplitSeq(inside, ",") {
		extra = strings.Trim(extra, " \t")
		if !ValidName(extra) {
			return nil, "", fmt.Errorf("%s is not the name of an extra", quoted(extra))
		}
		extras = append(extras, NormalName(extra))
	}
	slices.Sort(extras)
	return slices.Compact(extras), rest, nil
}

// reference reads what follows "name @". A semicolon is part of an address unless white space stands before it.
func (r *Requirement) reference(text string) error {
	text = strings.Trim(text, " \t")
	end := strings.IndexAny(text, " \t")
	if end < 0 {
		end = len(text)
	}
	if end == 0 {
		return errors.New("the address after @ is missing")
	}
	r.URL = text[:end]
	marker := strings.TrimLeft(text[end:], " \t")
	if marker == "" {
		return nil
	}
	if marker[0] != ';' {
		return fmt.Errorf("%s follows the address, where a semicolon and a marker can follow", quoted(marker))
	}
	return r.marked(marker[1:])
}

// specified reads versions and marker.
func (r *Requirement) specified(text string) error {
	versions, marker, hasMarker := strings.Cut(text, ";")
	versions = strings.Trim(versions, " \t")
	if inside, ok := strings.CutPrefix(versions, "("); ok {
		if versions, ok = strings.CutSuffix(inside, ")"); !ok {
			return errors.New("the parenthesis of the versions is not closed")
		}
	}
	if swallowed(versions) {
		return errors.New("=== takes all that follows it up to white space, commas too")
	}
	var err error
	if r.Specifier, err = pep440.Normal(versions); err != nil {
		return err
	}
	if !hasMarker {
		return nil
	}
	return r.marked(marker)
}

// swallowed reports a specifier that packaging, and with it pip, cuts wrongly: after "===" it takes commas for a part of
// the version, so that in "===1,>=2" both clauses are found, and in "===1, >=2" none of the two.
func swallowed(versions string) bool {
	for {
		_, after, found := strings.Cut(versions, "===")
		if !found {
			return false
		}
		after = strings.TrimLeft(after, " \t")
		end := strings.IndexAny(after, " \t)")
		if end < 0 {
			return false
		}
		taken, rest := after[:end], strings.TrimLeft(after[end:], " \t")
		if strings.Contains(taken, ",") && rest != "" && rest[0] != ',' && rest[0] != ')' {
			return true
		}
		versions = rest
	}
}

func (r *Requirement) marked(text string) error {
	r.Marker = strings.Trim(text, " \t")
	_, err := evaluate(r.Marker, MarkerEnv{})
	return err
}

// Pinned gives the version where the requirement allows exactly one: a single "==" or "===" without wildcard.
// The version is as written.
func (r Requirement) Pinned() (version string, ok bool) {
	if r.URL != "" {
		return "", false
	}
	return pep440.Exact(r.Specifier)
}

// Fixed reports whether an address always gives the same files: it names a hash, or a commit by all its digits.
func (r Requirement) Fixed() bool {
	if r.URL == "" {
		return false
	}
	if len(r.Hashes) > 0 {
		return true
	}
	address, fragment, _ := strings.Cut(r.URL, "#")
	for part := range strings.SplitSeq(fragment, "&") {
		algorithm, digest, ok := strings.Cut(part, "=")
		if ok && hashLength[algorithm] > 0 && isHex(digest, hashLength[algorithm]) {
			return true
		}
	}
	_, commit, ok := cutLast(address, "@")
	return ok && isVCS(address) && (isHex(commit, 40) || isHex(commit, 64))
}

// hashLength is the number of hexadecimal digits of the hashes that pip takes.
var hashLength = map[string]int{"sha256": 64, "sha384": 96, "sha512": 128}

func isHex(text string, length int) bool {
	return len(text) == length && strings.Trim(strings.ToLower(text), "0123456789abcdef") == ""
}

func cutLast(text, separator string) (before, after string, found bool) {
	if i := strings.LastIndex(text, separator); i >= 0 {
		return text[:i], text[i+len(separator):], true
	}
	return text, "", false
}

// isVCS reports whether the address is one of a version control system, as pip writes it: git+https://…
func isVCS(address string) bool {
	for _, system := range []string{"git+", "hg+", "svn+", "bzr+"} {
		if len(address) >= len(system) && strings.EqualFold(address[:len(system)], system) {
			return true
		}
	}
	return false
}
