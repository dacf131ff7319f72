package packaging

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// DeclaredPython is a version of Python that a file pins.
type DeclaredPython struct {
	Value    string // X.Y
	Full     string // X.Y.Z where the file says so, else X.Y
	Evidence source.Evidence
}

// pinFiles are the files that pin Python, the strongest first, how a line of them is cut down to a version, and what
// a good line is.
var pinFiles = []struct {
	file string
	cut  func(line string) (version string, ok bool)
	hint string
}{
	// https://github.com/pyenv/pyenv#understanding-python-version-selection, https://docs.astral.sh/uv/concepts/python-versions/
	{".python-version", func(line string) (string, bool) { return line, true }, "3.14"},
	// https://devcenter.heroku.com/articles/python-runtimes
	{"runtime.txt", func(line string) (string, bool) { return line, true }, "python-3.14"},
	// https://asdf-vm.com/manage/configuration.html
	{".tool-versions", cutTool, "python 3.14"},
}

// cutTool gives the first version of "python 3.13.1 3.12.9". Lines of other tools are passed over.
func cutTool(line string) (string, bool) {
	line, _, _ = strings.Cut(line, "#")
	words := strings.Fields(line)
	if len(words) < 2 || words[0] != "python" {
		return "", false
	}
	return words[1], true
}

// ReadPythonVersions reads the files that pin Python's version, at the root of the repository. The first line that
// counts is taken. "system" names no version and is passed over; another implementation, a range or the name of a
// virtual environment is an *Error.
func ReadPythonVersions(t *source.Tree) ([]DeclaredPython, error) {
	var found []DeclaredPython
	for _, f := range pinFiles {
		if !t.Has(f.file) {
			continue
		}
		text, err := t.Text(f.file)
		if err != nil {
			return nil, &Error{File: f.file, Text: strings.TrimPrefix(err.Error(), f.file+": ")}
		}
		number := 0
		for line := range strings.SplitSeq(text, "\n") {
			number++
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			version, ok := f.cut(line)
			if !ok {
				continue
			}
			if version == "system" {
				break
			}
			pin, ok := pythonVersion(version)
			if !ok {
				return nil, &Error{
					File: f.file, Line: number, Text: fmt.Sprintf("%s is not a version of CPython", quoted(line)),
					Hint: "echo " + f.hint + " > " + f.file,
				}
			}
			pin.Evidence = source.At(f.file, number, line)
			found = append(found, pin)
			break
		}
	}
	return found, nil
}

// pythonVersion reads what pyenv, uv and Heroku write: 3.12, 3.12.4, python-3.12, cpython@3.12, 3.12-dev, 3.14.0rc1,
// 3.13t, cpython-3.12.4-linux-x86_64-gnu.
func pythonVersion(text string) (DeclaredPython, bool) {
	for _, name := range []string{"cpython", "python"} {
		if rest, ok := strings.CutPrefix(text, name); ok {
			text = strings.TrimLeft(rest, "-@")
			break
		}
	}
	number := text[:len(text)-len(strings.TrimLeft(text, "0123456789."))]
	parts := strings.Split(number, ".")
	if len(parts) < 2 || len(parts) > 3 || !pythonSuffix(text[len(number):]) {
		return DeclaredPython{}, false
	}
	for _, part := range parts {
		if part == "" || len(part) > 4 || len(part) > 1 && part[0] == '0' {
			return DeclaredPython{}, false
		}
	}
	return DeclaredPython{Value: parts[0] + "." + parts[1], Full: number}, true
}

// pythonSuffix reports whether the text can follow the number: "-dev", a pre-release, "t" or "+freethreaded" for a
// build without the lock, "+debug", or the platform that uv writes.
func pythonSuffix(text string) bool {
	for _, platform := range []string{"-linux", "-macos", "-windows"} {
		if strings.HasPrefix(text, platform+"-") {
			return strings.Trim(text, "abcdefghijklmnopqrstuvwxyz0123456789_-") == ""
		}
	}
	switch text {
	case "", "-dev", "t", "d", "+freethreaded", "+debug", "+gil":
		return true
	}
	for _, stage := range []string{"a", "b", "rc"} {
		if number, ok := strings.CutPrefix(text, stage); ok {
			number = strings.TrimSuffix(number, "t")
			return number != "" && len(number) <= 3 && strings.Trim(number, "0123456789") == ""
		}
	}
	return false
}
