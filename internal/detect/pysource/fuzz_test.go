package pysource

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

// seed adds sources that hold all there is to read.
func seed(f *testing.F) {
	files, err := filepath.Glob("*_test.go")
	if err != nil {
		f.Fatal(err)
	}
	for _, file := range append(files, "testdata/facts.py", "testdata/tree.py") {
		src, err := os.ReadFile(file)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(src)
	}
	for _, test := range statementTests {
		f.Add([]byte(test.src))
	}
}

func FuzzParse(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		lines := strings.Count(decode(src), "\n") + 1
		check(t, Parse(src), lines)
		if work, most := workOf(decode(src)); work > most {
			t.Errorf("%d tokens and bytes read again for %d bytes", work, len(src))
		}
	})
}

// FuzzLexer: the tokens stand in the order of the source and on their lines,
// what is between them is blank, and each INDENT has its DEDENT.
func FuzzLexer(f *testing.F) {
	seed(f)
	f.Fuzz(func(t *testing.T, src []byte) {
		text := decode(src)
		lx := newLexer(text)
		end, line, depth := 0, 1, 0
		for n := 0; ; n++ {
			var tok token
			lx.next(&tok)
			if n > 2*len(text)+2 || tok.start < end || tok.end < tok.start || tok.end > len(text) {
				t.Fatalf("token %d, %+v, after offset %d of %d", n, tok, end, len(text))
			}
			between := text[end:tok.start]
			if strings.Trim(between, " \t\f\\\n") != "" && !strings.Contains(between, "#") {
				t.Fatalf("%q was passed over", between)
			}
			if line += strings.Count(between, "\n"); tok.line != line {
				t.Fatalf("token %+v is on line %d", tok, line)
			}
			line += strings.Count(text[tok.start:tok.end], "\n")
			end = tok.end
			switch tok.kind {
			case tIndent:
				depth++
			case tDedent:
				depth--
			case tEOF:
				if depth != 0 && lx.brackets == 0 {
					t.Fatalf("%d blocks are open at the end", depth)
				}
				return
			}
		}
	})
}

// FuzzDecode: the text is UTF-8 without carriage returns, and what is ASCII is
// as it was.
func FuzzDecode(f *testing.F) {
	seed(f)
	for name := range charsets {
		f.Add([]byte("# coding: " + name + "\nx = '\xe9'"))
	}
	for name := range wideCharsets {
		f.Add([]byte("# coding: " + name + "\nx = '\x95\\\x81\x30\x81\x30'"))
	}
	f.Fuzz(func(t *testing.T, src []byte) {
		text := decode(src)
		if !utf8.ValidString(text) || strings.Contains(text, "\r") || len(text) > 4*len(src) {
			t.Errorf("%q became %q", src, text)
		}
		plain := strings.IndexFunc(string(src), func(r rune) bool { return r >= utf8.RuneSelf || r == '\r' }) < 0
		if plain && text != string(src) {
			t.Errorf("%q became %q", src, text)
		}
	})
}

// FuzzUnquote: a string has a value that is no longer than its text.
func FuzzUnquote(f *testing.F) {
	for _, s := range []string{`'a'`, `"\n"`, `b'\xff'`, `'\N{DASH}\u00e9\U0001f600\777'`, `rb"\x"`, `"""a\\"""`} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		lx := newLexer(s)
		var tok token
		lx.next(&tok)
		if tok.kind != tString {
			return
		}
		if value, _ := unquote(s[tok.start:tok.end]); len(value) > len(s) {
			t.Errorf("%q became %q", s, value)
		}
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
