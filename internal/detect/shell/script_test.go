package shell

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

// described is a step in one line.
func described(s Step) string {
	text := strings.Join(s.Words, " ")
	if s.Branch {
		text += " ?"
	}
	if s.Case != "" {
		text += " case=" + s.Case
	}
	if len(s.Conditions) > 0 {
		text += " if=" + strings.Join(s.Conditions, " ")
	}
	if s.Function != "" {
		text += " in " + s.Function
	}
	return fmt.Sprintf("%d %s", s.Line, text)
}

func TestScript(t *testing.T) {
	for _, c := range []struct {
		name, text string
		variables  map[string]string
		args       []string
		want       []string
	}{
		{"one after the other", "a 1 && b\nc; d &\n", nil, nil, []string{"1 a 1", "1 b", "2 c", "2 d"}},
		{"arguments", "#!/bin/sh\nset -e\nexec \"$@\"\nnever\n", nil, []string{"gunicorn", "a:b"}, []string{"2 set -e", "3 exec gunicorn a:b"}},
		{"arguments that are not known", "exec \"$@\"\n", nil, nil, []string{"1 exec $@"}},
		{"a test before it", "[ -f x ] && a\nb || c\n", nil, nil, []string{"1 [ -f x ]", "1 a ?", "2 b", "2 c ?"}},
		{
			"branches", "if [ \"$X\" = y ]; then\n  a\nelse\n  b\nfi\nc\n", nil, nil,
			[]string{"1 [ $X = y ]", "2 a ? if=[ $X = y ]", "4 b ? if=! [ $X = y ]", "6 c"},
		},
		{
			"branches that are known", "if [ \"$X\" = y ]; then a; elif b; then c; else d; fi",
			map[string]string{"X": "y"},
			nil,
			[]string{"1 [ y = y ]", "1 a if=[ y = y ]", "1 b", "1 c ? if=b", "1 d ? if=! b"},
		},
		{"a branch that is not taken", "if test \"$X\" != y; then a; else b; fi", map[string]string{"X": "y"}, nil, []string{"1 test y != y", "1 a ? if=test y != y", "1 b if=! test y != y"}},
		{
			"a case with its argument", "case \"$1\" in\n  web|server)\n    a\n    ;;\n  worker) shift; b \"$@\" ;;\n  none) ;;\n  *) exec \"$@\" ;;\nesac\nc\n", nil,
			[]string{"server"},
			[]string{"3 a", "5 shift ? case=worker", "5 b $@ ? case=worker", "7 exec $@ ? case=*", "9 c"},
		},
		{"a case in one line", "case $1 in a) x;; b) y;; esac; z", nil, nil, []string{"1 x ? case=a", "1 y ? case=b", "1 z"}},
		{"loops", "until migrate; do sleep 1; done\nfor i in 1 2; do a $i; done\nwhile ! nc -z db 1; do sleep 1; done\nb", nil, nil, []string{"1 migrate", "1 sleep 1", "2 a $i", "3 nc -z db 1", "3 sleep 1", "4 b"}},
		{"functions", "server() {\n  exec a\n}\nfunction worker {\n  b\n}\ncase $1 in server) server;; worker) worker;; esac\n", nil, []string{"worker"}, []string{"2 exec a ? case=server in server", "5 b in worker"}},
		{"a function that calls itself", "f() { f; a; }\nf\n", nil, nil, nil},
		{"set --", "set -- a \"$@\"\n\"$@\"", nil, []string{"b"}, []string{"2 a b"}},
		{"output to a file", "a &> x\nb > y 2>&1 &\n", nil, nil, []string{"1 a", "2 b"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got []string
			steps, _ := Script(c.text, 1, c.variables, c.args)
			for _, s := range steps {
				got = append(got, described(s))
			}
			if c.name == "a function that calls itself" {
				if len(got) != maxCalls+1 {
					t.Errorf("got %d steps: %v", len(got), got)
				}
				return
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got:\n%s\nwant:\n%s", strings.Join(got, "\n"), strings.Join(c.want, "\n"))
			}
		})
	}
}

// FuzzScript reads foreign scripts: no panic, no more steps than are allowed, and lines that are there.
func FuzzScript(f *testing.F) {
	f.Add("f() { a; }\nif [ $1 = x ]; then f; elif b; then c; else d; fi\ncase $1 in a|b) x;; *) exec \"$@\";; esac\n", "web")
	f.Add("while ! a; do { b; }; done; function g { g; }; g; set -- a \"$@\"; shift; \"$@\"", "")
	f.Add("case x in esac; fi; done; }; then; case; if; {", "a")
	f.Fuzz(func(t *testing.T, text, arg string) {
		steps, _ := Script(text, 1, map[string]string{"A": "b c"}, []string{arg})
		if len(steps) > maxSteps {
			t.Errorf("%d steps", len(steps))
		}
		for _, s := range steps {
			if len(s.Words) == 0 || s.Line < 1 || s.Line > strings.Count(text, "\n")+1 {
				t.Errorf("%+v", s)
			}
		}
	})
}
