package pysource

// parenthesis reads a tuple, a generator, or an expression in brackets, which
// leave no trace in the result.
func (p *parser) parenthesis() *Expr {
	e := p.node(Tuple)
	p.next()
	if p.accept(tRPar) {
		return e
	}
	first := p.member()
	switch {
	case p.is(tComma):
		e.Args = p.elementsAfter(first, tRPar)
	case p.atComprehension():
		e.Name = "generator"
		p.comprehension(e, first)
	case first.Kind == Starred: // (*a) is an error in Python
		e.Args = p.list1(first)
	default:
		e = first
	}
	p.expect(tRPar, "')'")
	return e
}

func (p *parser) member() *Expr { return p.element(true) }

// elementsAfter reads on after the first element, up to the closing token.
func (p *parser) elementsAfter(first *Expr, end kind) []*Expr {
	mark := len(p.exprs)
	p.exprs = append(p.exprs, first)
	for p.accept(tComma) && !p.is(end) {
		p.exprs = append(p.exprs, p.member())
	}
	return p.list(mark)
}

func (p *parser) listDisplay() *Expr {
	e := p.node(List)
	p.next()
	if p.accept(tRBracket) {
		return e
	}
	first := p.member()
	if p.atComprehension() {
		e.Name = "list"
		p.comprehension(e, first)
	} else {
		e.Args = p.elementsAfter(first, tRBracket)
	}
	p.expect(tRBracket, "']'")
	return e
}

// braces reads a dictionary or a set.
func (p *parser) braces() *Expr {
	e := p.node(Dict)
	p.next()
	if p.accept(tRBrace) {
		return e
	}
	keys, values := len(p.exprs), len(p.values)
	for !p.is(tRBrace) {
		key, value := p.item(e)
		if p.atComprehension() {
			p.braceComprehension(e, key, value)
			break
		}
		p.exprs = append(p.exprs, key)
		p.values = append(p.values, value)
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRBrace, "'}'")
	if e.Kind == Comprehension {
		p.exprs, p.values = p.exprs[:keys], p.values[:values]
		return e
	}
	e.Args = p.list(keys)
	p.exprs = append(p.exprs, p.values[values:]...)
	p.values = p.values[:values]
	if all := p.list(keys); e.Kind == Dict {
		e.Values = all
	}
	return e
}

// item reads one key and its value. Without a value, the whole is a set.
func (p *parser) item(e *Expr) (key, value *Expr) {
	if p.accept(tDoubleStar) {
		return nil, p.expr()
	}
	key = p.member()
	if p.accept(tColon) {
		return key, p.expr()
	}
	e.Kind = Set
	return key, nil
}

func (p *parser) braceComprehension(e, key, value *Expr) {
	e.Name = "set"
	if e.Kind == Dict {
		e.Name = "dict"
	}
	if value != nil {
		e.Values = p.list1(value)
	}
	if key == nil { // {**a for ...}, which Python 3.15 reads
		key, e.Values = value, nil
	}
	p.comprehension(e, key)
}

func (p *parser) atComprehension() bool { return p.is(kFor) || p.is(kAsync) }

// comprehension reads the clauses after the element x into e.
func (p *parser) comprehension(e, x *Expr) {
	e.Kind, e.X = Comprehension, x
	mark := len(p.exprs)
	for p.atComprehension() {
		p.accept(kAsync)
		p.expect(kFor, "'for'")
		p.exprs = append(p.exprs, p.target())
		p.expect(kIn, "'in'")
		line := p.tok.line
		p.exprs = append(p.exprs, p.binary(precOr))
		if e.Name == "list" && p.is(tComma) { // [x for x in 1, 2] of Python 2
			p.old()
			p.exprs = append(p.exprs, p.tuple(line, p.lastExpr(), func() *Expr { return p.binary(precOr) }))
		}
		for p.accept(kIf) {
			p.exprs = append(p.exprs, p.binary(precOr))
		}
	}
	e.Args = p.list(mark)
}

// lastExpr takes back the expression that was gathered last.
func (p *parser) lastExpr() *Expr {
	e := p.exprs[len(p.exprs)-1]
	p.exprs = p.exprs[:len(p.exprs)-1]
	return e
}
