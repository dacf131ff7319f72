package main

import (
	"encoding/json"
	"io/fs"
	"os"
	"os/exec"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// rooms is the map of the house: which room may import which, beside the standard library. A stage imports the output
// of the stage before it and the shared vocabulary; there is no way back.
var rooms = map[string][]string{
	"cmd/pykube": {
		"internal/config", "internal/detect", "internal/detect/packaging", "internal/knowledge", "internal/plan",
		"internal/render", "internal/report", "internal/source", "internal/write", "templates",
	},
	"templates":                  {},
	"internal/source":            {},
	"internal/pep440":            {},
	"internal/knowledge":         {"internal/pep440"},
	"internal/config":            {"internal/knowledge", "internal/source"},
	"internal/detect/pysource":   {},
	"internal/detect/shell":      {},
	"internal/detect/dockerfile": {"internal/detect/shell", "internal/source"},
	"internal/detect/packaging":  {"internal/detect/dockerfile", "internal/detect/pysource", "internal/detect/shell", "internal/pep440", "internal/source"},
	"internal/detect":            {"internal/detect/dockerfile", "internal/detect/packaging", "internal/detect/pysource", "internal/detect/shell", "internal/knowledge", "internal/pep440", "internal/source"},
	"internal/plan":              {"internal/config", "internal/detect", "internal/knowledge", "internal/pep440", "internal/source"},
	"internal/render":            {"internal/plan", "internal/source"},
	"internal/write":             {"internal/render", "internal/source"},
	"internal/report":            {"internal/detect", "internal/plan", "internal/render", "internal/source", "internal/write"},
}

// only says which rooms may import a library.
var only = map[string][]string{
	"github.com/spf13/cobra":       {"cmd/pykube"},
	"github.com/Masterminds/sprig": {"internal/render"},
	"os/exec":                      {},
}

func TestImports(t *testing.T) {
	out, err := exec.Command("go", "list", "-json=ImportPath,Imports", "github.com/pykube/pykube/...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	d := json.NewDecoder(strings.NewReader(string(out)))
	seen := 0
	for d.More() {
		var p struct {
			ImportPath string
			Imports    []string
		}
		if err := d.Decode(&p); err != nil {
			t.Fatal(err)
		}
		room := strings.TrimPrefix(p.ImportPath, "github.com/pykube/pykube/")
		if len(p.Imports) == 0 { // tests alone
			continue
		}
		seen++
		allowed, ok := rooms[room]
		if !ok {
			t.Errorf("%s is no room of the house", room)
		}
		for _, imp := range p.Imports {
			if own, ok := strings.CutPrefix(imp, "github.com/pykube/pykube/"); ok && !slices.Contains(allowed, own) {
				t.Errorf("%s imports %s", room, own)
			}
			for library, by := range only {
				if (imp == library || strings.HasPrefix(imp, library+"/")) && !slices.Contains(by, room) {
					t.Errorf("%s imports %s, which only %v may", room, imp, by)
				}
			}
		}
	}
	if seen != len(rooms) {
		t.Errorf("%d rooms were seen, the map has %d", seen, len(rooms))
	}
}

// TestFileNames holds that the module can be fetched: the go command refuses a module with a file whose name has
// another character (https://go.dev/ref/mod#zip-path-size-constraints), and Windows cannot check it out.
func TestFileNames(t *testing.T) {
	allowed := regexp.MustCompile(`^[A-Za-z0-9 !#$%&()+,\-.=@\[\]^_{}~/]+$`)
	err := fs.WalkDir(os.DirFS("../.."), ".", func(name string, d fs.DirEntry, err error) error {
		if err == nil && d.IsDir() && (d.Name() == ".git" || d.Name() == ".state") {
			return fs.SkipDir
		}
		if !allowed.MatchString(name) || strings.HasSuffix(name, " ") || strings.HasSuffix(name, ".") && name != "." {
			t.Errorf("%q cannot be part of a module", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}
