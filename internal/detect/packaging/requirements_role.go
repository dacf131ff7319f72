package packaging

import (
	"path"
	"slices"
	"strings"
	"unicode"
)

// Role is what a file of requirements is for, by its name and place.
type Role string

// The roles.
const (
	ForProduction  Role = "production"  // what the program runs with: prod, docker, base, web
	ForDevelopment Role = "development" // what only its developers need: dev, test, lint, docs
	ForConstraints Role = "constraints" // versions, for -c
	ForAnything    Role = "neutral"     // requirements.txt: the name says no more
	ForVariant     Role = "variant"     // one of several kinds of image, or a part: gpu, worker, mysql
)

// Ranks of the names that can be meant for production: the lower one is taken. Those between a plain requirements.txt
// and a variant are parts that other files usually include.
const (
	rankProduction = 10
	rankDeployment = 20
	rankPlain      = 30
	rankBase       = 40
	rankVariant    = 60
	rankNever      = 100
)

// productionWords are parts of names, with their ranks.
var productionWords = map[string]int{
	"prod": rankProduction, "production": rankProduction, "prd": rankProduction, "live": rankProduction,
	"deploy": rankDeployment, "deployment": rankDeployment, "docker": rankDeployment, "container": rankDeployment, "image": rankDeployment,
	"server": rankDeployment, "heroku": rankDeployment, "release": rankDeployment, "staging": rankDeployment + 5, "k8s": rankDeployment,
	"runtime": rankBase - 5, "run": rankBase - 5, "main": rankBase - 5, "app": rankBase - 5, "application": rankBase - 5, "web": rankBase - 5,
	"api": rankBase - 5, "install": rankBase - 5, "default": rankBase - 5,
	"base": rankBase, "common": rankBase, "core": rankBase, "shared": rankBase, "minimal": rankBase + 5,
}

// developmentWords are parts of names. In cookiecutter-django "local" is what runs on the developer's machine.
var developmentWords = []string{
	"dev", "devel", "develop", "developer", "development", "devtools", "local", "test", "tests", "testing", "unittest", "e2e", "integration",
	"ci", "cicd", "travis", "behave", "testinfra", "tox", "nox", "coverage", "lint", "linting", "linter", "linters", "format", "formatting", "style", "quality", "qa", "check", "checks",
	"precommit", "typing", "types", "typecheck", "mypy", "flake8", "black", "ruff", "pylint", "debug", "doc", "docs", "documentation", "sphinx", "mkdocs",
	"rtd", "readthedocs", "bench", "benchmark", "benchmarks", "perf", "profiling", "notebook", "notebooks", "jupyter", "example", "examples",
	"sample", "samples", "demo", "demos", "tutorial", "tutorials", "build", "tool", "tools", "tooling", "publish", "packaging", "oldest",
	"lowest", "devcontainer", "vscode", "github", "circleci", "scripts",
}

// lockWords say that the file is a lock beside one with ranges.
var lockWords = []string{"lock", "locked", "pinned", "frozen", "freeze", "compiled"}

// listWords are those that make a file one of requirements.
var listWords = []string{"requirements", "requirement", "reqs", "req", "requires", "deps", "dependencies", "constraints", "constraint"}

// listDirs are directories in which every text is a list.
var listDirs = []string{"requirements", "requirement", "reqs", "req", "requires", "requirements.d", ".requirements", "pip-requirements", "constraints"}

// nameWords are the words of a name, in lower case, cut at what is neither a letter nor a digit, and after a list word:
// "requirementsDev" and "requirements_dev" are the same two.
func nameWords(name string) []string {
	var words []string
	for _, word := range strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if rest, ok := strings.CutPrefix(word, "requirements"); ok && rest != "" {
			words = append(words, "requirements")
			word = rest
		}
		if rest, ok := strings.CutSuffix(word, "requirements"); ok && rest != "" {
			words = append(words, rest)
			word = "requirements"
		}
		words = append(words, word)
	}
	return words
}

// isList reports whether a file lists requirements, by its name and place.
func isList(file string) bool {
	base := strings.ToLower(path.Base(file))
	stem, ok := cutListEnd(base)
	if !ok || slices.Contains([]string{"readme", "license", "licence", "notice", "changelog", "changes", "authors", "todo", "notes"}, stem) {
		return false
	}
	words := nameWords(stem)
	if slices.ContainsFunc(words, func(w string) bool { return slices.Contains(listWords, w) }) {
		return len(words) <= 6
	}
	return slices.Contains(listDirs, strings.ToLower(path.Base(path.Dir(file)))) && !strings.HasSuffix(base, ".lock")
}

// cutListEnd cuts what such a file ends with: .txt, pip-tools' .in, the old .pip, and Rye's requirements.lock.
func cutListEnd(base string) (stem string, ok bool) {
	for _, end := range []string{".txt", ".in", ".pip", ".lock"} {
		if stem, ok := strings.CutSuffix(base, end); ok && stem != "" {
			return stem, end != ".lock" || strings.HasPrefix(stem, "requirements")
		}
	}
	return "", false
}
