package pysource

func (p *parser) exprStmt(s *Stmt) {
	s.Kind = ExprStmt
	first := p.exprList(true)
	switch p.tok.kind {
	case tAssign:
		s.Kind = Assign
		p.assign(s, first)
	case tAugAssign:
		s.Kind = AugAssign
		s.Name = p.word()
		s.Targets = p.list1(first)
		p.next()
		s.Value = p.exprList(false)
	case tColon:
		s.Kind = Assign
		p.next()
		s.Targets = p.list1(first)
		s.Annotation = p.expr()
		if p.accept(tAssign) {
			s.Value = p.exprList(false)
		}
	default:
		s.Value = first
	}
}

// assign reads the rest of `a = b = value`.
func (p *parser) assign(s *Stmt, first *Expr) {
	mark := len(p.exprs)
	value := first
	for p.accept(tAssign) {
		p.exprs = append(p.exprs, value)
		value = p.exprList(false)
	}
	s.Targets = p.list(mark)
	s.Value = value
}
