package packaging

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Stale reports whether the lock was made before pyproject.toml got what it declares now, and says why, with the line to
// look at. Names and plain versions are compared; markers are not, since uv rewrites them. It is false where the lock
// does not tell, or where a build fills in the dependencies.
func (l *UVLock) Stale(p *PyProject) (at source.Evidence, text string, stale bool) {
	root := l.Root()
	if root == nil || p == nil || !p.HasProject || root.Declared == nil {
		return source.Evidence{}, "", false
	}
	if p.Name.Value != "" && NormalName(p.Name.Value) != root.Name {
		return p.Name.Evidence, fmt.Sprintf("uv.lock was made for %s, and the project is %s now", quoted(root.Name), quoted(p.Name.Value)), true
	}
	var now, then []Requirement
	if !slices.Contains(p.Dynamic, "dependencies") && !slices.Contains(p.Dynamic, "optional-dependencies") {
		now = append(now, p.Dependencies...)
		for _, extra := range sortedKeys(p.Optional) {
			now = append(now, p.Optional[extra]...)
		}
		then = locked(root.Declared.Requires)
		// An extra of the project itself: uv puts in what it requires, or does not.
		own := func(q Requirement) bool { return q.Name == root.Name }
		now, then = slices.DeleteFunc(now, own), slices.DeleteFunc(then, own)
		if at, text, stale := differ("the project", now, then, l); stale {
			return at, text, true
		}
		for _, extra := range sortedKeys(p.Optional) {
			if root.Declared.Extras != nil && !slices.Contains(root.Declared.Extras, extra) {
				return source.At("pyproject.toml", p.Line("project", "optional-dependencies"), ""), fmt.Sprintf("the project has the extra %s, which uv.lock does not hold", quoted(extra)), true
			}
		}
	}
	for _, group := range sortedKeys(p.Groups) {
		if at, text, stale := differ("group "+quoted(group), p.Groups[group], locked(root.Declared.Groups[group]), l); stale {
			return at, text, true
		}
	}
	for _, group := range sortedKeys(root.Declared.Groups) {
		if list := root.Declared.Groups[group]; p.Groups[group] == nil && len(list) > 0 {
			return l.at(list[0].Line), fmt.Sprintf("uv.lock holds the group %s, which pyproject.toml does not have", quoted(group)), true
		}
	}
	return source.Evidence{}, "", false
}

func (l *UVLock) at(line int) source.Evidence {
	if l.document == nil {
		return source.Evidence{}
	}
	return l.document.at(line)
}

// locked puts the declarations of the lock in the form of requirements; the line alone is in the evidence.
func locked(list []LockedRequirement) []Requirement {
	var found []Requirement
	for _, q := range list {
		one := Requirement{Name: q.Name, Extras: q.Extras, Specifier: q.Specifier, Evidence: source.Evidence{Line: q.Line}}
		if q.Sourced {
			one.URL = "elsewhere"
		}
		found = append(found, one)
	}
	return found
}

// differ compares the names of two lists, and the versions of those that are in both once.
func differ(what string, now, then []Requirement, l *UVLock) (at source.Evidence, text string, differs bool) {
	before := byName(then)
	for _, q := range now {
		if before[q.Name] == nil {
			return q.Evidence, fmt.Sprintf("%s requires %s, which uv.lock does not hold as such", what, quoted(q.Name)), true
		}
	}
	after := byName(now)
	for _, q := range then {
		if after[q.Name] == nil {
			return l.at(q.Evidence.Line), fmt.Sprintf("uv.lock holds %s for %s, which does not require it", quoted(q.Name), what), true
		}
	}
	for _, q := range now {
		a, knownA := onlySpecifier(after[q.Name])
		b, knownB := onlySpecifier(before[q.Name])
		if !knownA || !knownB {
			continue
		}
		if x, y := plainClauses(a), plainClauses(b); x != nil && y != nil && !slices.Equal(x, y) {
			return q.Evidence, fmt.Sprintf("%s requires %s%s, and uv.lock was made for %s%s", what, q.Name, a, q.Name, b), true
		}
	}
	return source.Evidence{}, "", false
}

// onlySpecifier is the specifier of a package that is declared with one alone, and comes from an index.
func onlySpecifier(list []Requirement) (specifier string, ok bool) {
	for _, q := range list {
		if q.URL != "" || q.Specifier != list[0].Specifier {
			return "", false
		}
	}
	return list[0].Specifier, true
}

func byName(list []Requirement) map[string][]Requirement {
	found := map[string][]Requirement{}
	for _, q := range list {
		found[q.Name] = append(found[q.Name], q)
	}
	return found
}

// plainClauses are the clauses of a specifier, sorted, without the zeros that say nothing, where each is of digits, dots
// and a wildcard: any other version has several spellings, and nil is given.
func plainClauses(specifier string) []string {
	clauses := []string{}
	for c := range strings.SplitSeq(specifier, ",") {
		if strings.Trim(c, "<>=!~0123456789.*") != "" {
			return nil
		}
		c = leadingZeros.ReplaceAllString(c, "$1$2")
		for !strings.HasPrefix(c, "~=") && !strings.HasPrefix(c, "===") && strings.HasSuffix(c, ".0") {
			c = strings.TrimSuffix(c, ".0")
		}
		clauses = append(clauses, c)
	}
	slices.Sort(clauses)
	return clauses
}

var leadingZeros = regexp.MustCompile(`(^|[^0-9])0+([0-9])`)

func sortedKeys[V any](table map[string]V) []string {
	keys := make([]string, 0, len(table))
	for key := range table {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}
