package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// readDjangoDisk notes what the settings of Django say is written.
func (b *behaviourSearch) readDjangoDisk() {
	if b.django == "" {
		return
	}
	values := b.settingValues("DATABASES", "MEDIA_ROOT", "LOGGING", "CACHES", "DEFAULT_FILE_STORAGE", "STORAGES")
	b.djangoDatabase(b.databaseValues(values["DATABASES"]))
	b.djangoUploads(values)
	for _, v := range values["LOGGING"] {
		b.readLogging(v.at, v.value, v.parents)
	}
	for _, v := range values["CACHES"] {
		v.value.Walk(func(e *pysource.Expr) bool {
			backend, _ := b.says(v.at, entryOf(e, "BACKEND"))
			if text, ok := b.says(v.at, entryOf(e, "LOCATION")); ok && strings.HasSuffix(backend.text, "FileBasedCache") {
				b.noteWrite(Write{Kind: WriteCache, By: "CACHES", Why: "keeps a cache in a directory"}, v.at, text, "directory", e.Line, v.parents)
			}
			return true
		})
	}
}

// databaseValues puts in the place of a value that names another, {"default": database} or a call of a function of the
// repository, what that is given.
func (b *behaviourSearch) databaseValues(values []settingValue) []settingValue {
	var found []settingValue
	for _, v := range values {
		inner := v.value
		if entry := entryOf(inner, "default"); entry != nil {
			inner = entry
		}
		switch inner.Kind {
		case pysource.Name:
			if named := b.settingValues(inner.Name)[inner.Name]; len(named) > 0 {
				found = append(found, named...)
				continue
			}
		case pysource.Call:
			if def, where, ok := b.definition(v.at, inner.X); ok && def.Kind == pysource.FunctionDef {
				b.give(def, v.at, inner, maxSaidHops)
				pysource.Inspect(def.Body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
					st.Value.Walk(func(e *pysource.Expr) bool {
						if entryOf(e, "ENGINE") == nil || len(found) >= maxNoted {
							return true
						}
						found = append(found, settingValue{value: e, target: v.target, at: where, line: st.Line, parents: slices.Clone(parents), conditional: len(parents) > 0})
						return false
					})
					return true
				})
				continue
			}
		}
		found = append(found, v)
	}
	return found
}

// djangoDatabase notes a database of SQLite, and where the settings name another one instead.
func (b *behaviourSearch) djangoDatabase(values []settingValue) {
	var sqlite *Write
	var other *source.Evidence
	unless := ""
	for _, v := range values {
		w, known := b.databaseOf(v)
		at := b.tree.At(v.at.file, v.line)
		switch {
		case w != nil && sqlite == nil:
			before := len(b.disk.writes)
			text := said{text: w.Path, whole: w.Directory, variable: w.Variable}
			b.noteWrite(Write{Kind: WriteDatabase, By: "DATABASES", Why: "SQLite keeps a database in a file", Lasting: true, Unless: w.Unless}, v.at, text, "path", w.Evidence.Line, v.parents)
			if len(b.disk.writes) > before {
				sqlite = &b.disk.writes[before]
				sqlite.Start = true
			}
		case w == nil && known:
			other = &at
			if unless == "" {
				unless = b.conditionVariable(v.at, v.parents)
			}
			if !v.conditional && sqlite != nil && sqlite.Evidence.File == v.at.file && sqlite.Evidence.Line < v.line {
				b.disk.writes = b.disk.writes[:len(b.disk.writes)-1] // it is assigned again
				sqlite = nil
			} else if !v.conditional && sqlite == nil && v.at.file == b.django {
				return
			}
		}
	}
	if sqlite != nil && other != nil {
		sqlite.Otherwise = other
		if sqlite.Unless == "" {
			sqlite.Unless = unless
		}
	}
}

// databaseOf gives the database of SQLite that a value of DATABASES names: its path as it was said, Directory where that
// is the whole. known is false where the value says nothing of its engine.
func (b *behaviourSearch) databaseOf(v settingValue) (w *Write, known bool) {
	v.value.Walk(func(e *pysource.Expr) bool {
		if w != nil {
			return false
		}
		if engineAt := entryOf(e, "ENGINE"); engineAt != nil {
			engine, ok := b.says(v.at, engineAt)
			known = true
			if !ok || !strings.Contains(engine.text, "sqlite3") && !strings.Contains(engine.text, "spatialite") {
				return true
			}
			name, ok := b.says(v.at, entryOf(e, "NAME"))
			w = &Write{Path: name.text, Directory: name.whole && ok, Variable: name.variable, Unless: engine.variable, Evidence: source.Evidence{Line: e.Line}}
			return false
		}
		if e.Kind != pysource.Call {
			return true
		}
		address := e.Keyword("default")
		if address == nil && len(e.Args) > 0 {
			address = e.Args[len(e.Args)-1]
		}
		callee := strings.ToLower(e.X.Dotted())
		if !strings.Contains(callee, "url") && !strings.Contains(callee, "db") && !strings.Contains(callee, "database") {
			return true
		}
		known = true
		text, ok := b.says(v.at, address)
		if file, sqlite := sqliteFile(text.text); ok && sqlite {
			w = &Write{Path: file, Directory: text.whole, Unless: orText(text.variable, "DATABASE_URL"), Evidence: source.Evidence{Line: e.Line}}
			if name, ok := argument(e).Str(); ok && constantName.MatchString(name) {
				w.Unless = name
			}
		}
		return w == nil
	})
	return w, known
}

func orText(a, b string) string {
	if a == "" {
		return b
	}
	return a
}
