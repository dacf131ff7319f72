package pysource

// strings reads adjacent string literals, which Python joins.
func (p *parser) strings() *Expr {
	e := p.node(String)
	mark, start := len(p.exprs), len(p.text)
	for n := 0; ; n++ {
		switch p.tok.kind {
		case tString:
			value, bytes := unquote(p.word())
			if bytes {
				e.Kind = Bytes
			}
			if p.word()[0]|0x20 == 'u' && p.word()[1]|0x20 == 'r' {
				p.old()
			}
			p.next()
			if n == 0 && !p.is(tString) && !p.is(tFString) {
				e.Text = value // the only one: no copy
				return e
			}
			p.text = append(p.text, value...)
		case tFString:
			e.Kind = FString
			p.fstring(e)
		default:
			e.Args = p.list(mark)
			e.Text = string(p.text[start:])
			p.text = p.text[:start]
			return e
		}
	}
}
