package e2e

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/compose-spec/compose-go/v2/loader"
	"github.com/compose-spec/compose-go/v2/types"
)

// TestComposeFiles reads every compose.yaml of the golden cases as Docker Compose does: by its schema, with its variables
// expanded, and with what its parts say of each other.
func TestComposeFiles(t *testing.T) {
	var files []string
	err := filepath.WalkDir("../golden", func(file string, d os.DirEntry, err error) error {
		if err == nil && d.Name() == "compose.yaml" {
			files = append(files, file)
		}
		return err
	})
	if err != nil || len(files) == 0 {
		t.Fatalf("no compose.yaml below ../golden: %v", err)
	}
	for _, file := range files {
		t.Run(filepath.ToSlash(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			must(t, err)
			project, err := loader.LoadWithContext(t.Context(), types.ConfigDetails{
				WorkingDir: t.TempDir(), ConfigFiles: []types.ConfigFile{{Filename: "compose.yaml", Content: text}}, Environment: types.Mapping{},
			}, func(o *loader.Options) { o.Profiles = []string{"*"} })
			must(t, err)
			built := 0
			for _, s := range project.Services {
				if s.Build == nil {
					if s.HealthCheck == nil {
						t.Errorf("%s: nothing says when it can be used", s.Name)
					}
					continue
				}
				built++
				if s.Build.Target != "runtime" || !s.ReadOnly || len(s.CapDrop) != 1 || s.Privileged {
					t.Errorf("%s: target %q, read-only %v, without %v", s.Name, s.Build.Target, s.ReadOnly, s.CapDrop)
				}
			}
			if built == 0 {
				t.Error("nothing is built")
			}
			if _, err := project.WithServicesEnabled(); err != nil {
				t.Error(err)
			}
		})
	}
}
