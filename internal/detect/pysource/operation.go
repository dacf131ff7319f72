package pysource

// expr reads an expression without commas.
func (p *parser) expr() *Expr {
	if !p.deeper() {
		p.depth--
		return p.opaque()
	}
	var e *Expr
	if p.is(kYield) {
		e = p.yield()
	} else {
		e = p.binary(precOr)
	}
	if p.is(kIf) {
		e = p.conditional(e)
	}
	p.depth--
	return e
}

func (p *parser) conditional(body *Expr) *Expr {
	e := p.node(IfExp)
	e.Line, e.X = body.Line, body
	p.next()
	mark := len(p.exprs)
	p.exprs = append(p.exprs, p.binary(precOr))
	p.expect(kElse, "'else'")
	p.exprs = append(p.exprs, p.expr())
	e.Args = p.list(mark)
	return e
}

func (p *parser) yield() *Expr {
	e := p.node(Other)
	e.Name = "yield"
	p.next()
	switch {
	case p.accept(kFrom):
		e.Name = "yield from"
		e.X = p.expr()
	case startsExpr[p.tok.kind]:
		e.X = p.exprList(false)
	}
	return e
}

// binary reads an operation whose operators bind at least as tightly as lowest.
func (p *parser) binary(lowest uint8) *Expr {
	left := p.unary()
	for {
		prec := precedence[p.tok.kind]
		switch {
		case prec == 0 || prec < lowest:
			return left
		case prec <= precAnd:
			left = p.boolean(left, prec)
		case prec == precCompare:
			left = p.comparison(left)
		default:
			left = p.arithmetic(left, prec)
		}
	}
}

func (p *parser) boolean(left *Expr, prec uint8) *Expr {
	e := p.node(BoolOp)
	e.Line, e.Name = left.Line, p.word()
	mark, op := len(p.exprs), p.tok.kind
	p.exprs = append(p.exprs, left)
	for p.accept(op) {
		p.exprs = append(p.exprs, p.binary(prec+1))
	}
	e.Args = p.list(mark)
	return e
}

func (p *parser) comparison(left *Expr) *Expr {
	e := p.node(Compare)
	e.Line = left.Line
	mark := len(p.exprs)
	p.exprs = append(p.exprs, left)
	for precedence[p.tok.kind] == precCompare {
		op := p.compareOp()
		if e.Name != "" && len(p.exprs)-mark <= maxDepth {
			op = e.Name + " " + op
		}
		e.Name = op
		p.exprs = append(p.exprs, p.binary(precBitOr))
	}
	e.Args = p.list(mark)
	return e
}

func (p *parser) compareOp() string {
	op := p.word()
	if op == "<>" {
		p.old()
	}
	switch {
	case p.accept(kNot):
		p.expect(kIn, "'in'")
		return "not in"
	case p.accept(kIs):
		if p.accept(kNot) {
			return "is not"
		}
	default:
		p.next()
	}
	return op
}

// arithmetic reads the operators of one precedence, which bind from the left.
// A chain of one operator is one node, for generated code adds thousands of
// strings; a chain of alternating ones is cut where it gets deep.
func (p *parser) arithmetic(left *Expr, prec uint8) *Expr {
	cut := len(p.exprs)
	for n := 1; precedence[p.tok.kind] == prec; n++ {
		if n%maxDepth == 0 {
			p.exprs = append(p.exprs, left)
			left = p.node(Other)
		}
		left = p.oneOperator(left, prec)
	}
	if len(p.exprs) == cut {
		return left
	}
	e := p.node(Other)
	p.exprs = append(p.exprs, left)
	e.Args = p.list(cut)
	e.Line = e.Args[0].Line
	return e
}

func (p *parser) oneOperator(left *Expr, prec uint8) *Expr {
	e := p.node(BinOp)
	e.Line, e.Name, e.X = left.Line, p.word(), left
	mark, op := len(p.exprs), p.tok.kind
	for p.is(op) && p.word() == e.Name {
		p.next()
		p.exprs = append(p.exprs, p.binary(prec+1))
	}
	e.Args = p.list(mark)
	return e
}

func (p *parser) unary() *Expr {
	switch p.tok.kind {
	case kNot, tMinus, tPlus, tTilde:
	default:
		return p.power()
	}
	if !p.deeper() {
		p.depth--
		return p.opaque()
	}
	e := p.node(UnaryOp)
	e.Name = p.word()
	not := p.is(kNot)
	p.next()
	if not {
		e.X = p.binary(precCompare)
	} else {
		e.X = p.unary()
	}
	p.depth--
	return e
}

func (p *parser) power() *Expr {
	e := p.primary()
	if !p.is(tDoubleStar) {
		return e
	}
	if !p.deeper() {
		p.depth--
		return p.opaque()
	}
	b := p.node(BinOp)
	b.Line, b.Name, b.X = e.Line, p.word(), e
	p.next()
	b.Args = p.list1(p.unary())
	p.depth--
	return b
}

// primary reads an atom and what follows it: attributes, calls, subscripts.
func (p *parser) primary() *Expr {
	if !p.is(kAwait) {
		return p.trailers(p.atom())
	}
	e := p.node(Await)
	p.next()
	if !startsExpr[p.tok.kind] || p.is(tStar) {
		e.Kind, e.Name = Name, "await" // a name, before Python 3.7
		return p.trailers(e)
	}
	e.X = p.trailers(p.atom())
	return e
}
