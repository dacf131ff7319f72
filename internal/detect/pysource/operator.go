package pysource

// single holds the operators of one byte.
var single = [128]kind{
	'(': tLPar, ')': tRPar, '[': tLBracket, ']': tRBracket, '{': tLBrace, '}': tRBrace,
	',': tComma, ':': tColon, ';': tSemi, '.': tDot, '@': tAt, '=': tAssign, '!': tBang, '`': tBacktick,
	'+': tPlus, '-': tMinus, '*': tStar, '/': tSlash, '%': tPercent,
	'&': tAmper, '|': tBar, '^': tCaret, '~': tTilde, '<': tCompare, '>': tCompare,
}

// operator reads an operator or a bracket, the longest that is there.
func (lx *lexer) operator(t *token, c byte) {
	t.kind = tError
	if c < 128 {
		t.kind = single[c]
	}
	switch c {
	case '(', '[', '{':
		lx.brackets++
	case ')', ']', '}':
		lx.brackets = max(lx.brackets-1, 0)
	case '.':
		if lx.at(1) == '.' && lx.at(2) == '.' {
			t.kind = tEllipsis
			lx.pos += 2
		}
	default:
		lx.longer(t, c)
	}
	lx.pos++
	if t.kind == tFail {
		t.kind = tError
	}
	if t.kind == tError {
		lx.problem = "unexpected character"
	}
}

// longer reads what follows the first byte of an operator, but its last byte.
func (lx *lexer) longer(t *token, c byte) {
	d := lx.at(1)
	switch {
	case c == '-' && d == '>':
		t.kind = tArrow
		lx.pos++
	case c == '<' && d == '>', (c == '=' || c == '!' || c == '<' || c == '>') && d == '=':
		t.kind = tCompare
		lx.pos++
	case c == ':' && d == '=' && (lx.field == 0 || lx.brackets > lx.field): // f"{x:=5}" has a format
		t.kind = tColonAssign
		lx.pos++
	case c == d && doubled(c) != tFail:
		t.kind = doubled(c)
		lx.pos++
		lx.augmented(t)
	default:
		lx.augmented(t)
	}
}

func doubled(c byte) kind {
	switch c {
	case '*':
		return tDoubleStar
	case '/':
		return tDoubleSlash
	case '<', '>':
		return tShift
	}
	return tFail
}

func (lx *lexer) augmented(t *token) {
	if lx.at(1) != '=' {
		return
	}
	switch t.kind {
	case tPlus, tMinus, tStar, tSlash, tDoubleSlash, tPercent, tDoubleStar, tAmper, tBar, tCaret, tShift, tAt:
		t.kind = tAugAssign
		lx.pos++
	}
}
