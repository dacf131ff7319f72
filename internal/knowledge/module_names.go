package knowledge

import (
	"slices"
	"strings"
)

// MayBring reports whether a package can be where a module comes from: by the table, or by what the two names have in
// common, as python-foo, foo-sdk and django-foo have with foo. It errs on the side of yes. The name is normalised, the
// module is one that Module gave.
func (t *Tables) MayBring(name, module string) bool {
	if row := t.moduleRow(module); row != nil {
		return slices.Contains(row.Packages, name) || bare(name) == bare(module)
	}
	if t.inTable(name) && bare(name) != bare(module) {
		return false
	}
	first, _, dotted := strings.Cut(module, ".")
	if dotted && strings.HasPrefix(name, strings.ToLower(first)+"-") {
		return true // a part of a namespace that the table does not know
	}
	return slices.Contains(barePossible(name), bare(module))
}

// inTable reports whether the table says which modules a package brings.
func (t *Tables) inTable(name string) bool {
	return slices.ContainsFunc(t.modules.Module, func(r moduleRow) bool { return slices.Contains(r.Packages, name) })
}

// Resembles reports whether the names of a package and of a module that no table knows share so much that one may be of
// the other: a word of one begins the other, or stands in it.
func (t *Tables) Resembles(name, module string) bool {
	if t.inTable(name) || t.moduleRow(module) != nil {
		return false
	}
	first, _, _ := strings.Cut(module, ".")
	for word := range strings.FieldsFuncSeq(name, func(r rune) bool { return r == '-' }) {
		if len(word) > 3 && !slices.Contains(plainWords, word) && strings.Contains(bare(first), word) {
			return true
		}
	}
	for word := range strings.FieldsFuncSeq(strings.ToLower(first), func(r rune) bool { return r == '_' }) {
		if len(word) > 3 && !slices.Contains(plainWords, word) && strings.Contains(bare(name), word) {
			return true
		}
	}
	return false
}

// plainWords are parts of many names, and tell nothing.
var plainWords = []string{"python", "django", "flask", "fastapi", "client", "core", "tools", "utils", "lib", "async", "pytest", "rest", "auth", "http"}

// bare takes out of a name what differs between the name of a package and that of its module.
func bare(name string) string {
	return strings.NewReplacer("-", "", "_", "", ".", "").Replace(strings.ToLower(name))
}

// barePossible lists what the module of a package may be called, bare.
func barePossible(name string) []string {
	found := []string{bare(name)}
	for _, begin := range []string{"python3-", "python-", "py-", "py", "django-rest-", "django-", "flask-", "fastapi-", "drf-", "dj-", "lib", "apache-", "the-"} {
		if rest, ok := strings.CutPrefix(name, begin); ok && len(rest) > 1 {
			found = append(found, bare(rest))
		}
	}
	for _, end := range []string{
		"-python3", "-python", "-python-sdk", "-python-client", "-python-api", "-py3", "-py", "py", "-client", "-sdk", "-api", "-lib", "-library",
		"-binary", "-core", "-ng", "-cli", "-cffi", "-headless", "-cpu", "-gpu", "-fork", "2", "3", "4", "-python2", "-redux", "-async", "-dev", "-nightly", "-official",
	} {
		if rest, ok := strings.CutSuffix(name, end); ok && len(rest) > 1 {
			found = append(found, bare(rest), bare(strings.TrimPrefix(strings.TrimPrefix(rest, "python-"), "py")))
		}
	}
	return found
}
