package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"syscall"
)

// Apply writes what is pending, the lock last. It is called once.
//
// Where there is a conflict it writes nothing, and its error is ErrConflict. Every text is first written to a
// temporary file beside its target, so that a full disk, a directory that cannot be written or an edit made since
// Compare is found while nothing has changed; then all are renamed. Where a rename fails, the error says which files
// were written and which were not; the next run adopts those that were. Of temporary files and new directories it
// leaves none behind, unless the process is killed.
func (c *Changes) Apply() error {
	if err := c.refusal(); err != nil {
		return err
	}
	pending := c.Pending()
	s := stage{root: c.root}
	defer s.clear()
	for _, f := range pending {
		if err := s.write(f); err != nil {
			return nothing(f, err)
		}
	}
	for _, f := range pending {
		now, err := look(c.root, f.Path)
		if err == nil && !now.same(f.disk) {
			err = errors.New("changed while pykube was at work")
		}
		if err != nil {
			return nothing(f, err)
		}
	}
	for i, f := range pending {
		if err := c.rename(filepath.FromSlash(temporary(f.Path)), filepath.FromSlash(f.Path)); err != nil {
			return fmt.Errorf("writing %s: %w; written: %s; not written: %s",
				printable(f.Path), plain(err), names(pending[:i]), names(pending[i:]))
		}
		s.renamed()
	}
	return nil
}

// refusal is the error for the conflicts, nil where there are none.
func (c *Changes) refusal() error {
	conflicts := c.Conflicts()
	if len(conflicts) == 0 {
		return nil
	}
	var force strings.Builder
	for _, f := range conflicts {
		force.WriteString(" --force " + word(f.Path))
	}
	return &Error{
		Text: names(conflicts),
		Hint: fmt.Sprintf("to lose what is in there, pykube generate%s; to keep it, add the line %q", force.String(), keepMark),
		Err:  ErrConflict,
	}
}

// nothing is the error for a run that has changed no file.
func nothing(f Change, err error) error {
	var known *Error
	if errors.As(err, &known) {
		return &Error{Text: known.Text + "; nothing was written", Hint: known.Hint, Err: known.Err}
	}
	failed := fmt.Errorf("writing %s: %w; nothing was written", printable(f.Path), plain(err))
	if errors.Is(err, syscall.EROFS) || errors.Is(err, fs.ErrPermission) {
		return &Error{Text: failed.Error(), Hint: "pykube generate --output-dir DIRECTORY, with one that can be written to"}
	}
	return failed
}

// names lists paths for an error.
func names(changes []Change) string {
	if len(changes) == 0 {
		return "none"
	}
	var list []string
	for _, f := range changes {
		list = append(list, printable(f.Path))
	}
	return strings.Join(list, ", ")
}

// stage holds the temporary files and the new directories of one Apply, in the order in which they were made.
type stage struct {
	root  *os.Root
	files []string
	dirs  []string
}

// write puts a text into the temporary file of its target.
func (s *stage) write(f Change) error {
	if err := s.parents(f.Path); err != nil {
		return err
	}
	tmp := temporary(f.Path)
	file, err := s.root.OpenFile(filepath.FromSlash(tmp), os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if errors.Is(err, fs.ErrExist) {
		return &Error{
			Text: fmt.Sprintf("%s: another pykube is at work, or one was interrupted", printable(tmp)),
			Hint: "rm " + word(tmp),
		}
	}
	if err != nil {
		return err
	}
	s.files = append(s.files, tmp)
	_, err = file.Write(f.text)
	if err == nil && f.disk.exists {
		err = file.Chmod(f.disk.mode)
	}
	if closed := file.Close(); err == nil { // a network file system says here that it is full
		err = closed
	}
	return err
}

// parents makes the directories above a file and remembers those that were not there.
func (s *stage) parents(name string) error {
	for i, r := range name {
		if r != '/' {
			continue
		}
		err := s.root.Mkdir(filepath.FromSlash(name[:i]), 0o755)
		if err == nil {
			s.dirs = append(s.dirs, name[:i])
		} else if !errors.Is(err, fs.ErrExist) {
			return err
		}
	}
	return nil
}

// renamed forgets the oldest temporary file, which is one no more.
func (s *stage) renamed() { s.files = s.files[1:] }

// clear removes what was not renamed, and the directories that are empty without it.
func (s *stage) clear() {
	for _, name := range s.files {
		_ = s.root.Remove(filepath.FromSlash(name))
	}
	for i := len(s.dirs) - 1; i >= 0; i-- {
		_ = s.root.Remove(filepath.FromSlash(s.dirs[i])) // fails where a file stands in it, and that is meant
	}
}
