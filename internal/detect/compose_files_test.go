package detect

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// TestComposeFiles holds that files count by their names, whatever is in them and whatever is left out of the evidence,
// and that those of pykube do not.
func TestComposeFiles(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{
		"compose.yaml":                "# Written by pykube: the same image, for development.\nservices: {}\n",
		"docker-compose.prod.yml":     "services: {}\n",
		"deploy/docker-compose.yml":   "[",
		"docker-compose.override.yml": "",
	} {
		file := filepath.Join(dir, name)
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
	tables, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	facts, err := Detect(tree, tables, Options{IgnoreDeploymentFiles: true})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, file := range facts.ComposeFiles {
		got = append(got, file.Name+" "+file.Evidence.File)
	}
	if len(got) != 2 || got[0] != "deploy deploy/docker-compose.yml" || got[1] != ". docker-compose.override.yml" {
		t.Errorf("found %q", got)
	}
}
