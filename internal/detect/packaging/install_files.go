package packaging

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/shell"
)

// installNames are the names of files that hold commands, in lower case, and how they are read.
var installNames = map[string]string{
	"procfile": "procfile", "makefile": "makefile", "gnumakefile": "makefile", "justfile": "makefile",
	"render.yaml": "yaml", "render.yml": "yaml", "buildspec.yml": "yaml", "buildspec.yaml": "yaml", "app.json": "strings",
	"railway.json": "strings", "railway.toml": "strings", "nixpacks.toml": "strings", "nixpacks.json": "strings", "vercel.json": "strings",
	"netlify.toml": "strings", "heroku.yml": "yaml", "cloudbuild.yaml": "yaml", "cloudbuild.yml": "yaml", "apprunner.yaml": "yaml",
	".gitlab-ci.yml": "yaml", "bitbucket-pipelines.yml": "yaml", "azure-pipelines.yml": "yaml", ".travis.yml": "yaml",
	".readthedocs.yaml": "yaml", ".readthedocs.yml": "yaml", ".platform.app.yaml": "yaml", "post_compile": "shell", "pre_compile": "shell",
}

var (
	dockerfileName = regexp.MustCompile(`(?i)^(dockerfile|containerfile)([._-].*)?$|\.(dockerfile|containerfile)$`)
	composeName    = regexp.MustCompile(`(?i)^(docker-)?compose([._-].*)?\.ya?ml$`)
)

// installKind says how a file is read for commands; "" for not at all.
func installKind(file string) string {
	base := strings.ToLower(path.Base(file))
	switch {
	case dockerfileName.MatchString(base) && !strings.HasSuffix(base, ".dockerignore") && !strings.HasSuffix(base, ".md"):
		return "dockerfile"
	case composeName.MatchString(base), strings.HasPrefix(file, ".github/workflows/") && strings.HasSuffix(base, "ml"),
		strings.HasPrefix(file, ".ebextensions/"), file == ".circleci/config.yml":
		return "yaml"
	case strings.HasSuffix(base, ".sh"):
		return "shell"
	}
	return installNames[base]
}

// developmentFile judges a file of commands by its name and place. Continuous integration tests, unless it is named for
// what it deploys; a Makefile and scripts beside the source are for developers, unless they are.
func developmentFile(file, kind string) bool {
	lower := strings.ToLower(file)
	words := nameWords(lower)
	deploys := slices.ContainsFunc(words, func(w string) bool {
		return slices.Contains([]string{"prod", "production", "deploy", "deployment", "cd", "staging", "ecs", "lambda"}, w)
	})
	for i, word := range words {
		ci := word == "github" || word == "circleci" || word == "build" || word == "scripts" && deploys || word == "docker"
		if isDevelopment(word) && !ci || word == "override" || word == "devcontainer" && i < 2 {
			return true
		}
	}
	switch {
	case strings.HasPrefix(lower, ".github/"), strings.HasPrefix(lower, ".circleci/"), strings.HasPrefix(lower, ".gitlab-ci"),
		strings.HasPrefix(lower, ".travis"), strings.HasPrefix(lower, ".readthedocs"), strings.HasPrefix(lower, "azure-pipelines"), kind == "makefile":
		return !deploys
	}
	return false
}

// settings reads the commands in the values of a file of YAML, JSON or TOML. It goes by lines and not by the format: a
// command is one wherever it stands, and what is none is passed over.
func (f *installFile) settings(kind string) {
	for i := 0; i < len(f.lines) && len(f.found) < maxInstalls; i++ {
		line := f.lines[i]
		if kind == "strings" {
			for _, text := range shell.Quoted(line) {
				f.workdir = ""
				f.script(text, i+1, nil, f.dev)
			}
			continue
		}
		if !strings.Contains(line, "install") && !strings.Contains(line, "sync") && !strings.Contains(line, "cd ") && !strings.Contains(line, "env ") &&
			!strings.Contains(line, "export") && !strings.Contains(line, "setup.py") {
			continue
		}
		start, joined := i, yamlCommand(line)
		for strings.HasSuffix(strings.TrimRight(joined, " "), `\`) && i+1 < len(f.lines) && len(joined) < shell.MaxExpanded {
			i++
			joined = strings.TrimSuffix(strings.TrimRight(joined, " "), `\`) + "\\\n" + f.lines[i]
		}
		if key := strings.TrimSpace(line); strings.HasPrefix(key, "- ") || strings.Contains(key, "run:") {
			f.workdir = ""
		}
		if strings.HasPrefix(joined, "[") {
			r := &installReader{resolve: f.resolve, install: Install{Dev: f.dev, Evidence: f.tree.At(f.file, start+1)}}
			r.command(shell.Quoted(joined))
			f.found = append(f.found, r.found...)
			continue
		}
		f.script(joined, start+1, nil, f.dev)
	}
	f.workdir = ""
}

var yamlKey = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_.-]*:[ \t]+`)

// yamlCommand cuts the dash of a list, the key and the quotes off a line.
func yamlCommand(line string) string {
	text := strings.TrimSpace(line)
	for strings.HasPrefix(text, "- ") {
		text = strings.TrimSpace(text[2:])
	}
	if key := yamlKey.FindString(text); key != "" {
		text = strings.TrimSpace(text[len(key):])
	}
	if len(text) > 1 && (text[0] == '"' || text[0] == '\'') && text[len(text)-1] == text[0] {
		return text[1 : len(text)-1]
	}
	return text
}

var (
	makeTarget   = regexp.MustCompile(`^([A-Za-z0-9_.-][A-Za-z0-9_. /-]*):([^=]|$)`)
	makeVariable = regexp.MustCompile(`^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*[:?]?=[ \t]*(.*)$`)
	makeUse      = regexp.MustCompile(`\$\(([A-Za-z_][A-Za-z0-9_]*)\)`)
)

// makefile reads the recipes. One for development by its name is for development.
func (f *installFile) makefile() {
	variables := map[string]string{}
	dev := f.dev
	for i := 0; i < len(f.lines) && len(f.found) < maxInstalls; i++ {
		line := f.lines[i]
		if !strings.HasPrefix(line, "\t") && !strings.HasPrefix(line, "    ") {
			if m := makeVariable.FindStringSubmatch(line); m != nil && len(variables) < shell.MaxVariables && len(m[2]) < shell.MaxExpanded {
				variables[m[1]] = strings.TrimSpace(m[2])
			} else if m := makeTarget.FindStringSubmatch(line); m != nil {
				words := nameWords(m[1])
				dev = f.dev && !slices.ContainsFunc(words, func(w string) bool { return productionWords[w] > 0 && productionWords[w] <= rankDeployment }) ||
					slices.ContainsFunc(words, isDevelopment)
			}
			continue
		}
		start, recipe := i, strings.TrimLeft(strings.TrimSpace(line), "@-+")
		for strings.HasSuffix(recipe, `\`) && i+1 < len(f.lines) && len(recipe) < shell.MaxExpanded {
			i++
			recipe += "\n" + strings.TrimSpace(f.lines[i])
		}
		f.workdir = ""
		f.script(strings.ReplaceAll(makeUse.ReplaceAllString(recipe, "$${$1}"), "$$", "$"), start+1, variables, dev)
	}
	f.workdir = ""
}
