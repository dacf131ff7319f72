package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// pendingLoad is a load before it is known which functions run at the start.
type pendingLoad struct {
	load Load
	def  *pysource.Stmt // the function that it stands in, nil for none
	weak bool           // it counts only at the start
}

// readLoad notes a call that loads a model, and what is called when a file is imported.
func (b *behaviourSearch) readLoad(at spot, name string, call *pysource.Expr, parents []*pysource.Stmt) {
	def := at.function()
	if def == nil || b.startsProgram(def) {
		b.startCalls(at, call, 3)
	}
	row, ok := b.tables.ModelCall(name)
	if !ok || len(b.loads) >= maxNoted {
		return
	}
	text, known := b.says(at, argument(call, "model_name_or_path", "pretrained_model_name_or_path", "model", "model_path", "path", "repo_id", "f", "file", "name", "filename"))
	local := known && (strings.HasPrefix(text.text, inRepository) || strings.HasPrefix(text.text, "/") || text.whole && (b.tree.Has(text.text) || b.tree.HasDir(text.text)))
	load := Load{By: name, Fetched: row.Directory != "" && !local, Evidence: b.tree.At(at.file, call.Line)}
	if known && text.whole {
		load.Path = strings.TrimPrefix(strings.TrimPrefix(text.text, inRepository), "/")
	}
	b.loads = append(b.loads, pendingLoad{load: load, def: def, weak: row.Name == "pickle" || row.Name == "joblib"})
	if load.Fetched {
		w := Write{Kind: WriteModel, By: name, Why: row.Why, Variable: row.Variable}
		b.noteWrite(w, at, said{text: row.Directory, whole: true, variable: row.Variable}, "directory", call.Line, parents)
	}
}

// startsProgram reports whether a function runs when the program starts, by its decorators or as a context of the
// application's life.
func (b *behaviourSearch) startsProgram(def *pysource.Stmt) bool {
	if strings.Contains(strings.ToLower(def.Name), "lifespan") || strings.HasPrefix(def.Name, "startup") || strings.HasPrefix(def.Name, "on_startup") || b.started[def] {
		return true
	}
	for _, d := range def.Decorators {
		if startHook(d) {
			return true
		}
	}
	return false
}

// startCalls notes the functions, and the constructors, that a call which runs at the start leads to.
func (b *behaviourSearch) startCalls(at spot, call *pysource.Expr, hops int) {
	if hops == 0 {
		return
	}
	def, where, ok := b.definition(at, call.X)
	if !ok {
		if call.X.Kind == pysource.Attribute && loadingName(call.X.Name) && b.foreign(at, call.X) == "" {
			b.startMethods[call.X.Name] = true
		}
		return
	}
	if def.Kind == pysource.ClassDef {
		i := len(def.Body) - 1
		for ; i >= 0 && (def.Body[i].Kind != pysource.FunctionDef || def.Body[i].Name != "__init__"); i-- {
		}
		if i < 0 {
			return
		}
		def = def.Body[i]
		where.defs = append(where.defs[:len(where.defs):len(where.defs)], def)
	}
	if b.started[def] || len(b.started) > maxReached {
		return
	}
	b.started[def] = true
	pysource.Inspect(def.Body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		if st.Kind == pysource.FunctionDef || st.Kind == pysource.ClassDef {
			return false
		}
		st.Walk(func(e *pysource.Expr) bool {
			if e.Kind == pysource.Call {
				b.startCalls(where, e, hops-1)
			}
			return true
		})
		return true
	})
}

// loadingName recognises the names of methods that load something. Which class such a method is of is not known where
// a factory made the object.
func loadingName(name string) bool {
	return strings.Contains(name, "load") || strings.Contains(name, "init") || strings.Contains(name, "setup") || strings.Contains(name, "warm")
}

// settleLoads lists the models, once it is known what runs at the start.
func (b *behaviourSearch) settleLoads() {
	for _, l := range b.loads {
		l.load.Start = l.def == nil || b.startsProgram(l.def) || b.startMethods[l.def.Name]
		if l.weak && !l.load.Start {
			continue
		}
		b.facts.Disk.Loads = append(b.facts.Disk.Loads, l.load)
	}
}
