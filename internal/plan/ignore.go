package plan

import (
	"path"
	"slices"
	"strings"
)

// The reasons of the rules that more than names decide on.
const (
	ignoreSecrets   = "secrets"
	ignoreDatabases = "databases of development: those that are part of the repository come back below"
)

// ignoreRules decides what the build context leaves out. Nothing goes that the program may read: what is left out is
// named by what it is, and what the program names or imports stays, unless it is a secret.
func (p *planner) ignoreRules() []Ignore {
	rules := []Ignore{
		{Why: "version control, continuous integration, editors", Patterns: []string{
			"**/.git", "**/.gitattributes", "**/.gitignore", "**/.hg", "**/.svn", ".github", ".gitlab", ".gitlab-ci.yml", ".circleci",
			"**/.idea", "**/.vscode", "**/.DS_Store", ".pre-commit-config.yaml",
		}},
		{Why: ignoreSecrets, Patterns: []string{
			"**/.env", "**/.env.*", "**/.envrc", "**/*.key", "**/*.pem", "**/*.p12", "**/*.pfx", "**/*.jks", "**/*.keystore", "**/*.ppk", "**/*.kdbx",
			"**/id_rsa*", "**/id_dsa*", "**/id_ecdsa*", "**/id_ed25519*", "**/.ssh", "**/.gnupg",
			"**/.netrc", "**/.pypirc", "**/.git-credentials", "**/.pgpass", "**/.my.cnf", "**/.htpasswd", "**/.docker", "**/.streamlit/secrets.toml",
			"**/.aws", "**/.azure", "**/.kube", "**/.gcloud", "**/.config/gcloud", "**/.boto", "**/.s3cfg", "**/.vault-token",
			"**/credentials.json", "**/application_default_credentials.json", "**/service-account*.json", "**/service_account*.json",
			"**/.terraform", "**/*.tfstate", "**/*.tfstate.*", "**/*.tfvars",
		}},
		{Why: "environments, caches and what builds leave behind", Patterns: []string{
			"**/.venv", "**/venv", "**/.pixi", "**/site-packages", "**/__pycache__", "**/*.py[cod]", "**/.pytest_cache", "**/.mypy_cache",
			"**/.ruff_cache", "**/.tox", "**/.nox", "**/.hypothesis", "**/.ipynb_checkpoints", "**/.coverage", "**/.coverage.*",
			"**/htmlcov", "**/*.egg-info", "**/node_modules", "**/.cache", "build/bdist.*", "dist/*.whl", "dist/*.tar.gz",
		}},
		{Why: ignoreDatabases, Patterns: []string{
			"**/*.sqlite", "**/*.sqlite3", "**/*.db", "**/*.db3", "**/*.sqlite3-journal", "**/*.sqlite3-shm", "**/*.sqlite3-wal", "**/*.db-journal", "**/*.db-shm", "**/*.db-wal",
		}},
		{Why: "tests", Patterns: anywhere(testNames)},
		{Why: "what deploys the image", Patterns: []string{
			"**/Dockerfile*", "**/.dockerignore", "**/*.dockerignore", "compose*.y*ml", "docker-compose*.y*ml", manifestsDir, "pykube.lock", "pykube.toml",
		}},
	}
	if p.service.Image.Tests != nil { // the stage that runs them needs them; the others get what the stage source leaves
		rules = slices.DeleteFunc(rules, func(i Ignore) bool { return i.Why == "tests" })
	}
	for _, back := range []Ignore{
		{Why: "what is called tests, and is needed to install or imported by the program", Patterns: p.keptTests()},
		{Why: "what the rules above would leave out, and the program reads", Patterns: p.keptFiles(rules)},
	} {
		if len(back.Patterns) > 0 {
			rules = append(rules, back)
		}
	}
	if made := p.madeHere(); len(made) > 0 {
		rules = append(rules, Ignore{Why: "made when the image is built: what a working copy has of it may be old", Patterns: made})
	}
	return rules
}

// madeHere lists the directories that front ends are built into, where the repository has no file in them.
func (p *planner) madeHere() []string {
	var made []string
	for _, fe := range p.facts.Static.FrontEnds {
		if fe.Output != "" && !fe.Mixed && slices.ContainsFunc(p.service.Image.FrontEnds, func(s FrontEndStage) bool { return s.Output == path.Join(appDir, fe.Output) }) {
			made = append(made, literal(fe.Output))
		}
	}
	return made
}

// manifestsDir is where the manifests are written.
const manifestsDir = "k8s"

// testNames are the names of files and directories that hold tests.
var testNames = []string{"tests", "test", "test_*.py", "tests.py", "conftest.py"}

// anywhere gives the patterns of names in every directory.
func anywhere(names []string) []string {
	patterns := make([]string, len(names))
	for i, name := range names {
		patterns[i] = "**/" + name
	}
	return patterns
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
		if t.Path != manifestsDir {
			keep(t.Path)
		}
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
