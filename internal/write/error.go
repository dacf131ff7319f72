package write

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Error is an error that the user can do something about.
type Error struct {
	Text string // subject first, lower case
	Hint string // what to do: where it can be, one thing to type; empty where there is none
	Err  error  // what lies beneath; its text follows Text
}

func (e *Error) Error() string {
	if e.Err == nil {
		return e.Text
	}
	return e.Text + ": " + e.Err.Error()
}

func (e *Error) Unwrap() error { return e.Err }

// ErrConflict is beneath the error of Apply where a file was edited, or was never pykube's.
var ErrConflict = errors.New("edited, or not written by pykube")

// inTheWay is the error for something on disk that pykube will not write over or through.
func inTheWay(name, what string) error {
	return &Error{
		Text: fmt.Sprintf("%s: %s is in the way", printable(name), what),
		Hint: fmt.Sprintf("mv %s %s", word(name), word(name+".old")),
	}
}

// plain drops the operation and the path of an error: the caller names the path as the user knows it.
func plain(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	var le *os.LinkError
	if errors.As(err, &le) {
		return le.Err
	}
	return err
}

func printable(name string) string { return source.Printable(name) }

// word is a path as it is typed in a shell.
func word(name string) string {
	plain := func(r rune) bool {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("._/@%+=:,-", r)
	}
	if !strings.HasPrefix(name, "-") && strings.TrimFunc(name, plain) == "" && name != "" {
		return name
	}
	if strings.HasPrefix(name, "-") {
		name = "./" + name
	}
	return "'" + strings.ReplaceAll(printable(name), "'", `'\''`) + "'"
}
