package detect

import (
	"path"
	"slices"
	"strings"
)

// oneOff recognises what is run once, by hand or before the program starts.
func oneOff(file string) bool {
	for part := range strings.SplitSeq(path.Dir(file), "/") {
		switch strings.ToLower(part) {
		case "management", "migrations", "alembic", "versions", "commands", "cli", "cmd":
			return true
		}
	}
	name := path.Base(file)
	return name == "cli.py" || name == "manage.py" || name == "commands.py" || name == "gunicorn.conf.py" || name == "seed.py"
}

// words of a path that tell what is kept there.
var pathWords = []struct {
	kind  WriteKind
	words []string
}{
	{WriteLog, []string{"log", "logs"}},
	{WriteCache, []string{"cache", ".cache", "caches"}},
	{WriteScratch, []string{"tmp", "temp", "var"}},
	{WriteUpload, []string{"upload", "uploads", "media", "attachments", "avatars", "uploaded", "uploaded_files", "user_files"}},
	{WriteData, []string{"data", "storage", "db", "database", "databases", "state", "persist", "backups"}},
}

func kindOfPath(text string) WriteKind {
	for _, row := range pathWords {
		for part := range strings.SplitSeq(strings.ToLower(text), "/") {
			if slices.Contains(row.words, part) || row.kind == WriteLog && strings.HasSuffix(part, ".log") {
				return row.kind
			}
		}
	}
	return WriteScratch
}

// sqliteFile gives the file of an address of SQLite; false for other addresses and for a database in memory.
func sqliteFile(address string) (string, bool) {
	scheme, rest, ok := strings.Cut(address, "://")
	if name, _, _ := strings.Cut(scheme, "+"); !ok || name != "sqlite" && scheme != "sqlite3" && scheme != "sqliteext" && !strings.HasSuffix(scheme, "+sqlite") {
		return "", false
	}
	rest, _, _ = strings.Cut(rest, "?")
	if slash, ok := strings.CutPrefix(rest, "/"); ok { // sqlite:///relative, sqlite:////absolute
		rest = slash
	}
	if i := strings.Index(rest, inRepository); i > 0 && strings.Trim(rest[:i], "/") == "" {
		rest = rest[i:] // a path that is absolute where it runs
	}
	return rest, rest != "" && !strings.Contains(rest, ":memory:")
}

// placeOf gives a path, and what it is relative to. Of a path that is known in part, it is the directory.
func placeOf(text said, directory bool) (name, from string, dir bool) {
	name, dir = text.text, directory
	if !text.whole {
		cut := strings.LastIndexByte(name, '/')
		if cut < 0 {
			return "", "", false
		}
		name, dir = name[:cut], true
		if name == "" {
			return "", "", false
		}
	}
	if name == "" {
		return "", "", false
	}
	dir = dir || strings.HasSuffix(name, "/")
	name = cleanDiskPath(name)
	for _, root := range []struct{ mark, from string }{{inRepository, FromRepository}, {"~", FromHome}} {
		if rest, ok := strings.CutPrefix(name, root.mark); ok {
			return path.Clean("./" + strings.TrimPrefix(rest, "/")), root.from, dir
		}
	}
	if strings.HasPrefix(name, "/") {
		return name, "", dir
	}
	return name, FromWorking, dir
}

func importance(kind WriteKind) int {
	return slices.Index([]WriteKind{WriteDatabase, WriteUpload, WriteData, WriteModel, WriteLog, WriteCache, WriteScratch}, kind)
}

// directoryOf gives the directory that must be writable.
func directoryOf(w Write) string {
	if w.Directory || w.Path == "" {
		return w.Path
	}
	return path.Dir(w.Path)
}

// keepFiles stand in directories that are empty otherwise.
var keepFiles = []string{".gitkeep", ".keep", ".gitignore", "README.md", "README", ".empty", ".placeholder"}

// sharedWith gives a file of the repository that stands where the program writes, or "".
func (b *behaviourSearch) sharedWith(w Write) string {
	if w.From != FromRepository && w.From != FromWorking {
		return ""
	}
	dir := directoryOf(w)
	if w.From == FromWorking {
		dir = path.Join(b.working, dir)
	}
	prefix := dir + "/"
	if dir == "." {
		prefix = ""
	}
	all := b.tree.Files()
	i, _ := slices.BinarySearch(all, prefix)
	for ; i < len(all) && strings.HasPrefix(all[i], prefix); i++ {
		if !slices.Contains(keepFiles, path.Base(all[i])) && (w.Directory || all[i] != prefix+path.Base(w.Path)) {
			return all[i]
		}
	}
	return ""
}
