package pysource

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"
)

// Every source here is large or deep. Each must be read in a time that fits its
// size; before it, `import a` and after it, where the file allows, `import z`.
func TestHostile(t *testing.T) {
	repeat := strings.Repeat
	n := 500_000
	if testing.Short() {
		n /= 10
	}
	tests := map[string]string{
		"round brackets":         repeat("(", n),
		"closed brackets":        repeat("(", n) + repeat(")", n),
		"square brackets":        repeat("[", n),
		"braces":                 "x = " + repeat("{", n),
		"dictionaries":           repeat("{1:", n),
		"calls":                  repeat("f(", n),
		"bracket on each line":   repeat("(\n", n/4),
		"call on each line":      repeat("f(a,\n", n/4),
		"keyword in brackets":    repeat("f(\nimport x\n", n/10),
		"with brackets":          repeat("with (\n", n/4),
		"with nested brackets":   "with " + repeat("(", n),
		"match brackets":         repeat("match (", n/4),
		"match on each line":     repeat("match (\n", n/4),
		"closing brackets":       repeat(")", n),
		"nots":                   "x = " + repeat("not ", n) + "y",
		"minuses":                "x = " + repeat("-", n) + "1",
		"powers":                 "x = " + repeat("2**", n) + "1",
		"lambdas":                "x = " + repeat("lambda:", n) + "1",
		"lambda defaults":        "x = " + repeat("lambda x=", n) + "1",
		"conditionals":           "x = " + repeat("1 if 2 else ", n/4) + "1",
		"attributes":             "x = a" + repeat(".b", n),
		"call chain":             "x = a" + repeat(".b()", n/2),
		"subscripts":             "x = a" + repeat("[0]", n/2),
		"additions":              "x = a" + repeat("+b", n),
		"alternating":            "x = a" + repeat("+b-c", n/2),
		"comparisons":            "x = a" + repeat("<b>c", n/2),
		"booleans":               "x = a" + repeat(" or b and c", n/4),
		"assignments":            repeat("a=", n) + "1",
		"commas":                 "x = " + repeat("1,", n),
		"strings":                "x = " + repeat("'a' ", n),
		"semicolons":             repeat("a;", n/2),
		"elifs":                  "if a: b\n" + repeat("elif a: b\n", n/10),
		"elses":                  repeat("else: b\n", n/10),
		"decorators":             repeat("@a\n", n/4),
		"one-line ifs":           repeat("if a: ", n/4),
		"indents":                indents(3000),
		"broken indents":         staircase(3000),
		"unindented":             repeat("if x:\n", n/8),
		"yields":                 repeat("yield ", n/2),
		"awaits":                 repeat("await ", n/2),
		"stars":                  repeat("*", n),
		"walruses":               "(" + repeat("x:=", n/2),
		"dots":                   "from " + repeat(".", n) + " import x",
		"long import":            "import a" + repeat(".b", n),
		"continuations":          "print " + repeat("\\\n", n/2),
		"more continuations":     repeat("print \\\n", n/8),
		"triple quotes":          repeat(`"""`, n+1),
		"escaped triple quotes":  repeat(`\"""`+"\n", n/4),
		"triple after bracket":   repeat(`f("""`+"\n'''\n", n/8),
		"single quotes":          repeat("'\n", n/2),
		"f-strings":              "x = " + repeat(`f"{`, n/4),
		"f-string on each line":  repeat(`f"{`+"\n", n/8),
		"f-string formats":       `x = f"` + repeat("{x:", n/4),
		"f-strings with bracket": repeat(`f"{(`+"\n", n/8),
		"f-strings, triple":      repeat(`f"""{(`+"\n", n/8),
		"f-strings, unclosed":    repeat(`f'''`+"\n", n/8),
		"f-strings, nested":      "x = " + repeat(`f"{`, n/8) + "1" + repeat(`}"`, n/8),
		"f-strings, two quotes":  "x = " + repeat(`f"{f'{`, n/16) + "1" + repeat(`}'}"`, n/16),
		"f-strings, fields":      `x = f"` + repeat("{a}", n/3) + `"`,
		"f-string of calls":      "x = " + repeat(`f"{g(`, n/12) + "1" + repeat(`)}"`, n/12),
		"formats, nested":        `x = f"` + repeat("{x:", n/8) + repeat("}", n/8) + `"`,
		"f-strings, broken":      repeat(`f"{a b}" `, n/8),
		"f-strings, broken each": repeat("x = f\"{a b}\" + f'{'\n", n/16),
		"f-string, long line":    `x = f"` + repeat("a", 10*n) + `{`,
		"wide letters":           "# coding: gbk\nx = '" + repeat("\x81\\", n) + "'",
		"blanks before a name":   "print" + repeat(" ", n) + "a",
		"prints on a line":       repeat("print ", n/4),
		"types on a line":        repeat("type ", n/4),
		"lazies":                 repeat("lazy \\\n", n/8),
		"asyncs":                 repeat("async ", n/4),
		"excepts":                "try: a\n" + repeat("except b, c: d\n", n/16),
		"type parameter bounds":  "type X[" + repeat("T: int = a, ", n/8) + "] = 1",
		"t-string":               repeat(`t'{x!`, n/8),
		"named escapes":          `x = f"` + repeat(`\N{`, n/4),
		"NUL":                    repeat("\x00", n),
		"NUL on each line":       repeat("x = 1\x00\n", n/8),
		"backslashes":            repeat("\\", n),
		"backticks":              repeat("`", n),
		"invalid UTF-8":          repeat("\xff\xfe", n),
		"BOMs":                   repeat("\xef\xbb\xbf", n/4),
		"carriage returns":       repeat("\r", n),
		"form feeds":             repeat("\f", n),
		"tabs":                   repeat("\t", n) + "x",
		"one long line":          "x = " + repeat("foo(bar, 'baz') + ", n/2) + "1",
		"one long name":          repeat("a", 10*n),
		"one long number":        repeat("1", 10*n),
		"one long string":        "x = '" + repeat("a", 10*n) + "'",
		"one long comment":       "#" + repeat("a", 10*n),
		"coding":                 "#" + repeat("coding", n/4),
		"prints":                 repeat("print >>f, x, \n", n/8),
		"type parameters":        "def f" + repeat("[T:", n/4),
		"old parameters":         "def f(" + repeat("(", n),
		"patterns":               "match x:\n case " + repeat("(", n),
		"cases":                  "match x:\n" + repeat(" case 1: pass\n", n/8),
	}
	for name, body := range tests {
		t.Run(name, func(t *testing.T) {
			start := time.Now()
			text := "import a\n" + body + "\n\nimport z\n"
			m := Parse([]byte(text))
			check(t, m, strings.Count(strings.ReplaceAll(body, "\r", "\n"), "\n")+5)
			if len(m.Body) == 0 || m.Body[0].Kind != Import {
				t.Error("lost the first statement")
			}
			// Each takes tenths of a second; the limit is for slow machines and the race detector.
			if took := time.Since(start); took > 5*time.Second {
				t.Errorf("took %v for %d bytes", took, len(body))
			}
			if work, most := workOf(decode([]byte(text))); work > most {
				t.Errorf("read %d tokens and bytes again for %d bytes", work, len(text))
			}
		})
	}
}

// workOf counts what takes time, on any machine alike: the tokens that were
// read, each as often as it was, and the bytes that were read again. It must not
// grow faster than the text.
func workOf(text string) (work, most int) {
	p := &parser{lx: newLexer(text), seen: func(token) { work++ }}
	p.next()
	p.statements()
	return work + p.reread, 12*len(text) + 1<<17
}

func indents(n int) string {
	var b bytes.Buffer
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "if x:\n")
	}
	return b.String()
}

func staircase(n int) string {
	var b bytes.Buffer
	for i := range n {
		fmt.Fprintf(&b, "%sif x:\n%sy\n", strings.Repeat(" ", 2*n-2*i+1), strings.Repeat(" ", 2*n-2*i))
	}
	return b.String()
}
