package main

import (
	"errors"
	"fmt"
	"io"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/plan"
	"github.com/pykube/pykube/internal/source"
	"github.com/pykube/pykube/internal/write"
)

// Exit codes.
const (
	exitDone   = 0
	exitFailed = 1
	exitUsage  = 2 // usage, a file that cannot be understood, or an answer is missing and nobody can be asked
	exitFound  = 3 // it ran well and found something: a difference, a conflict
)

// usage is a mistake in how pykube was called.
type usage struct{ text, hint string }

func (e *usage) Error() string { return e.text }

// found is a result that is not a failure: the words are said already.
var errFound = errors.New("found something")

// complain says what went wrong, in the one form that all errors have, and gives the exit code. Texts of the
// repository can be in an error: they are made printable.
//
//	pykube: error: uv.lock:12: …
//	pykube: hint: one thing to type
func complain(stderr io.Writer, err error) int {
	if err == nil {
		return exitDone
	}
	if errors.Is(err, errFound) {
		return exitFound
	}
	say := func(kind, text string) {
		if text != "" {
			fmt.Fprintf(stderr, "pykube: %s: %s\n", kind, source.Printable(text))
		}
	}
	say("error", err.Error())
	var (
		question *plan.Question
		invalid  *plan.Invalid
		setting  *config.Error
		called   *usage
		file     *packaging.Error
		disk     *write.Error
	)
	switch {
	case errors.As(err, &question):
		for _, c := range question.Candidates {
			say("found", fmt.Sprintf("%s: %s (%s)", c.Value, c.Why, c.Evidence))
		}
		for _, l := range question.Looked {
			say("looked at", l)
		}
		say("hint", question.Hint)
		return exitUsage
	case errors.As(err, &invalid):
		say("hint", invalid.Hint)
		return exitUsage
	case errors.As(err, &setting):
		say("hint", setting.Hint)
		return exitUsage
	case errors.As(err, &called):
		say("hint", called.hint)
		return exitUsage
	case errors.As(err, &file):
		if file.Hint == "" && file.Line > 0 {
			file.Hint = fmt.Sprintf("correct line %d of %s", file.Line, file.File)
		}
		say("hint", file.Hint)
		return exitUsage
	case errors.As(err, &disk):
		say("hint", disk.Hint)
	}
	if errors.Is(err, write.ErrConflict) {
		return exitFound
	}
	return exitFailed
}
