package pysource

// ifStmt reads `if` and its chain of `elif`, each an If in the Else before it.
// A chain of hundreds stays flat from there on.
func (p *parser) ifStmt() {
	first := p.stmt(If)
	chain := []*Stmt{first}
	in := first
	for s := first; ; {
		p.next()
		s.Value = p.element(true)
		s.Body = p.suite()
		if !p.is(kElif) {
			s.Else = p.elseBlock()
			break
		}
		s = p.stmt(If)
		in.Else = append(in.Else, s)
		if len(chain) < maxDepth {
			in = s
		}
		chain = append(chain, s)
	}
	for _, s := range chain {
		s.EndLine = max(p.lastEnd, s.Line)
	}
	p.finish(first)
}

func (p *parser) elseBlock() []*Stmt {
	if !p.accept(kElse) {
		return nil
	}
	return p.suite()
}

func (p *parser) whileStmt() {
	s := p.stmt(While)
	p.next()
	s.Value = p.element(true)
	s.Body = p.suite()
	s.Else = p.elseBlock()
	p.finish(s)
}

func (p *parser) forStmt(s *Stmt) {
	p.next()
	s.Targets = p.list1(p.target())
	p.expect(kIn, "'in'")
	s.Value = p.exprList(false)
	s.Body = p.suite()
	s.Else = p.elseBlock()
	p.finish(s)
}

func (p *parser) tryStmt() {
	s := p.stmt(Try)
	p.next()
	s.Body = p.suite()
	for p.is(kExcept) {
		s.Handlers = append(s.Handlers, p.except())
	}
	s.Else = p.elseBlock()
	if p.accept(kFinally) {
		s.Final = p.suite()
	}
	if s.Handlers == nil && s.Final == nil {
		p.note(s.Line, "try without except or finally")
	}
	p.finish(s)
}

// except reads `except X as e:` and `except* X:`. `except X, Y:` is a tuple in
// Python 3.14 and names the exception in Python 2; by custom exceptions begin
// with a capital or are found in a module, and names are neither.
func (p *parser) except() *Stmt {
	s := p.stmt(Except)
	p.next()
	p.accept(tStar)
	line := p.tok.line
	if startsExpr[p.tok.kind] {
		s.Value = p.expr()
	}
	switch {
	case p.accept(kAs):
		s.Name = p.name("a name")
	case p.is(tComma) && s.Value != nil:
		comma := p.tok
		all := p.tuple(line, s.Value, p.expr)
		last := all.Args[len(all.Args)-1]
		if len(all.Args) == 2 && (last.Kind == Tuple || last.Kind == Name && !capital(last.Name)) {
			s.Name = last.Name
			if p.python2 == 0 {
				p.python2 = comma.line
			}
		} else {
			s.Value = all
		}
	}
	s.Body = p.suite()
	s.EndLine = max(p.lastEnd, s.Line)
	return s
}

func capital(name string) bool { return name != "" && name[0] >= 'A' && name[0] <= 'Z' }

func (p *parser) asyncStmt() {
	if word := p.rest(); !keywordAt(word, "def") && !keywordAt(word, "for") && !keywordAt(word, "with") {
		p.simpleLine() // a name, before Python 3.7
		return
	}
	s := p.stmt(FunctionDef)
	s.Async = true
	p.next()
	switch p.tok.kind {
	case kFor:
		s.Kind = For
		p.forStmt(s)
	case kWith:
		s.Kind = With
		p.withStmt(s)
	default:
		p.function(s)
	}
}

func keywordAt(s, word string) bool {
	return len(s) > len(word) && s[:len(word)] == word && !isName(s[len(word)])
}

// withStmt reads the items of `with`, in brackets or not. Whether a bracket
// holds the items or begins an expression is seen only in it or after it: with
// a star or `:=` in it, it is a tuple.
func (p *parser) withStmt(s *Stmt) {
	p.next()
	if !p.is(tLPar) || p.tired() || !p.bracketed(s) {
		for {
			p.withItem(s)
			if !p.accept(tComma) {
				break
			}
		}
	}
	s.Body = p.suite()
	p.finish(s)
}

func (p *parser) bracketed(s *Stmt) bool {
	from := p.here()
	p.next()
	for !p.is(tRPar) {
		p.withItem(s)
		if !p.accept(tComma) {
			break
		}
	}
	p.expect(tRPar, "')'")
	if !p.failed && p.is(tColon) && len(s.Items) > 0 {
		return true
	}
	p.back(from)
	s.Items, s.Targets = nil, nil
	return false
}

func (p *parser) withItem(s *Stmt) {
	s.Items = append(s.Items, p.expr())
	var target *Expr
	if p.accept(kAs) {
		target = p.binary(precBitOr)
	}
	s.Targets = append(s.Targets, target)
}
