package pysource

import (
	"fmt"
	"strings"
)

// dump writes a module in one line, for tests to compare: blocks in {}, each
// statement as its kind and its parts.
func dump(body []*Stmt) string {
	var out []string
	for _, s := range body {
		out = append(out, dumpStmt(s))
	}
	return strings.Join(out, "; ")
}

func dumpStmt(s *Stmt) string {
	var b strings.Builder
	if s.Async {
		b.WriteString("async ")
	}
	if s.Lazy {
		b.WriteString("lazy ")
	}
	b.WriteString(s.Kind.String())
	if s.Name != "" {
		b.WriteString(" " + s.Name)
	}
	if s.Kind == ImportFrom {
		fmt.Fprintf(&b, " %d:%s", s.Level, s.Module)
	}
	for _, a := range s.Names {
		b.WriteString(" " + a.Name)
		if a.As != "" {
			b.WriteString("=" + a.As)
		}
	}
	part := func(sep, text string) {
		if text != "" {
			b.WriteString(sep + text)
		}
	}
	part(" @", dumpAll(s.Decorators))
	part(" ", dumpParams(s.Params))
	part(" ->", dumpExpr(s.Returns))
	part(" ", dumpAll(s.Targets))
	part(" :", dumpExpr(s.Annotation))
	part(" = ", dumpExpr(s.Value))
	part(" items ", dumpAll(s.Items))
	part(" args ", dumpAll(s.Args))
	part(" ", dumpKeywords(s.Keywords))
	part(" {", dump(s.Body))
	if s.Body != nil {
		b.WriteString("}")
	}
	for _, h := range s.Handlers {
		b.WriteString(" " + dumpStmt(h))
	}
	if s.Else != nil {
		b.WriteString(" else {" + dump(s.Else) + "}")
	}
	if s.Final != nil {
		b.WriteString(" finally {" + dump(s.Final) + "}")
	}
	return b.String()
}

func dumpParams(params []Param) string {
	var out []string
	for _, p := range params {
		text := [...]string{"", "kw:", "*", "**"}[p.Kind] + p.Name
		if p.Annotation != nil {
			text += ":" + dumpExpr(p.Annotation)
		}
		if p.Default != nil {
			text += "=" + dumpExpr(p.Default)
		}
		out = append(out, text)
	}
	if out == nil {
		return ""
	}
	return "(" + strings.Join(out, ",") + ")"
}

func dumpKeywords(list []Keyword) string {
	var out []string
	for _, k := range list {
		out = append(out, k.Name+"="+dumpExpr(k.Value))
	}
	return strings.Join(out, ",")
}

func dumpAll(list []*Expr) string {
	var out []string
	for _, e := range list {
		out = append(out, dumpExpr(e))
	}
	return strings.Join(out, ",")
}

func dumpExpr(e *Expr) string {
	if e == nil {
		return ""
	}
	switch e.Kind {
	case Name, Constant:
		return e.Name
	case Number:
		return e.Text
	case Attribute:
		return dumpExpr(e.X) + "." + e.Name
	case String:
		return fmt.Sprintf("%q", e.Text)
	case Call:
		args := dumpAll(e.Args)
		if kw := dumpKeywords(e.Keywords); kw != "" {
			args += "|" + kw
		}
		return dumpExpr(e.X) + "(" + args + ")"
	}
	out := e.Kind.String()
	for _, text := range []string{e.Name, dumpExpr(e.X)} {
		if text != "" {
			out += " " + text
		}
	}
	if e.Text != "" {
		out += fmt.Sprintf(" %q", e.Text)
	}
	if e.Args != nil {
		out += " [" + dumpAll(e.Args) + "]"
	}
	if e.Values != nil {
		out += " [" + dumpAll(e.Values) + "]"
	}
	return "<" + out + ">"
}
