package pysource

import (
	"fmt"
	"slices"
	"strings"
)

// facts gives the module in the words of facts in testdata/facts.py.
func facts(m *Module) []string {
	var out []string
	add := func(words ...any) { out = append(out, strings.TrimSuffix(fmt.Sprintln(words...), "\n")) }
	Inspect(m.Body, func(s *Stmt, _ []*Stmt) bool {
		switch s.Kind {
		case Import:
			for _, a := range s.Names {
				add("import", s.Line, a.Name, or(a.As, "-"))
			}
		case ImportFrom:
			for _, a := range s.Names {
				add("from", s.Line, s.Level, or(s.Module, "-"), a.Name, or(a.As, "-"))
			}
		case FunctionDef:
			name := "FunctionDef"
			if s.Async {
				name = "AsyncFunctionDef"
			}
			add(name, s.Name, decoratorWords(s))
		case ClassDef:
			add("ClassDef", s.Name, decoratorWords(s), or(dottedAll(s.Args, ","), "-"))
		case Assign:
			if s.Annotation == nil && s.Value != nil && s.Value.Kind == Call {
				add("assign", s.Line, dottedAll(s.Targets, "="), s.Value.X.Dotted(), keywordWords(s.Value.Keywords))
			}
		}
		return true
	})
	slices.Sort(out)
	return out
}

func keywordWords(list []Keyword) string {
	var words []string
	for _, k := range list {
		if k.Name != "" { // Python 2 keeps **kwargs elsewhere
			words = append(words, k.Name)
		}
	}
	return strings.Join(words, ",")
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
