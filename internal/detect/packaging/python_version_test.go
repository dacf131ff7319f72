package packaging

import (
	"strings"
	"testing"
)

func TestReadPythonVersions(t *testing.T) {
	for text, want := range map[string]string{
		"3.12\n": "3.12", "3.12.4": "3.12.4", "# ours\n\n  3.12.4  \n3.11\n": "3.12.4", "python-3.12": "3.12", "cpython-3.12.4": "3.12.4",
		"cpython@3.12": "3.12", "3.12-dev": "3.12", "3.14.0rc1": "3.14.0", "3.13t": "3.13", "3.13+freethreaded": "3.13", "python3.12": "3.12",
		"cpython-3.12.4-linux-x86_64-gnu": "3.12.4", "\ufeff3.12\r\n": "3.12", "system": "", "": "", "# none\n": "",
	} {
		pins, err := ReadPythonVersions(tree(t, ".python-version", text))
		got := ""
		if len(pins) == 1 {
			got = pins[0].Full
			if v := strings.Join(strings.Split(got, ".")[:2], "."); pins[0].Value != v {
				t.Errorf("%q: value %q, want %q", text, pins[0].Value, v)
			}
		}
		if err != nil || got != want {
			t.Errorf("%q: %q, %v, want %q", text, got, err, want)
		}
	}
	for _, bad := range []string{
		"3", "pypy3.10-7.3.15", "my-virtualenv", "3.12.x", "3.12.4.5", ">=3.12", "3.012", "3..1", "3.12; rm", "3.99999", "miniconda3-latest",
		"cpython-3.12-windows-`id`", "3.12\x00", strings.Repeat("3", 1<<20),
	} {
		_, err := ReadPythonVersions(tree(t, ".python-version", "\n"+bad+"\n"))
		wantError(t, err, ".python-version:2: ")
	}
	pins, err := ReadPythonVersions(tree(t, ".python-version", "3.12", "runtime.txt", "python-3.11.4\n",
		".tool-versions", "nodejs 20\npython 3.10.2 3.9 # x\n"))
	if err != nil || len(pins) != 3 || pins[1].Full != "3.11.4" || pins[2].Full != "3.10.2" || pins[2].Evidence.String() != ".tool-versions:2" {
		t.Errorf("%+v, %v", pins, err)
	}
}
