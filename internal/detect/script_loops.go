package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// actsAt gives the line of the first statement that does something when the file is run: a call whose result nobody
// keeps, or a loop; 0 where there is none.
func actsAt(st *pysource.Stmt) int {
	line := 0
	onImport([]*pysource.Stmt{st}, func(x *pysource.Stmt) {
		call := x.Kind == pysource.ExprStmt && x.Value != nil && (x.Value.Kind == pysource.Call || x.Value.Kind == pysource.Await)
		if line == 0 && (call || x.Kind == pysource.While || x.Kind == pysource.For || x.Kind == pysource.With) && !isSetting(x) {
			line = x.Line
		}
	})
	return line
}

// isSetting reports whether a statement prepares a program without being it: sys.path.append(…), load_dotenv().
func isSetting(st *pysource.Stmt) bool {
	if st.Kind != pysource.ExprStmt || st.Value == nil || st.Value.Kind != pysource.Call {
		return false
	}
	name := st.Value.X.Dotted()
	return strings.HasPrefix(name, "sys.path") || strings.HasPrefix(name, "logging.") || strings.HasSuffix(name, "load_dotenv") ||
		strings.HasPrefix(name, "warnings.") || strings.HasPrefix(name, "os.environ")
}

// endless reports whether a loop has no condition that the loop itself would end: while True, while not stopped.
func endless(st *pysource.Stmt) bool {
	v := st.Value
	switch {
	case v == nil:
		return false
	case v.Kind == pysource.Constant && v.Name == "True", v.Kind == pysource.Number && v.Text == "1":
		return !leaves(st.Body)
	case v.Kind == pysource.UnaryOp && v.Name == "not", v.Kind == pysource.Attribute, v.Kind == pysource.Name:
		name := strings.ToLower(v.Dotted() + v.X.Dotted())
		if v.Kind == pysource.UnaryOp && v.X.Kind == pysource.Call {
			name = strings.ToLower(v.X.X.Dotted())
		}
		for _, word := range []string{"stop", "shutdown", "running", "exit", "quit", "terminat", "interrupt", "kill"} {
			if strings.Contains(name, word) {
				return true
			}
		}
	}
	return false
}

// leaves reports whether a loop breaks off by itself: its own break, or a return, outside of an except.
func leaves(body []*pysource.Stmt) bool {
	left := false
	pysource.Inspect(body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		switch st.Kind {
		case pysource.FunctionDef, pysource.ClassDef, pysource.Except:
			return false
		case pysource.Break:
			inner := false
			for _, p := range parents {
				inner = inner || p.Kind == pysource.For || p.Kind == pysource.While
			}
			left = left || !inner
		case pysource.Return:
			left = true
		}
		return !left
	})
	return left
}
