//go:build unix

package write

import (
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A disk that is full in the middle of the second file is imitated by a limit on the size of files, in a process of
// its own, because the limit cannot be taken back.
func TestFullDisk(t *testing.T) {
	small, large := file("a", "2\n"), file("k8s/b", strings.Repeat("x\n", 10_000))
	if dir := os.Getenv("PYKUBE_TEST_FULL_DISK"); dir != "" {
		signal.Ignore(syscall.SIGXFSZ)
		if err := syscall.Setrlimit(syscall.RLIMIT_FSIZE, &syscall.Rlimit{Cur: 8192, Max: 8192}); err != nil {
			t.Fatal(err)
		}
		root, err := os.OpenRoot(dir)
		if err != nil {
			t.Fatal(err)
		}
		r := &repo{T: t, dir: dir, root: root}
		if err := r.compare(Options{}, small, large).Apply(); err == nil || err.Error() != "writing k8s/b: file too large; nothing was written" {
			t.Errorf("Apply: %v", err)
		}
		return
	}
	r := newRepo(t)
	r.apply(file("a", "1\n"))
	before := r.snapshot()
	cmd := exec.Command(os.Args[0], "-test.run=^TestFullDisk$", "-test.v")
	cmd.Env = append(os.Environ(), "PYKUBE_TEST_FULL_DISK="+r.dir)
	cmd.Dir = filepath.Dir(os.Args[0])
	if out, err := cmd.CombinedOutput(); err != nil || !strings.Contains(string(out), "--- PASS: TestFullDisk") {
		t.Errorf("%v\n%s", err, out)
	}
	r.unchanged(before)
}
