package pysource

import "cmp"

// indentation reads the margin of a logical line, and reports whether it gave
// a token. Lines that are blank or hold a comment have no indentation.
func (lx *lexer) indentation(t *token) bool {
	if lx.dedents == 0 && !lx.measure() {
		return false
	}
	t.line, t.endLine, t.start, t.end = lx.line, lx.line, lx.pos, lx.pos
	if lx.dedents > 0 {
		lx.dedents--
		t.kind = tDedent
		return true
	}
	t.kind = tIndent
	return true
}

// measure compares the column of the line with the open blocks. It reports
// whether an INDENT or DEDENTs are due.
func (lx *lexer) measure() bool {
	col, more := lx.column()
	if !more {
		return false
	}
	lx.margin, lx.inside = false, true
	lx.stmtPos, lx.stmtLine = lx.pos, lx.line
	top := len(lx.indents) - 1
	if col == lx.indents[top] {
		return false
	}
	if col > lx.indents[top] {
		lx.indents = append(lx.indents, col)
		return true
	}
	for top > 0 && lx.indents[top] > col {
		top--
		lx.dedents++
	}
	if lx.indents[top] < col {
		// Python refuses this. The line is taken into the block that it is nearest to.
		lx.misfit = lx.line
		top++
		lx.dedents--
		lx.indents[top] = col
	}
	lx.indents = lx.indents[:top+1]
	return lx.dedents > 0
}

// column skips to the first token of the next line that has one. A tab goes to
// the next multiple of eight, as in Python. Where a backslash joins lines, the
// column is that of the first backslash, unless it has nothing before it.
func (lx *lexer) column() (col int, more bool) {
	joined := 0
	for lx.pos < len(lx.src) {
		switch lx.src[lx.pos] {
		case ' ':
			col++
			lx.pos++
		case '\t':
			col = (col/8 + 1) * 8
			lx.pos++
		case '\f':
			col = 0
			lx.pos++
		case '#':
			lx.comment()
		case '\n':
			col, joined = 0, 0
			lx.newline()
		case '\\':
			if lx.at(1) != '\n' {
				return cmp.Or(joined, col), true
			}
			joined = cmp.Or(joined, col)
			lx.pos++
			lx.newline()
		default:
			return cmp.Or(joined, col), true
		}
	}
	return 0, false
}

func leadingBlanks(s string) int {
	n := 0
	for n < len(s) && (s[n] == ' ' || s[n] == '\t' || s[n] == '\f') {
		n++
	}
	return n
}
