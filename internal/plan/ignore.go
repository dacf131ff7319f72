package plan

import (
	"path"
	"slices"
	"strings"
)

// ignoreRules decides what the build context leaves out. Nothing goes that the program may read: what is left out is
// named by what it is, and a directory of tests that the program imports stays.
func (p *planner) ignoreRules() []Ignore {
	rules := []Ignore{
		{Why: "version control, continuous integration, editors", Patterns: []string{
			"**/.git", "**/.gitattributes", "**/.gitignore", ".github", ".gitlab", ".gitlab-ci.yml", ".circleci",
			"**/.idea", "**/.vscode", "**/.DS_Store", ".pre-commit-config.yaml",
		}},
		{Why: "secrets", Patterns: []string{
			"**/.env", "**/.env.*", "**/.envrc", "**/*.key", "**/*.pem", "**/*.p12", "**/*.pfx", "**/id_rsa*", "**/id_ed25519*",
			"**/.netrc", "**/.pypirc", "**/.aws", "**/.ssh", "**/.kube", "**/.docker", "**/.streamlit/secrets.toml",
			"**/credentials.json", "**/service-account*.json",
		}},
		{Why: "environments, caches and what builds leave behind", Patterns: []string{
			"**/.venv", "**/venv", "**/.pixi", "**/site-packages", "**/__pycache__", "**/*.py[cod]", "**/.pytest_cache", "**/.mypy_cache",
			"**/.ruff_cache", "**/.tox", "**/.nox", "**/.hypothesis", "**/.ipynb_checkpoints", "**/.coverage", "**/.coverage.*",
			"**/htmlcov", "**/*.egg-info", "**/node_modules",
		}},
		{Why: "tests", Patterns: []string{"**/tests", "**/test", "**/test_*.py", "**/tests.py", "**/conftest.py"}},
		{Why: "what deploys the image", Patterns: []string{
			"**/Dockerfile*", "**/.dockerignore", "**/*.dockerignore", "compose*.y*ml", "docker-compose*.y*ml", "k8s", "pykube.lock", "pykube.toml",
		}},
	}
	if kept := p.keptTests(); len(kept) > 0 {
		rules = append(rules, Ignore{Why: "what is called tests, and is needed to install or imported by the program", Patterns: kept})
	}
	return rules
}

// keptTests lists patterns that bring back what the rule on tests leaves out although it is needed.
func (p *planner) keptTests() []string {
	var kept []string
	keep := func(path string) {
		if pattern := "!" + literal(path); !slices.Contains(kept, pattern) {
			kept = append(kept, pattern)
		}
	}
	for _, t := range p.facts.TestImports {
		keep(t.Path)
	}
	for _, f := range append(slices.Clone(p.manager.Files), p.manager.LocalDirs...) {
		for part := range strings.SplitSeq(f, "/") {
			if part == "tests" || part == "test" {
				keep(f)
			}
		}
	}
	if p.app.File != "" { // asked for by --app, perhaps
		for dir := path.Dir(p.app.File); dir != "."; dir = path.Dir(dir) {
			if name := path.Base(dir); name == "tests" || name == "test" {
				keep(dir)
			}
		}
		if name := path.Base(p.app.File); strings.HasPrefix(name, "test_") || name == "tests.py" || name == "conftest.py" {
			keep(p.app.File)
		}
	}
	return kept
}

// literal gives the pattern of .dockerignore that matches one path alone. White space at its start would be cut off.
func literal(name string) string {
	name = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `]`, `\]`, `^`, `\^`).Replace(name)
	if strings.TrimSpace(name) != name {
		return "./" + name
	}
	return name
}
