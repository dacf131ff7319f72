package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// binding is what a name stands for: an import, a definition or a value.
type binding struct {
	imported string         // dotted name as imported, "" otherwise
	level    int            // leading dots of a relative import
	def      *pysource.Stmt // a function or a class
	value    *pysource.Expr // an assigned value
	line     int
}

// bind notes what the names of a block stand for. Blocks of if, try and with bind into the block around them;
// functions and classes do not. `if __name__ == "__main__"` does not run on import, and is left out.
func bind(names map[string]binding, body []*pysource.Stmt) {
	for _, s := range body {
		switch s.Kind {
		case pysource.Import:
			for _, a := range s.Names {
				if a.As != "" {
					names[a.As] = binding{imported: a.Name, line: a.Line}
				} else {
					first, _, _ := strings.Cut(a.Name, ".")
					names[first] = binding{imported: first, line: a.Line}
				}
			}
		case pysource.ImportFrom:
			for _, a := range s.Names {
				as := a.As
				if as == "" {
					as = a.Name
				}
				dotted := strings.TrimPrefix(s.Module+"."+a.Name, ".")
				names[as] = binding{imported: dotted, level: s.Level, line: a.Line}
			}
		case pysource.FunctionDef, pysource.ClassDef:
			names[s.Name] = binding{def: s, line: s.Line}
		case pysource.Assign:
			for _, t := range s.Targets {
				if t.Kind == pysource.Name && s.Value != nil {
					names[t.Name] = binding{value: s.Value, line: s.Line}
				}
				if t.Kind == pysource.Tuple || t.Kind == pysource.List { // app, rt = fast_app()
					for _, part := range t.Args {
						if part.Kind == pysource.Name {
							names[part.Name] = binding{line: s.Line}
						}
					}
				}
			}
		case pysource.With:
			for i, item := range s.Items {
				if i < len(s.Targets) && s.Targets[i] != nil && s.Targets[i].Kind == pysource.Name && item.Kind == pysource.Call {
					names[s.Targets[i].Name] = binding{value: item, line: s.Line}
				}
			}
		}
		if s.Kind != pysource.FunctionDef && s.Kind != pysource.ClassDef {
			for _, block := range blocks(s) {
				bind(names, block)
			}
		}
	}
}

// blocks gives the blocks inside a statement that run on import, in the order of the text: all but the one under
// `if __name__ == "__main__"`.
func blocks(s *pysource.Stmt) [][]*pysource.Stmt {
	var found [][]*pysource.Stmt
	for i, b := range [][]*pysource.Stmt{s.Body, s.Handlers, s.Else, s.Final} {
		if len(b) > 0 && (i > 0 || !s.IsMainGuard()) {
			found = append(found, b)
		}
	}
	return found
}

// local looks a name up among the imports of a function: the ones that avoid an import loop stand there.
func (m *module) local(def *pysource.Stmt, name string) (binding, bool) {
	if def == nil {
		return binding{}, false
	}
	names, known := m.locals[def]
	if !known {
		names = map[string]binding{}
		bind(names, def.Body)
		if m.locals == nil {
			m.locals = map[*pysource.Stmt]map[string]binding{}
		}
		m.locals[def] = names
	}
	b, ok := names[name]
	if !ok || b.imported == "" {
		return binding{}, false
	}
	return b, true
}

// maxStars bounds the modules of one file whose names are looked through.
const maxStars = 8

// starImports lists the imports of all names of a module, the last one first: it goes before the others.
func starImports(body []*pysource.Stmt) []binding {
	var found []binding
	onImport(body, func(st *pysource.Stmt) {
		if st.Kind == pysource.ImportFrom && len(st.Names) == 1 && st.Names[0].Name == "*" {
			found = append(found, binding{imported: strings.TrimPrefix(st.Module+".*", "."), level: st.Level, line: st.Line})
		}
	})
	slices.Reverse(found)
	return found[:min(len(found), maxStars)]
}
