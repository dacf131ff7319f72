package plan

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/moby/patternmatcher"
	"github.com/rogpeppe/go-internal/txtar"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// TestContext makes the build context of repositories as Docker does. The first directory of a file's name in the archive
// says what must become of it: stays or goes.
func TestContext(t *testing.T) {
	archives, err := filepath.Glob("testdata/context/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			dir := t.TempDir()
			for _, f := range archive.Files {
				_, name, _ := strings.Cut(f.Name, "/")
				at := filepath.Join(dir, filepath.FromSlash(name))
				if err := os.MkdirAll(filepath.Dir(at), 0o755); err != nil {
					t.Fatal(err)
				}
				if err := os.WriteFile(at, f.Data, 0o644); err != nil {
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
			f, err := detect.Detect(tree, tables, detect.Options{})
			if err != nil {
				t.Fatal(err)
			}
			s, err := build(t, f, config.Options{})
			if err != nil {
				t.Fatal(err)
			}
			var patterns []string
			for _, r := range s.Image.IgnoreRules {
				patterns = append(patterns, r.Patterns...)
			}
			matcher, err := patternmatcher.New(patterns)
			if err != nil {
				t.Fatal(err)
			}
			for _, f := range archive.Files {
				want, name, _ := strings.Cut(f.Name, "/")
				left, err := matcher.MatchesOrParentMatches(name)
				if err != nil {
					t.Fatal(err)
				}
				if left != (want == "goes") {
					t.Errorf("%s: left out: %v", f.Name, left)
				}
			}
			var advice []string
			for _, a := range s.Advice {
				if a.Topic == "context" {
					advice = append(advice, a.Text)
				}
			}
			for line := range strings.Lines(string(archive.Comment)) {
				if text, ok := strings.CutPrefix(strings.TrimSpace(line), "advice "); ok {
					i := slices.IndexFunc(advice, func(a string) bool { return strings.Contains(a, text) })
					if i < 0 {
						t.Errorf("no advice contains %q: %q", text, advice)
						continue
					}
					advice = slices.Delete(advice, i, i+1)
				}
			}
			if len(advice) > 0 {
				t.Errorf("advice that is not wanted: %q", advice)
			}
		})
	}
}

// TestNamesOfContext shows that the name of a file becomes one pattern, which matches that file alone.
func TestNamesOfContext(t *testing.T) {
	f := facts()
	for _, name := range []string{"a\nb.db", "[x]*.db", "!c.db", " d.db", "#e.db", `f\g.db`} {
		f.ContextFiles = append(f.ContextFiles, detect.ContextFile{Path: name, Kind: detect.ContextDatabase, Evidence: at(name, 0)})
	}
	s, err := build(t, f, config.Options{})
	if err != nil {
		t.Fatal(err)
	}
	got := s.Image.IgnoreRules[len(s.Image.IgnoreRules)-1].Patterns
	want := []string{`!\[x\]\*.db`, "!!c.db", "!./ d.db", "!#e.db", `!f\\g.db`}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
