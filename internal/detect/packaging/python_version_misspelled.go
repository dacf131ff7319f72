package packaging

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// misspelled are names of files, in lower case and without white space around them, that people gave to what should
// be .python-version or runtime.txt. Most are those that Heroku saw:
// https://github.com/heroku/heroku-buildpack-python/blob/main/lib/python_version.sh
var misspelled = map[string][]string{
	".python-version": {
		". python-version", ",python-version", ".python-version", ".python-version.", ".python-version.py", ".python-version.rtf",
		".python-version.txt", ".python.version", ".python_version", ".python_version.txt", ".pythonversion", "'.python-version'",
		"python-version", "python-version.", "python-version.txt", "python.version", "python_version", "python_version.txt",
		"pythonversion", ".python-verion", ".python-verison", ".python-vesion", ".pyhton-version", ".pyton-version", ".pthon-version",
		".pyenv-version", ".py-version", "_python-version",
	},
	"runtime.txt": {
		"runtime.txt", ".runtime.txt", "run-time.txt", "run_time.txt", "runtime", "runtime.text", "runtime.tx", "runtime.tex",
		"runtime.txt.", "runtime.txt.txt", "runtimes.txt", "rutime.txt", "runtme.txt", "runtine.txt",
	},
}

// Misspelled is a file that nothing reads, and the name that it should probably have.
type Misspelled struct {
	File  string // as it is in the repository
	Meant string // .python-version or runtime.txt
	Line  string // the first line that counts; "" where there is none
	Demand
}

// ReadMisspelledPython lists the files at the root whose names are near to .python-version and runtime.txt, and that
// say a version: one without it can be anything.
func ReadMisspelledPython(t *source.Tree) []Misspelled {
	var found []Misspelled
	for _, file := range t.Dir(".") {
		name := strings.ToLower(strings.TrimSpace(file))
		for _, meant := range []string{".python-version", "runtime.txt"} {
			if file == meant || unprintable(file) || !slices.Contains(misspelled[meant], name) {
				continue
			}
			demand, err := readPythonLines(t, file, "%s")
			if err == nil && demand != nil && strings.ContainsAny(demand.Version+demand.Specifier, "23") {
				found = append(found, Misspelled{File: file, Meant: meant, Line: demand.Evidence.Text, Demand: *demand})
			}
		}
	}
	return found
}
