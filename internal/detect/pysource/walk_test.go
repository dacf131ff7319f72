package pysource

import (
	"fmt"
	"strings"
	"testing"
)

func TestDotted(t *testing.T) {
	for src, want := range map[string]string{
		"a": "a", "a.b": "a.b", "a.b.c.d": "a.b.c.d", "a .b": "a.b", "(a).b": "a.b",
		"a().b": "", "a[0].b": "", "'a'.b": "", "1": "", "None": "",
	} {
		if got := Parse([]byte(src)).Body[0].Value.Dotted(); got != want {
			t.Errorf("%s: %q", src, got)
		}
	}
	if (*Expr)(nil).Dotted() != "" {
		t.Error("nil is not empty")
	}
}

func TestIsMainGuard(t *testing.T) {
	for src, want := range map[string]bool{
		`if __name__ == "__main__": pass`:   true,
		`if "__main__" == __name__: pass`:   true,
		`if (__name__ == '__main__'): pass`: true,
		`if __name__ != "__main__": pass`:   false,
		`if name == "__main__": pass`:       false,
		`if __name__ == "__main__" == x: a`: false,
		`if __name__: pass`:                 false,
		`while __name__ == "__main__": a`:   false,
	} {
		if got := Parse([]byte(src)).Body[0].IsMainGuard(); got != want {
			t.Errorf("%s: %v", src, got)
		}
	}
}

func TestInspect(t *testing.T) {
	src := `
class A:
    def b(self):
        try: c
        except D: e
        else: f
        finally: g
if h: i
elif j: k
`
	var got []string
	Inspect(Parse([]byte(src)).Body, func(s *Stmt, parents []*Stmt) bool {
		got = append(got, fmt.Sprintf("%d%v", len(parents), s.Kind))
		return s.Line != 9
	})
	want := "0ClassDef 1FunctionDef 2Try 3ExprStmt 3Except 4ExprStmt 3ExprStmt 3ExprStmt 0If 1ExprStmt 1If"
	if strings.Join(got, " ") != want {
		t.Errorf("%s\nwant %s", strings.Join(got, " "), want)
	}
}

func TestWalk(t *testing.T) {
	src := "@a(b)\ndef c(d: e = f(g), *h: i) -> j(k, l=m): n()"
	var names []string
	s := Parse([]byte(src)).Body[0]
	s.Walk(func(e *Expr) bool {
		if e.Kind == Name {
			names = append(names, e.Name)
		}
		return e.Kind != Call || e.X.Name != "f"
	})
	if got := strings.Join(names, " "); got != "a b e i j k m" {
		t.Error(got)
	}
	if got := s.Returns.Keyword("l"); got == nil || got.Name != "m" {
		t.Errorf("keyword is %v", got)
	}
	if s.Returns.Keyword("x") != nil || (*Expr)(nil).Keyword("x") != nil {
		t.Error("found a keyword that is not there")
	}
}

func TestLines(t *testing.T) {
	src := `import a
from b import (
    c,
    d,
)

@e
@f(
    g
)
async def h(
    i
):
    """
    text
    """
    j = k(

        l)

if m:
    n
elif o:
    p
else:
    q = f'''{
        r}
    ''' ; s
`
	var got []string
	add := func(what string, line, end int) { got = append(got, fmt.Sprintf("%s %d-%d", what, line, end)) }
	Inspect(Parse([]byte(src)).Body, func(s *Stmt, _ []*Stmt) bool {
		add(s.Kind.String(), s.Line, s.EndLine)
		for _, a := range s.Names {
			add(a.Name, a.Line, a.Line)
		}
		s.Walk(func(e *Expr) bool {
			if e.Kind == Name {
				add(e.Name, e.Line, e.Line)
			}
			return true
		})
		return true
	})
	want := "Import 1-1, a 1-1, ImportFrom 2-5, c 3-3, d 4-4, FunctionDef 11-19, e 7-7, f 8-8, g 9-9, " +
		"ExprStmt 14-16, Assign 17-19, j 17-17, k 17-17, l 19-19, If 21-28, m 21-21, ExprStmt 22-22, n 22-22, " +
		"If 23-28, o 23-23, ExprStmt 24-24, p 24-24, Assign 26-28, q 26-26, r 27-27, ExprStmt 28-28, s 28-28"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("%s\nwant %s", s, want)
	}
}

func TestErrors(t *testing.T) {
	tests := []struct {
		src, want string
		line      int
	}{
		{"\nx = )", `expected an expression, found ")"`, 2},
		{"f(a b)", `expected ')', found "b"`, 1},
		{"x = 'a", "string is not closed", 1},
		{"\nx = $", "unexpected character", 2},
		{"if a\n  b", `expected ':', found the end of the line`, 1},
		{"f(\na\n", "expected ')', found the end of the file", 3},
		{"if a:\nb", "expected an indented block", 2},
		{"  a", "unexpected indentation", 1},
		{"from a import", "expected a name, found the end of the line", 1},
	}
	for _, test := range tests {
		m := Parse([]byte(test.src))
		if len(m.Errors) != 1 || m.Errors[0] != (Error{test.line, test.want}) {
			t.Errorf("%q: %v, want %d %s", test.src, m.Errors, test.line, test.want)
		}
	}
}
