package packaging

import (
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// readPythonVersionFile reads .python-version, else .python-versions; nil where they say nothing.
//
// pyenv takes the first word of each line, the first line first; uv takes the first line. What stands behind the word
// is passed over by pyenv. Both pass over lines that begin with #.
func readPythonVersionFile(t *source.Tree) (*Demand, error) {
	for _, file := range []string{".python-version", ".python-versions"} { // in uv's order
		if t.Has(file) {
			return readPythonLines(t, file, "echo %s > "+file)
		}
	}
	return nil, nil
}

// readRuntimeTxt reads runtime.txt of Heroku, repo2docker and their like: python-3.12, python-3.12.4. A line for R
// (repo2docker) says nothing of Python.
//
// Heroku: https://devcenter.heroku.com/articles/python-runtimes
// repo2docker: https://repo2docker.readthedocs.io/en/latest/configuration/#runtime-txt-specifying-runtimes
func readRuntimeTxt(t *source.Tree) (*Demand, error) {
	const file = "runtime.txt"
	if !t.Has(file) {
		return nil, nil
	}
	return readPythonLines(t, file, "echo python-%s > "+file)
}

// readPythonLines gives the first line that says a version.
func readPythonLines(t *source.Tree, file, write string) (*Demand, error) {
	text, err := t.Text(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		line = strings.TrimSpace(line)
		if line == "" || line[0] == '#' || file == "runtime.txt" && strings.HasPrefix(line, "r-") {
			continue
		}
		demand, ok := pythonDemand(pythonWord(line))
		if !ok {
			return nil, wrongPython(file, number, line, write)
		}
		if demand.says() {
			demand.Evidence = source.At(file, number, line)
			return &demand, nil
		}
	}
	return nil, nil
}

// pythonWord is the part of a line that counts: the first word where it is a number or a comment follows, else the
// line. So "3.12 3.11" is 3.12 and ">= 3.12" is a range, while "Python 3.12" is nothing that a tool reads.
func pythonWord(line string) string {
	line = strings.TrimSpace(line[:len(line)-len(comment(line))])
	first, rest, more := strings.Cut(strings.ReplaceAll(line, "\t", " "), " ")
	if more && rest != "" && len(first) <= maxPython && fullNumber.MatchString(first) {
		return first
	}
	return line
}

// comment is the part of a line behind white space and #.
func comment(line string) string {
	for i := 1; i < len(line); i++ {
		if line[i] == '#' && (line[i-1] == ' ' || line[i-1] == '\t') {
			return line[i:]
		}
	}
	return ""
}
