package pysource

// expr reads an expression without commas.
func (p *parser) expr() *Expr {
	if !p.deeper() {
		p.depth--
		return p.opaque()
	}
	var e *Expr
	line := p.tok.line
	if p.is(kYield) {
		e = p.yield()
	} else {
		e = p.binary(precOr)
	}
	if p.is(kIf) {
		e = p.conditional(line, e)
	}
	p.depth--
	return e
}

// conditional reads on after the body. As all operations, it begins where its
// left side does, and so on the line of a bracket around that: the line is
// handed on, for brackets leave no trace.
func (p *parser) conditional(line int, body *Expr) *Expr {
	e := p.node(IfExp)
	e.Line, e.X = line, body
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
	line := p.tok.line
	left := p.unary()
	for {
		prec := precedence[p.tok.kind]
		switch {
		case prec == 0 || prec < lowest:
			return left
		case prec <= precAnd:
			left = p.boolean(line, left, prec)
		case prec == precCompare:
			left = p.comparison(line, left)
		default:
			left = p.arithmetic(line, left, prec)
		}
	}
}

func (p *parser) boolean(line int, left *Expr, prec uint8) *Expr {
	e := p.node(BoolOp)
	e.Line, e.Name = line, p.word()
	mark, op := len(p.exprs), p.tok.kind
	p.exprs = append(p.exprs, left)
	for p.accept(op) {
		p.exprs = append(p.exprs, p.binary(prec+1))
	}
	e.Args = p.list(mark)
	return e
}

func (p *parser) comparison(line int, left *Expr) *Expr {
	e := p.node(Compare)
	e.Line = line
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
// strings; of a chain of alternating ones, all is one node where it gets deep.
func (p *parser) arithmetic(line int, left *Expr, prec uint8) *Expr {
	for n := 1; precedence[p.tok.kind] == prec; n++ {
		if n == maxDepth {
			return p.mixed(line, left, prec)
		}
		left = p.oneOperator(line, left, prec)
	}
	return left
}

// mixed reads the rest of a long chain.
func (p *parser) mixed(line int, left *Expr, prec uint8) *Expr {
	e := p.node(BinOp)
	e.Line, e.X = line, left
	mark, start := len(p.exprs), len(p.text)
	for precedence[p.tok.kind] == prec {
		if len(p.text) > start {
			p.text = append(p.text, ' ')
		}
		p.text = append(p.text, p.word()...)
		p.next()
		p.exprs = append(p.exprs, p.binary(prec+1))
	}
	e.Name = string(p.text[start:])
	p.text = p.text[:start]
	e.Args = p.list(mark)
	return e
}

func (p *parser) oneOperator(line int, left *Expr, prec uint8) *Expr {
	e := p.node(BinOp)
	e.Line, e.Name, e.X = line, p.word(), left
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
	line := p.tok.line
	e := p.primary()
	if !p.is(tDoubleStar) {
		return e
	}
	if !p.deeper() {
		p.depth--
		return p.opaque()
	}
	b := p.node(BinOp)
	b.Line, b.Name, b.X = line, p.word(), e
	p.next()
	b.Args = p.list1(p.unary())
	p.depth--
	return b
}

// primary reads an atom and what follows it: attributes, calls, subscripts.
func (p *parser) primary() *Expr {
	line := p.tok.line
	if !p.is(kAwait) {
		return p.trailers(line, p.atom())
	}
	e := p.node(Await)
	p.next()
	if !startsExpr[p.tok.kind] || p.is(tStar) {
		e.Kind, e.Name = Name, "await" // a name, before Python 3.7
		return p.trailers(line, e)
	}
	line = p.tok.line
	e.X = p.trailers(line, p.atom())
	return e
}
