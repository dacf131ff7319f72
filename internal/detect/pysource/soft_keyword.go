package pysource

import "strings"

// nameStmt reads the statements that begin with a name: most are expressions
// and assignments, some of the others begin with a word that may be a name too.
func (p *parser) nameStmt(s *Stmt) {
	switch p.word() {
	case "type":
		if p.wordFollows() {
			p.typeAlias(s)
			return
		}
	case "lazy": // https://peps.python.org/pep-0810/
		if rest := p.rest(); keywordAt(rest, "import") || keywordAt(rest, "from") {
			p.next()
			s.Lazy = true
			p.simple(s)
			return
		}
	case "print", "exec":
		if p.wordFollows() || p.literalFollows() {
			p.printStmt(s)
			return
		}
		if p.word() == "print" && strings.HasPrefix(p.rest(), ">>") {
			p.old()
		}
	}
	p.exprStmt(s)
}

// rest gives the source after the token and the blanks that follow it.
func (p *parser) rest() string {
	s := p.lx.src[p.tok.end:]
	for {
		s = s[leadingBlanks(s):]
		if !strings.HasPrefix(s, "\\\n") {
			return s
		}
		s = s[2:]
	}
}

// following gives the first byte after the token that is no blank.
func (p *parser) following() byte {
	if s := p.rest(); s != "" {
		return s[0]
	}
	return '\n'
}

// wordFollows reports whether the token is followed by a name or a number: no
// expression goes on like that.
func (p *parser) wordFollows() bool {
	s := p.rest()
	n := 0
	for n < len(s) && n < 16 && isName(s[n]) {
		n++
	}
	if n == 0 {
		return false
	}
	switch keyword(s[:n]) {
	case kAnd, kAs, kElse, kFor, kIf, kIn, kIs, kOr:
		return false
	case kNot:
		return !strings.HasPrefix(strings.TrimLeft(s[n:], " \t"), "in ")
	}
	return true
}

// literalFollows reports whether the token is followed by a literal, or a sign
// that only begins an expression.
func (p *parser) literalFollows() bool {
	s := p.rest()
	switch {
	case s == "":
		return false
	case s[0] == '.':
		return len(s) > 1 && classes[s[1]]&digit != 0
	}
	return strings.IndexByte("\"'`{~", s[0]) >= 0
}

// printStmt reads print and exec of Python 2 as the calls that they became.
func (p *parser) printStmt(s *Stmt) {
	p.old()
	s.Kind = ExprStmt
	e := p.node(Call)
	e.X = p.leaf(Name)
	e.Args = p.several()
	s.Value = e
}

// typeAlias reads `type X[T] = value`.
func (p *parser) typeAlias(s *Stmt) {
	s.Kind = TypeAlias
	p.next()
	s.Name = p.name("a name")
	p.typeParams()
	p.expect(tAssign, "'='")
	s.Value = p.expr()
}
