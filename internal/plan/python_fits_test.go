package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// TestPythonThatPinsRunOn chooses among releases by what is known to break there.
func TestPythonThatPinsRunOn(t *testing.T) {
	pin := func(name, version string) detect.Package {
		return detect.Package{Name: name, Version: version, Specifier: "==" + version, Evidence: source.At("requirements.txt", 3, name+"=="+version)}
	}
	spec := func(name, specifier string) detect.Package {
		return detect.Package{Name: name, Specifier: specifier, Evidence: source.At("requirements.txt", 3, name+specifier)}
	}
	elsewhere := pin("kafka-python", "2.0.2")
	elsewhere.Address = "git+https://git.example.com/kafka-python"
	marked := pin("kafka-python", "2.0.2")
	marked.Needed = []string{"3.9", "3.10"}
	for _, c := range []struct {
		name     string
		packages []detect.Package
		python   []detect.Python
		want     string
		reason   string // a part of the decision's, or of the reason against the release after it
		advice   string // a part of one; "" for none
	}{
		{"nothing breaks", []detect.Package{pin("kafka-python", "2.0.3")}, nil, "3.14", "", ""},
		{"a module that went", []detect.Package{pin("kafka-python", "2.0.2")}, nil, "3.11", "kafka-python==2.0.2 fails from Python 3.12 on: ", ""},
		{"its line", []detect.Package{pin("kafka-python", "2.0.2")}, nil, "3.11", ": requirements.txt:3", ""},
		{"the decision", []detect.Package{pin("kafka-python", "2.0.2")}, nil, "3.11", "and on which what is installed runs", ""},
		{"a range whose newest fails", []detect.Package{spec("aioredis", ">=2,<3")}, nil, "3.10", "aioredis>=2,<3 fails from Python 3.11 on: ", ""},
		{"no range, and no release that runs", []detect.Package{spec("aioredis", "")}, nil, "3.10", "aioredis fails from Python 3.11 on: ", ""},
		{"a range that admits what runs", []detect.Package{spec("kafka-python", ">=2.0.2")}, nil, "3.14", "", ""},
		{"a range below what fails", []detect.Package{spec("aioredis", "<2")}, nil, "3.14", "", ""},
		{"the oldest of two", []detect.Package{pin("kafka-python", "2.0.2"), pin("aioredis", "2.0.1")}, nil, "3.10", "aioredis==2.0.1", ""},
		{"a pure wheel in the lock", []detect.Package{{Name: "kafka-python", Version: "2.0.2", Pure: true, Pythons: []string{"3.9", "3.10", "3.11", "3.12", "3.13", "3.14"}, Evidence: at("uv.lock", 9)}}, nil, "3.11", "uv.lock:9", ""},
		{"within the ranges", []detect.Package{pin("kafka-python", "2.0.2")}, []detect.Python{ranged(">=3.8,<3.11")}, "3.10", "", ""},
		{"from somewhere else", []detect.Package{elsewhere}, nil, "3.14", "", ""},
		{"not installed there", []detect.Package{marked}, nil, "3.14", "", ""},
		{"the tested releases", []detect.Package{pin("kafka-python", "2.0.2")}, []detect.Python{hint("3.11"), hint("3.12")}, "3.11", "fails from Python 3.12", ""},
		{
			"a pin",
			[]detect.Package{pin("kafka-python", "2.0.2")},
			[]detect.Python{pinned("3.12")},
			"3.12", "the repository pins it",
			"what is asked for does not run on Python 3.12: kafka-python==2.0.2 fails from Python 3.12 on: ",
		},
		{
			"ranges without a way out",
			[]detect.Package{pin("kafka-python", "2.0.2")},
			[]detect.Python{ranged(">=3.12,<3.14")},
			"3.13", "",
			"what is asked for does not run on Python 3.13: kafka-python==2.0.2 fails from Python 3.12 on: ",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Packages = append(f.Packages, c.packages...)
			f.Python = c.python
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			d := decision(t, s, "python")
			said := d.Reason
			for _, a := range d.Alternatives {
				said += "\n" + a.Choice + " " + a.Reason
			}
			if d.Choice != c.want || !strings.Contains(said, c.reason) {
				t.Errorf("%s: %s", d.Choice, said)
			}
			broken := func(a Advice) bool { return strings.Contains(a.Text, "does not run on") }
			if i := slices.IndexFunc(s.Advice, broken); (i >= 0) != (c.advice != "") || i >= 0 && !strings.Contains(s.Advice[i].Text, c.advice) {
				t.Errorf("advice %v", s.Advice)
			}
		})
	}
}
