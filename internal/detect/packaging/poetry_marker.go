package packaging

import (
	"fmt"
	"slices"
	"strings"
)

// poetryMarker puts what a dependency says in "markers", "python" and "platform" into one marker of PEP 508.
func poetryMarker(markers, python, platform string) (string, error) {
	var all []string
	if markers = strings.Trim(markers, " \t"); markers != "" {
		all = append(all, markers)
	}
	if python != "" {
		alternatives, err := PoetryConstraint(python)
		if err != nil {
			return "", err
		}
		if marker := pythonMarker(alternatives); marker != "" {
			all = append(all, marker)
		}
	}
	if platform != "" {
		marker, err := platformMarker(platform)
		if err != nil {
			return "", err
		}
		if marker != "" {
			all = append(all, marker)
		}
	}
	joined := joinMarkers("and", all)
	if joined == "" {
		return "", nil
	}
	_, err := evaluate(joined, MarkerEnv{})
	return joined, err
}

// joinMarkers joins markers with "and" or "or", in parentheses where there are several.
func joinMarkers(word string, markers []string) string {
	if len(markers) < 2 {
		return strings.Join(markers, "")
	}
	var parts []string
	for _, m := range markers {
		if strings.Contains(m, " or ") || strings.Contains(m, " and ") && word == "or" {
			m = "(" + m + ")"
		}
		parts = append(parts, m)
	}
	return strings.Join(parts, " "+word+" ")
}

// pythonMarker writes specifiers, any of which may hold, as a marker. As in Poetry, a version of one or two numbers is
// compared with python_version, so that "<=3.8" holds for 3.8.5 and "3.8" for every 3.8.
func pythonMarker(alternatives []string) string {
	var parts []string
	for _, specifier := range alternatives {
		if specifier == "" {
			return ""
		}
		var clauses []string
		for clause := range strings.SplitSeq(specifier, ",") {
			version := strings.TrimLeft(clause, "=!<>~")
			operator := clause[:len(clause)-len(version)]
			variable := "python_version"
			if strings.Count(version, ".") > 1 || strings.HasSuffix(version, "*") {
				variable = "python_full_version"
			}
			clauses = append(clauses, fmt.Sprintf("%s %s %q", variable, operator, version))
		}
		parts = append(parts, strings.Join(clauses, " and "))
	}
	return joinMarkers("or", parts)
}

// platformMarker writes a constraint on sys.platform, "linux || darwin" or "!=win32", as a marker.
func platformMarker(text string) (string, error) {
	if len(text) > maxConstraint {
		return "", fmt.Errorf("platform %s: longer than %d bytes", quoted(text), maxConstraint)
	}
	var parts []string
	for part := range strings.SplitSeq(strings.ReplaceAll(text, "||", "|"), "|") {
		var clauses []string
		for _, clause := range cutConstraint(strings.Trim(part, " \t")) {
			if clause == "*" {
				return "", nil
			}
			operator, name := "==", strings.TrimLeft(clause, "=! ")
			switch strings.TrimRight(clause[:len(clause)-len(name)], " ") {
			case "", "=", "==":
			case "!=":
				operator = "!="
			default:
				name = ""
			}
			if !ValidName(name) {
				return "", fmt.Errorf("platform %s: %s is not the name of a platform", quoted(text), quoted(clause))
			}
			clauses = append(clauses, fmt.Sprintf("sys_platform %s %q", operator, name))
		}
		parts = append(parts, strings.Join(clauses, " and "))
	}
	return joinMarkers("or", slices.Compact(parts)), nil
}
