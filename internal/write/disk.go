package write

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
)

// maxText is the longest file, in bytes, that is compared or written. Kubernetes takes no object above it
// (etcd's limit is 1.5 MiB), and it keeps a diff from taking longer than a second.
const maxText = 1 << 20

// disk is a file as it stands on disk.
type disk struct {
	exists bool
	text   []byte
	mode   fs.FileMode // permissions
}

// same reports whether nothing was written between two looks.
func (d disk) same(other disk) bool {
	return d.exists == other.exists && bytes.Equal(d.text, other.text)
}

// look reads a file. It fails where something stands on the path that pykube will not write over or through: a
// directory, a device, a file for a parent, or a symbolic link. A link is refused even where it stays inside the
// root: a rename would replace the link and leave its target, which is not what anyone who made the link expects.
func look(root *os.Root, name string) (disk, error) {
	for i, r := range name {
		if r != '/' {
			continue
		}
		parent := name[:i]
		info, err := root.Lstat(filepath.FromSlash(parent))
		switch {
		case errors.Is(err, fs.ErrNotExist):
			return disk{}, nil
		case err != nil:
			return disk{}, fmt.Errorf("%s: %w", printable(parent), plain(err))
		case !info.IsDir():
			return disk{}, inTheWay(parent, "a "+kindOf(info.Mode()))
		}
	}
	info, err := root.Lstat(filepath.FromSlash(name))
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return disk{}, nil
	case err != nil:
		return disk{}, fmt.Errorf("%s: %w", printable(name), plain(err))
	case !info.Mode().IsRegular():
		return disk{}, inTheWay(name, "a "+kindOf(info.Mode()))
	}
	text, err := read(root, name)
	if err != nil {
		return disk{}, fmt.Errorf("%s: %w", printable(name), plain(err))
	}
	if len(text) > maxText {
		return disk{}, inTheWay(name, fmt.Sprintf("a file of more than %d bytes", maxText))
	}
	return disk{exists: true, text: text, mode: info.Mode().Perm()}, nil
}

func read(root *os.Root, name string) ([]byte, error) {
	f, err := root.Open(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return io.ReadAll(io.LimitReader(f, maxText+1))
}

func kindOf(mode fs.FileMode) string {
	switch {
	case mode.IsRegular():
		return "file"
	case mode.IsDir():
		return "directory"
	case mode&fs.ModeSymlink != 0:
		return "symbolic link"
	}
	return "special file"
}

// unixLines gives text with \n at the end of lines: git on Windows checks files out with \r\n, and that is no edit.
func unixLines(text []byte) []byte {
	if bytes.IndexByte(text, '\r') < 0 {
		return text
	}
	return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n"))
}

func sameText(a, b []byte) bool { return bytes.Equal(unixLines(a), unixLines(b)) }

// temporary is the name of the file that stands in for name until it is renamed. It is the same in every run, so that
// what an interrupted run has left is found, and two runs at once stop each other.
func temporary(name string) string {
	i := strings.LastIndexByte(name, '/') + 1
	return name[:i] + "." + name[i:] + ".pykube-tmp"
}
