package detect

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
	"github.com/rogpeppe/go-internal/txtar"
)

var update = flag.Bool("update", false, "write the want lines of testdata anew, to be read before they are committed")

// TestApplications shows which applications are found, and what speaks for each.
func TestApplications(t *testing.T) { testArchives(t, "testdata/*.txtar", summary) }

// testArchives reads the archives of a pattern: each is a repository. Its comment says what it shows and, in the lines that
// begin with "want ", what must be found, in this order.
func testArchives(t *testing.T, pattern string, summary func(*Facts) string) {
	t.Helper()
	archives, err := filepath.Glob(pattern)
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
			got := summary(detectFiles(t, archive.Files))
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

func detectFiles(t *testing.T, files []txtar.File) *Facts {
	t.Helper()
	dir := t.TempDir()
	for _, f := range files {
		path := filepath.Join(dir, filepath.FromSlash(f.Name))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, f.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	tables, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	tree, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	defer tree.Close()
	facts, err := Detect(tree, tables, Options{})
	if err != nil {
		t.Fatal(err)
	}
	return facts
}

// summary gives a line for each application, and one for each other fact that the cases are about.
func summary(f *Facts) string {
	var b strings.Builder
	for _, a := range f.Applications {
		fmt.Fprintf(&b, "%s %s", a.Framework, a.Name())
		if a.Root != "." {
			fmt.Fprintf(&b, " in %s", a.Root)
		}
		if len(a.Required) > 0 {
			fmt.Fprintf(&b, " needs %s", strings.Join(a.Required, ","))
		}
		fmt.Fprintf(&b, " from %s", a.Origin)
		for _, s := range a.Signs {
			fmt.Fprintf(&b, " %s", s.Kind)
		}
		for _, r := range a.Routes {
			fmt.Fprintf(&b, " %s", r.Path)
			if r.Guarded {
				b.WriteString("(guarded)")
			}
		}
		if l := a.Listen; l.Evidence != nil || l.Local {
			fmt.Fprintf(&b, " listens %d", l.Port)
			for _, word := range []string{l.PortEnv, l.PortFlag, l.Host, l.HostEnv, l.HostFlag} {
				if word != "" {
					b.WriteString(" " + word)
				}
			}
			if l.Local {
				b.WriteString(" locally")
			}
		}
		if a.RunsOnImport != nil {
			fmt.Fprintf(&b, " runs:%d", a.RunsOnImport.Line)
		}
		b.WriteByte('\n')
	}
	if d := f.Django; d != nil {
		hosts := "computed"
		if d.HostsKnown {
			hosts = strings.Join(d.AllowedHosts, ",")
		}
		fmt.Fprintf(&b, "settings %s hosts %s\n", d.Settings, hosts)
		if d.Gis != nil {
			fmt.Fprintf(&b, "gis %s\n", d.Gis)
		}
	}
	for _, i := range f.TestImports {
		fmt.Fprintf(&b, "imports tests %s\n", i.Path)
	}
	if len(f.Elsewhere) > 0 {
		fmt.Fprintf(&b, "elsewhere %s\n", strings.Join(f.Elsewhere, " "))
	}
	for _, u := range f.Unread {
		fmt.Fprintf(&b, "unread %s: %s\n", u.Evidence, u.Reason)
	}
	return b.String()
}
