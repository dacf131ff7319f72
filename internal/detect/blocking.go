package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// BlockingCall is a call in a coroutine that does not return before something else is done: it stops every request that
// the process serves.
type BlockingCall struct {
	Driver   string          `json:"driver"` // row of the tables
	Call     string          `json:"call"`
	In       string          `json:"in"` // name of the coroutine
	Evidence source.Evidence `json:"evidence"`
	// Via is where the coroutine calls the function that blocks, if that is another one.
	Via *source.Evidence `json:"via,omitempty"`
}

// threadRunners run what they are given in a thread.
var threadRunners = []string{"to_thread", "run_in_executor", "run_in_threadpool", "run_sync", "sync_to_async", "submit", "add_task", "delay", "apply_async"}

// readCoroutine notes what blocks in a coroutine, and in the functions of the repository that it calls itself.
func (b *behaviourSearch) readCoroutine(at spot, def *pysource.Stmt) {
	if oneOff(at.file) || b.startsProgram(def) {
		return // nothing else waits yet
	}
	b.callsIn(def, func(call *pysource.Expr) {
		if driver, name := b.blockingCall(at, call); driver != "" {
			b.noteBlocking(driver, name, at, call.Line, def.Name, nil)
			return
		}
		called, where, ok := b.definition(at, call.X)
		if !ok || called.Kind != pysource.FunctionDef || called.Async || len(called.Decorators) > 0 {
			return
		}
		for _, found := range b.blockingOf(where, called) {
			via := b.tree.At(at.file, call.Line)
			b.noteBlocking(found.driver, found.name, found.at, found.line, def.Name, &via)
		}
	})
}

// callsIn gives the calls that run in a function itself: not those that are awaited, handed to a thread, or in a
// function inside.
func (b *behaviourSearch) callsIn(def *pysource.Stmt, f func(call *pysource.Expr)) {
	pysource.Inspect(def.Body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		if st.Kind == pysource.FunctionDef || st.Kind == pysource.ClassDef {
			return false
		}
		awaited := map[*pysource.Expr]bool{}
		st.Walk(func(e *pysource.Expr) bool {
			switch e.Kind {
			case pysource.Lambda:
				return false
			case pysource.Await:
				awaited[e.X] = true
			case pysource.Call:
				if slices.Contains(threadRunners, e.X.Name) && (e.X.Kind == pysource.Attribute || e.X.Kind == pysource.Name) {
					return false
				}
				if !awaited[e] {
					f(e)
				}
			}
			return true
		})
		return true
	})
}

// blockingCall gives the driver of a call that blocks, "" for another one.
func (b *behaviourSearch) blockingCall(at spot, call *pysource.Expr) (driver, name string) {
	name = b.foreign(at, call.X)
	if row, ok := b.tables.BlockingCall(name); ok && name != "" {
		return row.Name, name
	}
	if call.X.Kind == pysource.Attribute {
		if row, ok := b.tables.BlockingObject(b.objectOf(at, call.X.X, 6)); ok && row.Blocks(call.X.Name) {
			return row.Name, call.X.Name
		}
	}
	return "", ""
}

// blockingFound is a call that blocks, in a function that is no coroutine.
type blockingFound struct {
	driver, name string
	at           spot
	line         int
}

// blockingOf lists what blocks in a function that coroutines call, once for all of them.
func (b *behaviourSearch) blockingOf(at spot, def *pysource.Stmt) []blockingFound {
	found, again := b.slow[def]
	if !again {
		b.slow[def] = nil // it may call itself
		if yields(def) {
			return nil // calling it runs nothing
		}
		b.callsIn(def, func(call *pysource.Expr) {
			if driver, name := b.blockingCall(at, call); driver != "" && len(found) < maxNoted {
				found = append(found, blockingFound{driver, name, at, call.Line})
			}
		})
		b.slow[def] = found
	}
	return found
}

// yields reports whether a function is a generator: calling it runs nothing.
func yields(def *pysource.Stmt) bool {
	found := false
	pysource.Inspect(def.Body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		if st.Kind == pysource.FunctionDef || st.Kind == pysource.ClassDef {
			return false
		}
		st.Walk(func(e *pysource.Expr) bool {
			found = found || e.Kind == pysource.Other && strings.HasPrefix(e.Name, "yield")
			return !found && e.Kind != pysource.Lambda
		})
		return !found
	})
	return found
}

// noteBlocking adds a call; of the same driver in the same coroutine the first is enough.
func (b *behaviourSearch) noteBlocking(driver, name string, at spot, line int, in string, via *source.Evidence) {
	all := &b.facts.Behaviour.Blocking
	evidence := b.tree.At(at.file, line)
	if len(*all) >= maxNoted || slices.ContainsFunc(*all, func(c BlockingCall) bool {
		return c.Driver == driver && c.Evidence.File == at.file && (c.In == in || c.Evidence.Line == line)
	}) {
		return
	}
	*all = append(*all, BlockingCall{Driver: driver, Call: name, In: in, Evidence: evidence, Via: via})
}
