package pysource

// statements reads the statements of a block, up to the DEDENT that ends it, or
// those of the file.
func (p *parser) statements() []*Stmt {
	mark := len(p.stmts)
	top := p.blocks == 0
	p.blocks++
	for {
		p.noteMisfit()
		switch p.tok.kind {
		case tEOF:
			p.blocks--
			return p.block(mark)
		case tDedent:
			p.next()
			if !top {
				p.blocks--
				return p.block(mark)
			}
		case tNewline, tSemi:
			p.next()
		case tIndent:
			p.stray()
		default:
			p.statement()
		}
	}
}

// block copies the statements gathered since mark.
func (p *parser) block(mark int) []*Stmt {
	var out []*Stmt
	if len(p.stmts) > mark {
		out = append(out, p.stmts[mark:]...)
	}
	p.stmts = p.stmts[:mark]
	return out
}

func (p *parser) noteMisfit() {
	if p.lx.misfit != 0 {
		p.note(p.lx.misfit, "unindent does not match any outer indentation level")
		p.lx.misfit = 0
	}
}

// stray reads a block that belongs to no statement.
func (p *parser) stray() {
	s := p.stmt(Other)
	if !p.recovered {
		p.note(p.tok.line, "unexpected indentation")
	}
	s.Body = p.indented()
	p.finish(s)
}

// indented reads the block that begins with the INDENT that is the token.
func (p *parser) indented() []*Stmt {
	if p.blocks <= maxDepth {
		p.next()
		return p.statements()
	}
	p.note(p.tok.line, "blocks are nested too deeply")
	for open := 0; ; {
		switch p.tok.kind {
		case tIndent:
			open++
		case tDedent:
			open--
		case tEOF:
			if p.lx.brackets == 0 {
				return nil
			}
			p.lx.brackets = 0
		}
		p.passOver()
		if open == 0 {
			return nil
		}
	}
}

// stmt makes a statement that begins at the token.
func (p *parser) stmt(kind StmtKind) *Stmt {
	return &Stmt{Kind: kind, Line: p.tok.line, EndLine: p.tok.line}
}

// finish adds a statement that ends with the last accepted token.
func (p *parser) finish(s *Stmt) {
	s.EndLine = max(p.lastEnd, s.Line)
	p.stmts = append(p.stmts, s)
}

// statement reads one statement, or one line of simple ones.
func (p *parser) statement() {
	p.recovered = false
	switch p.tok.kind {
	case kIf:
		p.ifStmt()
	case kFor:
		p.forStmt(p.stmt(For))
	case kWhile:
		p.whileStmt()
	case kTry:
		p.tryStmt()
	case kWith:
		p.withStmt(p.stmt(With))
	case kDef:
		p.function(p.stmt(FunctionDef))
	case kClass:
		p.class(p.stmt(ClassDef))
	case tAt:
		p.decorated()
	case kAsync:
		p.asyncStmt()
	case tName:
		if p.word() == "match" && p.matchStmt() {
			return
		}
		p.simpleLine()
	default:
		p.simpleLine()
	}
}

// simpleLine reads statements separated by semicolons, to the end of the line.
func (p *parser) simpleLine() {
	for {
		s := p.stmt(Other)
		p.simple(s)
		if !p.failed && !p.is(tSemi) && !p.is(tNewline) && !p.is(tEOF) {
			p.fail("expected the end of the statement")
		}
		if p.failed {
			p.recover()
			return
		}
		p.finish(s)
		if !p.accept(tSemi) || p.is(tNewline) {
			p.accept(tNewline)
			return
		}
	}
}

// suite reads the colon and the block of a statement. A header that could not
// be read is noted here, and its block is read all the same.
func (p *parser) suite() []*Stmt {
	p.expect(tColon, "':'")
	if p.failed {
		p.recover()
		if p.is(tIndent) {
			return p.indented()
		}
		return nil
	}
	if !p.is(tNewline) {
		mark := len(p.stmts)
		p.simpleLine()
		return p.block(mark)
	}
	p.next()
	if !p.is(tIndent) {
		p.note(p.tok.line, "expected an indented block")
		return nil
	}
	return p.indented()
}
