package config

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/source"
)

func load(t *testing.T, options *Options, env map[string]string, files map[string]string) error {
	t.Helper()
	return Load(options, treeOf(t, files), func(name string) (string, bool) { v, ok := env[name]; return v, ok })
}

// treeOf writes files into a directory, and opens it for as long as the test runs.
func treeOf(t *testing.T, files map[string]string) *source.Tree {
	t.Helper()
	dir := t.TempDir()
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { tree.Close() })
	return tree
}

func TestEveryKeyEverywhere(t *testing.T) {
	for _, k := range Keys {
		variable := "PYKUBE_" + strings.ToUpper(strings.ReplaceAll(k.Name, "-", "_"))
		for _, test := range []struct {
			env, files map[string]string
			want       Origin
		}{
			{map[string]string{variable: "x"}, nil, Origin{Kind: FromEnvironment, Name: variable}},
			{nil, map[string]string{"pykube.toml": "\n" + k.Name + " = \"x\"\n"}, Origin{Kind: FromFile, Name: "pykube.toml:2: " + k.Name}},
			{nil, map[string]string{"pyproject.toml": "[tool.pykube]\n" + k.Name + " = \"x\"\n"}, Origin{Kind: FromPyproject, Name: "pyproject.toml:2: " + k.Name}},
		} {
			var o Options
			if err := load(t, &o, test.env, test.files); err != nil {
				t.Fatal(err)
			}
			got := *k.Value(&o)
			at := got.Origin.Evidence
			if got.Origin.Evidence = nil; got.Value != "x" || got.Origin != test.want || !got.Set() {
				t.Errorf("%s: %+v, want %+v", k.Name, got, test.want)
			}
			if fromFile := test.files != nil; (at != nil) != fromFile || fromFile && (at.Line != 2 || at.Text != k.Name+` = "x"`) {
				t.Errorf("%s: evidence %+v", k.Name, at)
			}
			for _, other := range Keys {
				if other.Name != k.Name && other.Value(&o).Set() {
					t.Errorf("%s sets %s too", k.Name, other.Name)
				}
			}
		}
	}
}

func TestPrecedence(t *testing.T) {
	files := map[string]string{"pykube.toml": "port = 3\n", "pyproject.toml": "[tool.pykube]\nport = 4\n"}
	env := map[string]string{"PYKUBE_PORT": "2"}
	o := Options{Port: Option{Value: "1", Origin: Origin{Kind: FromFlag, Name: "--port"}}}
	for _, want := range []string{"1", "2", "3", "4", ""} {
		if err := load(t, &o, env, files); err != nil || o.Port.Value != want {
			t.Errorf("port %q, want %q (%v)", o.Port.Value, want, err)
		}
		switch want {
		case "2":
			env["PYKUBE_PORT"] = "" // says nothing
		case "3":
			delete(files, "pykube.toml")
		case "4":
			delete(files, "pyproject.toml")
		}
		o = Options{}
	}
}

func TestErrors(t *testing.T) {
	for name, test := range map[string]struct {
		file, text, want string
	}{
		"unknown":              {"pykube.toml", "port = 1\nprot = 2\n", `pykube.toml:2: unknown key "prot"`},
		"unknown in pyproject": {"pyproject.toml", "[tool.pykube]\n\nprot = 2\n", `pyproject.toml:3: unknown key "prot"`},
		"first of two":         {"pykube.toml", "b = 1\na = 2\n", `pykube.toml:2: unknown key "a"`},
		"list":                 {"pykube.toml", "port = [1]\n", "pykube.toml:1: port is neither text nor a number"},
		"boolean":              {"pykube.toml", "port = true\n", "pykube.toml:1: port is neither text nor a number"},
		"table":                {"pykube.toml", "[port]\nx = 1\n", "pykube.toml: port is neither text nor a number"},
		"syntax":               {"pykube.toml", "port = 1\nport\n", "pykube.toml:2: "},
		"hostile":              {"pykube.toml", "\"a\\n\\u001b\" = 1\n", `unknown key "a\n\x1b"`},
	} {
		err := load(t, &Options{}, nil, map[string]string{test.file: test.text})
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %s", name, err, test.want)
		}
		if strings.HasPrefix(test.want, "unknown") && !strings.HasPrefix(e.Hint, "the keys are app, base, ") {
			t.Errorf("%s: hint %q", name, e.Hint)
		}
	}
}

func TestNoTable(t *testing.T) {
	for _, text := range []string{"", "[project]\nname = \"pykube\"\n", "tool = 1 # pykube\n", "[tool]\npykube = 1\n", "not TOML, pykube\n"} {
		var o Options
		if err := load(t, &o, nil, map[string]string{"pyproject.toml": text}); err != nil || o != (Options{}) {
			t.Errorf("%q: %+v, %v", text, o, err)
		}
	}
}

func TestKeysHaveHelp(t *testing.T) {
	var names []string
	for _, k := range Keys {
		if k.Help == "" || strings.ToLower(k.Name) != k.Name || slices.Contains(names, k.Name) {
			t.Errorf("%+v", k)
		}
		names = append(names, k.Name)
	}
}
