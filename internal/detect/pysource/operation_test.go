package pysource

import (
	"strings"
	"testing"
)

// A chain of alternating operators nests as deep as it is long, up to a limit:
// what is beyond it stands in one node, with all its operators and operands.
func TestLongChain(t *testing.T) {
	m := Parse([]byte("x = a" + strings.Repeat(" + b - c", 500) + "\n"))
	e := m.Body[0].Value
	if e.Kind != BinOp || !strings.HasSuffix(e.Name, " + -") || len(e.Args) != len(strings.Fields(e.Name)) {
		t.Fatalf("%v %q with %d operands", e.Kind, e.Name, len(e.Args))
	}
	names := 0
	e.Walk(func(e *Expr) bool {
		if e.Kind == Name {
			names++
		}
		return true
	})
	if names != 1001 || len(m.Errors) > 0 {
		t.Errorf("%d names, %v", names, m.Errors)
	}
}

// An operation is on the line of the bracket with which its left side begins, as in CPython.
func TestLineOfBracket(t *testing.T) {
	for _, src := range []string{"(\na).b", "(\na)(b)", "(\na)[b]", "(\na) + b", "(\na) or b", "(\na) < b", "(\na) ** b", "(\na) if b else c", "(\na), b"} {
		if e := Parse([]byte("x = " + src)).Body[0].Value; e.Line != 1 {
			t.Errorf("%q: %v on line %d", src, e.Kind, e.Line)
		}
	}
	call := Parse([]byte("x = f(\na for a in b)")).Body[0].Value
	if e := call.Args[0]; e.Kind != Comprehension || e.Line != 1 || e.X.Line != 2 {
		t.Errorf("%v on line %d", e.Kind, e.Line)
	}
}
