package pysource

import (
	"fmt"
	"hash/crc32"
	"slices"
	"strconv"
	"strings"
)

// facts gives the module in the words of testdata/facts.py.
func (c *comparison) facts(m *Module) []string {
	var out []string
	calls, sum := 0, uint32(0)
	add := func(words ...any) { out = append(out, strings.TrimSuffix(fmt.Sprintln(words...), "\n")) }
	Inspect(m.Body, func(s *Stmt, _ []*Stmt) bool {
		s.Walk(func(e *Expr) bool {
			switch e.Kind {
			case Call:
				calls++
			case String:
				sum += crc32.ChecksumIEEE([]byte(e.Text))
			}
			return true
		})
		c.statement(s, add)
		return true
	})
	if c.modern() {
		add("calls", calls)
		add("strings", sum)
	}
	return out
}

func (c *comparison) statement(s *Stmt, add func(...any)) {
	span := strconv.Itoa(s.Line)
	defSpan := "?"
	if c.modern() {
		span = fmt.Sprintf("%d-%d", s.Line, s.EndLine)
		defSpan = span
	}
	async := ""
	if s.Async {
		async = "Async"
	}
	switch s.Kind {
	case Import:
		for _, a := range s.Names {
			add("import", span, a.Name, or(a.As, "-"))
		}
	case ImportFrom:
		for _, a := range s.Names {
			add("from", span, s.Level, or(s.Module, "-"), a.Name, or(a.As, "-"))
		}
	case FunctionDef:
		params := "?"
		if c.modern() {
			params = paramWords(s.Params)
		}
		add(async+"FunctionDef", defSpan, s.Name, decoratorWords(s), params)
	case ClassDef:
		add("ClassDef", defSpan, s.Name, decoratorWords(s), or(dottedAll(s.Args, ","), "-"))
	case Assign:
		if s.Annotation == nil && s.Value != nil && s.Value.Kind == Call {
			c.assignment(s, span, add)
		}
		if s.Annotation != nil && c.modern() {
			add("AnnAssign", span)
		}
	case If, While, Try, Match, Return, Raise, AugAssign, TypeAlias, For, With:
		if c.modern() {
			add(async+s.Kind.String(), span)
		}
	}
	for _, h := range s.Handlers {
		if c.modern() {
			add("ExceptHandler", fmt.Sprintf("%d-%d", h.Line, h.EndLine), or(h.Name, "-"), or(h.Value.Dotted(), "-"))
		}
	}
}

func (c *comparison) assignment(s *Stmt, span string, add func(...any)) {
	var keywords []string
	for _, k := range s.Value.Keywords {
		keywords = append(keywords, or(k.Name, "**"))
	}
	args := "?"
	if c.modern() {
		args = strconv.Itoa(len(s.Value.Args))
	} else {
		// Python 2 keeps **kwargs elsewhere.
		keywords = slices.DeleteFunc(keywords, func(k string) bool { return k == "**" })
	}
	add("assign", span, dottedAll(s.Targets, "="), s.Value.X.Dotted(), args, strings.Join(keywords, ","))
}

func decoratorWords(s *Stmt) string {
	var words []string
	for _, d := range s.Decorators {
		if d.Kind == Call {
			d = d.X
		}
		words = append(words, d.Dotted())
	}
	return or(strings.Join(words, ","), "-")
}

func paramWords(params []Param) string {
	var words []string
	for _, p := range params {
		words = append(words, [...]string{"", "=", "*", "**"}[p.Kind]+p.Name)
	}
	return or(strings.Join(words, ","), "-")
}

func dottedAll(list []*Expr, sep string) string {
	var words []string
	for _, e := range list {
		words = append(words, e.Dotted())
	}
	return strings.Join(words, sep)
}

func or(s, otherwise string) string {
	if s == "" {
		return otherwise
	}
	return s
}
