package write

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/pykube/pykube/internal/render"
)

// repo is a temporary directory with an open root.
type repo struct {
	*testing.T
	dir  string
	root *os.Root
}

func newRepo(t *testing.T) *repo {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "repo")
	if err := os.Mkdir(dir, 0o755); err != nil {
		t.Fatal(err)
	}
	root, err := os.OpenRoot(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { root.Close() })
	return &repo{T: t, dir: dir, root: root}
}

func (r *repo) write(name, text string) {
	r.Helper()
	full := filepath.Join(r.dir, filepath.FromSlash(name))
	if err := errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.WriteFile(full, []byte(text), 0o644)); err != nil {
		r.Fatal(err)
	}
}

func (r *repo) read(name string) string {
	r.Helper()
	text, err := os.ReadFile(filepath.Join(r.dir, filepath.FromSlash(name)))
	if err != nil {
		r.Fatal(err)
	}
	return string(text)
}

func (r *repo) compare(opt Options, files ...render.File) *Changes {
	r.Helper()
	c, err := Compare(r.root, files, opt)
	if err != nil {
		r.Fatalf("Compare: %v", err)
	}
	return c
}

func (r *repo) apply(files ...render.File) {
	r.Helper()
	if err := r.compare(Options{}, files...).Apply(); err != nil {
		r.Fatalf("Apply: %v", err)
	}
}

// snapshot is every path below the repository's parent, with its mode, its time and its text.
func (r *repo) snapshot() map[string]string {
	r.Helper()
	all := map[string]string{}
	err := filepath.WalkDir(filepath.Dir(r.dir), func(name string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		state := info.Mode().String()
		switch {
		case info.Mode().IsRegular():
			text, err := os.ReadFile(name)
			if err != nil {
				return err
			}
			state += info.ModTime().String() + string(text)
		case info.Mode()&fs.ModeSymlink != 0:
			to, _ := os.Readlink(name)
			state += to
		}
		all[name] = state
		return nil
	})
	if err != nil {
		r.Fatal(err)
	}
	return all
}

func (r *repo) unchanged(before map[string]string) {
	r.Helper()
	after := r.snapshot()
	for name, state := range before {
		if after[name] != state {
			r.Errorf("%s changed: %q, was %q", name, after[name], state)
		}
	}
	for name := range after {
		if _, ok := before[name]; !ok {
			r.Errorf("%s is new", name)
		}
	}
}

func file(path, text string) render.File { return render.File{Path: path, Text: []byte(text)} }

func TestStates(t *testing.T) {
	const old, want, edited = "FROM a\nRUN x\n", "FROM b\nRUN x\n", "FROM a\nRUN mine\n"
	crlf := func(s string) string { return strings.ReplaceAll(s, "\n", "\r\n") }
	for _, test := range []struct {
		name   string
		last   string // what pykube wrote first; empty: nothing
		disk   string // what is put there then; empty: nothing is
		force  bool
		kind   Kind
		reason string
		after  string // empty: Apply refuses and nothing changes
		same   bool   // the lock has nothing to add
	}{
		{name: "absent", kind: Create, reason: "no such file", after: want},
		{name: "absent, forced", force: true, kind: Create, reason: "no such file", after: want},
		{name: "wanted, never ours", disk: want, kind: Same, reason: "holds", after: want},
		{name: "wanted, by an edit", last: old, disk: want, kind: Same, reason: "holds", after: want},
		{name: "wanted, ours", last: want, kind: Same, reason: "holds", after: want, same: true},
		{name: "ours", last: old, kind: Replace, reason: "wrote it last", after: want},
		{name: "edited", last: old, disk: edited, kind: Conflict, reason: "edited after"},
		{name: "edited after the wanted text", last: want, disk: edited, kind: Conflict, reason: "edited after"},
		{name: "never ours", disk: edited, kind: Conflict, reason: "did not write"},
		{name: "never ours, without text", disk: "\n", kind: Conflict, reason: "did not write"},
		{name: "edited, forced", last: old, disk: edited, force: true, kind: Replace, reason: "--force", after: want},
		{name: "never ours, forced", disk: edited, force: true, kind: Replace, reason: "--force", after: want},
		{name: "kept", last: old, disk: "FROM a\n# pykube: keep\n", kind: Kept, reason: `line 2 says "# pykube: keep"`, after: "FROM a\n# pykube: keep\n", same: true},
		{name: "kept, never ours", disk: "  # pykube: keep\t\r\nFROM a\r\n", kind: Kept, reason: "line 1", after: "  # pykube: keep\t\r\nFROM a\r\n", same: true},
		{name: "kept, at the end without a line end", disk: "FROM a\n# pykube: keep", kind: Kept, reason: "line 2", after: "FROM a\n# pykube: keep", same: true},
		{name: "keep within a line", disk: "RUN x # pykube: keep\n", kind: Conflict, reason: "did not write"},
		{name: "line ends, wanted", disk: crlf(want), kind: Same, reason: "holds", after: crlf(want)},
		{name: "line ends, wanted and ours", last: want, disk: crlf(want), kind: Same, reason: "holds", after: crlf(want), same: true},
		{name: "line ends, ours", last: old, disk: crlf(old), kind: Replace, reason: "wrote it last", after: want},
		{name: "line ends, edited", last: old, disk: crlf(edited), kind: Conflict, reason: "edited after"},
		{name: "carriage return alone", last: old, disk: "FROM a\rRUN x\r", kind: Conflict, reason: "edited after"},
	} {
		t.Run(test.name, func(t *testing.T) {
			r := newRepo(t)
			const name = "k8s/base/file"
			if test.last != "" {
				r.apply(file(name, test.last))
			}
			if test.disk != "" {
				r.write(name, test.disk)
			}
			var opt Options
			if test.force {
				opt.Force = []string{"./k8s//base/file"}
			}
			before := r.snapshot()
			c := r.compare(opt, file(name, want))
			r.unchanged(before)
			if len(c.Files) != 1 || c.Files[0].Kind != test.kind || !strings.Contains(c.Files[0].Reason, test.reason) {
				t.Fatalf("Files are %+v, want one %s because %q", c.Files, test.kind, test.reason)
			}
			if got := c.Lock.Kind == Same; got != test.same && test.after != "" {
				t.Errorf("the lock is %s", c.Lock.Kind)
			}
			err := c.Apply()
			if test.after == "" {
				var e *Error
				if !errors.Is(err, ErrConflict) || !errors.As(err, &e) || !strings.Contains(e.Hint, "--force k8s/base/file") {
					t.Errorf("Apply: %v, want a conflict and its hint", err)
				}
				if len(c.Conflicts()) != 1 {
					t.Errorf("Conflicts are %v", c.Conflicts())
				}
				r.unchanged(before)
				return
			}
			if err != nil {
				t.Fatalf("Apply: %v", err)
			}
			if got := r.read(name); got != test.after {
				t.Errorf("the file holds %q, want %q", got, test.after)
			}
			before = r.snapshot()
			c = r.compare(Options{}, file(name, want))
			if p := c.Pending(); len(p) != 0 || len(c.Conflicts()) != 0 || c.Diff() != "" {
				t.Errorf("after Apply there are pending %+v, conflicts %+v and the diff\n%s", p, c.Conflicts(), c.Diff())
			}
			if err := c.Apply(); err != nil {
				t.Errorf("second Apply: %v", err)
			}
			r.unchanged(before)
		})
	}
}

func TestOneConflictStopsAll(t *testing.T) {
	r := newRepo(t)
	r.write("Dockerfile", "FROM mine\n")
	before := r.snapshot()
	c := r.compare(Options{}, file("Dockerfile", "FROM a\n"), file("k8s/web.yaml", "kind: Deployment\n"), file(".dockerignore", ".git\n"))
	if err := c.Apply(); !errors.Is(err, ErrConflict) || !strings.HasPrefix(err.Error(), "Dockerfile: edited") {
		t.Errorf("Apply: %v", err)
	}
	r.unchanged(before)
}

func TestLockIsStable(t *testing.T) {
	var texts []string
	for range 2 {
		r := newRepo(t)
		r.apply(file("k8s/web.yaml", "b\n"), file("Dockerfile", "hello\n"))
		texts = append(texts, r.read(lockName))
	}
	// git hash-object and sha256sum of "hello\n"
	const want = lockHeader +
		`"Dockerfile" = { sha256 = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", blob = "ce013625030ba8dba906f756967f9e9ca394464a" }` + "\n" +
		`"k8s/web.yaml" = { sha256 = "0263829989b6fd954f72baaf2fc64bc2e2f01d692d4de72986ea808f6e99813f", blob = "61780798228d17af2d34fce4cfbdf35556832472" }` + "\n"
	if texts[0] != want || texts[1] != want {
		t.Errorf("the locks are\n%s\n%s\nwant\n%s", texts[0], texts[1], want)
	}
}

func TestStale(t *testing.T) {
	r := newRepo(t)
	a, b := file("Dockerfile", "FROM a\n"), file("k8s/old.yaml", "kind: Job\n")
	r.apply(a, b)

	c := r.compare(Options{Partial: true}, a)
	if len(c.Stale()) != 0 || len(c.Pending()) != 0 {
		t.Errorf("a part: stale %+v, pending %+v", c.Stale(), c.Pending())
	}
	for _, text := range []string{"kind: Job\n", "kind: Job\nmine: 1\n"} {
		r.write(b.Path, text)
		c = r.compare(Options{}, a)
		if s := c.Stale(); len(s) != 1 || s[0].Path != b.Path || strings.Contains(s[0].Reason, "edited") != strings.Contains(text, "mine") {
			t.Errorf("stale are %+v", s)
		}
		if len(c.Pending()) != 0 || c.Diff() != "" {
			t.Errorf("a stale file is pending: %+v %s", c.Pending(), c.Diff())
		}
	}
	if c := r.compare(Options{}, a, b); len(c.Conflicts()) != 1 {
		t.Errorf("an edited file that is wanted again is %+v", c.Files)
	}

	for name, change := range map[string]func(full string) error{
		"deleted":    os.Remove,
		"taken":      func(full string) error { return errors.Join(os.Remove(full), os.Mkdir(full, 0o755)) },
		"taken over": func(full string) error { return os.WriteFile(full, []byte(keepMark+"\n"), 0o644) },
	} {
		t.Run(name, func(t *testing.T) {
			r := newRepo(t)
			r.apply(a, b)
			if err := change(filepath.Join(r.dir, "k8s", "old.yaml")); err != nil {
				t.Fatal(err)
			}
			c := r.compare(Options{}, a)
			if len(c.Stale()) != 0 || len(c.Pending()) != 1 || c.Pending()[0].Path != lockName {
				t.Errorf("stale are %+v, pending %+v", c.Stale(), c.Pending())
			}
			if err := c.Apply(); err != nil {
				t.Fatal(err)
			}
			if strings.Contains(r.read(lockName), "old.yaml") {
				t.Error("the lock still lists the file")
			}
		})
	}
}

func TestForceIsChecked(t *testing.T) {
	r := newRepo(t)
	r.write("Dockerfile", "FROM mine\n# pykube: keep\n")
	for name, want := range map[string]string{
		"Dockerfil":     `--force "Dockerfil": pykube generates no such file`,
		"../Dockerfile": `--force "../Dockerfile"`,
		"":              `--force ""`,
		lockName:        "no such file",
		"Dockerfile":    `Dockerfile:2: the line "# pykube: keep" forbids --force`,
	} {
		_, err := Compare(r.root, []render.File{file("Dockerfile", "FROM a\n")}, Options{Force: []string{name}})
		var e *Error
		if !errors.As(err, &e) || !strings.Contains(err.Error(), want) || e.Hint == "" {
			t.Errorf("--force %q: %v, want %q and a hint", name, err, want)
		}
	}
}

func TestModes(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("Windows has no permissions of this kind")
	}
	r := newRepo(t)
	r.apply(file("k8s/a.sh", "1\n"))
	full := filepath.Join(r.dir, "k8s", "a.sh")
	mode := func(name string) fs.FileMode {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		return info.Mode()
	}
	if m, d := mode(full), mode(filepath.Dir(full)); m&^0o644 != 0 || d&^(0o755|fs.ModeDir) != 0 {
		t.Errorf("new modes are %s and %s", m, d)
	}
	for i, want := range []fs.FileMode{0o755, 0o600, 0o444, 0o666} {
		if err := os.Chmod(full, want); err != nil {
			t.Fatal(err)
		}
		r.apply(file("k8s/a.sh", strings.Repeat("x", i)+"\n"))
		if m := mode(full); m != want {
			t.Errorf("the mode is %s, was %s", m, want)
		}
	}
}

func TestTimesAreKept(t *testing.T) {
	r := newRepo(t)
	a, b := file("a", "1\n"), file("b", "1\n")
	r.apply(a, b)
	past := time.Now().Add(-time.Hour).Truncate(time.Second)
	if err := os.Chtimes(filepath.Join(r.dir, "a"), past, past); err != nil {
		t.Fatal(err)
	}
	r.apply(a, file("b", "2\n"))
	if info, err := os.Stat(filepath.Join(r.dir, "a")); err != nil || !info.ModTime().Equal(past) {
		t.Errorf("a file that did not change was written: %v %v", info.ModTime(), err)
	}
}
