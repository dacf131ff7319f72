package detect

import (
	"fmt"
	"strings"
	"testing"
)

// TestWorkers shows which workers, schedulers, migrations and things done at the start are found, and how they are started.
func TestWorkers(t *testing.T) { testArchives(t, "testdata/workers/*.txtar", workerSummary) }

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
