package pysource

// simple reads a statement that has no block into s.
func (p *parser) simple(s *Stmt) {
	switch p.tok.kind {
	case kImport:
		p.importStmt(s)
	case kFrom:
		p.fromStmt(s)
	case kReturn:
		s.Kind = Return
		p.next()
		s.Value = p.optional()
	case kRaise:
		p.raise(s)
	case kDel:
		s.Kind = Delete
		p.next()
		s.Targets = p.several()
	case kGlobal, kNonlocal:
		p.scope(s)
	case kAssert:
		s.Kind = Assert
		p.next()
		s.Value = p.expr()
		if p.accept(tComma) {
			s.Args = p.list1(p.expr())
		}
	case kPass:
		s.Kind = Pass
		p.next()
	case kBreak:
		s.Kind = Break
		p.next()
	case kContinue:
		s.Kind = Continue
		p.next()
	case tName:
		p.nameStmt(s)
	default:
		p.exprStmt(s)
	}
}

func (p *parser) optional() *Expr {
	if !startsExpr[p.tok.kind] {
		return nil
	}
	return p.exprList(false)
}

// several reads expressions separated by commas.
func (p *parser) several() []*Expr {
	mark := len(p.exprs)
	for {
		p.exprs = append(p.exprs, p.element(false))
		if !p.accept(tComma) || !startsExpr[p.tok.kind] {
			return p.list(mark)
		}
	}
}

// raise reads `raise X from Y`, and `raise X, value, traceback` of Python 2.
func (p *parser) raise(s *Stmt) {
	s.Kind = Raise
	p.next()
	if !startsExpr[p.tok.kind] {
		return
	}
	s.Value = p.expr()
	switch {
	case p.is(tComma):
		p.old()
		p.next()
		s.Args = p.several()
	case p.accept(kFrom):
		s.Args = p.list1(p.expr())
	}
}

func (p *parser) scope(s *Stmt) {
	s.Kind = Global
	if p.is(kNonlocal) {
		s.Kind = Nonlocal
	}
	p.next()
	for {
		line := p.tok.line
		s.Names = append(s.Names, Alias{Name: p.name("a name"), Line: line})
		if !p.accept(tComma) {
			return
		}
	}
}
