// Package pysource turns the text of a Python file into a Module: its imports,
// assignments, calls, functions, classes and blocks.
//
// It never runs Python and never fails. What it cannot read is noted in
// Module.Errors, and reading goes on with the next statement; a header that
// cannot be read does not lose its block. It reads Python 3.8 to 3.15 and
// Python 2, in one grammar that is looser than Python's own: it is made to
// find what a program says, not to say whether the program is valid.
//
// It resolves no names, follows no imports and knows no types. Patterns of
// `case` and type parameters are passed over. Names are as they are written
// (Python compares them in the form NFKC), and every letter beyond ASCII counts
// as one that a name may hold. The work is linear in the size of
// the source and the depth of the result is bounded, whatever the bytes are.
package pysource

// Module is what one file says.
type Module struct {
	Body    []*Stmt // top-level statements, in order
	Errors  []Error // one for each statement that could not be read, at most 1000
	Python2 int     // line of the first thing that makes sense to Python 2 alone (a print statement, backticks, ...), 0 for none
}

// Error is a place that could not be read.
type Error struct {
	Line int    // 1-based
	Text string // what is wrong, in lower case, without the position
}

// maxErrors bounds Module.Errors: a binary file with the name of a Python file
// has an error on each line, and nobody reads the thousandth.
const maxErrors = 1000

// Parse reads Python source text. It never fails: what could not be read is in
// Errors. The result keeps no reference to src.
func Parse(src []byte) *Module {
	text := decode(src)
	p := &parser{lx: newLexer(text)}
	p.next()
	m := &Module{Body: p.statements()}
	m.Errors = p.errors
	m.Python2 = p.python2
	return m
}
