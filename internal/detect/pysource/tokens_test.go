package pysource

import (
	"fmt"
	"unicode/utf8"
)

// tokenLines gives the tokens that Parse reads in the words of
// testdata/tokens.py, as that version of Python has them: with those of the
// fields of f-strings since 3.12, each f-string as one before, and three dots
// as three in Python 2.
func tokenLines(src []byte, version int) []string {
	text := decode(src)
	w := tokenWriter{src: text, starts: []int{0}, fields: version >= 312, dots: version < 300}
	for i := range len(text) {
		if text[i] == '\n' {
			w.starts = append(w.starts, i+1)
		}
	}
	for _, t := range tokensOf(text) {
		w.write(t)
	}
	return w.out
}

// tokensOf gives the tokens that the parser saw, each once.
func tokensOf(text string) []token {
	var seen []token
	p := &parser{lx: newLexer(text)}
	p.seen = func(t token) {
		// The parser has gone back: what it reads again comes again.
		for n := len(seen) - 1; n >= 0 && seen[n].end > t.start; n-- {
			seen = seen[:n]
		}
		seen = append(seen, t)
	}
	p.next()
	p.statements()
	return seen
}

type tokenWriter struct {
	src    string
	starts []int // of the lines
	out    []string
	fields bool
	dots   bool
	open   []token // f-strings
}

func (w *tokenWriter) write(t token) {
	start := w.starts[t.line-1]
	text := w.src[t.start:t.end]
	var name string
	switch t.kind {
	case tEOF:
		return
	case tNewline:
		name, text = "NEWLINE", ""
	case tIndent:
		name, text = "INDENT", w.src[start:t.start]
		t.start = start
	case tDedent:
		name = "DEDENT"
		if t.start == len(w.src) {
			w.out = append(w.out, name)
			return
		}
	case tNumber:
		name = "NUMBER"
	case tString:
		name = "STRING"
	case tFString:
		name = "FSTRING_START"
		w.open = append(w.open, t)
		if !w.fields {
			return
		}
	case tFStringEnd:
		name = "FSTRING_END"
		opening := w.open[len(w.open)-1]
		w.open = w.open[:len(w.open)-1]
		if !w.fields {
			name, text = "STRING", w.src[opening.start:t.end]
			t = opening
			start = w.starts[t.line-1]
		}
	case tEllipsis:
		name = "OP"
		if w.dots {
			for i := range 3 {
				w.write(token{kind: tDot, start: t.start + i, end: t.start + i + 1, line: t.line, endLine: t.line})
			}
			return
		}
	default:
		name = "OP"
		if classes[text[0]]&nameStart != 0 {
			name = "NAME"
		}
	}
	if !w.fields && len(w.open) > 0 {
		return
	}
	w.out = append(w.out, fmt.Sprintf("%d:%d %s %s", t.line, utf8.RuneCountInString(w.src[start:t.start]), name, text))
}
