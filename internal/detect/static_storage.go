package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// readStorage notes the class that keeps the static files, and those outside the repository that it is made from. One
// that stands under a condition is taken where no other is named.
func (b *behaviourSearch) readStorage(at spot, value *pysource.Expr, line int, parents []*pysource.Stmt, found *Static) {
	text, ok := b.says(at, value)
	if !ok || !text.whole || !strings.Contains(text.text, ".") || !importable(text.text) {
		return
	}
	maybe := slices.ContainsFunc(parents, func(p *pysource.Stmt) bool { return p.Kind == pysource.If || p.Kind == pysource.Match })
	if found.StorageAt != nil && (maybe || !found.StorageMaybe) {
		return
	}
	from := b.tree.At(at.file, line)
	found.Storage, found.StorageAt, found.StorageMaybe, found.StorageBases = text.text, &from, maybe, nil
	file, rest, ok := b.find(at.file, text.text, 0)
	if !ok || rest == "" {
		return
	}
	t, ok := b.resolve(scope{file: file}, rest)
	if class := b.classNamed(t); ok && class != nil {
		found.StorageBases = b.ancestors(scope{file: t.file}, class)
	}
}

// storageOf gives the expression that names the storage of static files, in an assignment to a setting.
func storageOf(st *pysource.Stmt) *pysource.Expr {
	target := st.Targets[0]
	if target.Kind == pysource.Subscript && target.X.Dotted() == "STORAGES" {
		if key, ok := index(target); ok && key == "staticfiles" {
			return entryOf(st.Value, "BACKEND")
		}
		return nil
	}
	switch target.Dotted() {
	case "STATICFILES_STORAGE":
		return st.Value
	case "STORAGES":
		return entryOf(entryOf(st.Value, "staticfiles"), "BACKEND")
	}
	return nil
}
