package packaging

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pykube/pykube/internal/source"
)

// tree makes a repository of files given as name, text, name, text …
func tree(t testing.TB, files ...string) *source.Tree {
	t.Helper()
	dir := t.TempDir()
	for i := 0; i < len(files); i += 2 {
		name := filepath.Join(dir, filepath.FromSlash(files[i]))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(files[i+1]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	opened, err := source.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { opened.Close() })
	return opened
}

// wantError checks an *Error by what its text begins with.
func wantError(t *testing.T, err error, start string) {
	t.Helper()
	var e *Error
	if !errors.As(err, &e) {
		t.Fatalf("error %v, want an *Error that begins with %q", err, start)
	}
	if !strings.HasPrefix(e.Error(), start) {
		t.Errorf("error %q, want one that begins with %q", e.Error(), start)
	}
	if source.Printable(e.Error()) != e.Error() {
		t.Errorf("error %q holds what cannot be printed", e.Error())
	}
}

// ends fails where a reader does not come to an end: what grows faster than its text is not done in two minutes.
func ends(t *testing.T, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(2 * time.Minute):
		t.Fatal("it does not end")
	}
}
