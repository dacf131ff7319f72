package packaging

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/detect/dockerfile"
	"github.com/pykube/pykube/internal/detect/shell"
	"github.com/pykube/pykube/internal/source"
)

// Install is a command of a file of the repository that installs packages of Python.
type Install struct {
	// Manager is "pip", "uv pip", "uv", "poetry", "pipenv", "pdm", "conda", "pixi" or "pip-sync".
	Manager  string
	File     string   // what it installs from, relative to the root: requirements.txt, environment.yml; "" for the manager's own files
	Locals   []Local  // directories of the repository that it installs, with their extras
	Packages []string // requirements on the command line, as written: "gunicorn", "psycopg2==2.9"
	Extras   []string // extras of the project, by normal name; "*" for all
	Groups   []string // dependency groups asked for, by normal name; "*" for all
	Without  []string // groups left out
	Only     []string // groups that alone are installed; of pixi the environments
	Member   string   // of a workspace: uv --package
	NoDev    bool     // the groups for development are left out: --no-dev, --only main, --prod
	NoDeps   bool     // --no-deps
	Frozen   bool     // it insists on the lock: --frozen, --locked, --deploy
	Export   bool     // it writes a list for another command to install
	Open     bool     // an argument holds a variable whose value the file does not tell
	Dev      bool     // the file is for development or tests, by its name or place
	Evidence source.Evidence
}

// Bounds of the search for commands.
const (
	maxInstallFiles = 200
	maxInstallDepth = 6 // directories
)

// InstallCommands reads the files of deployment, and of what is near it, for the commands that install packages, in
// the order of the files and of their lines: Dockerfiles, Procfiles, compose files, scripts, Makefiles, continuous
// integration, and the files of platforms. Nothing is run, and what cannot be understood is passed over.
func InstallCommands(t *source.Tree) []Install {
	var found []Install
	read := 0
	for _, file := range t.Files() {
		kind := installKind(file)
		if kind == "" || strings.Count(file, "/") > maxInstallDepth || unprintable(file) {
			continue
		}
		if read++; read > maxInstallFiles || len(found) >= maxInstalls {
			break
		}
		text, err := t.Text(file)
		if err != nil || len(text) > shell.MaxScript {
			continue
		}
		found = append(found, readInstalls(t, file, kind, text)...)
	}
	return found[:min(len(found), maxInstalls)]
}

func readInstalls(t *source.Tree, file, kind, text string) []Install {
	lines := strings.Split(text, "\n")
	f := &installFile{tree: t, file: file, lines: lines, dev: developmentFile(file, kind)}
	switch kind {
	case "dockerfile":
		f.dockerfile(text)
	case "makefile":
		f.makefile()
	case "shell":
		f.script(text, 1, map[string]string{}, f.dev)
	case "procfile":
		for i, line := range lines {
			if _, command, ok := strings.Cut(line, ":"); ok {
				f.script(command, i+1, nil, f.dev)
			}
		}
	default:
		f.settings(kind)
	}
	return f.found
}

// installFile is one file whose commands are read.
type installFile struct {
	tree  *source.Tree
	file  string
	lines []string
	dev   bool
	found []Install

	workdir string // of a Dockerfile: the directory that commands run in
	copies  *dockerfile.Copies
}

// script reads the commands of a text that starts at a line.
func (f *installFile) script(text string, line int, variables map[string]string, dev bool) {
	for _, c := range shell.Split(text, line, variables) {
		r := &installReader{resolve: f.resolve, install: Install{Dev: dev}}
		if c.Line >= 1 && c.Line <= len(f.lines) {
			r.install.Evidence = source.At(f.file, c.Line, cutLong(f.lines[c.Line-1]))
		} else {
			r.install.Evidence = source.At(f.file, line, "")
		}
		if len(c.Words) == 2 && c.Words[0] == "cd" && !strings.ContainsAny(c.Words[1], "$`") {
			if f.workdir = path.Join(f.workdir, c.Words[1]); path.IsAbs(c.Words[1]) {
				f.workdir = path.Clean(c.Words[1])
			}
		}
		r.command(c.Words)
		if len(f.found) < maxInstalls {
			f.found = append(f.found, r.found...)
		}
	}
}

func cutLong(line string) string {
	if len(line) > 4*maxQuoted { // Evidence keeps less than this
		return strings.ToValidUTF8(line[:4*maxQuoted], "")
	}
	return line
}

// resolve gives the file or the directory of the repository that a command means: what a Dockerfile copied there, else
// one that is counted from where the command runs, from the root or from the file.
func (f *installFile) resolve(name string) (string, bool) {
	name = strings.ReplaceAll(name, `\`, "/")
	if f.copies != nil {
		place := path.Clean(name)
		if !path.IsAbs(place) {
			place = path.Join("/", f.workdir, name)
		}
		if found, ok := f.copies.Find(place); ok {
			return found, true
		}
	}
	if path.IsAbs(name) {
		return "", false
	}
	places := []string{path.Join(f.workdir, name), path.Clean(name), path.Join(path.Dir(f.file), name)}
	if f.copies != nil {
		places = []string{path.Join(f.copies.Contexts[0], name), path.Join(f.copies.Contexts[1], name)}
	}
	for _, place := range places {
		if !path.IsAbs(place) && !leadsOut(place) && (f.tree.Has(place) || f.tree.HasDir(place)) {
			return place, true
		}
	}
	return "", false
}
