package pysource

import "strconv"

const (
	// maxDepth bounds the nesting of expressions and of blocks. CPython refuses
	// 200 brackets and 100 blocks; what is deeper here becomes Other.
	maxDepth = 200
	// chunk is how many expressions are allocated at once, at most.
	chunk = 128
)

// parser reads statements by recursive descent, with one token of lookahead.
//
// A failure sets failed and replaces the token by one that no rule accepts, so
// that all rules return without a check of their own. The innermost statement
// then recovers. All loops therefore end on a token that they do not know.
type parser struct {
	lx      lexer
	tok     token
	lastEnd int // line of the end of the last token that was accepted
	prevEnd int // its offset

	failed bool
	bad    token // the token that was not accepted
	reason string
	errors []Error

	python2 int
	depth   int // of expressions
	blocks  int // of statements
	reread  int // bytes that were read more than once

	recovered bool        // the last statement failed: a block that follows is its own
	inFString bool        // within a field: the outermost f-string handles failures
	seen      func(token) // nil but in tests, which compare the tokens

	// Lists are gathered here and copied when their length is known.
	exprs  []*Expr
	values []*Expr
	stmts  []*Stmt
	text   []byte
	free   []Expr
	lists  []*Expr
	allocs int
}

func (p *parser) next() {
	if p.failed {
		return
	}
	if p.tok.kind > tDedent {
		p.lastEnd = p.tok.endLine
		p.prevEnd = p.tok.end
	}
	p.lx.next(&p.tok)
	p.see()
}

// see shows the token to the tests.
func (p *parser) see() {
	if p.seen != nil {
		p.seen(p.tok)
	}
}

func (p *parser) is(k kind) bool { return p.tok.kind == k }

func (p *parser) accept(k kind) bool {
	if p.tok.kind != k {
		return false
	}
	p.next()
	return true
}

func (p *parser) expect(k kind, what string) {
	if !p.accept(k) {
		p.fail("expected " + what)
	}
}

// word gives the text of the token.
func (p *parser) word() string { return p.lx.src[p.tok.start:p.tok.end] }

// fail marks the statement as one that cannot be read.
func (p *parser) fail(reason string) {
	if p.failed {
		return
	}
	p.failed = true
	p.bad, p.reason = p.tok, reason
	if p.bad.kind == tError {
		p.reason = p.lx.problem
	}
	p.tok = token{kind: tFail, line: p.bad.line, endLine: p.bad.line, start: p.bad.start, end: p.bad.start}
}

// note records what could not be read.
func (p *parser) note(line int, text string) {
	if len(p.errors) < maxErrors {
		p.errors = append(p.errors, Error{Line: line, Text: text})
	}
}

// old marks the token as one that only Python 2 reads.
func (p *parser) old() {
	if p.python2 == 0 {
		p.python2 = p.tok.line
	}
}

// describe says what was found in the place of something else.
func (p *parser) describe(t token) string {
	switch t.kind {
	case tEOF:
		return ", found the end of the file"
	case tNewline:
		return ", found the end of the line"
	case tIndent, tDedent, tError, tFail:
		return ""
	}
	text := p.lx.src[t.start:t.end]
	if len(text) > 40 {
		text = text[:40]
	}
	return ", found " + strconv.Quote(text)
}

// place is where the parser can come back to, within one logical line.
type place struct {
	lx                        lexer
	tok                       token
	lastEnd, prevEnd, python2 int
	depth, errors             int
	exprs, values, text       int
}

func (p *parser) here() place {
	return place{
		p.lx, p.tok, p.lastEnd, p.prevEnd, p.python2, p.depth, len(p.errors), len(p.exprs), len(p.values), len(p.text),
	}
}

func (p *parser) back(to place) {
	p.reread += max(p.lx.pos-to.lx.pos, 0)
	unclosed := p.lx.unclosed
	p.lx, p.tok, p.failed = to.lx, to.tok, false
	p.lx.unclosed = unclosed
	p.lastEnd, p.prevEnd, p.python2, p.depth = to.lastEnd, to.prevEnd, to.python2, to.depth
	p.errors = p.errors[:to.errors]
	p.exprs, p.values, p.text = p.exprs[:to.exprs], p.values[:to.values], p.text[:to.text]
}

// tired reports that so much was read more than once that reading twice has to
// end, for the time to stay linear. Only broken or hostile files get there.
func (p *parser) tired() bool { return p.reread > 4*len(p.lx.src)+1<<16 }

// deeper enters an expression within another. The caller decrements depth.
func (p *parser) deeper() bool {
	p.depth++
	return p.depth <= maxDepth
}
