// Package source is a read-only, bounded view of a repository: it lists files, reads them and says where a text stands.
//
// The repository is taken for hostile. Nothing in it is run, no path leads out of its root, only regular files are
// opened, and every list and every file has an upper bound. What was passed over is kept in Skipped, so that a
// reader can say so. The package knows nothing of Python.
package source

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"
)

// Bounds of one view. They are far above what a real repository holds, and keep a hostile one from costing
// more than a few seconds and a few hundred megabytes.
const (
	MaxFiles    = 200_000   // files listed
	MaxDepth    = 40        // directories below the root
	MaxFileSize = 32 << 20  // bytes of one file
	MaxRead     = 512 << 20 // bytes read in all
	maxSkipped  = 100       // notes kept in Skipped
)

// ErrTooLarge is returned for a file, or a sum of files, above the bounds.
var ErrTooLarge = errors.New("too large to read")

// ErrNotRegular is returned for a path that is not a regular file: a directory, a device, a socket, a FIFO.
var ErrNotRegular = errors.New("not a regular file")

// Tree is a view of one directory. Its paths are relative to that directory and use slashes on every platform.
// It is not safe for use by several goroutines.
type Tree struct {
	root  *os.Root
	name  string
	files []string
	known map[string]bool
	dirs  map[string]bool
	read  int64
	cache map[string][]byte
	links map[string]bool // symbolic links among the files

	whole  *Tree  // of a View
	prefix string // of a View: its directory in whole, "" or with a slash at its end

	atFile  string // of At
	atLines []string

	// Skipped says what the walk passed over and why, in the order of the paths. At most maxSkipped are kept.
	Skipped []Skip
}

// Skip is a path that was not looked at.
type Skip struct {
	Path   string // relative, with slashes
	Reason string
}

// Open walks dir. It fails where dir is not a directory that can be read.
func Open(dir string) (*Tree, error) {
	abs, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	if info, err := os.Stat(dir); err != nil {
		return nil, fmt.Errorf("%q: %w", dir, plain(err))
	} else if !info.IsDir() {
		return nil, fmt.Errorf("%q: not a directory", dir)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		return nil, fmt.Errorf("%q: %w", dir, plain(err))
	}
	if resolved, err := filepath.EvalSymlinks(abs); err == nil {
		abs = resolved
	}
	t := &Tree{
		root: root, name: filepath.Base(abs),
		known: map[string]bool{}, dirs: map[string]bool{".": true}, cache: map[string][]byte{}, links: map[string]bool{},
	}
	t.walk(".", 0, nil)
	sort.Strings(t.files)
	return t, nil
}

// Close frees the directory. Texts that were read stay valid.
func (t *Tree) Close() error { return t.root.Close() }

// Name is the last element of the directory's path.
func (t *Tree) Name() string { return t.name }

// Files lists the regular files that were found, sorted. The caller must not change it.
func (t *Tree) Files() []string { return t.files }

// Has reports whether the file was found.
func (t *Tree) Has(file string) bool { return t.known[path.Clean(file)] }

// HasDir reports whether the directory was found. The root is ".".
func (t *Tree) HasDir(dir string) bool { return t.dirs[path.Clean(dir)] }

// Dir lists the files that stand directly in dir, sorted.
func (t *Tree) Dir(dir string) []string {
	var found []string
	prefix := path.Clean(dir) + "/"
	if prefix == "./" {
		prefix = ""
	}
	start, _ := slices.BinarySearch(t.files, prefix)
	for _, f := range t.files[start:] {
		if !strings.HasPrefix(f, prefix) {
			break
		}
		if !strings.Contains(f[len(prefix):], "/") {
			found = append(found, f)
		}
	}
	return found
}

// Read gives the bytes of a file. Symbolic links are followed inside the root only.
// It fails with ErrTooLarge, ErrNotRegular or an error of package fs; the path is part of the text.
// The caller must not change the bytes.
func (t *Tree) Read(file string) ([]byte, error) {
	file = path.Clean(file)
	if t.whole != nil {
		return t.through(file)
	}
	if text, ok := t.cache[file]; ok {
		return text, nil
	}
	text, err := t.open(file)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", Printable(file), plain(err))
	}
	if len(text) <= 1<<20 && t.read <= MaxRead/4 {
		t.cache[file] = text
	}
	return text, nil
}

func (t *Tree) open(file string) ([]byte, error) {
	if !fs.ValidPath(file) {
		return nil, errors.New("path leads out of the repository")
	}
	info, err := t.root.Stat(filepath.FromSlash(file)) // before Open, which would wait for a writer of a FIFO
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() {
		return nil, ErrNotRegular
	}
	if info.Size() > MaxFileSize || t.read+info.Size() > MaxRead {
		return nil, ErrTooLarge
	}
	f, err := t.root.Open(filepath.FromSlash(file))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	text, err := io.ReadAll(io.LimitReader(f, MaxFileSize+1))
	if err != nil {
		return nil, err
	}
	if len(text) > MaxFileSize {
		return nil, ErrTooLarge
	}
	t.read += int64(len(text))
	return text, nil
}

// Text is Read for text: without a byte order mark, with \n at the end of lines.
func (t *Tree) Text(file string) (string, error) {
	raw, err := t.Read(file)
	if err != nil {
		return "", err
	}
	return Decode(raw), nil
}

// Decode gives text as UTF-8 with \n at the end of lines. UTF-16 is recognised by its byte order mark
// (Windows PowerShell writes requirements files so); bytes that are not UTF-8 are read as Latin-1.
func Decode(raw []byte) string {
	switch {
	case bytes.HasPrefix(raw, []byte{0xEF, 0xBB, 0xBF}):
		raw = raw[3:]
	case bytes.HasPrefix(raw, []byte{0xFF, 0xFE}), bytes.HasPrefix(raw, []byte{0xFE, 0xFF}):
		raw = fromUTF16(raw)
	}
	if !utf8.Valid(raw) {
		raw = fromLatin1(raw)
	}
	if !bytes.ContainsRune(raw, '\r') {
		return string(raw)
	}
	return strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(string(raw))
}

func fromUTF16(raw []byte) []byte {
	little := raw[0] == 0xFF
	units := make([]uint16, 0, len(raw)/2)
	for i := 2; i+1 < len(raw); i += 2 {
		a, b := uint16(raw[i]), uint16(raw[i+1])
		if little {
			a, b = b, a
		}
		units = append(units, a<<8|b)
	}
	return []byte(string(utf16Decode(units)))
}

func fromLatin1(raw []byte) []byte {
	out := make([]byte, 0, len(raw)+len(raw)/8)
	for _, b := range raw {
		out = utf8.AppendRune(out, rune(b))
	}
	return out
}

// plain drops the operation and the path of an error: the caller names the path as the user knows it.
func plain(err error) error {
	var pe *fs.PathError
	if errors.As(err, &pe) {
		return pe.Err
	}
	return err
}
