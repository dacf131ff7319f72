package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
)

// diskNotes are places as they are met.
type diskNotes struct {
	writes []Write
	read   map[string]bool // paths that are opened to be read
}

// modesOfWriting begin, or are within, the mode of a file that is written.
const modesOfWriting = "wax+"

// pathWriters are methods of a path that write to it.
var pathWriters = []string{"write_text", "write_bytes", "mkdir", "touch", "open"}

// readWrite notes a call that writes to disk.
func (b *behaviourSearch) readWrite(at spot, name string, call *pysource.Expr, parents []*pysource.Stmt) {
	if name == "logging.config.dictConfig" {
		b.readLogging(at, argument(call, "config"), parents)
		return
	}
	if row, ok := b.tables.DiskCall(name); ok && name != "" {
		b.readDiskCall(at, name, row, call, parents)
		return
	}
	if call.X.Kind != pysource.Attribute || name != "" {
		return
	}
	switch method := call.X.Name; {
	case method == "save" && len(call.Args) == 1: // of an upload, an image, a figure
		if text, ok := b.says(at, call.Args[0]); ok && strings.Contains(text.text, "/") {
			b.noteWrite(Write{Kind: WriteUpload, By: "save", Why: "keeps what users upload in a directory", Lasting: true}, at, text, "path", call.Line, parents)
		}
	case slices.Contains(pathWriters, method):
		mode := "r"
		if method != "open" {
			mode = "w"
		} else if given, ok := argument(call, "mode").Str(); ok {
			mode = given
		}
		text, ok := b.says(at, call.X.X)
		if !ok {
			return
		}
		form := "path"
		if method == "mkdir" {
			form = "directory"
		}
		b.notePath(at, text, form, method, mode, "writes a file", call, parents)
	}
}

func (b *behaviourSearch) readDiskCall(at spot, name string, row knowledge.DiskCall, call *pysource.Expr, parents []*pysource.Stmt) {
	var where *pysource.Expr
	if row.Argument >= 0 && row.Argument < len(call.Args) && !slices.ContainsFunc(call.Args[:row.Argument+1], starred) {
		where = call.Args[row.Argument]
	}
	for _, k := range row.Keywords {
		if where == nil {
			where = call.Keyword(k)
		}
	}
	text, ok := b.says(at, where)
	switch {
	case row.Form == "mode":
		mode := "r"
		given := call.Keyword("mode")
		if given == nil && len(call.Args) > row.Argument+1 {
			given = call.Args[row.Argument+1]
		}
		if value, known := given.Str(); known {
			mode = value
		}
		if ok {
			b.notePath(at, text, "path", name, mode, row.Why, call, parents)
		}
	case row.Kind == "file" || row.Kind == "directory":
		form := "path"
		if row.Kind == "directory" {
			form = "directory"
		}
		if ok {
			b.notePath(at, text, form, name, "w", row.Why, call, parents)
		}
	case row.Form == "url":
		if file, sqlite := sqliteFile(text.text); ok && sqlite {
			unless := text.variable
			if text.part {
				unless = ""
			}
			text.text = file
			b.noteWrite(Write{Kind: WriteKind(row.Kind), By: name, Why: row.Why, Lasting: true, Unless: unless}, at, text, "path", call.Line, parents)
		}
	default:
		if !ok && (row.Kind != "database" || where == nil) {
			return
		}
		if row.Kind == "database" && (oneOff(at.file) || b.shipped(text) && !b.changes(at.file)) {
			return
		}
		kind := WriteKind(row.Kind)
		b.noteWrite(Write{Kind: kind, By: name, Why: row.Why, Lasting: kind == WriteDatabase || kind == WriteUpload}, at, text, row.Form, call.Line, parents)
	}
}

func starred(e *pysource.Expr) bool { return e.Kind == pysource.Starred }

// shipped reports whether a path is a file of the repository.
func (b *behaviourSearch) shipped(text said) bool {
	file := strings.TrimPrefix(strings.TrimPrefix(cleanDiskPath(text.text), inRepository), "/")
	return text.whole && file != "" && b.tree.Has(file)
}

// changes reports whether a file holds statements of SQL that write.
func (b *behaviourSearch) changes(file string) bool {
	text := string(b.text(file))
	return strings.Contains(text, "INSERT ") || strings.Contains(text, "CREATE TABLE") || strings.Contains(text, "DELETE FROM") || strings.Contains(text, ".commit()")
}

// notePath notes a file that is opened: what it is for is told by the words of its path.
func (b *behaviourSearch) notePath(at spot, text said, form, by, mode, why string, call *pysource.Expr, parents []*pysource.Stmt) {
	if !strings.ContainsAny(mode, modesOfWriting) {
		if b.disk.read == nil {
			b.disk.read = map[string]bool{}
		}
		if text.whole && len(b.disk.read) < maxNoted*10 {
			b.disk.read[cleanDiskPath(text.text)] = true
		}
		return
	}
	if oneOff(at.file) {
		return
	}
	w := Write{Kind: kindOfPath(text.text), By: by, Why: why}
	w.Lasting = w.Kind == WriteUpload || w.Kind == WriteData
	b.noteWrite(w, at, text, form, call.Line, parents)
}

// noteWrite adds a place, if it is one on disk that matters.
func (b *behaviourSearch) noteWrite(w Write, at spot, text said, form string, line int, parents []*pysource.Stmt) {
	if len(b.disk.writes) >= maxNoted*5 || strings.Contains(text.text, "://") && w.Kind != WriteDatabase || strings.Contains(text.text, ":memory:") {
		return
	}
	w.Path, w.From, w.Directory = placeOf(text, form == "directory")
	switch {
	case strings.HasPrefix(text.text, "/dev/"), strings.HasPrefix(text.text, "/proc/"), strings.HasPrefix(text.text, "/sys/"):
		return
	case w.Kind != WriteDatabase && (w.Path == "/tmp" || strings.HasPrefix(w.Path, "/tmp/") || w.Path == "/var/tmp" || strings.HasPrefix(w.Path, "/var/tmp/")) && w.From == "":
		return // a directory that is made for it
	case w.Path == "" && w.Kind != WriteDatabase && w.By != "MEDIA_ROOT":
		return
	}
	w.Variable = text.variable
	if w.Unless == "" {
		w.Unless = b.conditionVariable(at, parents)
	}
	w.Start = at.function() == nil || b.runsAtStart(at.function())
	w.Evidence = b.tree.At(at.file, line)
	b.disk.writes = append(b.disk.writes, w)
}

// conditionVariable gives the variable of the environment that decides whether a statement runs.
func (b *behaviourSearch) conditionVariable(at spot, parents []*pysource.Stmt) string {
	found := ""
	for _, p := range parents {
		if p.Kind != pysource.If || p.Value == nil {
			continue
		}
		p.Value.Walk(func(e *pysource.Expr) bool {
			if found == "" && (e.Kind == pysource.Call || e.Kind == pysource.Subscript || e.Kind == pysource.Name || e.Kind == pysource.Attribute) {
				value, _ := b.says(at, e)
				found = value.variable
			}
			return found == ""
		})
	}
	return found
}

// runsAtStart reports whether a function has a name of those that run when the program starts.
func (b *behaviourSearch) runsAtStart(def *pysource.Stmt) bool {
	name := strings.TrimLeft(def.Name, "_")
	return b.started[def] || slices.ContainsFunc(starting, func(begin string) bool { return strings.HasPrefix(name, begin) }) || slices.ContainsFunc(def.Decorators, startHook)
}

// startHook recognises @app.on_event("startup") and its like.
func startHook(e *pysource.Expr) bool {
	if e.Kind == pysource.Call {
		if event, ok := argument(e).Str(); ok && event == "startup" {
			return true
		}
		e = e.X
	}
	name := e.Dotted()
	name = name[strings.LastIndexByte(name, '.')+1:]
	return name == "before_serving" || name == "on_startup" || name == "before_server_start" || name == "before_first_request" || name == "listener"
}
