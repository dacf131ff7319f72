package write

import (
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/pelletier/go-toml/v2"

	"github.com/pykube/pykube/internal/render"
)

const sums = `{ sha256 = "5891b5b522d5df086d0ff0b110fbd9d21bb4fc7163af34d08286a2e846f6be03", blob = "ce013625030ba8dba906f756967f9e9ca394464a" }`

func TestLockErrors(t *testing.T) {
	const start = "version = 1\n\n[files]\n"
	for name, test := range map[string]struct{ text, want, hint string }{
		"empty":              {"", "pykube.lock:1: no line", "rm pykube.lock"},
		"only comments":      {"# a\n# b\n", "pykube.lock:3: no line", "rm pykube.lock"},
		"newer":              {"# x\nversion = 2\n[files]\n", "pykube.lock:2: version 2, and this pykube knows only version 1", "go install"},
		"older":              {"version = 0\n[files]\n", "pykube.lock:1: version 0", "go install"},
		"no version":         {"[files]\n", "pykube.lock:1: not a line", "rm"},
		"two versions":       {"version = 1\nversion = 1\n[files]\n", "pykube.lock:2:", "rm"},
		"two tables":         {start + "[files]\n", "pykube.lock:4:", "rm"},
		"unknown key":        {start + "x = 1\n", "pykube.lock:4:", "rm"},
		"merge markers":      {"version = 1\n[files]\n<<<<<<< HEAD\n", "pykube.lock:3: not a line that pykube writes", "rm"},
		"binary":             {"\x00\xff\xfe", "pykube.lock:1:", "rm"},
		"short hash":         {start + `"a" = { sha256 = "58", blob = "ce" }`, "pykube.lock:4:", "rm"},
		"parent":             {start + `"../a" = ` + sums, `pykube.lock:4: "../a": not a path inside`, "rm"},
		"absolute":           {start + `"/etc/passwd" = ` + sums, `pykube.lock:4: "/etc/passwd": not a path inside`, "rm"},
		"root":               {start + `"." = ` + sums, `pykube.lock:4: ".": not a path inside`, "rm"},
		"no path":            {start + `"" = ` + sums, `pykube.lock:4: "": not a path inside`, "rm"},
		"backslash":          {start + `"..\\a" = ` + sums, `pykube.lock:4: "..\\a": a path with a backslash`, "rm"},
		"line end in a path": {start + `"a\nb" = ` + sums, `pykube.lock:4: "a\nb": a path with`, "rm"},
		"escape":             {start + `"\x61" = ` + sums, "pykube.lock:4: a path that is not quoted", "rm"},
		"no UTF-8":           {start + "\"a\xff\" = " + sums, "pykube.lock:4: a path that is not quoted", "rm"},
		"git":                {start + `"x/.GIT/hooks/pre-commit" = ` + sums, "a path inside a git directory", "rm"},
		"itself":             {start + `"Pykube.lock" = ` + sums, "the name of the lock", "rm"},
		"twice":              {start + `"a" = ` + sums + "\n" + `"a" = ` + sums, `pykube.lock:5: "a": listed twice`, "rm"},
		"too large":          {start + strings.Repeat("#", maxText), "pykube.lock: a file of more than 1048576 bytes is in the way", "mv pykube.lock pykube.lock.old"},
	} {
		t.Run(name, func(t *testing.T) {
			r := newRepo(t)
			r.write(lockName, test.text)
			before := r.snapshot()
			_, err := Compare(r.root, []render.File{file("Dockerfile", "FROM a\n")}, Options{})
			var e *Error
			if !errors.As(err, &e) || !strings.Contains(err.Error(), test.want) || !strings.HasPrefix(e.Hint, test.hint) {
				t.Errorf("Compare: %v, want %q; hint %q", err, test.want, e)
			}
			r.unchanged(before)
		})
	}
}

func TestLockIsReadWhatGitDoesToIt(t *testing.T) {
	want := lock{"a": entryOf([]byte("1")), "b/ü \"q\"": entryOf(nil), "c\u00a0\U000e0001": entryOf([]byte("2"))}
	for name, text := range map[string]string{
		"as written": string(want.text()),
		"autocrlf":   strings.ReplaceAll(string(want.text()), "\n", "\r\n"),
		"cut":        strings.TrimSuffix(string(want.text()), "\n"),
	} {
		got, err := parseLock([]byte(text))
		if err != nil || string(got.text()) != string(want.text()) {
			t.Errorf("%s: %v, %v", name, got, err)
		}
	}
	var document struct {
		Version int
		Files   map[string]struct{ Sha256, Blob string }
	}
	if err := toml.Unmarshal(want.text(), &document); err != nil || document.Version != lockVersion || len(document.Files) != len(want) {
		t.Errorf("as TOML the lock is %v, %v", document, err)
	}
	for name, e := range want {
		if document.Files[name].Sha256 != e.sha256 || document.Files[name].Blob != e.blob {
			t.Errorf("as TOML, %q is %v", name, document.Files[name])
		}
	}
}

// A lock that lies about a file makes it a conflict; one that lists files which are not generated touches none.
func TestLockThatLies(t *testing.T) {
	r := newRepo(t)
	r.write("Dockerfile", "FROM mine\n")
	r.write("src/main.py", "hello\n")
	r.write(lockName, string(lock{"Dockerfile": entryOf([]byte("FROM other\n")), "src/main.py": entryOf([]byte("hello\n"))}.text()))
	before := r.snapshot()
	if err := r.compare(Options{}, file("Dockerfile", "FROM a\n")).Apply(); !errors.Is(err, ErrConflict) {
		t.Errorf("Apply: %v", err)
	}
	r.unchanged(before)
	if err := r.compare(Options{Force: []string{"Dockerfile"}}, file("Dockerfile", "FROM a\n")).Apply(); err != nil {
		t.Error(err)
	}
	if got := r.read("src/main.py"); got != "hello\n" {
		t.Errorf("src/main.py holds %q", got)
	}
}

func FuzzLock(f *testing.F) {
	f.Add([]byte(lockHeader))
	f.Add(lock{"a": entryOf(nil), "k8s/b.yaml": entryOf([]byte("1\n"))}.text())
	f.Add([]byte("version = 1\r\n[files]\r\n\"\\u00a0\" = " + sums))
	f.Add([]byte("<<<<<<< HEAD\n"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		l, err := parseLock(raw)
		if err != nil {
			var e *Error
			if !errors.As(err, &e) || e.Hint == "" || !strings.HasPrefix(e.Text, "pykube.lock:") {
				t.Errorf("the error is %#v", err)
			}
			return
		}
		for _, name := range l.paths() {
			if !filepath.IsLocal(filepath.FromSlash(name)) || strings.Contains(name, "\n") {
				t.Errorf("the path is %q", name)
			}
		}
		again, err := parseLock(l.text())
		if err != nil || string(again.text()) != string(l.text()) {
			t.Errorf("%q is read back as %v, %v", l.text(), again, err)
		}
	})
}

func TestInTheWay(t *testing.T) {
	symlink := func(to, from string) func(r *repo) error {
		return func(r *repo) error {
			full := filepath.Join(r.dir, filepath.FromSlash(from))
			return errors.Join(os.MkdirAll(filepath.Dir(full), 0o755), os.Symlink(to, full))
		}
	}
	outside := func(from string) func(r *repo) error {
		return func(r *repo) error {
			target := filepath.Join(filepath.Dir(r.dir), "outside")
			full := filepath.Join(r.dir, filepath.FromSlash(from))
			return errors.Join(os.Mkdir(target, 0o755), os.WriteFile(filepath.Join(target, "web.yaml"), []byte("secret\n"), 0o600),
				os.MkdirAll(filepath.Dir(full), 0o755), os.Symlink(target, full))
		}
	}
	text := func(name, text string) func(r *repo) error {
		return func(r *repo) error { r.write(name, text); return nil }
	}
	for name, test := range map[string]struct {
		make func(r *repo) error
		want string
		hint string
	}{
		"directory":                 {text("Dockerfile/x", "1\n"), "Dockerfile: a directory is in the way", "mv Dockerfile Dockerfile.old"},
		"link to /etc/passwd":       {symlink("/etc/passwd", "Dockerfile"), "Dockerfile: a symbolic link is in the way", "mv Dockerfile Dockerfile.old"},
		"link upwards":              {symlink("../../x", "k8s/web.yaml"), "k8s/web.yaml: a symbolic link", "mv"},
		"link inside":               {symlink("pyproject.toml", "Dockerfile"), "Dockerfile: a symbolic link", "mv"},
		"link to nothing":           {symlink("nothing", "Dockerfile"), "Dockerfile: a symbolic link", "mv"},
		"link to itself":            {symlink("Dockerfile", "Dockerfile"), "Dockerfile: a symbolic link", "mv"},
		"lock a link":               {symlink("pyproject.toml", lockName), "pykube.lock: a symbolic link", "mv"},
		"lock a directory":          {text("pykube.lock/x", ""), "pykube.lock: a directory", "mv"},
		"directory a link outside":  {outside("k8s"), "k8s: a symbolic link is in the way", "mv k8s k8s.old"},
		"directory a link inside":   {symlink("src", "k8s"), "k8s: a symbolic link", "mv"},
		"directory a link to root":  {symlink(".", "k8s"), "k8s: a symbolic link", "mv"},
		"parent a file":             {text("k8s", "1\n"), "k8s: a file is in the way", "mv k8s k8s.old"},
		"file too large to compare": {text("Dockerfile", strings.Repeat("x", maxText+1)), "Dockerfile: a file of more than", "mv"},
	} {
		t.Run(name, func(t *testing.T) {
			if runtime.GOOS == "windows" && strings.Contains(name, "link") {
				t.Skip("links need a privilege on Windows")
			}
			r := newRepo(t)
			r.write("pyproject.toml", "x = 1\n")
			r.write("src/web.yaml", "mine\n")
			if err := test.make(r); err != nil {
				t.Fatal(err)
			}
			before := r.snapshot()
			files := []render.File{file(".dockerignore", ".git\n"), file("Dockerfile", "FROM a\n"), file("k8s/web.yaml", "a: 1\n")}
			_, err := Compare(r.root, files, Options{Force: []string{"Dockerfile", "k8s/web.yaml"}})
			var e *Error
			if !errors.As(err, &e) || !strings.HasPrefix(err.Error(), test.want) || !strings.HasPrefix(e.Hint, test.hint) {
				t.Errorf("Compare: %v, want %q; hint %+v", err, test.want, e)
			}
			r.unchanged(before)
		})
	}
}

func TestFilesThatCannotStandTogether(t *testing.T) {
	for name, test := range map[string]struct {
		files []render.File
		want  string
	}{
		"parent":        {[]render.File{file("../a", "")}, `"../a": not a path inside the output directory`},
		"absolute":      {[]render.File{file("/a", "")}, `"/a": not a path inside`},
		"not clean":     {[]render.File{file("a//b", "")}, `"a//b": not a path inside`},
		"git":           {[]render.File{file(".git/config", "")}, `".git/config": a path inside a git directory`},
		"the lock":      {[]render.File{file(lockName, "")}, `"pykube.lock": the name of the lock`},
		"line end":      {[]render.File{file("a\nb", "")}, `"a\nb": a path with a backslash or a control character`},
		"twice":         {[]render.File{file("a", "1"), file("a", "2")}, `"a": generated twice, the other time as "a"`},
		"case":          {[]render.File{file("k8s/A", "1"), file("k8s/a", "2")}, `"k8s/a": generated twice, the other time as "k8s/A"`},
		"file and path": {[]render.File{file("K8s", "1"), file("k8s/a/b", "2")}, `"k8s/a/b": needs a directory where "K8s" is a file`},
		"too large":     {[]render.File{file("a", strings.Repeat("x", maxText+1))}, `"a": 1048577 bytes`},
	} {
		r := newRepo(t)
		before := r.snapshot()
		if _, err := Compare(r.root, test.files, Options{}); err == nil || !strings.Contains(err.Error(), test.want) {
			t.Errorf("%s: %v, want %q", name, err, test.want)
		}
		r.unchanged(before)
	}
}

func TestWord(t *testing.T) {
	for name, want := range map[string]string{
		"k8s/web.yaml": "k8s/web.yaml", "a b": "'a b'", "it's": `'it'\''s'`, "-rf": "'./-rf'", "$(x)": "'$(x)'", "": "''",
	} {
		if got := word(name); got != want {
			t.Errorf("word(%q) is %s, want %s", name, got, want)
		}
	}
}
