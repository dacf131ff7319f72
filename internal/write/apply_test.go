package write

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"

	"github.com/pykube/pykube/internal/render"
)

// Whatever fails before the first rename leaves the directory as it was.
func TestApplyChangesNothingWhenItFails(t *testing.T) {
	files := []render.File{file("Dockerfile", "FROM b\n"), file("k8s/base/web.yaml", "a: 1\n"), file("z", "")}
	for name, test := range map[string]struct {
		spoil func(r *repo) error
		want  string
		hint  string
	}{
		"interrupted run": {
			func(r *repo) error { r.write(".z.pykube-tmp", "1"); return nil },
			".z.pykube-tmp: another pykube is at work, or one was interrupted; nothing was written", "rm .z.pykube-tmp",
		},
		"directory at a temporary name": {
			func(r *repo) error { return os.Mkdir(filepath.Join(r.dir, ".pykube.lock.pykube-tmp"), 0o755) },
			".pykube.lock.pykube-tmp: another pykube", "rm .pykube.lock.pykube-tmp",
		},
		"edited meanwhile": {
			func(r *repo) error { r.write("Dockerfile", "FROM mine\n"); return nil },
			"writing Dockerfile: changed while pykube was at work; nothing was written", "",
		},
		"made meanwhile": {
			func(r *repo) error { r.write("z", "mine\n"); return nil },
			"writing z: changed while pykube was at work; nothing was written", "",
		},
		"made meanwhile, without text": {
			func(r *repo) error { r.write("z", ""); return nil },
			"writing z: changed while pykube was at work; nothing was written", "",
		},
		"deleted meanwhile": {
			func(r *repo) error { return os.Remove(filepath.Join(r.dir, "Dockerfile")) },
			"writing Dockerfile: changed while", "",
		},
		"link made meanwhile": {
			func(r *repo) error {
				out := filepath.Join(filepath.Dir(r.dir), "out")
				return errors.Join(os.Mkdir(out, 0o755), os.Symlink(out, filepath.Join(r.dir, "k8s")))
			},
			"writing k8s/base/web.yaml: path escapes from parent; nothing was written", "",
		},
		"file in the place of a directory": {
			func(r *repo) error { r.write("k8s", "1\n"); return nil },
			"writing k8s/base/web.yaml: not a directory; nothing was written", "",
		},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.Contains(test.want, "k8s") {
				t.Skip("Windows has other words for it, and asks a privilege for links")
			}
			r := newRepo(t)
			r.apply(file("Dockerfile", "FROM a\n"))
			c := r.compare(Options{}, files...)
			if err := test.spoil(r); err != nil {
				t.Fatal(err)
			}
			before := r.snapshot()
			err := c.Apply()
			if err == nil || !strings.HasPrefix(err.Error(), test.want) {
				t.Errorf("Apply: %v, want %q", err, test.want)
			}
			var e *Error
			if errors.As(err, &e) != (test.hint != "") || e != nil && e.Hint != test.hint {
				t.Errorf("the hint is %+v, want %q", e, test.hint)
			}
			r.unchanged(before)
		})
	}
}

// A rename that fails half-way leaves no temporary file, says how far it got, and the next run ends the work.
func TestApplyFailsHalfWay(t *testing.T) {
	files := []render.File{file("a", "2\n"), file("k8s/b", "2\n"), file("new/c", "2\n")}
	for fail, want := range []string{
		"writing a: no luck; written: none; not written: a, k8s/b, new/c, pykube.lock",
		"writing k8s/b: no luck; written: a; not written: k8s/b, new/c, pykube.lock",
		"writing new/c: no luck; written: a, k8s/b; not written: new/c, pykube.lock",
		"writing pykube.lock: no luck; written: a, k8s/b, new/c; not written: pykube.lock",
	} {
		r := newRepo(t)
		r.apply(file("a", "1\n"), file("k8s/b", "1\n"))
		before := r.snapshot()
		c := r.compare(Options{}, files...)
		n := 0
		c.rename = func(from, to string) error {
			if n++; n > fail {
				return &os.LinkError{Op: "rename", Old: from, New: to, Err: errors.New("no luck")}
			}
			return r.root.Rename(from, to)
		}
		if err := c.Apply(); err == nil || err.Error() != want {
			t.Errorf("Apply: %v, want %q", err, want)
		}
		for name := range r.snapshot() {
			if strings.Contains(name, "pykube-tmp") {
				t.Errorf("%s was left", name)
			}
		}
		if fail == 0 {
			r.unchanged(before)
		}
		r.apply(files...)
		if p := r.compare(Options{}, files...).Pending(); len(p) != 0 {
			t.Errorf("after the second run are pending %+v", p)
		}
	}
}

func TestReadOnlyDirectory(t *testing.T) {
	if os.Getuid() == 0 {
		t.Skip("root may write to every directory; the other failures before a rename are tested above")
	}
	r := newRepo(t)
	c := r.compare(Options{}, file("Dockerfile", "FROM a\n"))
	if err := os.Chmod(r.dir, 0o555); err != nil {
		t.Fatal(err)
	}
	defer os.Chmod(r.dir, 0o755)
	if err := c.Apply(); err == nil || !strings.HasPrefix(err.Error(), "writing Dockerfile: permission denied; nothing") {
		t.Errorf("Apply: %v", err)
	}
}

// TestNotWritable names another place where the directory cannot be written to, as one that is mounted read-only.
func TestNotWritable(t *testing.T) {
	for _, cause := range []error{syscall.EROFS, fs.ErrPermission} {
		err := nothing(Change{Path: "Dockerfile"}, &fs.PathError{Op: "open", Path: "x", Err: cause})
		var e *Error
		if want := "writing Dockerfile: " + cause.Error() + "; nothing was written"; !errors.As(err, &e) || e.Error() != want || !strings.Contains(e.Hint, "--output-dir") {
			t.Errorf("%v (%+v), want %s", err, e, want)
		}
	}
}
