package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// readLogging notes the files of a configuration of logging that is written out.
func (b *behaviourSearch) readLogging(at spot, dict *pysource.Expr, parents []*pysource.Stmt) {
	if dict != nil && dict.Kind == pysource.Name {
		found, ok := b.lookup(at, dict.Name)
		if !ok || found.value == nil {
			return
		}
		at, dict = found.at, found.value
	}
	dict.Walk(func(e *pysource.Expr) bool {
		class, _ := entryOf(e, "class").Str()
		if class == "" {
			class, _ = entryOf(e, "()").Str()
		}
		name := entryOf(e, "filename")
		if name == nil || !strings.HasSuffix(class, "Handler") || !handlerUsed(e) {
			return true
		}
		if text, ok := b.says(at, name); ok {
			b.noteWrite(Write{Kind: WriteLog, By: class, Why: "writes a log to a file"}, at, text, "path", name.Line, parents)
			if n := len(b.disk.writes); n > 0 && b.disk.writes[n-1].Kind == WriteLog {
				b.disk.writes[n-1].Start = true
			}
		}
		return true
	})
}

// handlerUsed reports whether a handler opens its file: logging makes all handlers that are configured, unless they say
// to wait.
func handlerUsed(handler *pysource.Expr) bool {
	delay := entryOf(handler, "delay")
	return delay == nil || delay.Name != "True"
}
