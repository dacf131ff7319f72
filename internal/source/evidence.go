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

// At makes Evidence of a line of a file of the tree; its text is empty where the file has no such line.
func (t *Tree) At(file string, line int) Evidence {
	text, err := t.Text(file)
	if err != nil || line < 1 {
		return At(file, line, "")
	}
	return At(file, line, nth(text, line))
}

// nth gives line n of the text, counted from 1.
func nth(text string, n int) string {
	for ; n > 1; n-- {
		_, rest, found := strings.Cut(text, "\n")
		if !found {
			return ""
		}
		text = rest
	}
	line, _, _ := strings.Cut(text, "\n")
	return line
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
