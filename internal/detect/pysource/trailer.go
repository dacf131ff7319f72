package pysource

// trailers reads the attributes, calls and subscripts after an atom. A chain of
// hundreds is cut into parts, for it nests as deep as it is long.
func (p *parser) trailers(line int, e *Expr) *Expr {
	cut := len(p.exprs)
	for n := 1; ; n++ {
		if n%maxDepth == 0 {
			p.exprs = append(p.exprs, e)
			e = p.node(Other)
		}
		next := p.trailer(line, e)
		if next == nil {
			break
		}
		e = next
	}
	if len(p.exprs) == cut {
		return e
	}
	p.exprs = append(p.exprs, e)
	whole := p.node(Other)
	whole.Args = p.list(cut)
	whole.Line = line
	return whole
}

func (p *parser) trailer(line int, x *Expr) *Expr {
	switch p.tok.kind {
	case tDot:
		p.next()
		e := p.node(Attribute)
		e.Line, e.X = line, x
		e.Name = p.name("the name of an attribute")
		return e
	case tLPar:
		e := p.node(Call)
		e.Line, e.X = line, x
		bracket := p.tok.line
		p.next()
		e.Args, e.Keywords = p.arguments(bracket)
		return e
	case tLBracket:
		e := p.node(Subscript)
		e.Line, e.X = line, x
		p.next()
		e.Args = p.elements(tRBracket, p.slice)
		p.expect(tRBracket, "']'")
		return e
	}
	return nil
}

// name reads an identifier, and the words that were identifiers in older Pythons.
func (p *parser) name(what string) string {
	switch p.tok.kind {
	case tName, kAsync, kAwait, kNonlocal, kTrue, kFalse, kNone:
		name := p.word()
		p.next()
		return name
	}
	p.fail("expected " + what)
	return ""
}

// elements reads elements and commas up to the token that closes them.
func (p *parser) elements(end kind, element func() *Expr) []*Expr {
	mark := len(p.exprs)
	for !p.is(end) && !p.failed {
		p.exprs = append(p.exprs, element())
		if !p.accept(tComma) {
			break
		}
	}
	return p.list(mark)
}

func (p *parser) slice() *Expr {
	var first *Expr
	line := p.tok.line
	if !p.is(tColon) {
		first = p.element(true)
		if !p.is(tColon) {
			return first
		}
	}
	e := p.node(Other)
	e.Name = ":"
	e.Line = line
	mark := len(p.exprs)
	if first != nil {
		p.exprs = append(p.exprs, first)
	}
	for p.accept(tColon) {
		if startsExpr[p.tok.kind] {
			p.exprs = append(p.exprs, p.expr())
		}
	}
	e.Args = p.list(mark)
	return e
}

// arguments reads the arguments of a call or a class and the closing bracket.
// The opening one is on the given line.
func (p *parser) arguments(line int) ([]*Expr, []Keyword) {
	var keywords []Keyword
	mark := len(p.exprs)
	for !p.is(tRPar) && !p.failed {
		if p.accept(tDoubleStar) {
			keywords = append(keywords, Keyword{Value: p.expr()})
		} else if e := p.element(true); p.is(tAssign) && e.Kind == Name {
			p.next()
			keywords = append(keywords, Keyword{Name: e.Name, Value: p.expr()})
		} else {
			p.exprs = append(p.exprs, p.argument(line, e))
		}
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRPar, "')'")
	return p.list(mark), keywords
}

// argument is a positional argument: an expression, or a generator without
// brackets of its own, which begins at those of the call.
func (p *parser) argument(line int, x *Expr) *Expr {
	if !p.atComprehension() {
		return x
	}
	e := p.node(Comprehension)
	e.Line, e.Name = line, "generator"
	p.comprehension(e, x)
	return e
}
