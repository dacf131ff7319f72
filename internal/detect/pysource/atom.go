package pysource

func (p *parser) atom() *Expr {
	switch p.tok.kind {
	case tName, kAsync:
		return p.leaf(Name)
	case tNumber:
		e := p.leaf(Number)
		e.Text, e.Name = e.Name, ""
		if oldNumber(e.Text) {
			p.old()
		}
		return e
	case kTrue, kFalse, kNone, tEllipsis:
		return p.leaf(Constant)
	case tString, tFString:
		return p.strings()
	case tLPar:
		return p.parenthesis()
	case tLBracket:
		return p.listDisplay()
	case tLBrace:
		return p.braces()
	case kLambda:
		return p.lambda()
	case tBacktick:
		return p.backticks()
	}
	e := p.node(Other)
	p.fail("expected an expression")
	return e
}

func (p *parser) leaf(kind ExprKind) *Expr {
	e := p.node(kind)
	e.Name = p.word()
	p.next()
	return e
}

func (p *parser) lambda() *Expr {
	e := p.node(Lambda)
	p.next()
	params := p.params(tColon, false)
	mark := len(p.exprs)
	for _, param := range params {
		if param.Default != nil {
			p.exprs = append(p.exprs, param.Default)
		}
	}
	e.Args = p.list(mark)
	p.expect(tColon, "':'")
	e.X = p.expr()
	return e
}

func (p *parser) backticks() *Expr {
	p.old()
	e := p.node(Other)
	p.next()
	e.Args = p.list1(p.exprList(false))
	p.expect(tBacktick, "'`'")
	return e
}
