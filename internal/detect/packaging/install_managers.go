package packaging

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/shell"
)

// managerWords say what the words of a manager's commands mean.
type managerWords struct {
	installs []string          // the commands that install
	exports  []string          // the commands that write a list
	noDev    []string          // flags
	frozen   []string          // flags
	lists    map[string]string // option with a value -> extras, groups, without or only
	all      map[string]string // flag -> extras or groups, of which it asks for all
	values   []string          // other options with a value
}

// Sources: https://python-poetry.org/docs/cli/, https://pipenv.pypa.io/en/latest/commands.html,
// https://pdm-project.org/en/latest/reference/cli/, https://pixi.sh/latest/reference/cli/,
// https://docs.astral.sh/uv/reference/cli/
var managers = map[string]*managerWords{
	"poetry": {
		installs: []string{"install", "sync"}, exports: []string{"export"}, noDev: []string{"--no-dev"},
		lists: map[string]string{
			"-E": "extras", "--extras": "extras", "--with": "groups", "--without": "without", "--only": "only",
		},
		all:    map[string]string{"--all-extras": "extras", "--all-groups": "groups"},
		values: []string{"-f", "--format", "-o", "--output", "-C", "--directory", "-P", "--project"},
	},
	"pipenv": {
		installs: []string{"install", "sync"}, exports: []string{"requirements"}, frozen: []string{"--deploy", "--ignore-pipfile"},
		lists: map[string]string{"--categories": "groups"}, all: map[string]string{"--dev": "dev", "-d": "dev"},
		values: []string{"--python", "-i", "--index", "--pypi-mirror", "--extra-pip-args", "--verbosity"},
	},
	"pdm": {
		installs: []string{"install", "sync"}, exports: []string{"export"}, noDev: []string{"--prod", "--production", "--no-dev"},
		frozen: []string{"--frozen-lockfile", "--no-lock", "--check"},
		lists:  map[string]string{"-G": "groups", "--group": "groups", "--with": "groups", "--without": "without"},
		values: []string{"-L", "--lockfile", "-p", "--project", "--venv", "-f", "--format", "-o", "--output", "--config-setting", "-C", "-k", "--skip"},
	},
	"pixi": {
		installs: []string{"install"}, frozen: []string{"--frozen", "--locked"},
		lists: map[string]string{"-e": "only", "--environment": "only"}, values: []string{"--manifest-path", "--color"},
	},
	"rye": {
		installs: []string{"sync"}, noDev: []string{"--no-dev"}, frozen: []string{"--no-lock"},
		lists: map[string]string{"--features": "extras"}, all: map[string]string{"--all-features": "extras"}, values: []string{"--pyproject"},
	},
	"uv": {
		installs: []string{"sync"}, exports: []string{"export"}, noDev: []string{"--no-dev", "--no-default-groups"},
		frozen: []string{"--frozen", "--locked"},
		lists: map[string]string{
			"--extra": "extras", "--group": "groups", "--no-group": "without", "--only-group": "only",
		},
		all: map[string]string{"--all-extras": "extras", "--all-groups": "groups", "--dev": "dev", "--only-dev": "only"},
		values: []string{
			"-p", "--python", "--package", "--no-install-package", "--directory", "--project", "--index", "--default-index", "-i", "--index-url",
			"--extra-index-url", "-f", "--find-links", "--link-mode", "--cache-dir", "--config-file", "--no-extra", "-o", "--output-file", "--format",
			"--index-strategy", "--keyring-provider", "--resolution", "--prerelease", "--exclude-newer", "-C", "--config-setting", "--color",
			"--python-platform", "--refresh-package", "--upgrade-package", "-P", "--no-build-package", "--no-binary-package", "--reinstall-package", "--prune",
		},
	},
}

func (r *installReader) uv(words []string) {
	if i := slices.Index(words, "pip"); i >= 0 && i < 3 {
		r.pip("uv pip", "uv", words[i+1:])
		return
	}
	r.manager("uv", managers["uv"], words)
}

// manager reads the command of a tool that has files of its own.
func (r *installReader) manager(name string, m *managerWords, words []string) {
	in := r.start(name)
	command := ""
	for i := 0; i < len(words); i++ {
		word := words[i]
		if !strings.HasPrefix(word, "-") {
			if command == "" {
				command = word
			} else if name == "pipenv" && slices.Contains(m.installs, command) {
				r.argument(&in, word, false)
			}
			continue
		}
		option, value, given := strings.Cut(word, "=")
		if len(word) > 2 && word[1] != '-' && m.lists[word[:2]] != "" {
			option, value, given = word[:2], strings.TrimPrefix(word[2:], "="), true
		}
		what := m.lists[option]
		takes := what != "" || slices.Contains(m.values, option) || name == "pipenv" && option == "-r"
		if takes && !given {
			if i++; i == len(words) {
				break
			}
			value = words[i]
		}
		switch {
		case name == "pipenv" && (option == "-r" || option == "--requirements"):
			r.file(&in, value)
		case option == "--package":
			if ValidName(value) {
				in.Member = NormalName(value)
			}
		case takes:
			in.list(what, namesOf(&in, value))
		case slices.Contains(m.noDev, option):
			in.NoDev = true
		case slices.Contains(m.frozen, option):
			in.Frozen = true
		case m.all[option] == "dev":
			in.Groups = append(in.Groups, "dev")
		case m.all[option] == "only":
			in.Only = append(in.Only, "dev")
		case m.all[option] != "":
			in.list(m.all[option], []string{"*"})
		}
	}
	switch {
	case slices.Contains(m.exports, command):
		in.Export = true
	case !slices.Contains(m.installs, command):
		return
	}
	in.NoDev = in.NoDev || slices.Contains(in.Only, "main") || slices.Contains(in.Without, "dev")
	r.add(in)
}

func (in *Install) list(what string, names []string) {
	switch what {
	case "extras":
		in.Extras = append(in.Extras, names...)
	case "groups":
		in.Groups = append(in.Groups, names...)
	case "without":
		in.Without = append(in.Without, names...)
	case "only":
		in.Only = append(in.Only, names...)
	}
}

// conda reads "conda env create -f environment.yml" and "conda install packages", also of mamba and micromamba.
func (r *installReader) conda(words []string) {
	in := r.start("conda")
	if len(words) > 0 && words[0] == "env" {
		words = words[1:]
	}
	if len(words) == 0 || !slices.Contains([]string{"create", "update", "install"}, words[0]) {
		return
	}
	for i := 1; i < len(words); i++ {
		option, value, given := strings.Cut(words[i], "=")
		switch {
		case !strings.HasPrefix(option, "-"):
			if !open(&in, words[i]) && len(in.Packages) < shell.MaxWords {
				in.Packages = append(in.Packages, words[i])
			}
			continue
		case !slices.Contains([]string{"-f", "--file", "-n", "--name", "-p", "--prefix", "-c", "--channel", "--solver", "--platform", "--subdir"}, option):
			continue
		case !given && i+1 < len(words):
			i++
			value = words[i]
		}
		if option == "-f" || option == "--file" {
			r.file(&in, value)
		}
	}
	if in.File != "" || len(in.Packages) > 0 || in.Open {
		r.add(in)
	}
}
