package detect

import (
	"bytes"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// ContextKind says why a file of the repository is no matter of its name alone where a build context is made.
type ContextKind string

// Why a file is looked at.
const (
	ContextNamed    ContextKind = "named"    // the program names it by a literal path
	ContextPublic   ContextKind = "public"   // it has the name of a key, and holds certificates or public keys only
	ContextDatabase ContextKind = "database" // a database of one file is part of the repository
)

// ContextFile is a file that a rule on names might leave out of the build context, and what speaks against that.
type ContextFile struct {
	Path     string          `json:"path"`
	Kind     ContextKind     `json:"kind"`
	Evidence source.Evidence `json:"evidence"`
}

// maxContextFiles bounds what is kept of each kind.
const maxContextFiles = 500

var (
	keyNames      = []string{".pem", ".key"}
	databaseNames = []string{".sqlite", ".sqlite3", ".db", ".db3"}
)

// findContextFiles lists the files that the program reads, or may read, although their names speak against them.
func (f *Facts) findContextFiles(p *program) {
	byName := map[string][]string{}
	count := map[ContextKind]int{}
	note := func(kind ContextKind, file string, e source.Evidence) {
		if count[kind]++; count[kind] <= maxContextFiles {
			f.ContextFiles = append(f.ContextFiles, ContextFile{Path: file, Kind: kind, Evidence: e})
		}
	}
	keys := 0
	for _, file := range p.tree.Files() {
		ext := path.Ext(file)
		if ext == ".py" {
			continue
		}
		byName[path.Base(file)] = append(byName[path.Base(file)], file)
		switch {
		case slices.Contains(keyNames, ext) && keys < maxContextFiles:
			keys++
			if text, err := p.tree.Read(file); err == nil && isPublic(text) {
				note(ContextPublic, file, source.At(file, 0, ""))
			}
		case slices.Contains(databaseNames, ext):
			note(ContextDatabase, file, source.At(file, 0, ""))
		}
	}
	named := map[string]bool{}
	for _, file := range p.files {
		if aside(file) || !quotesName(p.text(file), byName) {
			continue
		}
		m := p.module(file)
		if m == nil {
			continue
		}
		pysource.Inspect(m.body, func(s *pysource.Stmt, _ []*pysource.Stmt) bool {
			s.Walk(func(e *pysource.Expr) bool {
				text, ok := e.Str()
				if !ok || text == "" || len(text) > maxLiteralPath {
					return true
				}
				if found := p.meant(text, file, byName[path.Base(text)]); found != "" && !named[found] {
					named[found] = true
					note(ContextNamed, found, p.tree.At(file, e.Line))
				}
				return true
			})
			return true
		})
	}
}

// maxSameName bounds the files of one name among which one is looked for.
const maxSameName = 200

// maxLiteralPath is longer than any path that a person writes.
const maxLiteralPath = 256

// isPublic reports whether a file in PEM holds nothing but what everybody may know. An empty file says nothing.
func isPublic(text []byte) bool {
	public := bytes.Contains(text, []byte("-----BEGIN CERTIFICATE-----")) || bytes.Contains(text, []byte("-----BEGIN PUBLIC KEY-----"))
	return public && !bytes.Contains(text, []byte("PRIVATE KEY"))
}

// quotesName reports whether a text has, between two quotes, a path that ends in one of the names: most files have none,
// and need not be understood.
func quotesName(text []byte, names map[string][]string) bool {
	for part := range bytes.FieldsFuncSeq(text, func(r rune) bool { return r == '"' || r == '\'' }) {
		if len(part) <= maxLiteralPath && names[path.Base(string(part))] != nil {
			return true
		}
	}
	return false
}

// meant gives the file that a literal path in a file stands for, among those that have its last name: from the root of
// the repository, from where the literal stands, or the only one that ends so, since the first part of a path is
// mostly computed. A word without an extension is too common for that.
func (p *program) meant(literal, from string, files []string) string {
	literal = strings.TrimPrefix(path.Clean("/"+literal), "/")
	for _, exact := range []string{literal, path.Join(path.Dir(from), literal)} {
		if len(files) > 0 && p.tree.Has(exact) {
			return exact
		}
	}
	if len(files) > maxSameName {
		return ""
	}
	found := ""
	for _, file := range files {
		if name := strings.TrimPrefix(path.Base(file), "."); !strings.Contains(name, ".") && !strings.Contains(literal, "/") {
			return ""
		}
		if strings.HasSuffix(file, "/"+literal) {
			if found != "" {
				return ""
			}
			found = file
		}
	}
	return found
}
