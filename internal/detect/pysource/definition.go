package pysource

// decorated reads decorators and what they decorate.
func (p *parser) decorated() {
	mark := len(p.exprs)
	for p.is(tAt) {
		p.next()
		p.exprs = append(p.exprs, p.element(true))
		if !p.is(tNewline) {
			p.fail("expected the end of the line")
		}
		if p.failed {
			p.recover()
		}
		p.accept(tNewline)
	}
	decorators := p.list(mark)
	s := p.stmt(FunctionDef)
	s.Decorators = decorators
	if p.is(kAsync) && keywordAt(p.rest(), "def") {
		s.Async = true
		p.next()
	}
	switch p.tok.kind {
	case kDef:
		p.function(s)
	case kClass:
		s.Kind = ClassDef
		p.class(s)
	default:
		p.note(p.tok.line, "expected a function or a class after a decorator"+p.describe(p.tok))
	}
}

func (p *parser) function(s *Stmt) {
	p.next()
	s.Name = p.name("a name")
	p.typeParams()
	p.expect(tLPar, "'('")
	s.Params = p.params(tRPar, true)
	p.expect(tRPar, "')'")
	if p.accept(tArrow) {
		s.Returns = p.exprList(false)
	}
	s.Body = p.suite()
	p.finish(s)
}

func (p *parser) class(s *Stmt) {
	p.next()
	s.Name = p.name("a name")
	p.typeParams()
	if line := p.tok.line; p.accept(tLPar) {
		s.Args, s.Keywords = p.arguments(line)
	}
	s.Body = p.suite()
	p.finish(s)
}

// typeParams passes over [T: int, *Ts, **P = ...].
func (p *parser) typeParams() {
	if !p.accept(tLBracket) {
		return
	}
	for !p.is(tRBracket) && !p.failed {
		if !p.accept(tStar) {
			p.accept(tDoubleStar)
		}
		p.name("a type parameter")
		if p.accept(tColon) {
			p.expr()
		}
		if p.accept(tAssign) {
			p.element(false)
		}
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRBracket, "']'")
}

// params reads parameters up to the token that ends them; those of a lambda
// have no annotations.
func (p *parser) params(end kind, annotated bool) []Param {
	var out []Param
	kind := Positional
	for !p.is(end) && !p.failed {
		param := Param{Kind: kind}
		bare := false
		switch p.tok.kind {
		case tSlash:
			p.next()
			bare = true
		case tStar:
			p.next()
			kind, param.Kind = KeywordOnly, Star
			bare = p.is(tComma)
		case tDoubleStar:
			p.next()
			param.Kind = DoubleStar
		}
		if !bare {
			p.param(&param, annotated)
			out = append(out, param)
		}
		if !p.accept(tComma) {
			break
		}
	}
	return out
}

func (p *parser) param(param *Param, annotated bool) {
	if p.is(tLPar) { // def f(a, (b, c)) of Python 2
		p.old()
		p.atom()
	} else {
		param.Name = p.name("a parameter")
	}
	if annotated && p.accept(tColon) {
		param.Annotation = p.element(false)
	}
	if p.accept(tAssign) {
		param.Default = p.expr()
	}
}
