package packaging

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// DeclaredPython is a version of Python that a file pins.
type DeclaredPython struct {
	Full     string // X.Y or X.Y.Z
	Evidence source.Evidence
}

// pinFiles are the files that pin Python, the strongest first, and how a line of them says it.
var pinFiles = []struct {
	file string
	line *regexp.Regexp
	hint string
}{
	// https://github.com/pyenv/pyenv#understanding-python-version-selection, https://docs.astral.sh/uv/concepts/python-versions/
	{".python-version", regexp.MustCompile(`^(?:python|cpython)?[-@]?(\d+\.\d+(?:\.\d+)?)(?:-dev|[a-z+][a-z0-9+-]*|-(?:linux|macos|windows)-.*)?$`), "3.13"},
	// https://devcenter.heroku.com/articles/python-runtimes
	{"runtime.txt", regexp.MustCompile(`^python-(\d+\.\d+(?:\.\d+)?)$`), "python-3.13"},
}

// ReadPythonVersions reads the files that pin Python's version.
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
		n := 0
		for line := range strings.SplitSeq(text, "\n") {
			n++
			line = strings.TrimSpace(line)
			if line == "" || strings.HasPrefix(line, "#") {
				continue
			}
			m := f.line.FindStringSubmatch(line)
			if m == nil {
				return nil, &Error{
					File: f.file, Line: n, Text: fmt.Sprintf("%q is not a version of Python", line),
					Hint: "echo " + f.hint + " > " + f.file,
				}
			}
			found = append(found, DeclaredPython{Full: m[1], Evidence: source.At(f.file, n, line)})
			break
		}
	}
	return found, nil
}
