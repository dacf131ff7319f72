package packaging

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
)

// readFiles reads [metadata.files] of locks before 2.0, where the files of all versions of a package stand together.
// [metadata.hashes] of the oldest names no files.
func (l *PoetryLock) readFiles(d *document, table *node, count map[string]int) {
	if table = d.want(tableKind, table, "metadata.files"); table == nil {
		return
	}
	files := make(map[string][]string, len(table.keys))
	for _, name := range table.keys {
		files[NormalName(name)] = d.poetryFiles(table.table[name])
	}
	for i := range l.Packages {
		p := &l.Packages[i]
		if p.Files != nil {
			continue
		}
		if p.Files = files[p.Name]; count[p.Name] > 1 {
			p.Files = ofVersion(p.Files, p.Version)
		}
	}
}

// poetryFiles is a list of tables { file = "…", hash = "…" }. Nil where it is empty, as it is for what is built from a
// repository or a directory.
func (d *document) poetryFiles(list *node) []string {
	if list = d.want(listKind, list, "files"); list == nil {
		return nil
	}
	var found []string
	for _, n := range list.list {
		if n = d.want(tableKind, n, "files: an item"); n == nil {
			return nil
		}
		if file := d.said(n, "file"); file != "" {
			found = append(found, path.Base(file))
		}
	}
	return found
}

// ofVersion keeps the files of one version; all of them where none can be told to be.
func ofVersion(files []string, version string) []string {
	var found []string
	for _, file := range files {
		if held, err := pep440.Allows("=="+version, fileVersion(file)); err == nil && held {
			found = append(found, file)
		}
	}
	if found == nil {
		return files
	}
	return found
}

// fileVersion is the version in the name of a wheel or of an archive of the source.
func fileVersion(file string) string {
	if wheel, ok := strings.CutSuffix(file, ".whl"); ok {
		_, rest, _ := strings.Cut(wheel, "-")
		version, _, _ := strings.Cut(rest, "-")
		return version
	}
	for _, suffix := range []string{".tar.gz", ".zip", ".tar.bz2", ".tgz", ".tar.xz", ".tar.Z", ".tar"} {
		if name, ok := strings.CutSuffix(file, suffix); ok {
			_, version, _ := cutLast(name, "-")
			return version
		}
	}
	return ""
}
