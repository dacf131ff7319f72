package config

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pykube/pykube/internal/source"
)

// TestLoadService says whose word counts for a service: the flag's, then the service's own files', then the root's.
func TestLoadService(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"pykube.toml": "port = 1\nbase = \"alpine\"\npython = \"3.12\"\n", "a/b/pykube.toml": "\nport = 2\napp = \"x:y\"\n", "a/b/pyproject.toml": "[tool.pykube]\npython = \"3.13\"\napp = \"z:z\"\n",
		"bad/pykube.toml": "prot = 1\n",
	} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tree, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	all := Options{Server: Option{Value: "uvicorn", Origin: Origin{Kind: FromFlag, Name: "--server"}}}
	if err := Load(&all, tree, func(string) (string, bool) { return "", false }); err != nil {
		t.Fatal(err)
	}
	of, err := LoadService(all, tree.View("a/b"), "a/b")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		got         Option
		value, name string
		file        string
	}{
		{of.Server, "uvicorn", "--server", ""},
		{of.Port, "2", "a/b/pykube.toml:2: port", "pykube.toml"},
		{of.App, "x:y", "a/b/pykube.toml:3: app", "pykube.toml"},
		{of.Python, "3.13", "a/b/pyproject.toml:2: python", "pyproject.toml"},
		{of.Base, "alpine", "pykube.toml:2: base", "../../pykube.toml"},
	} {
		if c.got.Value != c.value || c.got.Origin.Name != c.name || c.file != "" && c.got.Origin.Evidence.File != c.file {
			t.Errorf("%+v, want %+v", c.got, c)
		}
	}
	if of.Name.Set() || all.Port.Value != "1" || all.Base.Origin.Evidence.File != "pykube.toml" {
		t.Errorf("%+v, and the root's %+v", of.Name, all)
	}
	if _, err := LoadService(all, tree.View("bad"), "bad"); err == nil || err.Error() != `bad/pykube.toml:1: unknown key "prot"` {
		t.Errorf("%v", err)
	}
}
