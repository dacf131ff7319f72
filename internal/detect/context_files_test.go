package detect

import (
	"fmt"
	"strings"
	"testing"
)

// TestContextFiles shows which files are kept in mind when a build context is made.
func TestContextFiles(t *testing.T) {
	testArchives(t, "testdata/context_files/*.txtar", func(f *Facts) string {
		var b strings.Builder
		for _, c := range f.ContextFiles {
			fmt.Fprintf(&b, "%s %s", c.Kind, c.Path)
			if c.Evidence.Line > 0 {
				fmt.Fprintf(&b, " by %s", c.Evidence)
			}
			b.WriteByte('\n')
		}
		return b.String()
	})
}
