package pysource

// element reads what may stand between two commas: an expression, one with a
// star, or with `:=` where that does not mean something else.
func (p *parser) element(walrus bool) *Expr {
	if p.is(tStar) {
		e := p.node(Starred)
		p.next()
		e.X = p.expr()
		return e
	}
	e := p.expr()
	if !walrus || !p.is(tColonAssign) {
		return e
	}
	w := p.node(Walrus)
	w.Line, w.Name = e.Line, e.Name
	p.next()
	w.X = p.expr()
	return w
}

// exprList reads elements; with a comma they are a Tuple.
func (p *parser) exprList(walrus bool) *Expr {
	line := p.tok.line
	first := p.element(walrus)
	if !p.is(tComma) {
		return first
	}
	return p.tuple(line, first, func() *Expr { return p.element(walrus) })
}

// tuple reads on after the first element of a tuple, up to its last comma. The
// first began on the given line.
func (p *parser) tuple(line int, first *Expr, element func() *Expr) *Expr {
	e := p.node(Tuple)
	e.Line = line
	mark := len(p.exprs)
	p.exprs = append(p.exprs, first)
	for p.accept(tComma) && startsExpr[p.tok.kind] {
		p.exprs = append(p.exprs, element())
	}
	e.Args = p.list(mark)
	return e
}

// target reads what a `for` assigns to: it ends before `in`.
func (p *parser) target() *Expr {
	line := p.tok.line
	first := p.oneTarget()
	if !p.is(tComma) {
		return first
	}
	return p.tuple(line, first, p.oneTarget)
}

func (p *parser) oneTarget() *Expr {
	if !p.is(tStar) {
		return p.binary(precBitOr)
	}
	e := p.node(Starred)
	p.next()
	e.X = p.binary(precBitOr)
	return e
}
