package pysource

import "strings"

// matchStmt reads a match statement, or nothing where `match` is a name: that
// it is none shows at the end of the line.
func (p *parser) matchStmt() bool {
	if strings.IndexByte("=.,:);]}/%&|^<>!\n#", p.following()) >= 0 && !strings.HasPrefix(p.rest(), "...") {
		return false
	}
	if p.tired() {
		return false
	}
	from := p.here()
	s := p.stmt(Match)
	p.next()
	if startsExpr[p.tok.kind] {
		s.Value = p.exprList(true)
	}
	if s.Value == nil || !p.accept(tColon) || !p.is(tNewline) {
		p.back(from)
		return false
	}
	p.next()
	if !p.is(tIndent) {
		p.note(p.tok.line, "expected an indented block")
	} else {
		p.next()
		s.Body = p.cases()
	}
	p.finish(s)
	return true
}

// cases reads the block of a match statement.
func (p *parser) cases() []*Stmt {
	mark := len(p.stmts)
	for p.is(tName) && p.word() == "case" {
		p.caseStmt()
	}
	// What is not a case is not Python, and read like any other block.
	rest := p.statements()
	p.stmts = append(p.stmts, rest...)
	return p.block(mark)
}

// caseStmt reads `case pattern if guard:`. The pattern is passed over: it looks
// like an expression, but what looks like a call in it is none.
func (p *parser) caseStmt() {
	s := p.stmt(Case)
	p.next()
	p.pattern()
	if p.accept(kIf) {
		s.Value = p.element(true)
	}
	s.Body = p.suite()
	p.finish(s)
}

func (p *parser) pattern() {
	for open := 0; ; p.next() {
		for p.is(tFString) { // which Python refuses only when it compiles
			p.strings()
		}
		switch p.tok.kind {
		case tLPar, tLBracket, tLBrace:
			open++
		case tRPar, tRBracket, tRBrace:
			open--
		case tColon, kIf:
			if open <= 0 {
				return
			}
		case tFail, tEOF, tNewline, tError:
			p.fail("expected ':'")
			return
		}
	}
}
