package packaging

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// ReadTestedPython reads what the project is tested with: workflows of GitHub, .gitlab-ci.yml, .circleci/config.yml,
// .travis.yml, tox.ini, noxfile.py, and the image of a devcontainer. Every Demand is weak and has a Version X.Y; each file says a
// version once. Ranges, other implementations and releases that are "-dev" there say nothing of what works.
func ReadTestedPython(t *source.Tree) []Demand {
	var found []Demand
	for _, file := range t.Files() {
		switch {
		case path.Dir(file) == ".github/workflows" && (strings.HasSuffix(file, ".yml") || strings.HasSuffix(file, ".yaml")):
			found = append(found, tested(t, file, outline(t, file), inWorkflow)...)
		case file == ".gitlab-ci.yml" || file == ".circleci/config.yml":
			found = append(found, tested(t, file, outline(t, file), inImage)...)
		case file == ".travis.yml":
			found = append(found, tested(t, file, outline(t, file), inTravis)...)
		case file == ".devcontainer/devcontainer.json" || file == ".devcontainer.json":
			found = append(found, tested(t, file, jsonStrings(t, file), inImage)...)
		case file == "tox.ini":
			found = append(found, readTox(t, file)...)
		case file == "noxfile.py":
			found = append(found, readNox(t, file)...)
		}
	}
	return found
}

// TestedPython lists the releases that the classifiers of [project] and [tool.poetry] name. Weak.
// Source: https://pypi.org/classifiers/
func (p *PyProject) TestedPython() []Demand {
	var found []outlined
	for _, keys := range [][]string{{"project", "classifiers"}, {"tool", "poetry", "classifiers"}} {
		n := p.document.root.find(keys...)
		if n == nil || n.kind != listKind {
			continue
		}
		for _, item := range n.list {
			if version, ok := strings.CutPrefix(item.text, "Programming Language :: Python :: "); ok {
				found = append(found, outlined{value: version, line: item.line})
			}
		}
	}
	return weak(found, p.document.at)
}

// Weak demands of the versions that a file names, each once.
func weak(found []outlined, at func(line int) source.Evidence) []Demand {
	var demands []Demand
	for _, o := range found {
		version := minorRelease(o.value)
		if version != "" && !slices.ContainsFunc(demands, func(d Demand) bool { return d.Version == version }) {
			demands = append(demands, Demand{Version: version, Weak: true, Evidence: at(o.line)})
		}
	}
	return demands
}

func tested(t *source.Tree, file string, all []outlined, version func(outlined) string) []Demand {
	var found []outlined
	for _, o := range all {
		if o.value = version(o); o.value != "" && !slices.Contains(o.keys, "exclude") {
			found = append(found, o)
		}
	}
	return weak(found, func(line int) source.Evidence { return t.At(file, line) })
}

var release = regexp.MustCompile(`^([23]\.\d{1,2})(?:\.\d{1,2}|\.x|\.\*)?$`)

// minorRelease is X.Y of "3.12", "3.12.4" and "3.12.x"; "" of all else.
func minorRelease(text string) string {
	if parts := release.FindStringSubmatch(text); parts != nil {
		return parts[1]
	}
	return ""
}

// matrixKeys are names that people give to Python in the matrix of a workflow.
var matrixKeys = []string{"py", "py-ver", "py-version", "pyver", "pyversion", "python", "python-ver", "python-versions", "pythons", "pythonversion"}

// inWorkflow gives what setup-python and its like are told, and what a matrix names so.
// Source: https://github.com/actions/setup-python/blob/main/docs/advanced-usage.md
func inWorkflow(o outlined) string {
	key := strings.ReplaceAll(strings.ToLower(o.key()), "_", "-")
	if key == "python-version" || slices.Contains(o.keys, "matrix") && slices.Contains(matrixKeys, key) {
		return o.value
	}
	return ""
}

func inTravis(o outlined) string {
	if o.key() == "python" {
		return o.value
	}
	return ""
}

// inImage gives the release of an image of Python.
func inImage(o outlined) string {
	if !o.is("image") && !o.is("image", "name") {
		return ""
	}
	demand, _ := imagePython(o.value)
	return demand.Version
}

var member = regexp.MustCompile(`^\s*"([A-Za-z]+)"\s*:\s*"([^"\\]*)"`)

// jsonStrings lists the strings of a JSON file with comments that stand on lines of their own.
func jsonStrings(t *source.Tree, file string) []outlined {
	text, err := t.Text(file)
	if err != nil || len(text) > maxOutline {
		return nil
	}
	var found []outlined
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		if parts := member.FindStringSubmatch(line); parts != nil && len(line) <= maxOutlineLine {
			found = append(found, outlined{keys: []string{parts[1]}, value: parts[2], line: number})
		}
	}
	return found
}
