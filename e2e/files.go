package e2e

import (
	"archive/tar"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"
)

// File is an entry of an image's file system.
type File struct {
	Type     byte   // as of archive/tar
	Mode     int64  // permissions, with the bits of setuid, setgid and sticky
	Uid, Gid int    // owner
	Size     int64  // bytes
	Link     string // target of a link
	Sum      [sha256.Size]byte
	Text     []byte // of the files that are looked into, at most maxText bytes
}

// maxText bounds what is kept of one file: a RECORD of torch has about 2 MB.
const maxText = 8 << 20

// Files lists an image's file system by path, without the leading slash: what all its layers make together. No program of
// the image is started, so that it needs no shell.
func (e Engine) Files(ctx context.Context, reference string) (map[string]File, error) {
	container, err := e.do(ctx, "create", "--label", "pykube.e2e", reference, "never-started")
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = e.do(context.Background(), "rm", container) }()

	export := e.command(ctx, "export", container)
	stdout, err := export.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := export.Start(); err != nil {
		return nil, err
	}
	files, err := readFiles(stdout)
	if err != nil {
		return nil, fmt.Errorf("reading docker export: %w", err)
	}
	return files, export.Wait()
}

func readFiles(archive io.Reader) (map[string]File, error) {
	files := map[string]File{}
	reader := tar.NewReader(archive)
	for {
		h, err := reader.Next()
		if errors.Is(err, io.EOF) {
			// What follows the end of the archive is read, too: else the writer's pipe breaks.
			_, err = io.Copy(io.Discard, archive)
			return files, err
		}
		if err != nil {
			return nil, err
		}
		name := strings.Trim(strings.TrimPrefix(h.Name, "./"), "/")
		file := File{Type: h.Typeflag, Mode: h.Mode & 0o7777, Uid: h.Uid, Gid: h.Gid, Size: h.Size, Link: h.Linkname}
		if h.Typeflag == tar.TypeReg {
			sum := sha256.New()
			if lookedInto(name) {
				if file.Text, err = io.ReadAll(io.LimitReader(io.TeeReader(reader, sum), maxText)); err != nil {
					return nil, err
				}
			}
			if _, err := io.Copy(sum, reader); err != nil {
				return nil, err
			}
			sum.Sum(file.Sum[:0])
		}
		files[name] = file
	}
}

// lookedInto says of which files a check needs the text.
func lookedInto(name string) bool {
	switch {
	case path.Base(name) == "RECORD", mayBeKey.MatchString(name):
		return true
	case within(name, "var/lib/dpkg/info"):
		return strings.HasSuffix(name, ".list")
	case within(name, "var/lib/dpkg/status.d"):
		return strings.HasSuffix(name, ".md5sums")
	case name == "lib/apk/db/installed", name == "usr/lib/apk/db/installed":
		return true
	}
	return path.Dir(name) == "opt/venv/bin"
}

// resolve follows links to the file that a path, with or without its leading slash, stands for.
func resolve(files map[string]File, name string) (string, bool) {
	for range 40 {
		name = strings.TrimPrefix(path.Clean("/"+name), "/")
		if file, ok := files[name]; ok {
			if file.Type != tar.TypeSymlink {
				return name, true
			}
			name = target(name, file.Link)
			continue
		}
		// A directory on the way is a link, as /bin is.
		found := false
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			if link, ok := files[dir]; ok && link.Type == tar.TypeSymlink {
				name, found = target(dir, link.Link)+strings.TrimPrefix(name, dir), true
				break
			}
		}
		if !found {
			return name, false
		}
	}
	return name, false
}

func target(name, link string) string {
	if path.IsAbs(link) {
		return link
	}
	return path.Join(path.Dir(name), link)
}

// within says whether a file is a directory or below it.
func within(name, dir string) bool {
	return dir != "" && (name == dir || strings.HasPrefix(name, dir+"/"))
}
