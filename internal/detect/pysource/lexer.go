package pysource

import "strings"

// lexer cuts the source into tokens, one at a time and on demand. Its value is
// its whole state: a copy is a place to come back to.
type lexer struct {
	src       string
	pos       int
	line      int   // of pos
	lineStart int   // offset of the first byte of that line
	brackets  int   // open ones: within them a newline is a blank
	field     int   // how many are open in the innermost field of an f-string, itself included, 0 outside
	indents   []int // columns of the open blocks, the first is 0
	dedents   int   // still to be given
	margin    bool  // at the start of a logical line, before its indentation
	inside    bool  // a logical line has begun and has not ended
	stmtPos   int   // offset of the logical line
	stmtLine  int
	misfit    int  // line of a dedent to a column that no block has, 0 for none
	byLine    bool // a newline ends a statement even within brackets, see parser.tired

	unclosed [2]int // offsets after which no ''' or """ ends a string, 0 for not known
	problem  string // what is wrong with the last tError
}

func newLexer(src string) lexer {
	return lexer{src: src, line: 1, indents: make([]int, 1, 16), margin: true}
}

// next reads the next token into t.
func (lx *lexer) next(t *token) {
	if (lx.margin || lx.dedents > 0) && lx.indentation(t) {
		return
	}
	c, more := lx.blanks()
	t.line, t.endLine, t.start = lx.line, lx.line, lx.pos
	switch class := classes[c]; {
	case !more:
		lx.atEnd(t)
		return
	case class&nameStart != 0:
		lx.name(t)
	case class&digit != 0, c == '.' && lx.at(1) >= '0' && lx.at(1) <= '9':
		t.kind = tNumber
		lx.pos = numberEnd(lx.src, lx.pos)
	case c == '"', c == '\'':
		lx.str(t, lx.pos, false)
	case c == '\n':
		t.kind = tNewline
		lx.newline()
		lx.margin, lx.inside, lx.brackets = true, false, 0
	default:
		lx.operator(t, c)
	}
	t.end, t.endLine = lx.pos, lx.line
	if t.kind == tNewline {
		t.endLine = t.line
	}
}

// at gives the byte n after the position, 0 after the end.
func (lx *lexer) at(n int) byte {
	if lx.pos+n < len(lx.src) {
		return lx.src[lx.pos+n]
	}
	return 0
}

func (lx *lexer) newline() {
	lx.pos++
	lx.line++
	lx.lineStart = lx.pos
}

// blanks skips to the next token and gives its first byte.
func (lx *lexer) blanks() (c byte, more bool) {
	for lx.pos < len(lx.src) {
		switch c := lx.src[lx.pos]; {
		case c == ' ', c == '\t', c == '\f':
			lx.pos++
		case c == '#':
			lx.comment()
		case c == '\n' && lx.brackets > 0 && !lx.byLine:
			lx.newline()
		case c == '\\' && lx.at(1) == '\n':
			lx.pos++
			lx.newline()
		default:
			return c, true
		}
	}
	return 0, false
}

func (lx *lexer) comment() {
	n := strings.IndexByte(lx.src[lx.pos:], '\n')
	if n < 0 {
		n = len(lx.src) - lx.pos
	}
	lx.pos += n
}

// atEnd gives what is due at the end of the source: a NEWLINE if the last line
// has none, the DEDENTs, and EOF from then on. Within brackets it gives EOF at
// once, for the parser may want to go back.
func (lx *lexer) atEnd(t *token) {
	t.end = lx.pos
	switch {
	case lx.brackets > 0:
		t.kind = tEOF
	case lx.inside:
		lx.inside = false
		t.kind = tNewline
	case len(lx.indents) > 1:
		lx.indents = lx.indents[:len(lx.indents)-1]
		t.kind = tDedent
	default:
		t.kind = tEOF
	}
}
