package packaging

import (
	"strings"
	"testing"
)

// said is what a demand says, in one word.
func saidBy(d Demand) string { return d.Version + d.Specifier }

func TestPythonVersionFile(t *testing.T) {
	for text, want := range map[string]string{
		"3.12\n": "3.12", "3.12.4": "3.12.4", "# ours\n\n  3.12.4  \n3.11\n": "3.12.4", "3.12 # ours": "3.12", "3.12.1 3.11.8": "3.12.1",
		"python-3.12": "3.12", "python3.12": "3.12", "cpython-3.12.4": "3.12.4", "cpython@3.12": "3.12", "CPython@3.12": "3.12", "v3.12": "3.12",
		"312": "3.12", "cp312": "3.12", "39": "3.9", "3": "==3.*", "3.12-dev": "3.12", "3.14.0rc1": "3.14.0rc1", "3.16.0a2": "3.16.0a2",
		"3.13t": "3.13t", "3.13+freethreaded": "3.13t", "3.13+gil": "3.13", "3.12.0d": "3.12.0",
		"cpython-3.12.4-linux-x86_64-gnu": "3.12.4", "cpython-3.13.0+freethreaded-macos-aarch64-none": "3.13.0t",
		">=3.12": ">=3.12", ">=3.12,<3.14": ">=3.12,<3.14", ">= 3.12": ">=3.12", "cpython>=3.12": ">=3.12", "~=3.11": "~=3.11", "==3.12.*": "==3.12.*",
		"\ufeff3.12\r\n": "3.12", "system": "", "system\n3.13\n": "3.13", "any": "", "": "", "# none\n": "",
		"pypy3.10-7.3.15": "pypy3.10-7.3.15", "my-virtualenv": "my-virtualenv", "myproject-3.11.4": "myproject-3.11.4", "venv": "venv",
		"/usr/bin/python3": "/usr/bin/python3", "miniconda3-latest": "miniconda3-latest", "~/py": "~/py",
	} {
		pins, err := ReadPythonPins(tree(t, ".python-version", text))
		got := ""
		if len(pins) == 1 {
			got = saidBy(pins[0])
			if at := pins[0].Evidence; at.File != ".python-version" || at.Line < 1 || at.Text == "" || pins[0].Weak {
				t.Errorf("%q: %+v", text, pins[0])
			}
		}
		if err != nil || got != want || len(pins) > 1 {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	}
}

func TestPythonVersionFileRefuses(t *testing.T) {
	for bad, want := range map[string][2]string{
		"3.12.x":                    {`"3.12.x" has a wildcard, which no tool reads here; "3.12" alone is its newest patch release`, "echo 3.12 > .python-version"},
		`"3.12"`:                    {`"\"3.12\"" has quotes around it, and tools read them as a part of the name`, "echo 3.12 > .python-version"},
		"Python 3.11":               {`"Python 3.11" is not a version of CPython`, "echo 3.11 > .python-version"},
		"3.12,3.11":                 {`"3.12,3.11" is more than one version of CPython`, "echo 3.12 > .python-version"},
		"3.12.4.5":                  {`"3.12.4.5" is not a version of CPython`, "echo 3.12 > .python-version"},
		"3..1":                      {`"3..1" is not a version of CPython`, "echo 3.14 > .python-version"},
		"3.012":                     {`"3.012" is not a version of CPython`, ""},
		"3.12; rm":                  {``, ""},
		"3.99999":                   {``, ""},
		">=three":                   {``, ""},
		"four":                      {"", "-"},
		"a b":                       {"", ""},
		"3.12\x00":                  {"", ""},
		"three\u202e":               {"", ""},
		"cpython-3.12-windows-`id`": {"", ""},
		strings.Repeat("3", 1<<20):  {"", ""},
	} {
		_, err := ReadPythonPins(tree(t, ".python-version", "\n"+bad+"\n"))
		if want[1] == "-" { // a name
			if err != nil {
				t.Errorf("%q: %v", bad, err)
			}
			continue
		}
		wantError(t, err, ".python-version:2: "+want[0])
		if e, ok := err.(*Error); ok && want[1] != "" && e.Hint != want[1] {
			t.Errorf("%q: hint %q, want %q", bad, e.Hint, want[1])
		}
	}
}

func TestPythonPins(t *testing.T) {
	for _, c := range []struct {
		name, file, text, want string
	}{
		{"heroku", "runtime.txt", "python-3.12.4\n", "3.12.4"},
		{"repo2docker", "runtime.txt", "python-3.10", "3.10"},
		{"without the word", "runtime.txt", "3.9", "3.9"},
		{"R", "runtime.txt", "r-4.1-2022-01-01", ""},
		{"uv's list", ".python-versions", "3.13\n3.12\n", "3.13"},
		{"asdf", ".tool-versions", "nodejs 20.1.0\npython 3.12.1 3.11.8 # both\n", "3.12.1"},
		{"asdf with tabs", ".tool-versions", "python\t3.12.1", "3.12.1"},
		{"asdf's system", ".tool-versions", "python system 3.11.8", "3.11.8"},
		{"asdf's latest", ".tool-versions", "python latest", ""},
		{"asdf's latest of one", ".tool-versions", "python latest:3.12", "3.12"},
		{"asdf, a tag", ".tool-versions", "python ref:v3.12.1", "3.12.1"},
		{"asdf, a commit", ".tool-versions", "python ref:abcdef1", "ref:abcdef1"},
		{"asdf, a path", ".tool-versions", "python path:/opt/py", "path:/opt/py"},
		{"asdf without Python", ".tool-versions", "nodejs 20.1.0", ""},
		{"asdf, nothing", ".tool-versions", "python", ""},
		{"mise", "mise.toml", "[tools]\npython = \"3.12\"\n", "3.12"},
		{"mise, hidden", ".mise.toml", "[tools]\npython = \"3.12\"\n", "3.12"},
		{"mise in .config", ".config/mise/config.toml", "[tools]\npython = '3.12'\n", "3.12"},
		{"mise, a list", "mise.toml", "[tools]\npython = [\"3.12\", \"3.11\"]\n", "3.12"},
		{"mise, a table", "mise.toml", "[tools]\npython = {version = \"3.11\", virtualenv = \".venv\"}\n", "3.11"},
		{"mise, a table of its own", "mise.toml", "[tools.python]\nversion = \"3.11\"\n", "3.11"},
		{"mise, a list of tables", "mise.toml", "[[tools.python]]\nversion = \"3.11\"\n", "3.11"},
		{"mise, latest", "mise.toml", "[tools]\npython = \"latest\"\n", ""},
		{"mise, prefix", "mise.toml", "[tools]\npython = \"prefix:3.12\"\n", "3.12"},
		{"mise, major", "mise.toml", "[tools]\npython = \"3\"\n", "==3.*"},
		{"mise without Python", "mise.toml", "[tools]\nnode = \"20\"\n", ""},
		{"mise, empty list", "mise.toml", "[tools]\npython = []\n", ""},
	} {
		pins, err := ReadPythonPins(tree(t, c.file, c.text))
		got := ""
		if len(pins) == 1 {
			got = saidBy(pins[0])
		}
		if err != nil || got != c.want {
			t.Errorf("%s: %q, %v, want %q", c.name, got, err, c.want)
		}
	}
	pins, err := ReadPythonPins(tree(t, ".python-version", "3.12", ".python-versions", "3.9", "runtime.txt", "python-3.11.4\n",
		".tool-versions", "nodejs 20\npython 3.10.2 3.9 # x\n", "mise.toml", "[tools]\npython = \"3.8\"\n"))
	if err != nil || len(pins) != 4 || saidBy(pins[0])+" "+saidBy(pins[1])+" "+saidBy(pins[2])+" "+saidBy(pins[3]) != "3.12 3.11.4 3.10.2 3.8" ||
		pins[2].Evidence.String() != ".tool-versions:2" || pins[3].Evidence.String() != "mise.toml:2" {
		t.Errorf("%+v, %v", pins, err)
	}
	for file, text := range map[string]string{
		"runtime.txt": "python-3.x", ".tool-versions": "python 3.x", "mise.toml": "[tools]\npython = '3.x'",
	} {
		_, err := ReadPythonPins(tree(t, file, text))
		wantError(t, err, file+":")
	}
	_, err = ReadPythonPins(tree(t, "mise.toml", "[tools\n"))
	wantError(t, err, "mise.toml:1: not TOML")
}

func TestMisspelledPython(t *testing.T) {
	found := ReadMisspelledPython(tree(t, ".python_version", "3.12\n", "python-version.txt", "# x\n3.11", ".Python-version", "3.10", "runtime.text", "python-3.9",
		"runtimes.txt", "how it runs", "python_version.py", "3.12", ".pyton-version", "ours", "lib/.python_version", "3.8"))
	var got []string
	for _, m := range found {
		got = append(got, m.File+" "+m.Meant+" "+saidBy(m.Demand))
	}
	want := ".Python-version .python-version 3.10|.python_version .python-version 3.12|python-version.txt .python-version 3.11|runtime.text runtime.txt 3.9"
	if strings.Join(got, "|") != want {
		t.Errorf("%q", got)
	}
	if found := ReadMisspelledPython(tree(t, ".python-version", "3.12", "runtime.txt", "python-3.12")); found != nil {
		t.Errorf("%+v", found)
	}
}
