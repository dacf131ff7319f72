package pysource

// node allocates an expression that begins at the token.
func (p *parser) node(kind ExprKind) *Expr {
	if len(p.free) == 0 {
		p.allocs = min(max(2*p.allocs, 8), chunk)
		p.free = make([]Expr, p.allocs)
	}
	e := &p.free[0]
	p.free = p.free[1:]
	e.Kind = kind
	e.Line = p.tok.line
	return e
}

// list copies the expressions gathered since mark.
func (p *parser) list(mark int) []*Expr {
	n := len(p.exprs) - mark
	if n == 0 {
		return nil
	}
	if len(p.lists) < n {
		p.lists = make([]*Expr, max(n, 4*p.allocs))
	}
	out := p.lists[:n:n]
	p.lists = p.lists[n:]
	copy(out, p.exprs[mark:])
	p.exprs = p.exprs[:mark]
	return out
}

// list1 is list for one expression.
func (p *parser) list1(e *Expr) []*Expr {
	p.exprs = append(p.exprs, e)
	return p.list(len(p.exprs) - 1)
}
