// Package packaging reads what a Python repository says about its dependencies: requirements files, pyproject.toml,
// lock files and the files that name a Python version. One file per format.
//
// It decides nothing, runs nothing and reads no network. Everything it gives has the line it came from. Names are
// normalised (PEP 503), versions and specifiers are checked (PEP 440), markers too (PEP 508), so that these values
// hold no line end and no control character. [project] name and version, which nothing is installed by, are given as
// written, whatever they hold. What a format's own tool would refuse is an *Error with file and line.
package packaging

import (
	"fmt"
	"strings"
	"unicode"

	"github.com/pykube/pykube/internal/source"
)

// Error is a place in a file that cannot be understood.
type Error struct {
	File string // relative to the root, with slashes
	Line int    // counted from 1; 0 where the whole file is meant
	Text string // what is wrong: subject first, lower case, values by %q
	Hint string // one thing to do about it; may be empty
}

// Error is FILE:LINE: TEXT.
func (e *Error) Error() string {
	return source.Evidence{File: source.Printable(e.File), Line: e.Line}.String() + ": " + e.Text
}

// Located is a value and the place that gave it. The zero value means that the file does not say.
type Located struct {
	Value    string
	Evidence source.Evidence
}

// maxQuoted is the longest piece of foreign text that an error repeats, in bytes.
const maxQuoted = 120

// quoted is text as %q, shortened and safe to print.
func quoted(text string) string {
	if len(text) > maxQuoted {
		text = strings.ToValidUTF8(text[:maxQuoted], "") + "…"
	}
	return source.Printable(fmt.Sprintf("%q", text))
}

// unprintable reports characters that no name, version, URL or path of an honest file holds: controls, line ends,
// the controls of bidirectional text, the replacement character. A tab is white space and allowed.
func unprintable(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool {
		return r != '\t' && (r == unicode.ReplacementChar || !unicode.IsPrint(r))
	}) >= 0
}
