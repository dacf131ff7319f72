package plan

import "strings"

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
			"**/.venv", "**/venv", "**/site-packages", "**/__pycache__", "**/*.py[cod]", "**/.pytest_cache", "**/.mypy_cache",
			"**/.ruff_cache", "**/.tox", "**/.nox", "**/.hypothesis", "**/.ipynb_checkpoints", "**/.coverage", "**/.coverage.*",
			"**/htmlcov", "**/*.egg-info", "**/node_modules",
		}},
		{Why: "tests", Patterns: []string{"**/tests", "**/test", "**/test_*.py", "**/tests.py", "**/conftest.py"}},
		{Why: "what deploys the image", Patterns: []string{
			"**/Dockerfile*", "**/.dockerignore", "**/*.dockerignore", "compose*.y*ml", "docker-compose*.y*ml", "k8s", "pykube.lock", "pykube.toml",
		}},
	}
	if len(p.facts.TestImports) > 0 {
		kept := Ignore{Why: "tests that the program imports"}
		for _, t := range p.facts.TestImports {
			kept.Patterns = append(kept.Patterns, "!"+literal(t.Path))
		}
		rules = append(rules, kept)
	}
	return rules
}

// literal gives the pattern of .dockerignore that matches one path alone. White space at its start would be cut off.
func literal(path string) string {
	path = strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`, `]`, `\]`, `^`, `\^`).Replace(path)
	if strings.TrimSpace(path) != path {
		return "./" + path
	}
	return path
}
