package packaging

import (
	"testing"

	"github.com/pykube/pykube/internal/source"
)

// FuzzPythonFiles reads one text as every file that names a version of Python: what is given can be printed, says one
// thing, and has its place.
func FuzzPythonFiles(f *testing.F) {
	for _, seed := range []string{
		"3.12\n", "python-3.12 # x", "python ref:v3.12.1 latest:3.11", "[tools]\npython = [{version = '3.12'}]", "ARG V=3.12\nFROM python:${V:-3}-slim AS a\nFROM a",
		"matrix:\n  python-version: [3.9, '3.10',\n 3.11]\n", "a: |\n  b\n- key: PYTHON_VERSION\n  value: \"3.12\"\n", "[tox]\nenvlist = py{38-311}-{a,b}\n",
		"import nox\n@nox.session(python=['3.9'])\ndef a(): ...\n", "runtime: python312\n", "{\n\"image\": \"python:3.12\"\n}", "\xff\xfe3\x00.\x009\x00", "? - [a: {b: 'c", "pypy3.10",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) > 1<<16 {
			return
		}
		var files []string
		for _, file := range []string{
			"Dockerfile", "render.yaml", "app.yaml", "serverless.yml", ".platform.app.yaml", "netlify.toml", ".github/workflows/a.yml", ".gitlab-ci.yml",
			".travis.yml", "tox.ini", "noxfile.py", ".devcontainer.json", ".python_version",
		} {
			files = append(files, file, text)
		}
		tr := tree(t, files...)
		found := append(ReadDeployedPython(tr, none), ReadTestedPython(tr)...)
		for _, m := range ReadMisspelledPython(tr) {
			found = append(found, m.Demand)
		}
		for _, file := range []string{".python-version", "runtime.txt", ".tool-versions", "mise.toml"} {
			pins, err := ReadPythonPins(tree(t, file, text))
			if err != nil {
				printable(t, err.Error())
			}
			found = append(found, pins...)
		}
		for _, d := range found {
			printable(t, d.Version, d.Specifier, d.Evidence.Text, d.Evidence.File)
			if !d.says() || d.Version != "" && d.Specifier != "" || d.Evidence.File == "" || d.Evidence == (source.Evidence{}) {
				t.Errorf("%+v", d)
			}
		}
	})
}

// FuzzPythonNames reads one name of a version, of an image and of an environment of tox.
func FuzzPythonNames(f *testing.F) {
	for _, seed := range []string{"3.12", "cpython-3.12.4-linux-x86_64-gnu", ">=3.9,<4", "ref:v3.12", "ghcr.io/astral-sh/uv:python3.12-slim", "pypy:3.10@x", "py{38-311,3.12}-{a,b}"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		for _, read := range []func(string) (Demand, bool){pythonDemand, toolVersion, imagePython} {
			if demand, ok := read(text); ok {
				printable(t, demand.Version, demand.Specifier)
			}
		}
		for _, name := range toxNames(text) {
			printable(t, minorRelease(toxPython(name)))
		}
		keyOf(text)
		withArgs(text, map[string]string{"V": "${V}"})
	})
}
