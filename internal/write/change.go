package write

import (
	"fmt"
	"os"
	"strings"

	"github.com/aymanbagabas/go-udiff"
)

// Kind is what happens to a file.
type Kind string

// The kinds of a Change.
const (
	Create   Kind = "create"   // absent: it is written
	Same     Kind = "same"     // it holds the wanted text, line ends aside: left alone, and taken into the lock
	Replace  Kind = "replace"  // it is as pykube wrote it last, or Options.Force names it: it is written
	Conflict Kind = "conflict" // edited, or never ours: as long as there is one, nothing at all is written
	Kept     Kind = "kept"     // a line "# pykube: keep" leaves it to the user for good
	Stale    Kind = "stale"    // pykube wrote it once and no longer generates it; it is for the user to delete
)

// Change is what happens to one file, and why.
type Change struct {
	Path   string `json:"path"` // relative to the root, with slashes
	Kind   Kind   `json:"kind"`
	Reason string `json:"reason"` // a clause about the file, without its name

	disk disk   // as Compare found it
	text []byte // as Apply leaves it; nil for Stale
}

// Changes are all the changes of one run.
type Changes struct {
	Files []Change // one for each wanted file, and the Stale ones; sorted by path
	Lock  Change   // pykube.lock: Create, Same or Replace

	root   *os.Root
	rename func(from, to string) error // a test makes it fail
}

// Conflicts are the changes that Apply refuses to make, sorted by path.
func (c *Changes) Conflicts() []Change { return c.kind(Conflict) }

// Stale are the files that are no longer generated, sorted by path. Apply leaves them alone.
func (c *Changes) Stale() []Change { return c.kind(Stale) }

func (c *Changes) kind(k Kind) []Change {
	var found []Change
	for _, f := range c.Files {
		if f.Kind == k {
			found = append(found, f)
		}
	}
	return found
}

// Pending are the files that Apply would write, sorted by path and the lock after them. Conflicts are not among
// them: nothing is to be done where there is neither.
func (c *Changes) Pending() []Change {
	var found []Change
	for _, f := range append(c.Files[:len(c.Files):len(c.Files)], c.Lock) {
		if f.Kind == Create || f.Kind == Replace {
			found = append(found, f)
		}
	}
	return found
}

// Diff is the unified diff from what is on disk to what is wanted: of what is pending, the lock too, and of the
// conflicts. It is as foreign as the files are: what goes to a terminal has to be made safe for it.
func (c *Changes) Diff() string {
	var b strings.Builder
	for _, f := range append(c.Files[:len(c.Files):len(c.Files)], c.Lock) {
		b.WriteString(f.Diff())
	}
	return b.String()
}

// Diff is the unified diff of one file, as git writes it: git apply and patch -p1 read it. It is empty where the wanted
// text is on disk, and for a file that is Kept or Stale. Line ends are shown as \n.
func (c Change) Diff() string {
	switch c.Kind {
	case Create, Replace, Conflict:
	default:
		return ""
	}
	head, from := fmt.Sprintf("diff --git a/%[1]s b/%[1]s\n", c.Path), label("a/", c.Path)
	if !c.disk.exists { // said by the first line too, for a new file without text has no other
		head, from = head+"new file mode 100644\n", "/dev/null"
	}
	return head + udiff.Unified(from, label("b/", c.Path), string(unixLines(c.disk.text)), string(unixLines(c.text)))
}

// label ends a path that holds a space with a tab, as git does: else patch takes what follows the space for a date.
func label(prefix, name string) string {
	if strings.Contains(name, " ") {
		name += "\t"
	}
	return prefix + name
}
