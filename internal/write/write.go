// Package write brings rendered files to disk: it compares them with what stands there, shows the difference and
// applies it. It is the only room that writes files, and it knows no Python.
//
// It decides by three texts of each file: the one that is wanted, the one that pykube wrote last (known by its hash
// in pykube.lock) and the one on disk. All of that is decided by Compare, before the first byte is written; Apply
// does what Compare said, or nothing, or says which part a failing disk let it do. A line that a user wrote is never
// overwritten unless Options.Force names its file. Nothing is deleted, nothing outside the root is touched, nothing
// is written through a symbolic link, inside the root or not, and no other program is run.
package write

import (
	"bytes"
	"errors"
	"fmt"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/render"
)

// Options are what the user says about writing.
type Options struct {
	// Force names files, relative to the root, that are replaced although they were edited or never ours.
	Force []string

	// Partial says that files are only a part of what is generated: a file that the lock holds beside them is
	// not Stale, and its entry stays as it is.
	Partial bool
}

// Compare says what has to happen to each file below root so that it holds the wanted text. It writes nothing.
//
// It fails where a file could not be written whatever its text is: its path leads out of the root, a directory or a
// link is in the way, or the lock cannot be read. An error that the user can do something about is an *Error.
// The root must stay open until Apply has returned.
func Compare(root *os.Root, files []render.File, opt Options) (*Changes, error) {
	if err := checkFiles(files); err != nil {
		return nil, err
	}
	force, err := forced(files, opt.Force)
	if err != nil {
		return nil, err
	}
	onDisk, err := look(root, lockName)
	if err != nil {
		return nil, err
	}
	last := lock{}
	if onDisk.exists {
		if last, err = parseLock(onDisk.text); err != nil {
			return nil, err
		}
	}

	c := &Changes{root: root, rename: root.Rename}
	next := lock{}
	for _, f := range files {
		change, err := compare(root, f, last, force[f.Path])
		if err != nil {
			return nil, err
		}
		c.Files = append(c.Files, change)
		switch change.Kind {
		case Create, Same, Replace:
			next[f.Path] = entryOf(f.Text)
		default: // what is on disk is not what is wanted: the last text stays the one that an edit is measured by
			if e, ok := last[f.Path]; ok {
				next[f.Path] = e
			}
		}
	}
	for _, name := range last.paths() {
		if slices.ContainsFunc(files, func(f render.File) bool { return f.Path == name }) {
			continue
		}
		if opt.Partial {
			next[name] = last[name]
		} else if change, ok := stale(root, name, last[name]); ok {
			next[name] = last[name]
			c.Files = append(c.Files, change)
		}
	}
	slices.SortFunc(c.Files, func(a, b Change) int { return strings.Compare(a.Path, b.Path) })
	c.Lock = compareLock(onDisk, next)
	return c, nil
}

// compare decides about one wanted file.
func compare(root *os.Root, f render.File, last lock, force bool) (Change, error) {
	onDisk, err := look(root, f.Path)
	if err != nil {
		return Change{}, err
	}
	wrote, known := last[f.Path]
	c := Change{Path: f.Path, disk: onDisk, text: f.Text}
	if !onDisk.exists {
		c.Kind, c.Reason = Create, "there is no such file yet"
		return c, nil
	}
	switch line := keepLine(onDisk.text); {
	case line > 0 && force:
		return Change{}, &Error{
			Text: fmt.Sprintf("%s:%d: the line %q forbids --force", printable(f.Path), line, keepMark),
			Hint: fmt.Sprintf("delete line %d of %s", line, word(f.Path)),
		}
	case line > 0:
		c.Kind, c.Reason = Kept, fmt.Sprintf("line %d says %q", line, keepMark)
	case sameText(onDisk.text, f.Text):
		c.Kind, c.Reason = Same, "it holds this text"
	case known && wrote.matches(onDisk.text):
		c.Kind, c.Reason = Replace, "it is as pykube wrote it last"
	case force:
		c.Kind, c.Reason = Replace, "--force names it"
	case known:
		c.Kind, c.Reason = Conflict, "it was edited after pykube wrote it"
	default:
		c.Kind, c.Reason = Conflict, "pykube did not write it"
	}
	return c, nil
}

// stale tells of a file that pykube wrote once and no longer wants. It stays in the lock for as long as it stands on
// disk, so that it is named by every run until someone deletes it; it is no reason for --check to fail, since
// generating would not change it. Forgotten is a file that is gone, whose place was taken by something that pykube
// does not write, or that a user has taken over by keepMark.
func stale(root *os.Root, name string, wrote entry) (Change, bool) {
	onDisk, err := look(root, name)
	c := Change{Path: name, Kind: Stale, disk: onDisk}
	var taken *Error
	switch {
	case errors.As(err, &taken):
		return Change{}, false
	case err != nil:
		c.Reason = "it is no longer generated, and cannot be read"
	case !onDisk.exists || keepLine(onDisk.text) > 0:
		return Change{}, false
	case wrote.matches(onDisk.text):
		c.Reason = "it is no longer generated, and is as pykube wrote it"
	default:
		c.Reason = "it is no longer generated, and was edited after pykube wrote it"
	}
	return c, true
}

// compareLock decides about the lock itself. It is ours alone, so it is replaced whenever its text differs.
func compareLock(onDisk disk, next lock) Change {
	c := Change{Path: lockName, Kind: Replace, Reason: "the files that pykube wrote have changed", disk: onDisk, text: next.text()}
	switch {
	case !onDisk.exists && len(next) == 0:
		c.Kind, c.Reason = Same, "there is nothing to note"
	case !onDisk.exists:
		c.Kind, c.Reason = Create, "there is no such file yet"
	case sameText(onDisk.text, c.text):
		c.Kind, c.Reason = Same, "it holds this text"
	}
	return c
}

// forced is the set of the paths of Options.Force. A name that is not generated is an error, not a wish for later.
func forced(files []render.File, names []string) (map[string]bool, error) {
	set := map[string]bool{}
	for _, name := range names {
		clean := path.Clean(filepath.ToSlash(name))
		if !slices.ContainsFunc(files, func(f render.File) bool { return f.Path == clean }) {
			return nil, &Error{
				Text: fmt.Sprintf("--force %q: pykube generates no such file", name),
				Hint: "pykube generate --dry-run",
			}
		}
		set[clean] = true
	}
	return set, nil
}

// keepMark is the line by which a user takes a file over for good.
const keepMark = "# pykube: keep"

// keepLine is the line, counted from 1, that holds keepMark and nothing else; 0 where there is none.
func keepLine(text []byte) int {
	n := 0
	for line := range bytes.Lines(text) {
		n++
		if string(bytes.TrimSpace(line)) == keepMark {
			return n
		}
	}
	return 0
}
