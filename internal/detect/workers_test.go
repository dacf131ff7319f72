package detect

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestWorkers reads testdata/workers/*.txtar as TestApplications reads testdata: each shows which workers, schedulers,
// migrations and things done at the start are found, and how they are started.
func TestWorkers(t *testing.T) {
	archives, err := filepath.Glob("testdata/workers/*.txtar")
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
			got := workerSummary(detectFiles(t, archive.Files))
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

func workerSummary(f *Facts) string {
	var b strings.Builder
	at := func(root string) string {
		if root == "." {
			return ""
		}
		return " in " + root
	}
	for _, a := range f.Applications {
		if a.Kind == "web" {
			continue
		}
		kind := a.Kind
		for _, s := range a.Signs {
			if s.Kind == SignAside {
				kind = "aside: " + kind
			}
		}
		fmt.Fprintf(&b, "%s %s: %s%s from %s:%d\n", kind, a.Target, strings.Join(a.Command, " "), at(a.Root), a.Evidence.File, a.Evidence.Line)
	}
	for _, m := range f.Migrations {
		fmt.Fprintf(&b, "migration %s: %s%s from %s:%d", m.Tool, strings.Join(m.Command, " "), at(m.Root), m.Evidence.File, m.Evidence.Line)
		if m.Sqlite != nil {
			b.WriteString(" into a file")
		}
		b.WriteByte('\n')
	}
	for _, a := range f.AtStart {
		fmt.Fprintf(&b, "at start %s from %s:%d\n", a.What, a.Evidence.File, a.Evidence.Line)
	}
	return b.String()
}
