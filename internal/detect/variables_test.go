package detect

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestVariables reads testdata/variables/*.txtar: each is a repository. Its comment says what it shows and, in the lines
// that begin with "want ", which variables are read, and how.
func TestVariables(t *testing.T) {
	archives, err := filepath.Glob("testdata/variables/*.txtar")
	if err != nil || len(archives) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, file := range archives {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txtar"), func(t *testing.T) {
			archive, err := txtar.ParseFile(file)
			if err != nil {
				t.Fatal(err)
			}
			want := ""
			for line := range strings.Lines(string(archive.Comment)) {
				if text, ok := strings.CutPrefix(line, "want "); ok {
					want += text
				}
			}
			got := variableLines(detectFiles(t, archive.Files))
			if *update {
				about, _, _ := strings.Cut(string(archive.Comment), "\n")
				archive.Comment = []byte(about + "\n\n")
				for line := range strings.Lines(got) {
					archive.Comment = append(archive.Comment, "want "+line...)
				}
				if err := os.WriteFile(file, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got != want {
				t.Errorf("got:\n%swant:\n%s", got, want)
			}
		})
	}
}

// variableLines gives a line for each reading.
func variableLines(f *Facts) string {
	var b strings.Builder
	for _, v := range f.Variables {
		name := v.Name
		if v.Prefix {
			name += "*"
		}
		if v.Set {
			name += " set"
		}
		for _, d := range v.Documented {
			name += " documented " + d.String() + " " + d.Text
		}
		if len(v.Reads) == 0 {
			fmt.Fprintln(&b, name)
		}
		for _, r := range v.Reads {
			fmt.Fprintf(&b, "%s %s %s", name, r.By, r.Evidence)
			if r.HasDefault {
				fmt.Fprintf(&b, " default %q", r.Default)
			}
			if r.Random {
				b.WriteString(" random")
			}
			if r.Fails != "" {
				fmt.Fprintf(&b, " fails %s", r.Fails)
			}
			if !r.Reached {
				b.WriteString(" elsewhere")
			}
			if r.Kind != "" {
				fmt.Fprintf(&b, " %s", r.Kind)
			}
			if len(r.As) > 0 {
				fmt.Fprintf(&b, " as %s", strings.Join(r.As, ","))
			}
			if len(r.To) > 0 {
				fmt.Fprintf(&b, " to %s", strings.Join(r.To, ","))
			}
			b.WriteByte('\n')
		}
	}
	return b.String()
}
