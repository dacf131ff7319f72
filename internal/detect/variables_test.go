package detect

import (
	"fmt"
	"strings"
	"testing"
)

// TestVariables shows which variables are read, and how.
func TestVariables(t *testing.T) { testArchives(t, "testdata/variables/*.txtar", variableLines) }

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
