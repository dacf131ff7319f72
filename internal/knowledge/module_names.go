package knowledge

import (
	"slices"
	"strings"
)

// ModuleIndex tells which modules may come from some packages.
type ModuleIndex struct {
	tables     *Tables
	rows       map[string]bool // modules of the table
	names      map[string]bool // bare names of the packages, and of what their modules may be called
	namespaces map[string]bool // first words of the packages' names
}

// ModulesOf makes the index of packages: of the modules that the table gives them, or of what the names have in common,
// as python-foo, foo-sdk and django-foo have with foo. It errs on the side of yes. Names are normalised (PEP 503).
func (t *Tables) ModulesOf(names []string) *ModuleIndex {
	x := &ModuleIndex{tables: t, rows: map[string]bool{}, names: map[string]bool{}, namespaces: map[string]bool{}}
	known := map[string]bool{}
	for _, r := range t.modules.Module {
		for _, name := range r.Packages {
			if slices.Contains(names, name) {
				known[name], x.rows[r.Name] = true, true
			}
		}
	}
	for _, name := range names {
		x.names[bare(name)] = true
		if known[name] {
			continue
		}
		first, _, _ := strings.Cut(name, "-")
		x.namespaces[first] = true
		for _, possible := range barePossible(name) {
			x.names[possible] = true
		}
	}
	return x
}

// Has reports whether a module, as Module gave it, may come from one of the packages.
func (x *ModuleIndex) Has(module string) bool {
	if x.rows[module] {
		return true
	}
	if x.tables.moduleRow(module) != nil {
		return x.names[bare(module)]
	}
	first, _, dotted := strings.Cut(module, ".")
	return x.names[bare(module)] || dotted && x.namespaces[strings.ToLower(first)]
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
