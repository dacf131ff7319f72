package detect

import (
	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// Where a statement on Python stands: Python.Source. Which of them counts for more is a decision, and stands in
// package plan.
const (
	PythonPin        = "pin"        // a file that exists to say which Python runs the project: .python-version, runtime.txt
	PythonDeployment = "deployment" // a file that deploys the project: Dockerfile, render.yaml
	PythonProject    = "project"    // what the project says of itself: requires-python, Pipfile, setup.cfg, a lock file
	PythonConda      = "conda"      // an environment of conda
	PythonHint       = "hint"       // what it is tested or published for: CI, classifiers
	PythonMisspelled = "misspelled" // a file that nothing reads, named nearly as one of the pins
)

// readPythons notes the files that pin Python, and those that would if they had the right name.
func (f *Facts) readPythons(tree *source.Tree) error {
	pins, err := packaging.ReadPythonPins(tree)
	if err != nil {
		return err
	}
	f.addPythons(PythonPin, pins)
	for _, m := range packaging.ReadMisspelledPython(tree) {
		f.addPythons(PythonMisspelled, []packaging.Demand{m.Demand})
	}
	return nil
}

// addPythons adds what files of one kind demand.
func (f *Facts) addPythons(source string, demands []packaging.Demand) {
	for _, d := range demands {
		f.Python = append(f.Python, Python{Version: d.Version, Specifier: d.Specifier, Weak: d.Weak, Source: source, Evidence: d.Evidence})
	}
}
