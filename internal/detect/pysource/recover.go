package pysource

import "strings"

// recover notes the failure of a statement and goes to where the next one
// begins: after the end of the logical line; or, where a bracket is not closed,
// at the first line at the margin that begins with the keyword of a statement.
func (p *parser) recover() {
	if !p.failed {
		return
	}
	p.note(p.bad.line, p.reason+p.describe(p.bad))
	p.failed, p.recovered, p.tok = false, true, p.bad
	if p.lx.brackets > 0 && p.bad.line > p.lx.stmtLine && !p.tired() {
		p.rewind()
	}
	for !p.is(tNewline) {
		if p.is(tEOF) {
			if p.lx.brackets > 0 {
				p.unclosed()
			}
			return
		}
		if p.lx.brackets > 0 && p.atMargin() {
			p.resume(p.lx.lineStart, p.tok.line)
			return
		}
		p.passOver()
	}
	p.next()
}

// rewind goes back to the start of the logical line. Where a bracket is not
// closed, the `if` or the `for` of the next statement was read as part of an
// expression, and the failure came after it.
func (p *parser) rewind() {
	lx := &p.lx
	p.reread += lx.pos - lx.stmtPos
	lx.pos, lx.line, lx.brackets, lx.field = lx.stmtPos, lx.stmtLine, 0, 0
	lx.lineStart = strings.LastIndexByte(lx.src[:lx.pos], '\n') + 1
	p.tok.kind = tFail
	p.next()
}

// passOver goes on to the next token, with an f-string as one.
func (p *parser) passOver() {
	if p.is(tFString) {
		p.lx.pos, _ = p.lx.stringEnd(p.tok.start + strings.IndexAny(p.word(), "\"'"))
	}
	p.next()
}

// atMargin reports whether the token begins a statement on a line of its own,
// no further in than the block.
func (p *parser) atMargin() bool {
	if !startsStmt[p.tok.kind] || p.tok.line == p.lx.stmtLine {
		return false
	}
	margin := p.tok.start - p.lx.lineStart
	if margin > p.lx.indents[len(p.lx.indents)-1] {
		return false
	}
	return leadingBlanks(p.lx.src[p.lx.lineStart:p.tok.start]) == margin
}

// unclosed goes back from the end of the file to the line after the statement,
// or to the line that it failed on. Done too often, lines end statements.
func (p *parser) unclosed() {
	src := p.lx.src
	end := p.lx.pos
	pos, line := len(src), p.lx.line
	if n := strings.IndexByte(src[p.lx.stmtPos:], '\n'); n >= 0 {
		pos, line = p.lx.stmtPos+n+1, p.lx.stmtLine+1
	}
	if p.bad.kind != tEOF && p.bad.line > p.lx.stmtLine {
		pos = strings.LastIndexByte(src[:p.bad.start], '\n') + 1
		line = p.bad.line
	}
	p.reread += end - pos
	p.lx.byLine = p.tired()
	p.resume(pos, line)
}

// resume reads on from the start of a line, with all brackets closed.
func (p *parser) resume(pos, line int) {
	p.lx.pos, p.lx.lineStart, p.lx.line = pos, pos, line
	p.lx.brackets = 0
	p.lx.margin, p.lx.inside = true, false
	p.tok.kind = tNewline
	p.next()
}

// opaque passes over an expression that is nested too deeply.
func (p *parser) opaque() *Expr {
	e := p.node(Other)
	open, lambdas := 0, 0
	for {
		switch k := p.tok.kind; {
		case k == tLPar, k == tLBracket, k == tLBrace:
			open++
		case k == tRPar, k == tRBracket, k == tRBrace:
			open--
		case k == kLambda && open == 0:
			lambdas++
		case k == tColon && open == 0 && lambdas > 0:
			lambdas--
		case open == 0 && (k == tComma || k == tColon || k == tAssign || k == tAugAssign || k == tSemi || k == tBang):
			return e
		case k == tFString:
			p.strings()
			continue
		case k <= tError:
			return e
		}
		if open < 0 {
			return e
		}
		p.next()
	}
}
