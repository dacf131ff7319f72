package packaging

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
)

// Bounds of one constraint. Poetry writes some of a few hundred bytes into its locks.
const (
	maxConstraint   = 4 << 10 // bytes
	maxAlternatives = 100     // parts between "||"
)

// PoetryConstraint translates a version constraint of Poetry into specifiers of PEP 440, any one of which is enough:
// "^1.2" is [">=1.2,<2"], "^2.7 || ~3.6" is [">=2.7,<3", ">=3.6,<3.7"], "*" is [""]. Errors name no file.
//
// A local version after an operator of order (">=2.1+cpu"), which PEP 440 does not have, is left out.
// Source: https://python-poetry.org/docs/dependency-specification/#version-constraints
func PoetryConstraint(text string) ([]string, error) {
	if len(text) > maxConstraint {
		return nil, fmt.Errorf("constraint %s: longer than %d bytes", quoted(text), maxConstraint)
	}
	parts := strings.Split(strings.ReplaceAll(text, "||", "|"), "|")
	if len(parts) > maxAlternatives {
		return nil, fmt.Errorf("constraint %s: more than %d alternatives", quoted(text), maxAlternatives)
	}
	var found []string
	for _, part := range parts {
		var clauses []string
		for _, clause := range cutConstraint(strings.Trim(part, " \t")) {
			translated, err := poetryClause(clause)
			if err != nil {
				return nil, fmt.Errorf("constraint %s: %w", quoted(text), err)
			}
			if translated != "" {
				clauses = append(clauses, translated)
			}
		}
		specifier, err := pep440.Normal(strings.Join(clauses, ","))
		if err != nil {
			return nil, fmt.Errorf("constraint %s: %w", quoted(text), err)
		}
		if !slices.Contains(found, specifier) {
			found = append(found, specifier)
		}
	}
	if slices.Contains(found, "") {
		return []string{""}, nil
	}
	return found, nil
}

// cutConstraint cuts at commas and spaces, but not between an operator and its version. One empty piece stands for
// what Poetry refuses: no version at all, or two commas in a row. A comma at the end is allowed.
func cutConstraint(text string) []string {
	text = strings.TrimRight(strings.TrimRight(text, ","), " ")
	var found []string
	start := 0
	for i := 0; i < len(text); i++ {
		if text[i] != ' ' && text[i] != ',' {
			continue
		}
		end := i
		for end < len(text) && (text[end] == ' ' || text[end] == ',') {
			end++
		}
		commas := strings.Count(text[i:end], ",")
		if i > 0 && commas == 0 && strings.IndexByte("^~=><", text[i-1]) >= 0 {
			i = end - 1
			continue
		}
		found = append(found, text[start:i])
		if commas > 1 {
			found = append(found, "")
		}
		start, i = end, end-1
	}
	return append(found, text[start:])
}

// poetryOperators are the operators of constraints, each before its own prefixes. Poetry takes "<>", and means "==".
var poetryOperators = []string{"~=", "^", "~", "<>", "!=", ">=", "<=", "==", ">", "<", "="}

// poetryClause translates one comparison; "" is any version.
func poetryClause(text string) (string, error) {
	if anyVersion(text) {
		return "", nil
	}
	operator, version := "", text
	for _, op := range poetryOperators {
		if rest, ok := strings.CutPrefix(text, op); ok {
			operator, version = op, strings.TrimLeft(rest, " \t")
			break
		}
	}
	exact := slices.Contains([]string{"", "=", "==", "!=", "<>"}, operator)
	wildcard := false
	if !slices.Contains([]string{"~=", "^", "~"}, operator) {
		for exact || !wildcard {
			end := len(version) - 2
			if end < 0 || version[end] != '.' || strings.IndexByte("*xX", version[end+1]) < 0 {
				break
			}
			version, wildcard = version[:end], true
		}
	}
	if strings.EqualFold(version, "dev") {
		version = "0.0.dev0"
	}
	if !pep440.Valid(version) {
		return "", fmt.Errorf("%s is not a version of PEP 440 after an operator of Poetry", quoted(text))
	}
	if !exact {
		return ordered(operator, version)
	}
	if operator != "!=" {
		operator = "=="
	}
	if wildcard {
		version += ".*"
	}
	return operator + version, nil
}

// anyVersion reports "*", "x" and "*.*".
func anyVersion(text string) bool {
	text = strings.TrimPrefix(strings.ToLower(text), "v")
	for part := range strings.SplitSeq(text, ".") {
		if part != "*" && part != "x" {
			return false
		}
	}
	return true
}

// ordered translates the comparisons that give a range.
func ordered(operator, version string) (string, error) {
	public, _, _ := strings.Cut(version, "+")
	epoch, numbers, err := releaseNumbers(public)
	if err != nil {
		return "", err
	}
	last := 0 // the number that the upper bound counts up
	switch operator {
	case "<", ">", ">=", "<=":
		return operator + public, nil
	case "~=": // of one number PEP 440 does not have it
		if len(numbers) > 1 {
			return operator + public, nil
		}
	case "~":
		last = min(len(numbers)-1, 1)
	case "^": // the first number that is not zero, among three
		for last < min(len(numbers)-1, 2) && numbers[last] == 0 {
			last++
		}
	}
	if numbers[last] == math.MaxUint64 {
		return "", errors.New("a number of the version is too large")
	}
	upper := slices.Clone(numbers[:last+1])
	upper[last]++
	texts := make([]string, len(upper))
	for i, n := range upper {
		texts[i] = strconv.FormatUint(n, 10)
	}
	return ">=" + public + ",<" + epoch + strings.Join(texts, "."), nil
}

// releaseNumbers cuts "1!2.3rc1" into "1!" and 2, 3.
func releaseNumbers(version string) (epoch string, numbers []uint64, err error) {
	version = strings.TrimLeft(strings.ToLower(version), "v")
	if before, after, ok := strings.Cut(version, "!"); ok {
		epoch, version = before+"!", after
	}
	release := version[:len(version)-len(strings.TrimLeft(version, "0123456789."))]
	for part := range strings.SplitSeq(strings.TrimRight(release, "."), ".") {
		n, err := strconv.ParseUint(part, 10, 64)
		if err != nil {
			return "", nil, fmt.Errorf("%s is not a version of PEP 440", quoted(version))
		}
		numbers = append(numbers, n)
	}
	return epoch, numbers, nil
}
