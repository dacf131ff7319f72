package pysource

import (
	"fmt"
	"regexp"
	"strings"
)

// treeWriter gives a module in the words of testdata/tree.py: one line a
// statement, with where it stands and all its expressions.
type treeWriter struct {
	out           []string
	lines         bool // of expressions
	linesInFields bool
	texts         bool // of strings
	ftexts        bool // of f-strings
	exceptTuples  bool // `except X, e:`, which here names the exception, is a tuple
	source        []string
}

func (w *treeWriter) block(body []*Stmt, place string) {
	for _, s := range body {
		w.statement(s, place)
	}
}

func (w *treeWriter) statement(s *Stmt, place string) {
	kind := s.Kind.String()
	inside := fmt.Sprintf("%s/%s%d", place, kind, s.Line)
	words := w.words(s)
	switch {
	case s.Kind == ExprStmt:
		kind, inside = "Expr", ""
	case s.Kind == Assign && s.Annotation != nil:
		kind = "AnnAssign"
	case s.Async:
		kind = "Async" + kind
	}
	w.out = append(w.out, strings.Join(append([]string{place, fmt.Sprintf("%d-%d", s.Line, s.EndLine), kind}, words...), " "))
	if s.Kind == Match {
		for _, c := range s.Body {
			w.out = append(w.out, fmt.Sprintf("%s.body %d Case %s", inside, c.Line, w.expr(c.Value)))
			w.block(c.Body, fmt.Sprintf("%s.body/Case%d.body", inside, c.Line))
		}
		return
	}
	w.block(s.Body, inside+".body")
	w.block(s.Else, inside+".orelse")
	w.block(s.Final, inside+".finalbody")
	for _, h := range s.Handlers {
		name, value := h.Name, w.expr(h.Value)
		if name != "" && w.exceptTuples && w.namedByComma(h) {
			value = fmt.Sprintf("%d:(%s,%d:%s)", h.Value.Line, value, h.Value.Line, name)
			name = ""
		}
		w.out = append(w.out, fmt.Sprintf("%s %d-%d Except %s %s", inside, h.Line, h.EndLine, name, value))
		w.block(h.Body, fmt.Sprintf("%s/Except%d.body", inside, h.Line))
	}
}

// namedByComma reports whether the handler is `except X, e:`.
func (w *treeWriter) namedByComma(h *Stmt) bool {
	return oldExcept.MatchString(w.source[h.Line-1])
}

var oldExcept = regexp.MustCompile(`^\s*except\b.*,\s*[a-z_]\w*\s*:`)

// words gives what the statement says, but for its blocks.
func (w *treeWriter) words(s *Stmt) []string {
	switch s.Kind {
	case Import:
		return w.names(s)
	case ImportFrom:
		return append([]string{fmt.Sprint(s.Level), s.Module}, w.names(s)...)
	case Assign:
		return []string{w.all(s.Targets), w.expr(s.Annotation), w.expr(s.Value)}
	case AugAssign:
		return []string{s.Name, w.all(s.Targets), w.expr(s.Value)}
	case FunctionDef:
		return []string{s.Name, w.all(s.Decorators), w.params(s.Params), w.expr(s.Returns)}
	case ClassDef:
		return []string{s.Name, w.all(s.Decorators), w.all(s.Args), w.keywords(s.Keywords)}
	case For:
		return []string{w.all(s.Targets), w.expr(s.Value)}
	case With:
		var items []string
		for i, item := range s.Items {
			items = append(items, w.expr(item)+"="+w.expr(s.Targets[i]))
		}
		return items
	case Raise, Assert:
		return []string{w.expr(s.Value), w.all(s.Args)}
	case Delete:
		return []string{w.all(s.Targets)}
	case Global, Nonlocal:
		return w.names(s)
	case TypeAlias:
		return []string{s.Name, w.expr(s.Value)}
	case ExprStmt, Return, If, While, Match:
		return []string{w.expr(s.Value)}
	}
	return nil
}

func (w *treeWriter) names(s *Stmt) []string {
	var out []string
	if s.Lazy {
		out = append(out, "lazy")
	}
	for _, a := range s.Names {
		name := a.Name
		if a.As != "" {
			name += "=" + a.As
		}
		out = append(out, name)
	}
	return out
}

func (w *treeWriter) params(list []Param) string {
	var out []string
	for _, p := range list {
		out = append(out, [...]string{"", "=", "*", "**"}[p.Kind]+p.Name+":"+w.expr(p.Annotation)+"="+w.expr(p.Default))
	}
	return "(" + strings.Join(out, ",") + ")"
}

func (w *treeWriter) keywords(list []Keyword) string {
	var out []string
	for _, k := range list {
		out = append(out, k.Name+"="+w.expr(k.Value))
	}
	return strings.Join(out, ",")
}

func (w *treeWriter) all(list []*Expr) string {
	var out []string
	for _, e := range list {
		out = append(out, w.expr(e))
	}
	return strings.Join(out, ",")
}

func (w *treeWriter) expr(e *Expr) string {
	switch {
	case e == nil:
		return ""
	case w.lines:
		return fmt.Sprintf("%d:%s", e.Line, w.bare(e))
	}
	return w.bare(e)
}

func (w *treeWriter) bare(e *Expr) string {
	switch e.Kind {
	case Name, Constant:
		return e.Name
	case Attribute:
		return "(" + w.expr(e.X) + " . " + e.Name + ")"
	case Call:
		return "(" + w.expr(e.X) + " call " + w.all(e.Args) + "|" + w.keywords(e.Keywords) + ")"
	case String:
		if !w.texts {
			return "''"
		}
		return "'" + e.Text + "'"
	case Bytes:
		text := make([]rune, len(e.Text))
		for i := range len(e.Text) {
			text[i] = rune(e.Text[i])
		}
		return "b'" + string(text) + "'"
	case Number:
		return "number"
	case List:
		return "[" + w.all(e.Args) + "]"
	case Tuple:
		return "(" + w.all(e.Args) + ")"
	case Set:
		return "{" + w.all(e.Args) + "}"
	case Dict:
		return "{:" + w.all(e.Args) + "|" + w.all(e.Values) + "}"
	case FString:
		return w.fstring(e)
	case Subscript:
		parts := e.Args
		if len(parts) == 1 && parts[0].Kind == Tuple {
			parts = parts[0].Args // a[(b, c)] is a[b, c]
		}
		return "(" + w.expr(e.X) + " @ " + w.all(parts) + ")"
	case BinOp:
		return w.chain(e)
	case BoolOp, Compare:
		return "(" + e.Name + " " + w.all(e.Args) + ")"
	case UnaryOp:
		return "(" + e.Name + " " + w.expr(e.X) + ")"
	case IfExp:
		return "(" + w.expr(e.X) + " if " + w.all(e.Args) + ")"
	case Lambda:
		return "lambda(" + w.all(e.Args) + "|" + w.expr(e.X) + ")"
	case Await:
		return "await(" + w.expr(e.X) + ")"
	case Starred:
		return "*(" + w.expr(e.X) + ")"
	case Comprehension:
		return e.Name + "(" + w.expr(e.X) + "|" + w.all(e.Values) + "|" + w.all(e.Args) + ")"
	case Walrus:
		return "(" + e.Name + " := " + w.expr(e.X) + ")"
	case Other:
		switch e.Name {
		case ":":
			return "slice(" + w.all(e.Args) + ")"
		case "yield", "yield from":
			return e.Name + "(" + w.expr(e.X) + ")"
		}
	}
	return "?"
}

func (w *treeWriter) fstring(e *Expr) string {
	lines := w.lines
	w.lines = lines && w.linesInFields
	fields := w.all(e.Args)
	w.lines = lines
	kind, text := "f", ""
	if e.Name == "t" {
		kind = "t"
	}
	if w.ftexts {
		text = e.Text
	}
	return kind + "'" + text + "'(" + fields + ")"
}

// chain writes a + b + c, also where brackets cut it: (a + b) + c.
func (w *treeWriter) chain(e *Expr) string {
	if ops := strings.Fields(e.Name); len(ops) > 1 {
		return w.longChain(e, ops)
	}
	left, rest := e.X, w.all(e.Args)
	for left.Kind == BinOp && left.Name == e.Name {
		rest = w.all(left.Args) + "," + rest
		left = left.X
	}
	return "(" + w.expr(left) + " " + e.Name + " " + rest + ")"
}

// longChain writes a chain of several operators as if each were a node.
func (w *treeWriter) longChain(e *Expr, ops []string) string {
	inner := *e
	for i := 0; i < len(ops); {
		n := i
		for n < len(ops) && ops[n] == ops[i] {
			n++
		}
		left := inner
		inner.X, inner.Name, inner.Args = &left, ops[i], e.Args[i:n]
		if i == 0 {
			inner.X = e.X
		}
		i = n
	}
	return w.chain(&inner)
}
