package packaging

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// CondaSpec is a match specification of conda: which packages of which channel will do.
// Source: https://docs.conda.io/projects/conda-build/en/latest/resources/package-spec.html#package-match-specifications
type CondaSpec struct {
	Name     string // conda's, in lower case; PyPI may know the package by another one
	Versions string // as conda reads them, without white space; "" for any
	// Specifier is what Versions say in PEP 440, "" for any version. Translated is false where PEP 440 cannot say it:
	// alternatives with "|", patterns, versions like 1.1.1k.
	Specifier  string
	Translated bool
	Exact      string // the one version that will do; "" where several do
	Build      string // "py310h5eee18b_0", "*cuda*"; "" for any
	Channel    string // as written: "conda-forge", "https://…/conda-forge"; "" for those of the file
	URL        string // of the package's file; "" for what a channel has
	Raw        string
	Evidence   source.Evidence // zero from ParseCondaSpec
}

// Pinned reports whether one version alone will do.
func (s CondaSpec) Pinned() bool { return s.Exact != "" }

// maxCondaSpec is the longest specification taken, in bytes.
const maxCondaSpec = 4 << 10

// ParseCondaSpec reads "numpy", "numpy=1.26", "numpy 1.26.*", "numpy>=1.20,<2", "conda-forge::geopandas=0.14.0=py310_0",
// "numpy[version='>=1.20']" and the URL of a package. A single "=" without a build is a prefix, "=1.2" is 1.2.*; with a
// build, or after white space, the version is exact. Errors name no file.
func ParseCondaSpec(text string) (CondaSpec, error) {
	s := CondaSpec{Raw: text}
	if len(text) > maxCondaSpec {
		return s, fmt.Errorf("package %s: longer than %d bytes", quoted(text), maxCondaSpec)
	}
	if unprintable(text) {
		return s, fmt.Errorf("package %s: holds a character that cannot be printed", quoted(text))
	}
	rest := strings.TrimSpace(text)
	if pkg, ok := parseCondaURL(rest); ok {
		s.Name, s.Versions, s.Build, s.Channel, s.URL = pkg.Name, "=="+pkg.Version, pkg.Build, pkg.Channel, rest
		s.translate()
		return s, nil
	}
	rest, _, _ = strings.Cut(rest, "#")
	rest, brackets := cutBrackets(strings.TrimSpace(rest))
	if i := strings.LastIndex(rest, ":"); i >= 0 { // channel:namespace:name
		s.Channel = strings.TrimSpace(rest[:i])
		if j := strings.LastIndex(s.Channel, ":"); j >= 0 {
			s.Channel = s.Channel[:j]
		}
		rest = strings.TrimSpace(rest[i+1:])
	}
	end := strings.IndexAny(rest, " \t=<>!~(")
	if end < 0 {
		end = len(rest)
	}
	s.Name = strings.ToLower(rest[:end])
	if !validCondaName(s.Name) {
		return s, fmt.Errorf("package %s: does not begin with the name of a package of conda", quoted(text))
	}
	s.Versions, s.Build = condaVersions(strings.TrimSpace(rest[end:]))
	for _, pair := range brackets {
		switch pair[0] {
		case "version":
			s.Versions = strings.ReplaceAll(pair[1], " ", "")
		case "build":
			s.Build = pair[1]
		case "channel":
			s.Channel = pair[1]
		case "url":
			s.URL = pair[1]
		}
	}
	if strings.HasSuffix(s.Versions, "=") || strings.HasSuffix(s.Versions, ",") || strings.HasSuffix(s.Versions, "|") {
		return s, fmt.Errorf("package %s: a version is missing", quoted(text))
	}
	s.translate()
	return s, nil
}

// validCondaName follows conda: letters, digits, "-", "_" and ".", as in _libgcc_mutex.
func validCondaName(name string) bool {
	return name != "" && len(name) <= maxName && nameEnd(name) == len(name)
}

// cutBrackets cuts "[version='>=1',build=x]" off. What holds no "=" is passed over, as conda does.
func cutBrackets(text string) (rest string, pairs [][2]string) {
	start := strings.IndexByte(text, '[')
	if start < 0 || !strings.HasSuffix(text, "]") {
		return text, nil
	}
	inside := text[start+1 : len(text)-1]
	for inside != "" {
		key, after, ok := strings.Cut(inside, "=")
		if !ok {
			break
		}
		after = strings.TrimSpace(after)
		var value string
		if after != "" && (after[0] == '\'' || after[0] == '"') {
			value, after, _ = strings.Cut(after[1:], after[:1])
			_, inside, _ = strings.Cut(after, ",")
		} else {
			value, inside, _ = strings.Cut(after, ",")
		}
		pairs = append(pairs, [2]string{strings.TrimSpace(key), strings.TrimSpace(value)})
	}
	return strings.TrimSpace(text[:start]), pairs
}

// condaVersions tells versions from the build, as conda does: the build follows the first white space or "=" that no
// operator stands before, and holds none of "-=,|<>~".
func condaVersions(text string) (versions, build string) {
	text = strings.ReplaceAll(text, "\t", " ")
	versions = text
	last := strings.LastIndexAny(text, "-=,|<>~") // no build can begin before this
	for i := max(last, 1); i < len(text)-1; i++ {
		if (text[i] == ' ' || text[i] == '=') && !strings.ContainsRune("=!|,<>~", rune(text[i-1])) {
			versions, build = text[:i], strings.TrimSpace(text[i+1:])
			break
		}
	}
	versions = strings.ReplaceAll(versions, " ", "")
	plain, single := strings.CutPrefix(versions, "=")
	if single && !strings.ContainsAny(plain, "=,|") && build != "" {
		versions = plain // "=1.2=py_0" is exact
	}
	return versions, build
}
