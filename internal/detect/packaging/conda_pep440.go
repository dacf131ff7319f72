package packaging

import (
	"errors"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
)

// condaOperators are those that PEP 440 shares, the longer ones first.
var condaOperators = []string{">=", "<=", "!=", "==", "~=", ">", "<", "="}

// translate fills Specifier, Translated and Exact.
func (s *CondaSpec) translate() {
	var clauses []string
	s.Translated = true
	for clause := range strings.SplitSeq(s.Versions, ",") {
		written, exact, err := condaClause(clause)
		if err != nil {
			s.Specifier, s.Translated, s.Exact = "", false, ""
			if exact != "" && clause == s.Versions {
				s.Exact = exact
			}
			return
		}
		if exact != "" {
			s.Exact = exact
		}
		if written != "" {
			clauses = append(clauses, written)
		}
	}
	s.Specifier, _ = pep440.Normal(strings.Join(clauses, ","))
}

var errNotPEP440 = errors.New("cannot be said in PEP 440")

// condaClause gives one clause in PEP 440, and the version where it asks for exactly one.
func condaClause(text string) (clause, exact string, err error) {
	operator := ""
	for _, o := range condaOperators {
		if rest, ok := strings.CutPrefix(text, o); ok {
			operator, text = o, rest
			break
		}
	}
	if strings.ContainsAny(text, "|()^$<>=!~ ") {
		return "", "", errNotPEP440
	}
	plain, wild := strings.CutSuffix(text, "*")
	plain = strings.TrimSuffix(plain, ".")
	if strings.Contains(plain, "*") {
		return "", "", errNotPEP440
	}
	if plain == "" {
		if wild && (operator == "" || strings.HasSuffix(operator, "=") && operator != "!=") || text == "" && operator == "" {
			return "", "", nil
		}
		return "", "", errNotPEP440
	}
	switch {
	case operator == "=", wild && (operator == "" || operator == "=="):
		clause = "==" + plain + ".*"
	case wild && operator == "!=":
		clause = "!=" + plain + ".*"
	case wild && operator != ">=" && operator != "<": // conda reads >=1.2.* as >=1.2
		return "", "", errNotPEP440
	case operator == "" || operator == "==":
		clause, exact = "=="+plain, plain
	default:
		clause = operator + plain
	}
	if clause, err = pep440.Normal(clause); err != nil {
		return "", exact, err
	}
	return clause, exact, nil
}
