package pysource

import (
	"strings"
	"testing"
)

func TestFStrings(t *testing.T) {
	tests := []struct{ src, text, fields string }{
		{`f'a{b}c'`, "a{}c", "b"},
		{`f'{a}{b.c(d)}'`, "{}{}", "a,b.c(d)"},
		{`f''`, "", ""},
		{`f'{{}}\n{{a}}'`, "{}\n{a}", ""},
		{`f'{a!r:>{b}} {c:%H:%M}'`, "{} {}", "a,b,c"},
		{`f'{a=} {b = !s} {c=:2}'`, "{} {} {}", "a,b,c"},
		{`f'{a:=5}{b!=c}'`, "{}{}", "a,<Compare != [b,c]>"},
		{`f'{(a:=5)}'`, "{}", "<Walrus a 5>"},
		{`f'{ {1: 2}[1] }'`, "{}", "<Subscript <Dict [1] [2]> [1]>"},
		{`f'{a["b"]}'`, "{}", `<Subscript a ["b"]>`},
		{`f'{a['b']}' 'c'`, "{}c", `<Subscript a ["b"]>`},
		{`f"{f"{f"{a}"}"}"`, "{}", `<FString "{}" [<FString "{}" [a]>]>`},
		{`f'{a, *b}{yield}'`, "{}{}", "<Tuple [a,<Starred b>]>,<Other yield>"},
		{`f'{lambda_}{(lambda x: x)}'`, "{}{}", "lambda_,<Lambda x>"},
		{`f'\{a}\N{DASH}\x41'`, `\{}\N{DASH}A`, "a"},
		{`rf'\{a}\N{b}\x41'`, `\{}\N{}\x41`, "a,b"},
		{`fR'\''`, `\'`, ""},
		{`'a' f'{b}' "c" rF'{d}'`, "a{}c{}", "b,d"},
		{"f'''{\na # }'''\n}'''", "{}", "a"},
		{"f'''a\n{b:c\n}'d'\"'''", "a\n{}'d'\"", "b"},
		{"f'{\na\n}'", "{}", "a"},
		{`f'{a:{b:{c}}}'`, "{}", "a,b,c"},
		{`f'{a if b else c}{d or e}'`, "{}{}", "<IfExp a [b,c]>,<BoolOp or [d,e]>"},
		{`f'{a:{"{>10}"}}'`, "{}", `a,"{>10}"`},
		{`f'{"\n".join(a)}'`, "{}", `"\n".join(a)`},
	}
	for _, test := range tests {
		m := Parse([]byte("x = " + test.src + "\nimport y\n"))
		if len(m.Errors) > 0 || len(m.Body) != 2 {
			t.Errorf("%s: %v %s", test.src, m.Errors, dump(m.Body))
			continue
		}
		e := m.Body[0].Value
		if e.Kind != FString || e.Text != test.text || dumpAll(e.Args) != test.fields {
			t.Errorf("%s: %s\nwant %q with %s", test.src, dumpExpr(e), test.text, test.fields)
		}
	}
}

func TestTemplateString(t *testing.T) {
	e := Parse([]byte("x = t'a{b!r}' rt'{c}'")).Body[0].Value
	if got := dumpExpr(e); got != `<FString t "a{}{}" [b,c]>` {
		t.Error(got)
	}
}

// A field that cannot be read costs itself, not the statement.
func TestBrokenFString(t *testing.T) {
	for _, src := range []string{`f'{a b}'`, `f'{'`, `f'{a!}'`, `f'}{'`, `f'{a:'`, `f'{}'`, `f"""{a["""`} {
		m := Parse([]byte("x = g(" + src + ", 1)\nimport y\n"))
		if len(m.Errors) != 1 || dump(m.Body[1:]) != "Import y" || m.Body[0].Value.Kind != Call || len(m.Body[0].Value.Args) != 2 {
			t.Errorf("%s: %v %s", src, m.Errors, dump(m.Body))
		}
	}
}

func TestStr(t *testing.T) {
	tests := []struct {
		src, want string
		ok        bool
	}{
		{`'a'`, "a", true},
		{`""`, "", true},
		{`u'a' "b"`, "ab", true},
		{`'a' + "b" + 'c'`, "abc", true},
		{`('a' 'b') + ("c" + 'd')`, "abcd", true},
		{`f'a'`, "a", true},
		{`f'a{b}'`, "", false},
		{`'a' + b`, "", false},
		{`a + 'b'`, "", false},
		{`'a' * 2`, "", false},
		{`b'a'`, "", false},
		{`1`, "", false},
		{`'\a\b\f\n\r\t\v\\\'\"'`, "\a\b\f\n\r\t\v\\'\"", true},
		{`'\0\12\1234\x41\u00e9\U0001F600'`, "\x00\nS4Aé😀", true},
		{`'\d\x4\u12\N{DASH}\ud800'`, "\\d\\x4\\u12\\N{DASH}\ufffd", true},
		{`r'\n\''`, `\n\'`, true},
		{"'a\\\nb'", "ab", true},
		{"'''a\n'b\"'''", "a\n'b\"", true},
		{`"""a""b\""""`, `a""b"`, true},
	}
	for _, test := range tests {
		m := Parse([]byte("x = " + test.src))
		if len(m.Errors) > 0 {
			t.Errorf("%s: %v", test.src, m.Errors)
			continue
		}
		got, ok := m.Body[0].Value.Str()
		if got != test.want || ok != test.ok {
			t.Errorf("%s: %q, %v, want %q, %v", test.src, got, ok, test.want, test.ok)
		}
	}
}

func TestEncodings(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"UTF-8", "x = 'é'", "é"},
		{"BOM", "\xef\xbb\xbfx = 'é'", "é"},
		{"Latin-1", "# -*- coding: latin-1 -*-\nx = '\xe9'", "é"},
		{"second line", "#!/usr/bin/python\n# vim: set fileencoding=ISO_8859_15 :\nx = '\xa4'", "€"},
		{"Windows, CRLF", "\r\n#coding:cp1252\r\nx = '\x80'", "€"},
		{"too late", "\n\n# coding: latin-1\nx = 'é'", "é"},
		{"not after code", "import a\n# coding: latin-1\nx = 'é'", "é"},
		{"not in a comment", "coding='latin-1'\nx = 'é'", "é"},
		{"undeclared", "x = '\xe9'", "é"},
		{"unknown", "# coding: klingon\nx = 'é'", "é"},
		{"not UTF-8, for it says so", "# coding: koi8-r\nx = 'é'", "Ã©"},
		{"BOM and another name", "\xef\xbb\xbf# coding: latin-1\nx = 'é'", "é"},
		{"for Emacs", "# -*- coding: latin-1-unix -*-\nx = '\xe9'", "é"},
		{"many names", "# coding: CP819\nx = '\xe9'", "é"},
		{"form feed before it", "\f# coding: latin-1\nx = '\xe9'", "é"},
		{"CR alone before it", "#!/bin/python\r# coding: latin-1\rx = '\xe9'", "é"},
		{"not a name", "# coding: ,\nx = 'é'", "é"},
		{"lone CR", "# coding: utf-8\rx = '''a\r\nb\rc'''\r", "a\nb\nc"},
	}
	for _, test := range tests {
		m := Parse([]byte(test.src))
		last := m.Body[len(m.Body)-1]
		if got, _ := last.Value.Str(); got != test.want || len(m.Errors) > 0 {
			t.Errorf("%s: %q %v, want %q", test.name, got, m.Errors, test.want)
		}
	}
}

// The second byte of a letter may be a backslash or a bracket.
func TestWideEncodings(t *testing.T) {
	tests := map[string]string{
		"shift_jis": "\x95\x5c\x83\x5c\xb1", // the last is of one byte
		"cp932":     "\xfc\x4b\x83\x5b",
		"gbk":       "\x81\x5c\xd5\x5c",
		"gb18030":   "\x81\x30\x84\x36\x81\x5c",
		"big5":      "\xa5\x5c\xb3\x5c",
		"cp949":     "\xb0\xa1\x81\x41",
		"euc-jp":    "\x8f\xb0\xa1\xc9\xbd",
		"johab":     "\x88\x61\xd0\x65",
	}
	for name, letters := range tests {
		m := Parse([]byte("# coding: " + name + "\nx = '" + letters + "'  # " + letters + "\nimport y\n"))
		if len(m.Errors) > 0 || len(m.Body) != 2 {
			t.Errorf("%s: %v %s", name, m.Errors, dump(m.Body))
			continue
		}
		if value, ok := m.Body[0].Value.Str(); !ok || strings.ContainsAny(value, "\\[0") {
			t.Errorf("%s: %q", name, value)
		}
	}
	if a, b := decode([]byte("# coding: gbk\n\xc4\xe3")), decode([]byte("# coding: gbk\n\xba\xc3")); a == b {
		t.Error("two letters became one")
	}
}

func TestPython2(t *testing.T) {
	old := []string{
		"print 'a'", "print a", "print >>f, a", "exec 'a'", "`a`", "a <> b", "ur'a'", "0777", "10L", "raise A, b",
		"try: a\nexcept B, c: d", "def f(a, (b, c)): pass", "[a for b in c, d]",
		"print ~a", "print .5", "raise A, 'b', c", "try: a\nexcept B, (c, d): e", "a = 0xffL", "exec a in b",
	}
	for _, src := range old {
		if m := Parse([]byte("\n" + src + "\n")); m.Python2 != 2+strings.Count(src, "\n") || len(m.Errors) > 0 {
			t.Errorf("%s: line %d %v", src, m.Python2, m.Errors)
		}
	}
	for _, src := range []string{"print('a')", "print", "print(a), b", "0", "00", "0.5", "0o17", "0e0", "u'a'", "try: a\nexcept B as c: d", "exec(a)", "try: a\nexcept b.C, d.e: f", "print.a"} {
		if m := Parse([]byte(src)); m.Python2 != 0 {
			t.Errorf("%s was taken for Python 2", src)
		}
	}
}
