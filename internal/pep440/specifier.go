package pep440

import (
	"fmt"
	"strings"

	library "github.com/aquasecurity/go-pep440-version"
)

// clause is one comparison of a specifier.
type clause struct {
	operator string
	text     string  // the version as written, with its ".*"
	version  version // without ".*"; zero for === when the text is not a version
	wildcard bool
}

// operators of PEP 440; each stands before its own prefixes.
var operators = []string{"===", "==", "~=", "!=", "<=", ">=", "<", ">"}

// maxClauses bounds a specifier. Lists of excluded releases have a dozen.
const maxClauses = 100

// parseSpecifier reads clauses with commas between them. White space may stand around operators and commas, and a
// comma at the end, as packaging allows. The empty text gives none.
func parseSpecifier(text string) ([]clause, error) {
	text = strings.Trim(text, " \t")
	if text == "" {
		return nil, nil
	}
	if strings.Count(text, ",") >= maxClauses {
		return nil, fmt.Errorf("specifier %s: more than %d clauses", quoted(text), maxClauses)
	}
	var clauses []clause
	for text != "" {
		one, rest, _ := strings.Cut(text, ",")
		c, err := parseClause(strings.Trim(one, " \t"))
		if err != nil {
			return nil, err
		}
		clauses = append(clauses, c)
		text = strings.Trim(rest, " \t")
	}
	return clauses, nil
}

func parseClause(text string) (clause, error) {
	var c clause
	for _, op := range operators {
		if rest, ok := strings.CutPrefix(text, op); ok {
			c.operator, c.text = op, strings.Trim(rest, " \t")
			break
		}
	}
	switch {
	case text == "":
		return c, fmt.Errorf("specifier: a version is missing at a comma")
	case c.operator == "":
		return c, fmt.Errorf("specifier %s: does not begin with one of == != ~= <= >= < > ===", quoted(text))
	case c.text == "":
		return c, fmt.Errorf("specifier %s: the version is missing", quoted(text))
	case c.operator == "===":
		return c, c.arbitrary()
	}
	var err error
	number := c.text
	if c.operator == "==" || c.operator == "!=" {
		number, c.wildcard = strings.CutSuffix(number, ".*")
	}
	if c.version, err = parseVersion(number); err != nil {
		return c, fmt.Errorf("specifier %s: %s is not a version of PEP 440", quoted(text), quoted(c.text))
	}
	parsed := c.version.parsed
	switch {
	case c.wildcard && parsed.String() != parsed.BaseVersion():
		return c, fmt.Errorf("specifier %s: .* follows more than a release number", quoted(text))
	case parsed.Local() != "" && c.operator != "==" && c.operator != "!=":
		return c, fmt.Errorf("specifier %s: a local version (%s) needs == or !=", quoted(text), quoted("+"+parsed.Local()))
	case c.operator == "~=" && len(c.version.release) < 2:
		return c, fmt.Errorf("specifier %s: ~= needs a version of two numbers or more", quoted(text))
	}
	return c, nil
}

// arbitrary checks the text after ===, which may be more than a version, but no quoting, no white space.
func (c *clause) arbitrary() error {
	for i := range len(c.text) {
		if b := c.text[i]; !(b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9') && strings.IndexByte("._-+!*~:@/=", b) < 0 || len(c.text) > maxVersion {
			return fmt.Errorf("specifier %s: the version holds more than letters, digits and punctuation of versions", quoted(c.operator+c.text))
		}
	}
	c.version, _ = parseVersion(c.text)
	return nil
}

func (c clause) String() string { return c.operator + c.text }

// joined is the specifier in one piece, without white space.
func joined(clauses []clause) string {
	parts := make([]string, len(clauses))
	for i, c := range clauses {
		parts[i] = c.String()
	}
	return strings.Join(parts, ",")
}

func allow(clauses []clause, v version) bool {
	for _, c := range clauses {
		if !c.allows(v) {
			return false
		}
	}
	return true
}

// allows follows "Version specifiers" of PEP 440, clause by clause.
func (c clause) allows(v version) bool {
	s := c.version
	switch c.operator {
	case "===":
		return strings.EqualFold(v.parsed.String(), c.text) || strings.EqualFold(v.parsed.Original(), c.text)
	case "==":
		return c.equal(v)
	case "!=":
		return !c.equal(v)
	case "~=":
		return compare(v.public(), s) >= 0 && v.epoch == s.epoch && v.startsWith(s.release[:len(s.release)-1])
	case "<=":
		return compare(v.public(), s) <= 0
	case ">=":
		return compare(v.public(), s) >= 0
	case "<": // no pre-release of the version that is excluded
		return compare(v, s) < 0 && (s.parsed.IsPreRelease() || !v.parsed.IsPreRelease() || !v.before(s))
	default: // ">": no post-release and no local version of the version that is excluded
		if compare(v.public(), s) <= 0 {
			return false
		}
		return s.parsed.IsPostRelease() || !v.parsed.IsPostRelease() || compare(v.without(".post"), s) != 0
	}
}

// before reports whether v, a pre-release, is one of s.
func (v version) before(s version) bool {
	if s.parsed.IsPostRelease() {
		return compare(v.without(".dev"), s) == 0
	}
	return v.sameBase(s)
}

// without is the version up to a part of it, ".post" or ".dev", in its normal form.
func (v version) without(part string) version {
	text, _, _ := strings.Cut(v.parsed.Public(), part)
	v.parsed = library.MustParse(text)
	return v
}

func (c clause) equal(v version) bool {
	if c.wildcard {
		return v.epoch == c.version.epoch && v.startsWith(c.version.release)
	}
	if c.version.parsed.Local() == "" {
		v = v.public()
	}
	return compare(v, c.version) == 0
}

func compare(a, b version) int { return a.parsed.Compare(b.parsed) }

// Normal checks a specifier and gives it without white space; "" stays "".
func Normal(text string) (string, error) {
	clauses, err := parseSpecifier(text)
	if err != nil {
		return "", err
	}
	return joined(clauses), nil
}

// Exact gives the version, as written, of a specifier that admits one alone: a single == or === without a wildcard.
func Exact(specifier string) (version string, ok bool) {
	clauses, err := parseSpecifier(specifier)
	if err != nil || len(clauses) != 1 {
		return "", false
	}
	c := clauses[0]
	if c.wildcard || c.operator != "==" && c.operator != "===" {
		return "", false
	}
	return c.text, true
}
