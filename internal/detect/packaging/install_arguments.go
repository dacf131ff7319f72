package packaging

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/shell"
)

// installReader reads the commands of one file.
type installReader struct {
	install Install                          // what every command of the file has: Dev, Evidence
	resolve func(name string) (string, bool) // a name on the command line -> a file or a directory of the repository
	found   []Install
	depth   int
}

// maxShells bounds sh -c in sh -c.
const maxShells = 3

// command reads one command; one that installs nothing gives nothing.
func (r *installReader) command(words []string) {
	words = stripped(words)
	if len(words) < 2 {
		return
	}
	name := path.Base(words[0])
	switch base := strings.TrimRight(name, "0123456789."); {
	case base == "python" || base == "pypy":
		if i := slices.Index(words, "-m"); i > 0 && i < 5 {
			r.command(words[i+1:])
		} else if len(words) > 2 && path.Base(words[1]) == "setup.py" && (words[2] == "install" || words[2] == "develop") {
			in := r.start("pip")
			r.local(&in, strings.TrimSuffix(path.Dir(words[1])+"/", "/"), words[2] == "develop")
			r.add(in)
		}
	case slices.Contains([]string{"sh", "bash", "ash", "dash", "zsh", "su", "gosu"}, name):
		r.shell(words)
	case name == "uv":
		r.uv(words[1:])
	case base == "pip":
		r.pip("pip", "", words[1:])
	case name == "pip-sync":
		in := r.start("pip-sync")
		r.files(&in, words[1:])
		if in.File == "" {
			r.file(&in, "requirements.txt")
		}
		r.add(in)
	case managers[name] != nil:
		r.manager(name, managers[name], words[1:])
	case name == "conda" || name == "mamba" || name == "micromamba":
		r.conda(words[1:])
	}
}

// stripped cuts off what stands before the command itself.
func stripped(words []string) []string {
	for len(words) > 0 {
		_, _, assigned := shell.Assignment(words[0])
		switch {
		case assigned, slices.Contains([]string{"sudo", "exec", "env", "time", "command", "nice", "nohup", "then", "do", "else", "if", "!", "{", "eval", "@", "-E", "-H"}, words[0]):
			words = words[1:]
		case len(words) > 2 && words[1] == "run" && slices.Contains([]string{"poetry", "pipenv", "pdm", "hatch", "rye"}, path.Base(words[0])):
			words = words[2:]
		case len(words) > 4 && words[1] == "run" && (words[2] == "-n" || words[2] == "-p") && strings.HasSuffix(words[0], "mamba") || len(words) > 4 && words[0] == "conda" && words[1] == "run":
			words = words[4:]
		default:
			return words
		}
	}
	return nil
}

// shell reads sh -c "command".
func (r *installReader) shell(words []string) {
	for i, word := range words[1:] {
		if strings.HasPrefix(word, "-") && !strings.HasPrefix(word, "--") && strings.HasSuffix(word, "c") && i+2 < len(words) && r.depth < maxShells {
			r.depth++
			for _, c := range shell.Split(words[i+2], 1, nil) {
				r.command(c.Words)
			}
			r.depth--
			return
		}
	}
}

func (r *installReader) start(manager string) Install {
	in := r.install
	in.Manager = manager
	return in
}

// maxInstalls bounds what one repository can say.
const maxInstalls = 500

// add keeps a command that names what it installs.
func (r *installReader) add(in Install) {
	if len(r.found) < maxInstalls {
		r.found = append(r.found, in)
	}
}

// open notes an argument that is known only when the command runs, or that nothing can be: it is dropped.
func open(in *Install, value string) bool {
	if strings.ContainsAny(value, "$`*") || unprintable(value) {
		in.Open = true
		return true
	}
	return false
}

func (r *installReader) file(in *Install, name string) {
	if open(in, name) {
		return
	}
	file, ok := r.resolve(name)
	if !ok || isURL(name) {
		in.Open = true
		return
	}
	if in.File == "" {
		in.File = file
		return
	}
	// One command with several files: each is a fact of its own.
	other := r.start(in.Manager)
	other.File, other.NoDeps = file, in.NoDeps
	r.add(other)
}

// files reads arguments that are files.
func (r *installReader) files(in *Install, words []string) {
	for _, word := range words {
		if !strings.HasPrefix(word, "-") {
			r.file(in, word)
		}
	}
}

// local notes a directory with its extras: ".[web]".
func (r *installReader) local(in *Install, written string, editable bool) {
	plain, bracket := cutExtras(written)
	if strings.HasPrefix(plain, "/") && strings.Contains(plain, "wheel") { // of "pip wheel", which was read where it stands
		return
	}
	if open(in, plain) {
		return
	}
	found, ok := r.resolve(plain)
	if !ok {
		in.Open = true
		return
	}
	l := Local{Located: Located{Value: found, Evidence: in.Evidence}, Editable: editable}
	if bracket != "" {
		l.Extras, _, _ = parseExtras(bracket)
	}
	in.Locals = append(in.Locals, l)
}

// argument reads a word that is no option: a directory, an archive, or a requirement.
func (r *installReader) argument(in *Install, word string, editable bool) {
	plain, _ := cutExtras(word)
	switch {
	case isVCS(word) || isURL(word) || strings.Contains(word, "@ "):
	case editable || strings.HasPrefix(plain, ".") || strings.HasPrefix(plain, "/") || strings.Contains(plain, "/") || isArchive(plain) && !strings.Contains(plain, "="):
		r.local(in, word, editable)
		return
	}
	if !open(in, word) && len(in.Packages) < shell.MaxWords {
		in.Packages = append(in.Packages, word)
	}
}
