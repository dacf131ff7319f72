package write

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"path/filepath"
	"strings"
	"unicode"

	"github.com/pykube/pykube/internal/render"
)

// checkPath refuses a path that leads out of the root or means different files on different platforms.
func checkPath(name string) error {
	switch {
	case name == "." || !fs.ValidPath(name) || !filepath.IsLocal(filepath.FromSlash(name)):
		return errors.New("not a path inside the output directory")
	case strings.ContainsRune(name, '\\') || strings.ContainsFunc(name, unicode.IsControl):
		return errors.New("a path with a backslash or a control character")
	case strings.EqualFold(name, lockName):
		return errors.New("the name of the lock")
	}
	for part := range strings.SplitSeq(name, "/") {
		if strings.EqualFold(part, ".git") { // a file in .git is a program that git runs
			return errors.New("a path inside a git directory")
		}
	}
	return nil
}

// checkFiles refuses files that cannot stand in one directory together. Names that differ in case alone are one file
// on macOS and Windows, and so are refused everywhere.
func checkFiles(files []render.File) error {
	seen := map[string]string{}
	for _, f := range files {
		if err := checkPath(f.Path); err != nil {
			return fmt.Errorf("%q: %w", f.Path, err)
		}
		if len(f.Text) > maxText {
			return fmt.Errorf("%q: %d bytes, and pykube writes files of at most %d", f.Path, len(f.Text), maxText)
		}
		key := strings.ToLower(f.Path)
		if other, ok := seen[key]; ok {
			return fmt.Errorf("%q: generated twice, the other time as %q", f.Path, other)
		}
		seen[key] = f.Path
	}
	for _, f := range files {
		for dir := path.Dir(strings.ToLower(f.Path)); dir != "."; dir = path.Dir(dir) {
			if other, ok := seen[dir]; ok {
				return fmt.Errorf("%q: needs a directory where %q is a file", f.Path, other)
			}
		}
	}
	return nil
}
