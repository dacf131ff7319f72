package packaging

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// ReadPythonPins reads the files that exist to say which Python runs the project, the strongest first: .python-version,
// .python-versions where there is no .python-version, runtime.txt, .tool-versions, mise.toml and its other names. Each
// gives one Demand at most, the first that counts.
//
// A Demand's Version is X.Y or X.Y.Z, with the mark of a pre-release ("3.14.0rc1") and a "t" for the build without
// the lock ("3.13t") where the file asks for them. A Version that begins with no digit is a name: of another
// implementation ("pypy3.10"), of a virtual environment of pyenv, of a program. The tools take it, so it is no error
// here. What none of them takes is an *Error.
func ReadPythonPins(t *source.Tree) ([]Demand, error) {
	var found []Demand
	for _, read := range []func(*source.Tree) (*Demand, error){readPythonVersionFile, readRuntimeTxt, readToolVersions, readMise} {
		demand, err := read(t)
		if err != nil {
			return nil, err
		}
		if demand != nil {
			found = append(found, *demand)
		}
	}
	return found, nil
}

// says reports whether the demand asks for anything.
func (d Demand) says() bool { return d.Version != "" || d.Specifier != "" }

// maxPython is the longest name of a Python that is taken, in bytes.
const maxPython = 100

// freely are the words that leave the choice to the tool.
var freely = map[string]bool{"system": true, "any": true, "default": true, "latest": true, "python": true, "cpython": true}

var (
	cpython       = regexp.MustCompile(`^(?i:cpython|python|cp)[-@]?`)
	plainNumber   = regexp.MustCompile(`^[23]$`)
	compactNumber = regexp.MustCompile(`^([23])(\d{1,2})$`) // 312: uv, and the tags of wheels
	// The parts: release, pre-release, variants of the build, the platform that uv writes.
	fullNumber = regexp.MustCompile(`^((?:0|[1-9]\d{0,2})\.(?:0|[1-9]\d{0,2})(?:\.(?:0|[1-9]\d{0,2}))?)` +
		`((?:a|b|rc)\d{1,3})?(-dev)?((?:t|d|td|\+freethreaded|\+debug|\+gil)*)(?:-(?:linux|macos|windows)-[a-z0-9_-]+)?$`)
	pythonName = regexp.MustCompile(`^[A-Za-z~/.][A-Za-z0-9~/._@+-]*$`)
)

// pythonDemand reads one version as pyenv, uv, asdf, mise and Heroku write it; false where none of them takes it. The
// Demand has no Evidence yet; it is empty where the text leaves the choice to the tool.
//
// pyenv: https://github.com/pyenv/pyenv#understanding-python-version-selection
// uv: https://docs.astral.sh/uv/concepts/python-versions/#requesting-a-version
func pythonDemand(text string) (Demand, bool) {
	if text == "" || len(text) > maxPython {
		return Demand{}, false
	}
	if freely[strings.ToLower(text)] {
		return Demand{}, true
	}
	prefix := cpython.FindString(text)
	rest := text[len(prefix):]
	if prefix == "" {
		rest = strings.TrimPrefix(text, "v")
	}
	switch {
	case strings.ContainsAny(rest[:min(1, len(rest))], "<>=!~") && !strings.HasPrefix(rest, "~/"):
		specifier, err := pep440.Normal(rest)
		return Demand{Specifier: specifier}, err == nil
	case plainNumber.MatchString(rest):
		return Demand{Specifier: "==" + rest + ".*"}, true
	case compactNumber.MatchString(rest):
		parts := compactNumber.FindStringSubmatch(rest)
		return Demand{Version: parts[1] + "." + parts[2]}, true
	}
	if parts := fullNumber.FindStringSubmatch(rest); parts != nil {
		version := parts[1] + parts[2]
		if strings.Contains(parts[4], "t") {
			version += "t"
		}
		return Demand{Version: version}, true
	}
	digit := strings.ContainsAny(rest[:min(1, len(rest))], "0123456789")
	return Demand{Version: text}, !digit && pythonName.MatchString(text)
}

// minorIn finds what was probably meant in a text that is not a version.
var minorIn = regexp.MustCompile(`\b[23]\.\d{1,2}\b`)

// wrongPython is the error of a version that no tool takes. write has a %s for the version: the thing to type.
func wrongPython(file string, line int, text, write string) *Error {
	wrong := &Error{File: file, Line: line, Text: fmt.Sprintf("%s is not a version of CPython", quoted(text))}
	meant := minorIn.FindString(text)
	switch {
	case strings.Trim(text, `"'`) != text && meant != "":
		wrong.Text = fmt.Sprintf("%s has quotes around it, and tools read them as a part of the name", quoted(text))
	case meant != "" && (strings.HasSuffix(text, ".x") || strings.HasSuffix(text, ".*")):
		wrong.Text = fmt.Sprintf("%s has a wildcard, which no tool reads here; %q alone is its newest patch release", quoted(text), meant)
	case meant != "" && strings.HasPrefix(text, meant) && strings.ContainsAny(text, ", "):
		wrong.Text = fmt.Sprintf("%s is more than one version of CPython", quoted(text))
	}
	if meant == "" {
		meant = "3.14"
	}
	wrong.Hint = fmt.Sprintf(write, meant)
	return wrong
}

// unreadable is the error of a file that cannot be read.
func unreadable(file string, err error) *Error {
	return &Error{File: file, Text: strings.TrimPrefix(err.Error(), source.Printable(file)+": ")}
}
