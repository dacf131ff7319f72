package write

import (
	"math/rand/v2"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/pykube/pykube/internal/render"
)

func TestDiff(t *testing.T) {
	r := newRepo(t)
	r.apply(file("Dockerfile", "FROM a\nRUN x"), file("same", "1\n"))
	r.write("a b", "mine\r\n")
	c := r.compare(Options{}, file("Dockerfile", "FROM b\nRUN x\n"), file("a b", "ours\n"), file("k8s/new.yaml", "a: 1\n"), file("same", "1\n"), file("void", ""))
	const want = `diff --git a/Dockerfile b/Dockerfile
--- a/Dockerfile
+++ b/Dockerfile
@@ -1,2 +1,2 @@
-FROM a
-RUN x
\ No newline at end of file
+FROM b
+RUN x
diff --git a/a b b/a b
--- a/a b	
+++ b/a b	
@@ -1 +1 @@
-mine
+ours
diff --git a/k8s/new.yaml b/k8s/new.yaml
new file mode 100644
--- /dev/null
+++ b/k8s/new.yaml
@@ -0,0 +1 @@
+a: 1
diff --git a/void b/void
new file mode 100644
diff --git a/pykube.lock b/pykube.lock
--- a/pykube.lock
+++ b/pykube.lock
`
	if got := c.Diff(); !strings.HasPrefix(got, want) {
		t.Errorf("the diff is\n%s\nwant\n%s", got, want)
	}
}

// What --diff shows can be applied by git, and gives what Apply gives.
func TestDiffIsAppliedByGit(t *testing.T) {
	git, err := exec.LookPath("git")
	if err != nil {
		t.Skip("git is not installed")
	}
	random := rand.New(rand.NewPCG(1, 2))
	text := func() string {
		var b strings.Builder
		for range random.IntN(12) {
			b.WriteString(string(rune('a'+random.IntN(4))) + "\n")
		}
		s := b.String()
		if random.IntN(3) == 0 {
			s = strings.TrimSuffix(s, "\n")
		}
		return s
	}
	for i := range 200 {
		r := newRepo(t)
		first := []render.File{file("a b", text()), file("k8s/ü", text()), file("c", text())}
		r.apply(first...)
		files := []render.File{file("a b", text()), file("k8s/ü", text()), file("c", text()), file("n/new", text())}
		c := r.compare(Options{}, files...)
		diff := c.Diff()
		cmd := exec.Command(git, "apply", "-")
		cmd.Dir, cmd.Stdin = r.dir, strings.NewReader(diff)
		cmd.Env = append(cmd.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(r.dir))
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("case %d: git apply: %v\n%s\n%s", i, err, out, diff)
		}
		if p := r.compare(Options{}, files...).Pending(); len(p) != 0 {
			t.Errorf("case %d: after git apply are pending %+v", i, p)
		}
	}
}

// The longest texts, with little in common, are compared in bounded time.
func TestDiffOfLongTexts(t *testing.T) {
	var a, b strings.Builder
	for i := 0; a.Len() < maxText-16; i++ {
		a.WriteString(strings.Repeat("a", i%7) + "\n")
		b.WriteString(strings.Repeat(string(rune('a'+i%2)), i%5) + "\n")
	}
	c := Change{Path: "x", Kind: Conflict, disk: disk{exists: true, text: []byte(a.String())}, text: []byte(b.String())}
	start := time.Now()
	if c.Diff() == "" {
		t.Error("no diff")
	}
	if d := time.Since(start); d > 20*time.Second {
		t.Errorf("the diff took %s", d)
	} else {
		t.Logf("the diff took %s", d)
	}
}
