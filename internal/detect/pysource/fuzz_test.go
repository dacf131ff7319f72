package pysource

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func FuzzParse(f *testing.F) {
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files, "testdata/facts.py") {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, test := range statementTests {
		f.Add([]byte(test.src))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		lines := strings.Count(decode(src), "\n") + 1
		check(t, Parse(src), lines)
	})
}

// check walks the whole module: that shows it is not too deep, and its lines
// must be lines of the source.
func check(t *testing.T, m *Module, lines int) {
	t.Helper()
	bad := 0
	in := func(what string, line int) {
		if line < 1 || line > lines {
			bad++
			if bad < 5 {
				t.Errorf("%s on line %d of %d", what, line, lines)
			}
		}
	}
	for _, e := range m.Errors {
		in("error", e.Line)
	}
	depth := 0
	Inspect(m.Body, func(s *Stmt, parents []*Stmt) bool {
		depth = max(depth, len(parents))
		in(s.Kind.String(), s.Line)
		in(s.Kind.String(), s.EndLine)
		if s.EndLine < s.Line {
			t.Errorf("%v from line %d to %d", s.Kind, s.Line, s.EndLine)
		}
		s.IsMainGuard()
		s.Value.Dotted()
		s.Value.Str()
		s.Walk(func(e *Expr) bool {
			in(e.Kind.String(), e.Line)
			if e.Kind == Call && e.X == nil || e.Kind == Dict && len(e.Args) != len(e.Values) {
				t.Errorf("%v on line %d is not whole", e.Kind, e.Line)
			}
			return true
		})
		return true
	})
	if depth > 2*maxDepth {
		t.Errorf("statements are nested %d deep", depth)
	}
}
