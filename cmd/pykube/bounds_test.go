//go:build unix

package main

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// These repositories ask for more than there is, or lead out of themselves. Every run must end, stay small, write
// nothing but its own files, and say what it passed over. A run that hangs fails by the time-out of go test.

func shopFiles() repository {
	return repository{"app.py": flaskApp, "requirements.txt": "flask\ngunicorn\n"}
}

func stand(t *testing.T, r repository) string {
	t.Helper()
	dir := filepath.Join(t.TempDir(), "shop")
	if err := r.put(dir); err != nil {
		t.Fatal(err)
	}
	return dir
}

// refused demands an exit code, a text on stderr, and that nothing was written.
func refused(t *testing.T, dir string, code int, text string) {
	t.Helper()
	before, err := state(dir)
	if err != nil {
		t.Fatal(err)
	}
	got := start(nil, "generate", dir)
	if got.code != code || !strings.Contains(got.stderr, text) {
		t.Errorf("exit %d, want %d and %q\n%s", got.code, code, text, got.stderr)
	}
	if after, err := state(dir); err != nil || after != before {
		t.Errorf("something was written (%v)", err)
	}
}

func accepted(t *testing.T, dir string) session {
	t.Helper()
	got := start(nil, "generate", dir)
	if got.code != exitDone {
		t.Errorf("exit %d\n%s", got.code, got.stderr)
	}
	return start(nil, "detect", dir)
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func TestLinksOut(t *testing.T) {
	outside := filepath.Join(t.TempDir(), "secret")
	must(t, os.WriteFile(outside, []byte("gunicorn==6.6.6\nhunter2\n"), 0o644))

	t.Run("requirements", func(t *testing.T) {
		dir := stand(t, repository{"app.py": flaskApp})
		must(t, os.Symlink(outside, filepath.Join(dir, "requirements.txt")))
		refused(t, dir, exitUsage, "no file declares dependencies")
		if got := start(nil, "detect", dir); strings.Contains(got.stdout, "hunter2") || !strings.Contains(got.stdout, "not read: requirements.txt: a link that leads out") {
			t.Errorf("detect says\n%s", got.stdout)
		}
	})
	t.Run("requirements, absolute", func(t *testing.T) {
		dir := stand(t, repository{"app.py": flaskApp})
		must(t, os.Symlink("/etc/passwd", filepath.Join(dir, "requirements.txt")))
		refused(t, dir, exitUsage, "no file declares dependencies")
	})
	t.Run("included", func(t *testing.T) {
		dir := stand(t, repository{"app.py": flaskApp, "requirements.txt": "flask\n-r more.txt\n"})
		must(t, os.Symlink(outside, filepath.Join(dir, "more.txt")))
		refused(t, dir, exitUsage, "requirements.txt:2: ")
	})
	t.Run("source", func(t *testing.T) {
		dir := stand(t, repository{"requirements.txt": "flask\n", "lib.py": ""})
		must(t, os.Symlink(outside, filepath.Join(dir, "app.py")))
		refused(t, dir, exitUsage, "holds no application")
	})
	t.Run("directory", func(t *testing.T) {
		dir := stand(t, repository{"requirements.txt": "flask\n", "lib.py": ""})
		away := stand(t, repository{"app.py": flaskApp})
		must(t, os.Symlink(away, filepath.Join(dir, "away")))
		refused(t, dir, exitUsage, "holds no application")
	})
	t.Run("inside", func(t *testing.T) {
		dir := stand(t, repository{"app.py": flaskApp, "deps/base.txt": "flask\n"})
		must(t, os.Symlink("deps/base.txt", filepath.Join(dir, "requirements.txt")))
		accepted(t, dir)
	})
	for _, name := range []string{"Dockerfile", ".dockerignore", "k8s", "pykube.lock"} {
		t.Run("written "+name, func(t *testing.T) {
			dir := stand(t, shopFiles())
			target := filepath.Join(t.TempDir(), "x")
			must(t, os.Symlink(target, filepath.Join(dir, name)))
			refused(t, dir, exitFailed, name+": a symbolic link is in the way")
			if _, err := os.Lstat(target); err == nil {
				t.Error("something was written through the link")
			}
			got := start(nil, "generate", "--force", "Dockerfile", dir)
			if _, err := os.Lstat(target); err == nil || got.code != exitFailed {
				t.Errorf("--force: exit %d, %v", got.code, err)
			}
		})
	}
	t.Run("loops", func(t *testing.T) {
		dir := stand(t, shopFiles())
		for from, to := range map[string]string{"self.py": "self.py", "a.py": "b.py", "b.py": "a.py", "up": "..", "here": ".", "pyproject.toml": "pyproject.toml"} {
			must(t, os.Symlink(to, filepath.Join(dir, from)))
		}
		if got := accepted(t, dir); !strings.Contains(got.stdout, "directory shop: 1 files of Python") {
			t.Errorf("detect says\n%s", got.stdout)
		}
	})
}

func TestNotRegular(t *testing.T) {
	for name, text := range map[string]string{
		"requirements.txt": "no file declares dependencies", "app.py": "is not a Python repository",
	} {
		dir := stand(t, shopFiles())
		must(t, os.Remove(filepath.Join(dir, name)))
		must(t, syscall.Mkfifo(filepath.Join(dir, name), 0o644))
		refused(t, dir, exitUsage, text)
	}
	for _, name := range []string{"pyproject.toml", "uv.lock", "pykube.toml", ".gitignore", "Procfile", ".python-version", "x.py", "gunicorn.conf.py"} {
		dir := stand(t, shopFiles())
		must(t, syscall.Mkfifo(filepath.Join(dir, name), 0o644))
		if got := accepted(t, dir); !strings.Contains(got.stdout, "not read: "+name+": not a regular file") {
			t.Errorf("%s: detect says\n%s", name, got.stdout)
		}
	}
	dir := stand(t, shopFiles())
	must(t, syscall.Mkfifo(filepath.Join(dir, "Dockerfile"), 0o644))
	refused(t, dir, exitFailed, "Dockerfile: a special file is in the way")
}

// peak runs a function and gives how much memory it takes from the system at most, in bytes.
func peak(f func()) uint64 {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f()
	runtime.ReadMemStats(&after)
	return max(after.Sys, before.Sys) - before.Sys
}

const maxMemory = 1 << 30

func TestSparse(t *testing.T) {
	for name, text := range map[string]string{
		"requirements.txt": "requirements.txt: too large to read", "uv.lock": "uv.lock: too large to read",
		"pyproject.toml": "pyproject.toml: too large to read", "pykube.toml": "pykube.toml: too large to read",
	} {
		dir := stand(t, shopFiles())
		must(t, os.WriteFile(filepath.Join(dir, name), nil, 0o644))
		must(t, os.Truncate(filepath.Join(dir, name), 1<<30))
		if used := peak(func() { refused(t, dir, exitUsage, text) }); used > maxMemory/4 {
			t.Errorf("%s: %d MB", name, used>>20)
		}
	}
	for _, name := range []string{"app.py", ".gitignore", "Procfile", "x.py"} {
		dir := stand(t, shopFiles())
		must(t, os.WriteFile(filepath.Join(dir, name), nil, 0o644))
		must(t, os.Truncate(filepath.Join(dir, name), 1<<30))
		used := peak(func() {
			if name == "app.py" {
				refused(t, dir, exitUsage, "app.py: app.py: too large to read")
			} else {
				accepted(t, dir)
			}
		})
		if used > maxMemory/4 {
			t.Errorf("%s: %d MB", name, used>>20)
		}
	}
}

func TestManyFiles(t *testing.T) {
	if testing.Short() {
		t.Skip("makes 100,000 files")
	}
	dir := stand(t, shopFiles())
	original := ""
	for i := range 100_000 {
		file := filepath.Join(dir, fmt.Sprintf("d%03d", i/1000), fmt.Sprintf("f%d.py", i))
		if i%1000 == 0 {
			original = file
			must(t, os.Mkdir(filepath.Dir(file), 0o755))
			must(t, os.WriteFile(file, nil, 0o644))
			continue
		}
		must(t, os.Link(original, file)) // cheaper to make than a file, and as regular
	}
	used := peak(func() {
		got := start(nil, "plan", dir)
		if got.code != exitDone || !strings.Contains(got.stdout, "application: app:app") {
			t.Errorf("exit %d\n%.400s", got.code, got.stderr)
		}
	})
	if used > maxMemory {
		t.Errorf("%d MB", used>>20)
	}
}

func TestDeep(t *testing.T) {
	dir := stand(t, shopFiles())
	must(t, os.MkdirAll(filepath.Join(dir, strings.Repeat("d/", 500)), 0o755))
	must(t, os.WriteFile(filepath.Join(dir, strings.Repeat("d/", 500), "x.py"), nil, 0o644))
	if got := accepted(t, dir); !strings.Contains(got.stdout, ": too deep\n") {
		t.Errorf("detect says\n%s", got.stdout)
	}
}

func TestNotUTF8(t *testing.T) {
	dir := stand(t, shopFiles())
	for _, name := range []string{"caf\xe9.py", "\xff\xfe\xfd.txt", "d\xe9/x.py"} {
		file := filepath.Join(dir, name)
		must(t, os.MkdirAll(filepath.Dir(file), 0o755))
		if err := os.WriteFile(file, []byte("\xff\xfe\x00\xd8x\x80"), 0o644); err != nil {
			t.Skipf("the file system has no such names: %v", err)
		}
	}
	accepted(t, dir)
	for _, command := range []string{"plan", "detect", "generate"} {
		got := start(nil, command, dir)
		place{}.quiet(t, "invalid UTF-8", command, got)
	}
	// A program below a directory whose name no Dockerfile can hold.
	dir = stand(t, repository{"d\xe9/app.py": flaskApp, "requirements.txt": "flask\n"})
	refused(t, dir, exitUsage, "is not a Python repository")
}

func TestHugeTexts(t *testing.T) {
	many := func(n int, line string) string { return strings.Repeat(line, n) }
	var chain, apps, names strings.Builder
	for i := range 20_000 {
		fmt.Fprintf(&chain, "def f%d():\n    return f%d()\n", i, i+1)
		fmt.Fprintf(&names, "*/%d/**/x%d\n", i, i)
	}
	for i := range 10_000 {
		fmt.Fprintf(&apps, "app%d = Flask(__name__)\n", i)
	}
	for name, test := range map[string]struct {
		files repository
		code  int
		text  string
	}{
		"brackets": {repository{"app.py": flaskApp + "x = " + many(1_000_000, "["), "requirements.txt": "flask\n"}, exitDone, ""},
		"brackets before": {
			repository{"app.py": "x = " + many(1_000_000, "[") + "\n" + flaskApp, "requirements.txt": "flask\n"}, exitDone, "",
		},
		"parentheses": {repository{"app.py": flaskApp + "x = " + many(500_000, "f(") + "\n", "requirements.txt": "flask\n"}, exitDone, ""},
		"blocks":      {repository{"app.py": flaskApp + many(1_000_000, "if x: "), "requirements.txt": "flask\n"}, exitDone, ""},
		"functions": {
			repository{"app.py": "from flask import Flask\n" + chain.String(), "requirements.txt": "flask\n"}, exitUsage, "holds no application",
		},
		"applications":       {repository{"app.py": "from flask import Flask\n" + apps.String(), "requirements.txt": "flask\n"}, exitUsage, "holds 10000 applications"},
		"gitignore":          {repository{".gitignore": many(20_000, "*/**/a*b?c[d-e]/**/[!x]*z***********************q\n"), "app.py": flaskApp, "requirements.txt": "flask\n"}, exitDone, ""},
		"gitignore, names":   {repository{".gitignore": names.String(), "app.py": flaskApp, "requirements.txt": "flask\n"}, exitDone, ""},
		"gitignore, a line":  {repository{".gitignore": many(1<<20, "*"), "app.py": flaskApp, "requirements.txt": "flask\n"}, exitDone, ""},
		"includes itself":    {repository{"app.py": flaskApp, "requirements.txt": "flask\n-r ./requirements.txt\n"}, exitUsage, "requirements.txt:2: "},
		"includes in a ring": {repository{"app.py": flaskApp, "requirements.txt": "flask\n-r a.txt\n", "a.txt": "-r b.txt\n", "b.txt": "-r requirements.txt\n"}, exitUsage, "b.txt:1: "},
		"a long line":        {repository{"app.py": flaskApp, "requirements.txt": "flask" + many(2<<20, " ") + "# x\n"}, exitUsage, "requirements.txt:1: "},
		"a line that goes on": {
			repository{"app.py": flaskApp, "requirements.txt": "flask \\\n" + many(300_000, "   \\\n")}, exitDone, "",
		},
		"TOML arrays": {repository{"app.py": flaskApp, "requirements.txt": "flask\n", "pyproject.toml": "x = " + many(1<<20, "[")}, exitUsage, "pyproject.toml:1: "},
		"TOML tables": {repository{"app.py": flaskApp, "requirements.txt": "flask\n", "pyproject.toml": "x = " + many(1<<18, "{a=")}, exitUsage, "pyproject.toml:1: "},
		"uv.lock":     {repository{"app.py": flaskApp, "pyproject.toml": "[project]\nname = \"shop\"\n", "uv.lock": "version = 1\nx = " + many(1<<20, "[")}, exitUsage, "uv.lock:2: "},
	} {
		t.Run(name, func(t *testing.T) {
			dir := stand(t, test.files)
			used := peak(func() {
				if test.code != exitDone {
					refused(t, dir, test.code, test.text)
					return
				}
				accepted(t, dir)
			})
			if used > maxMemory {
				t.Errorf("%d MB", used>>20)
			}
		})
	}
}
