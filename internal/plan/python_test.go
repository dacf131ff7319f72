package plan

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// pythonFact is FILE:LINE and a version or a range, as a detector of that kind gives it.
func pythonFact(kind, file string, said string) detect.Python {
	f := detect.Python{Source: kind, Weak: kind == detect.PythonHint, Evidence: source.At(file, 2, "python = "+said)}
	if strings.ContainsAny(said[:1], "<>=~!") {
		f.Specifier = said
	} else {
		f.Version = said
	}
	return f
}

func pinned(said string) detect.Python { return pythonFact(detect.PythonPin, ".python-version", said) }

func ranged(said string) detect.Python {
	return pythonFact(detect.PythonProject, "pyproject.toml", said)
}

func hint(said string) detect.Python {
	return pythonFact(detect.PythonHint, ".github/workflows/ci.yml", said)
}

func conda(said string) detect.Python { return pythonFact(detect.PythonConda, "environment.yml", said) }

func docker(said string) detect.Python {
	return pythonFact(detect.PythonDeployment, "Dockerfile", said)
}

// TestPythonOrder holds the order of docs/python.md.
func TestPythonOrder(t *testing.T) {
	for _, c := range []struct {
		name   string
		facts  []detect.Python
		want   string
		reason string // a part of it
		not    string // alternatives, in order
		advice string // a part of one; "" for none
	}{
		{"a pin", []detect.Python{pinned("3.11")}, "3.11", "the repository pins it", "", ""},
		{"a pin and a deployment that agree", []detect.Python{pinned("3.12.1"), docker("3.12.4")}, "3.12", "pins 3.12.1; the image follows", "", ""},
		{"a pin is stronger than a deployment", []detect.Python{docker("3.11"), pinned("3.12")}, "3.12", "pins it", "3.11", "Dockerfile:2 names 3.11: the first counts"},
		{"two pins", []detect.Python{pinned("3.12"), pythonFact(detect.PythonPin, "runtime.txt", "3.11")}, "3.12", "pins it", "3.11", "runtime.txt:2 names 3.11"},
		{"a deployment", []detect.Python{ranged(">=3.9"), docker("3.11")}, "3.11", "deployed with it", "", ""},
		{"a deployment is stronger than a Pipfile", []detect.Python{pythonFact("", "Pipfile", "3.12"), docker("3.11")}, "3.11", "deployed", "3.12", "Pipfile:2 names 3.12"},
		{"a Pipfile", []detect.Python{pythonFact("", "Pipfile", "3.12")}, "3.12", "pins it", "", ""},
		{"conda within the range", []detect.Python{conda("3.11"), ranged(">=3.9")}, "3.11", "environment of conda", "", ""},
		{"conda outside the range", []detect.Python{conda("3.11"), ranged(">=3.12")}, "3.14", "newest release", "3.15", "environment.yml:2 names Python 3.11, which is passed over"},
		{"conda's range", []detect.Python{conda(">=3.9,<3.12")}, "3.11", "newest release", "", ""},
		{"conda's range against the project's", []detect.Python{conda("<3.11"), ranged(">=3.12")}, "3.14", "newest release", "3.15", ""},
		{"a range in a pin file", []detect.Python{pinned(">=3.11,<3.13"), ranged(">=3.9")}, "3.12", `within ">=3.11,<3.13" and ">=3.9"`, "", ""},
		{"alternatives", []detect.Python{ranged(">=3.8,<3.9 || >=3.11,<3.13")}, "3.12", "newest", "", ""},
		{"weak evidence alone", []detect.Python{hint("3.11"), hint("3.12")}, "3.12", "newest release that the repository is tested or published for", "3.14", ""},
		{"weak evidence past its end", []detect.Python{hint("3.8"), hint("3.9")}, "3.9", "tested", "3.14", "last security fixes on 2025-10-31; 3.11 gets them until 2027-10-31, 3.14 until 2030-10-31"},
		{"weak evidence of a young release", []detect.Python{hint("3.13"), hint("3.15")}, "3.13", "out for a year", "3.15 3.14", ""},
		{"weak evidence from before all images", []detect.Python{hint("2.7"), hint("3.5"), hint("3.6")}, "3.7", "the newest that is tested or published for is 3.6", "3.14", "last security fixes"},
		{"weak evidence of Python 2", []detect.Python{hint("2.7")}, "3.14", "nothing in the repository says which", "3.15", ""},
		{"weak evidence and a range", []detect.Python{hint("3.11"), ranged(">=3.9")}, "3.14", `within ">=3.9"`, "3.15 3.11", ""},
		{"weak evidence and a pin", []detect.Python{hint("3.11"), pinned("3.13")}, "3.13", "pins it", "", ""},
		{"weak evidence without a source", []detect.Python{{Version: "3.11", Weak: true}}, "3.11", "tested", "3.14", ""},
		{"the name of an environment, and a pin", []detect.Python{pinned("shop-env"), pythonFact(detect.PythonPin, "runtime.txt", "3.11")}, "3.11", "pins it", "", `"shop-env" is not a release of Python: it looks like the name of a virtual environment, which exists on one machine alone; runtime.txt:2 counts instead`},
		{"a pre-release of what is out", []detect.Python{pinned("3.14.0rc1")}, "3.14", "pins 3.14.0rc1, a pre-release; 3.14 itself is out", "", ""},
		{"the build without the lock", []detect.Python{pinned("3.13t")}, "3.13", "pins 3.13t", "", "the build without the global lock"},
		{"a patch release after the tables", []detect.Python{pinned("3.12.17")}, "3.12", "pins 3.12.17", "", "Python 3.12.17 is not known: the newest patch release of 3.12 is 3.12.16, on 2026-11-21"},
		{"a misspelled file", []detect.Python{pythonFact(detect.PythonMisspelled, ".python_version", "3.11")}, "3.14", "nothing in the repository", "3.15", `".python_version" names Python 3.11 and is read by nothing: did you mean ".python-version"?`},
		{"a misspelled runtime.txt", []detect.Python{pythonFact(detect.PythonMisspelled, "runtimes.txt", "3.11")}, "3.14", "nothing", "3.15", `did you mean "runtime.txt"?`},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Python = c.facts
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			d := decision(t, s, "python")
			var not []string
			for _, a := range d.Alternatives {
				not = append(not, a.Choice)
			}
			if d.Choice != c.want || !strings.Contains(d.Reason, c.reason) || strings.Join(not, " ") != c.not {
				t.Errorf("%s: %s; not %v", d.Choice, d.Reason, d.Alternatives)
			}
			var advice []string
			for _, a := range s.Advice {
				if a.Topic == "python" && !strings.Contains(a.Text, "may not install") {
					advice = append(advice, a.Text)
				}
			}
			if c.advice == "" && len(advice) > 0 || c.advice != "" && !slices.ContainsFunc(advice, func(a string) bool { return strings.Contains(a, c.advice) }) {
				t.Errorf("advice %q", advice)
			}
		})
	}
}

// TestPythonMessages holds the texts for what cannot be followed, with their hints.
func TestPythonMessages(t *testing.T) {
	for _, c := range []struct {
		facts      []detect.Python
		text, hint string
	}{
		{
			[]detect.Python{pinned("3.11"), ranged(">=3.9"), pythonFact("", "setup.cfg", ">=3.12")},
			`.python-version:2: Python 3.11 is pinned, but the project asks for ">=3.12" (setup.cfg:2)`, "echo 3.14 > .python-version",
		},
		{
			[]detect.Python{docker("3.8"), ranged(">=3.9,<3.13")},
			`Dockerfile:2: Python 3.8 is pinned, but the project asks for ">=3.9,<3.13" (pyproject.toml:2)`, "--python 3.12",
		},
		{[]detect.Python{pinned("3.99")}, ".python-version:2: there is no Python 3.99: the newest release on 2026-11-21 is 3.15", "echo 3.14 > .python-version"},
		{[]detect.Python{pinned("4.0")}, ".python-version:2: there is no Python 4.0: the newest release on 2026-11-21 is 3.15", "echo 3.14 > .python-version"},
		{[]detect.Python{pinned("2.8")}, ".python-version:2: there is no Python 2.8: 2.7 was the last release of Python 2", "echo 3.14 > .python-version"},
		{
			[]detect.Python{pythonFact(detect.PythonPin, "runtime.txt", "2.7.18")},
			"runtime.txt:2: there is no image for Python 2.7, which got its last fixes on 2020-01-01; the program must be ported to Python 3 first", "echo python-3.14 > runtime.txt",
		},
		{[]detect.Python{pinned("3.6.15")}, ".python-version:2: there is no image for Python 3.6, which got its last fixes on 2021-12-23; the oldest release that gets them is 3.11", "echo 3.11 > .python-version"},
		{
			[]detect.Python{pythonFact(detect.PythonDeployment, "render.yaml", "3.1")},
			"render.yaml:2: there is no image for Python 3.1, which got its last fixes on 2012-04-09; 3.10 becomes 3.1 where a file has it as a number, without quotes", "--python 3.10",
		},
		{[]detect.Python{pinned("3.12.99")}, ".python-version:2: there is no Python 3.12.99: the newest patch release of 3.12 is 3.12.16, on 2026-11-21", "echo 3.12 > .python-version"},
		{[]detect.Python{pinned("3.16.0a2")}, ".python-version:2: Python 3.16.0a2 is a pre-release of 3.16, which is not out; the newest release on 2026-11-21 is 3.15", "echo 3.15 > .python-version"},
		{[]detect.Python{pinned("pypy3.10-7.3.15")}, `.python-version:2: "pypy3.10-7.3.15" is PyPy, and pykube writes images of CPython alone`, "--python 3.10"},
		{[]detect.Python{pinned("graalpy-24")}, `.python-version:2: "graalpy-24" is GraalPy, and pykube writes images of CPython alone`, "--python 3.14"},
		{[]detect.Python{pinned("miniconda3-latest")}, `.python-version:2: "miniconda3-latest" is a distribution of conda, and does not say which release of Python it brings`, "--python 3.14"},
		{[]detect.Python{pinned("shop-3.11.4"), ranged(">=3.9")}, `.python-version:2: "shop-3.11.4" is not a release of Python: it looks like the name of a virtual environment, which exists on one machine alone`, "--python 3.11"},
		{[]detect.Python{pinned("shop-3.11.4"), ranged(">=3.12")}, `.python-version:2: "shop-3.11.4" is not a release of Python`, "--python 3.14"},
		{[]detect.Python{pinned("/usr/bin/python3")}, `.python-version:2: "/usr/bin/python3" is a path on one machine`, "--python 3.14"},
		{[]detect.Python{pinned("ref:main")}, `.python-version:2: "ref:main" is a revision of CPython's source`, "--python 3.14"},
		{[]detect.Python{ranged("<3.7")}, `pyproject.toml:2: no release of Python fits "<3.7": it ends with 3.6, which got its last fixes on 2021-12-23`, `python = "^3.11" in pyproject.toml`},
		{[]detect.Python{ranged(">=2.7,<3")}, `pyproject.toml:2: no release of Python fits ">=2.7,<3": it ends with 2.7, which got its last fixes on 2020-01-01`, ""},
		{[]detect.Python{ranged(">=4")}, `pyproject.toml:2: no release of Python fits ">=4": the newest on 2026-11-21 is 3.15`, ""},
		{[]detect.Python{ranged(">=3.16")}, `pyproject.toml:2: no release of Python fits ">=3.16": the newest on 2026-11-21 is 3.15`, ""},
		{[]detect.Python{ranged(">=3.12,<3.11")}, `pyproject.toml:2: no release of Python fits ">=3.12,<3.11": its parts exclude each other`, ""},
		{[]detect.Python{ranged(">=3.12"), pythonFact("", "setup.cfg", "<3.11")}, `pyproject.toml:2: no release of Python fits ">=3.12" (pyproject.toml:2) and "<3.11" (setup.cfg:2): they exclude each other`, ""},
		{[]detect.Python{ranged("<=3.12.3,>=3.12.1")}, `pyproject.toml:2: no release of Python fits "<=3.12.3,>=3.12.1" with its newest fixes: it admits some patch releases of 3.12 alone, and the image moves on with them`, ""},
		{
			[]detect.Python{pinned("3.7"), {Specifier: ">=3.8,<4.0", Evidence: source.At("pyproject.toml", 9, `python = "^3.8"`)}},
			`.python-version:2: Python 3.7 is pinned, but the project asks for ">=3.8,<4.0", which is Poetry's "^3.8" (pyproject.toml:9)`, "",
		},
	} {
		f := facts()
		f.Python = c.facts
		_, err := build(t, f, config.Options{})
		var q *Question
		if !errors.As(err, &q) || q.Flag != "--python" {
			t.Errorf("%v: no question: %v", c.facts, err)
			continue
		}
		if !strings.HasPrefix(q.Error(), c.text) || c.hint != "" && q.Hint != c.hint {
			t.Errorf("\n got %s\n     %s\nwant %s\n     %s", q.Error(), q.Hint, c.text, c.hint)
		}
		if q.Hint == "" {
			t.Errorf("%s: no hint", q.Error())
		}
	}
}

// TestPythonFlagSettles holds that the flag is stronger than pins of every kind, and not than the project's ranges.
func TestPythonFlagSettles(t *testing.T) {
	for _, said := range []string{"3.11", "3.99", "2.7", "pypy3.10", "venv", "3.12.99", "<3.9"} {
		f, o := facts(), config.Options{}
		f.Python = []detect.Python{pinned(said), docker("3.10"), ranged(">=3.9")}
		o.Python = flag("python", "3.13")
		if s, err := build(t, f, o); err != nil || s.Python.Version != "3.13" {
			t.Errorf("%s: %s, %v", said, s.Python.Version, err)
		}
		o.Python = flag("python", "3.8")
		if _, err := build(t, f, o); err == nil || err.Error() != `--python: Python 3.8 does not fit ">=3.9" (pyproject.toml:2)` {
			t.Errorf("%s: %v", said, err)
		}
	}
}

// TestOnePatch keeps the image at a patch release that the project insists on.
func TestOnePatch(t *testing.T) {
	f := facts()
	f.Python = []detect.Python{{Specifier: "==3.11.7", Source: detect.PythonProject, Evidence: at("pyproject.toml", 3)}}
	for _, o := range []config.Options{{}, {Python: flag("python", "3.11.7")}, {Python: flag("python", "3.11")}} {
		o.Base = flag("base", "slim")
		s, err := build(t, f, o)
		if err != nil {
			t.Fatal(err)
		}
		if s.Python.Version != "3.11" || s.Base.Builder != "python:3.11.7-slim" || s.Base.Runtime != "python:3.11.7-slim" {
			t.Errorf("Python %s on %s and %s", s.Python.Version, s.Base.Builder, s.Base.Runtime)
		}
	}
	f.Python = append(f.Python, detect.Python{Specifier: ">=3.12", Source: detect.PythonProject, Evidence: at("uv.lock", 2)})
	if _, err := build(t, f, config.Options{}); err == nil {
		t.Error("a range that refuses the patch release is passed over")
	}
}
