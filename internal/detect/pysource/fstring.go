package pysource

import "strings"

// fstring reads one f-string or t-string from the token of its opening. One
// that cannot be read is passed over as if it were a plain string.
func (p *parser) fstring(e *Expr) {
	s := fstring{p: p, e: e}
	opening := p.word()
	q := strings.IndexAny(opening, `"'`)
	s.quote = opening[q:]
	s.raw = strings.ContainsAny(opening[:q], "rR")
	if strings.ContainsAny(opening[:q], "tT") {
		e.Name = "t"
	}
	if p.depth > maxDepth || p.lx.byLine || p.tired() {
		s.skip(p.tok.start + q)
		return
	}
	outermost := !p.inFString
	from := p.here()
	p.inFString = true
	s.read()
	if outermost {
		p.inFString = false
	}
	if p.failed && outermost {
		line, reason := p.bad.line, p.reason+p.describe(p.bad)
		p.back(from)
		s.skip(p.tok.start + q)
		if !p.failed {
			p.note(line, reason)
		}
	}
}

// fstring is the reading of one f-string: the text is read here, byte by byte,
// the fields by the parser, which lexes from the brace on.
type fstring struct {
	p     *parser
	e     *Expr // takes the text and the fields
	quote string
	raw   bool
}

// skip passes over the whole string as older Pythons would have read it.
func (s *fstring) skip(q int) {
	p := s.p
	end, ok := p.lx.stringEnd(q)
	p.lx.pos = end
	if !ok {
		p.tok.kind, p.tok.end = tError, end
		p.lx.problem = "string is not closed"
		p.fail("")
		return
	}
	s.e.Kind = Other
	p.tok.end, p.tok.endLine = end, p.lx.line
	p.next()
}

// read reads text and fields up to the closing quotes.
func (s *fstring) read() {
	p := s.p
	if !s.run(p.tok.end, false) {
		return
	}
	start, line := p.lx.pos, p.lx.line
	p.lx.pos += len(s.quote)
	p.tok = token{kind: tFStringEnd, start: start, end: p.lx.pos, line: line, endLine: line}
	p.see()
	p.next()
}

// run reads text and fields up to the quotes, or in a format up to the brace
// that ends its field. It leaves the lexer there.
func (s *fstring) run(pos int, format bool) bool {
	p, src := s.p, s.p.lx.src
	start := pos
	for pos < len(src) {
		switch c := src[pos]; {
		case c == s.quote[0] && strings.HasPrefix(src[pos:], s.quote):
			if format {
				return s.broken(pos, "expected '}' before the end of the string")
			}
			s.literal(src[start:pos], format)
			p.lx.pos = pos
			return true
		case c == '\\':
			pos = s.afterEscape(pos)
		case c == '\n' && len(s.quote) == 1:
			return s.broken(pos, "string is not closed")
		case c == '\n':
			pos++
			p.lx.line++
			p.lx.lineStart = pos
		case c == '{' && !format && strings.HasPrefix(src[pos:], "{{"),
			c == '}' && !format && strings.HasPrefix(src[pos:], "}}"):
			s.literal(src[start:pos+1], format)
			pos += 2
			start = pos
		case c == '{':
			s.literal(src[start:pos], format)
			if !s.field(pos, format) {
				return false
			}
			pos = p.lx.pos
			start = pos
		case c == '}' && format:
			p.lx.pos = pos
			return true
		default:
			pos++
		}
	}
	return s.broken(pos, "string is not closed")
}

// broken fails at a place in the text.
func (s *fstring) broken(pos int, reason string) bool {
	p := s.p
	p.lx.pos = pos
	p.tok = token{kind: tError, start: pos, end: pos, line: p.lx.line, endLine: p.lx.line}
	p.lx.problem = reason
	p.fail(reason)
	return false
}

// afterEscape passes over a backslash and what it escapes: never a brace, but
// all of \N{...}.
func (s *fstring) afterEscape(pos int) int {
	lx := &s.p.lx
	if pos+1 >= len(lx.src) {
		return pos + 1
	}
	switch c := lx.src[pos+1]; {
	case c == '{', c == '}':
		return pos + 1
	case c == '\n':
		lx.line++
		lx.lineStart = pos + 2
	case c == 'N' && !s.raw && pos+2 < len(lx.src) && lx.src[pos+2] == '{':
		name := lx.src[pos+3 : min(pos+100, len(lx.src))]
		if n := strings.IndexByte(name, '}'); n >= 0 {
			return pos + 3 + n + 1
		}
	}
	return pos + 2
}

func (s *fstring) literal(text string, format bool) {
	switch {
	case format:
	case s.raw:
		s.p.text = append(s.p.text, text...)
	default:
		s.p.text = appendUnescaped(s.p.text, text, false)
	}
}

// field reads {expression = !conversion : format}. It leaves the lexer after it.
func (s *fstring) field(pos int, format bool) bool {
	p := s.p
	if !p.deeper() {
		p.depth--
		return s.broken(pos, "fields are nested too deeply")
	}
	if !format {
		p.text = append(p.text, "{}"...)
	}
	outer := p.lx.field
	p.lx.pos = pos
	p.next() // the brace
	p.lx.field = p.lx.brackets
	p.next()
	p.exprs = append(p.exprs, p.exprList(false))
	p.accept(tAssign)
	if p.accept(tBang) {
		p.expect(tName, "a conversion")
	}
	if p.is(tColon) {
		if !s.run(p.tok.end, true) {
			p.depth--
			return false
		}
		p.next()
	}
	p.depth--
	p.lx.field = outer
	if !p.is(tRBrace) {
		p.fail("expected '}'")
		return false
	}
	p.lx.pos = p.tok.end
	return true
}
