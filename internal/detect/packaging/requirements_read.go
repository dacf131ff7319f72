package packaging

import (
	"fmt"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pykube/pykube/internal/source"
)

// requirementsReader reads one file after another into list.
type requirementsReader struct {
	tree      *source.Tree
	list      *Requirements
	open      []string        // the files being read, outermost first
	seen      map[string]bool // files, with "-c " before those read as constraints
	variables map[string]bool
	mark      *source.Evidence // the first mark of a tool
	unmarked  bool             // a file that requires something has no mark
}

// logical is a line as pip sees it: continuation lines joined, the comment cut off.
type logical struct {
	file        string
	number      int    // of the first line
	first       string // the first line as written
	text        string
	constraints bool
}

func (l logical) at() source.Evidence {
	first := l.first
	if len(first) > 4*maxQuoted {
		first = strings.ToValidUTF8(first[:4*maxQuoted], "")
	}
	return source.At(l.file, l.number, first)
}

func (l logical) fail(format string, args ...any) error {
	return &Error{File: l.file, Line: l.number, Text: fmt.Sprintf(format, args...)}
}

// hint is fail with one thing to type; "" for none.
func (l logical) hint(hint, format string, args ...any) error {
	return &Error{File: l.file, Line: l.number, Text: fmt.Sprintf(format, args...), Hint: source.Printable(hint)}
}

// seenKey tells a file read for what it requires from the same one read for what it constrains.
func seenKey(file string, constraints bool) string {
	if constraints {
		return "-c " + file
	}
	return file
}

func (r *requirementsReader) read(file string, constraints bool) error {
	key := seenKey(file, constraints)
	r.seen[key] = true
	r.open = append(r.open, key)
	defer func() { r.open = r.open[:len(r.open)-1] }()
	text, err := requirementsText(r.tree, file)
	if err != nil {
		return err
	}
	before := len(r.list.Items)
	signs := signReader{file: file}
	for number := 1; text != ""; {
		l := logical{file: file, number: number, constraints: constraints}
		var physical int
		if l.first, l.text, text, physical, err = cutLogical(text, &signs, number); err != nil {
			return l.fail("%s", err)
		}
		number += physical
		if l.text == "" {
			continue
		}
		if err := r.line(l); err != nil {
			return err
		}
		if len(r.list.Items)+len(r.list.Constrained)+len(r.list.Locals)+len(r.list.Options) > maxItems {
			return l.fail("more than %d requirements and options", maxItems)
		}
	}
	if constraints {
		return nil
	}
	r.list.LeftOut = append(r.list.LeftOut, signs.leftOut...)
	own := slices.ContainsFunc(r.list.Items[before:], func(q Requirement) bool { return q.Evidence.File == source.Printable(file) })
	if mark := signs.mark(); mark != nil && own && r.mark == nil {
		r.mark = mark
	} else if mark == nil && own {
		r.unmarked = true
	}
	return nil
}

// cutLogical takes one logical line, as pip does: a line that ends with a backslash goes on, a comment does not.
func cutLogical(text string, signs *signReader, number int) (first, joined, rest string, physical int, err error) {
	var b strings.Builder
	for {
		line, rest, more := strings.Cut(text, "\n")
		physical++
		signs.note(number+physical-1, line)
		if physical == 1 {
			first = line
		}
		if b.Len()+len(line) > maxLine {
			return first, "", "", physical, fmt.Errorf("line: longer than %d bytes", maxLine)
		}
		text = rest
		comment := strings.HasPrefix(strings.TrimLeft(line, " \t"), "#")
		if comment {
			line = " " + line
		}
		if !comment && strings.HasSuffix(line, `\`) && more {
			b.WriteString(strings.Trim(line, `\`))
			continue
		}
		b.WriteString(strings.TrimRight(line, `\`))
		return first, strings.TrimSpace(uncommented(b.String())), rest, physical, nil
	}
}

// uncommented cuts a comment off: "#" at the start or after white space.
func uncommented(line string) string {
	for start := 0; ; {
		i := strings.IndexByte(line[start:], '#')
		if i < 0 {
			return line
		}
		i += start
		if before, _ := utf8.DecodeLastRuneInString(line[:i]); i == 0 || unicode.IsSpace(before) {
			return line[:i]
		}
		start = i + 1
	}
}
