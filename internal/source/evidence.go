package source

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
)

// Evidence is the place in the repository that led to a fact.
type Evidence struct {
	File string `json:"file"`           // relative to the root, with slashes
	Line int    `json:"line,omitempty"` // counted from 1; 0 where the whole file is meant
	Text string `json:"text,omitempty"` // the line itself, shortened; control characters are escaped
}

// maxEvidence is the longest text that Evidence keeps, in characters.
const maxEvidence = 120

// At makes Evidence of a line whose text is known.
func At(file string, line int, text string) Evidence {
	text = Printable(strings.TrimSpace(text))
	if runes := []rune(text); len(runes) > maxEvidence {
		text = string(runes[:maxEvidence-1]) + "…"
	}
	return Evidence{File: Printable(file), Line: line, Text: text}
}

// At makes Evidence of a line of a file of the tree; its text is empty where the file has no such line. The lines of
// the file that was asked for last are kept, so that a file with a fact on every line costs no more than it is long.
func (t *Tree) At(file string, line int) Evidence {
	if file != t.atFile || t.atLines == nil {
		text, _ := t.Text(file) // what cannot be read has no lines
		t.atFile, t.atLines = file, strings.Split(text, "\n")
	}
	if line < 1 || line > len(t.atLines) {
		return At(file, line, "")
	}
	return At(file, line, t.atLines[line-1])
}

// String is FILE:LINE, or FILE where there is no line.
func (e Evidence) String() string {
	if e.Line == 0 {
		return e.File
	}
	return fmt.Sprintf("%s:%d", e.File, e.Line)
}

// Printable makes foreign text safe for a terminal, a log and a comment of one line: every character that is not
// printable, line ends and the controls of bidirectional text among them, is written as an escape.
func Printable(s string) string {
	if strings.IndexFunc(s, notPrintable) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		switch {
		case r == '\t':
			b.WriteByte(' ')
		case notPrintable(r) && r < 0x100:
			fmt.Fprintf(&b, `\x%02x`, r)
		case notPrintable(r):
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			b.WriteRune(r)
		}
	}
	return b.String()
}

func notPrintable(r rune) bool { return r == unicode.ReplacementChar || !unicode.IsPrint(r) }

func utf16Decode(units []uint16) []rune { return utf16.Decode(units) }
