package detect

import (
	"fmt"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestLibcCalls finds what works by glibc, and leaves out what is the same on every C library.
func TestLibcCalls(t *testing.T) {
	for _, c := range []struct {
		name, lib string
		want      []string
	}{
		{"a named locale", "import locale\nlocale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')\n", []string{"locale.setlocale de_DE.UTF-8 lib.py:2"}},
		{"a locale by a constant, and by its keyword", "import locale as l\nNAME = 'fr_FR'\ndef f():\n    l.setlocale(l.LC_TIME, locale=NAME)\n", []string{"locale.setlocale fr_FR lib.py:4"}},
		{"one that is computed", "from locale import LC_ALL, setlocale\ndef f(name):\n    setlocale(LC_ALL, name)\n", []string{"locale.setlocale  lib.py:3"}},
		{"that of the environment, that of C, and a question", "import locale\nlocale.setlocale(locale.LC_ALL, '')\nlocale.setlocale(locale.LC_ALL, 'C.UTF-8')\nlocale.setlocale(locale.LC_ALL)\nlocale.setlocale(locale.LC_ALL, None)\n", nil},
		{"a library by its name", "from ctypes.util import find_library\nfrom ctypes import CDLL\nlib = CDLL(find_library('magic'))\n", []string{"ctypes.util.find_library  lib.py:3"}},
		{"a function of the repository with such a name", "def find_library(name):\n    return name\nfind_library('a')\n", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			facts := detectFiles(t, txtar.Parse([]byte(flaskFile+"-- lib.py --\n"+c.lib)).Files)
			var got []string
			for _, call := range facts.Behaviour.Libc {
				got = append(got, fmt.Sprintf("%s %s %s:%d", call.Function, call.Value, call.Evidence.File, call.Evidence.Line))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("%q, want %q", got, c.want)
			}
		})
	}
}

// TestCompiles finds what says that the project is built with a compiler.
func TestCompiles(t *testing.T) {
	for files, want := range map[string]string{
		"-- pyproject.toml --\n[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"flask\"]\n":                                                                 "",
		"-- pyproject.toml --\n[build-system]\nrequires = [\"maturin\"]\nbuild-backend = \"maturin\"\n[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"flask\"]\n":                                                                           "pyproject.toml:3",
		"-- pyproject.toml --\n[build-system]\nrequires = [\"setuptools\", \"cython\"]\n[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"flask\"]\n":                                                                                         "pyproject.toml:2",
		"-- pyproject.toml --\n[build-system]\nrequires = [\"hatchling\"]\nbuild-backend = \"hatchling.build\"\n[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"flask\"]\n[tool.hatch.build.targets.wheel.hooks.custom]\npath = \"b.py\"\n": "pyproject.toml:8",
		"-- pyproject.toml --\n[build-system]\nrequires = []\nbuild-backend = \"own.hooks\"\nbackend-path = [\"b\"]\n[project]\nname = \"a\"\nversion = \"1\"\ndependencies = [\"flask\"]\n":                                                            "pyproject.toml:3",
		"-- setup.py --\nfrom setuptools import setup, Extension\nsetup(name='a', install_requires=['flask'],\n      ext_modules=[Extension('a', ['a.c'])])\n":                                                                                          "setup.py:3",
		"-- setup.py --\nfrom setuptools import setup\nsetup(name='a', install_requires=['flask'])\n":                                                                                                                                                   "",
	} {
		facts := detectFiles(t, txtar.Parse([]byte(flaskFile+files)).Files)
		got := ""
		for _, m := range facts.Managers {
			if m.Compiles != nil {
				got = fmt.Sprintf("%s:%d", m.Compiles.File, m.Compiles.Line)
			}
		}
		if len(facts.Managers) == 0 || got != want {
			t.Errorf("%s: %q, want %q", files, got, want)
		}
	}
}
