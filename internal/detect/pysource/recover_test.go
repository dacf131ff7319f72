package pysource

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// A statement that cannot be read costs itself: put before any other statement
// of a file, it changes nothing but the lines.
func TestRecovery(t *testing.T) {
	broken := []string{
		"x = = 1", "x = (1 2)", "x = f(a b)", "x = 'abc", "x = )", "a b c", "import", "from x import",
		"import a-b", "x = 1 +", "del", "x = [1, 2", "$", "x = 1\x00", "!ls -l", "%time f(x)", "{% if x %}", "<<<<<<< HEAD",
		"print 'a' 'b' c", "lambda", "f(a=, b)", "x = 0b2 z",
	}
	files, err := filepath.Glob("testdata/*.py")
	if err != nil || len(files) == 0 {
		t.Fatal(err)
	}
	for _, file := range files {
		src, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		m := Parse(src)
		want := dump(m.Body)
		lines := strings.SplitAfter(string(src), "\n")
		for n, s := range followed(m.Body) {
			before, after := strings.Join(lines[:s.Line-1], ""), strings.Join(lines[s.Line-1:], "")
			margin := after[:leadingBlanks(after)]
			for _, b := range broken[n%len(broken):] {
				if strings.HasPrefix(b, "x = [") && !startsWithKeyword(after[len(margin):]) {
					continue // only a keyword shows that the bracket was meant to be closed
				}
				got := Parse([]byte(before + margin + b + "\n" + after))
				if len(got.Errors) == 0 {
					t.Errorf("%q was read without an error", b)
				}
				if g := dump(got.Body); g != want {
					t.Fatalf("%s:%d: with %q before it:\n got %s\nwant %s", file, s.Line, b, g, want)
				}
			}
		}
	}
}

// followed gives the statements that stand at the start of a line of their own.
func followed(body []*Stmt) []*Stmt {
	var out []*Stmt
	line := 0
	Inspect(body, func(s *Stmt, parents []*Stmt) bool {
		decorated := len(s.Decorators) > 0
		elif := len(parents) > 0 && s.Kind == If && len(parents[len(parents)-1].Else) > 0 && parents[len(parents)-1].Else[0] == s
		if s.Line > line && !decorated && !elif && s.Kind != Except && s.Kind != Case {
			out = append(out, s)
		}
		line = s.Line
		return true
	})
	return out
}

func startsWithKeyword(s string) bool {
	n := 0
	for n < len(s) && isName(s[n]) {
		n++
	}
	return startsStmt[keyword(s[:n])]
}
