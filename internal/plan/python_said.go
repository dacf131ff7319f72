package plan

import (
	"cmp"
	"regexp"
	"slices"
	"strconv"

	"github.com/pykube/pykube/internal/detect"
)

// pythonOrder is the order in which what the repository says of Python counts. docs/python.md states it.
var pythonOrder = []string{detect.PythonPin, detect.PythonDeployment, detect.PythonProject, detect.PythonConda, detect.PythonHint, detect.PythonMisspelled}

// saidOfPython is what the repository says, sorted by kind; each list keeps pythonOrder, then the order of the facts.
type saidOfPython struct {
	pins       []detect.Python // versions that are to be used
	conda      []detect.Python // versions that conda is to install: the ranges of the project are stronger
	ranges     []detect.Python // ranges that the chosen release must fit
	wishes     []detect.Python // ranges of pin and deployment files, which a flag overrides
	hints      []detect.Python // weak evidence
	misspelled []detect.Python
}

func (p *planner) pythonSaid() saidOfPython {
	var said saidOfPython
	for _, f := range slices.SortedStableFunc(slices.Values(p.facts.Python), func(a, b detect.Python) int { return cmp.Compare(pythonRank(a), pythonRank(b)) }) {
		switch kind := pythonOrder[pythonRank(f)]; {
		case kind == detect.PythonMisspelled:
			said.misspelled = append(said.misspelled, f)
		case kind == detect.PythonHint:
			said.hints = append(said.hints, f)
		case f.Version != "" && kind == detect.PythonConda:
			said.conda = append(said.conda, f)
		case f.Version != "":
			said.pins = append(said.pins, f)
		case kind == detect.PythonPin || kind == detect.PythonDeployment:
			said.wishes = append(said.wishes, f)
		case kind == detect.PythonConda && len(p.allowed(append(slices.Clone(said.ranges), f))) == 0:
			// the project's own ranges are stronger, and stand before it
		default:
			said.ranges = append(said.ranges, f)
		}
	}
	return said
}

// pythonRank is the place in pythonOrder.
func pythonRank(f detect.Python) int {
	switch i := slices.Index(pythonOrder, f.Source); {
	case f.Weak:
		return slices.Index(pythonOrder, detect.PythonHint)
	case i < 0:
		return slices.Index(pythonOrder, detect.PythonProject)
	default:
		return i
	}
}

// pythonNumber is a pin that names a release of CPython.
type pythonNumber struct {
	minor string // X.Y
	patch int    // -1 where it is left open
	pre   string // a2, b1, rc1
	free  bool   // the build without the lock
}

var numbered = regexp.MustCompile(`^(\d+\.\d+)(?:\.(\d{1,4}))?((?:a|b|rc)\d+)?(t?)$`)

// parsePython reads a pin; nil where it is the name of something else.
func parsePython(version string) *pythonNumber {
	parts := numbered.FindStringSubmatch(version)
	if parts == nil {
		return nil
	}
	n := &pythonNumber{minor: parts[1], patch: -1, pre: parts[3], free: parts[4] != ""}
	if parts[2] != "" {
		n.patch, _ = strconv.Atoi(parts[2])
	}
	return n
}
