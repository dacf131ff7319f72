package pysource

import "strings"

func (p *parser) importStmt(s *Stmt) {
	s.Kind = Import
	p.next()
	for {
		line := p.tok.line
		s.Names = append(s.Names, p.as(Alias{Name: p.dotted(), Line: line}))
		if !p.accept(tComma) {
			return
		}
	}
}

func (p *parser) fromStmt(s *Stmt) {
	s.Kind = ImportFrom
	p.next()
	for p.is(tDot) || p.is(tEllipsis) {
		s.Level += p.tok.end - p.tok.start
		p.next()
	}
	if !p.is(kImport) || s.Level == 0 {
		s.Module = p.dotted()
	}
	p.expect(kImport, "'import'")
	if p.is(tStar) {
		s.Names = []Alias{{Name: "*", Line: p.tok.line}}
		p.next()
		return
	}
	bracket := p.accept(tLPar)
	for {
		line := p.tok.line
		s.Names = append(s.Names, p.as(Alias{Name: p.name("a name"), Line: line}))
		if !p.accept(tComma) || bracket && p.is(tRPar) {
			break
		}
	}
	if bracket {
		p.expect(tRPar, "')'")
	}
}

func (p *parser) as(a Alias) Alias {
	if p.accept(kAs) {
		a.As = p.name("a name")
	}
	return a
}

// dotted reads a dotted name, without the blanks that may be around its dots.
func (p *parser) dotted() string {
	start := p.tok.start
	parts, size := 1, p.tok.end-p.tok.start
	p.name("a module")
	for p.accept(tDot) {
		parts++
		size += p.tok.end - p.tok.start
		p.name("a name")
	}
	if p.failed {
		return ""
	}
	text := p.lx.src[start:p.prevEnd]
	if len(text) == size+parts-1 {
		return text
	}
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" \t\f\\\n", r) {
			return -1
		}
		return r
	}, text)
}
