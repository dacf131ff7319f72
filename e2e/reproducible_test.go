package e2e

import (
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestReproducible builds cases twice, without any layer of the first build, and compares all files: two builds of one
// commit differ in nothing but the times of change of files, which BuildKit sets by an option of its own (see README).
// E2E_REPRODUCIBLE names other cases, with spaces between them.
func TestReproducible(t *testing.T) {
	ctx := t.Context()
	names := strings.Fields(os.Getenv("E2E_REPRODUCIBLE"))
	if len(names) == 0 {
		names = []string{"flask-requirements", "fastapi-uv"}
	}
	pykube, err := Pykube(ctx)
	must(t, err)
	engine, err := Start(ctx)
	must(t, err)
	cases, err := Cases("../golden")
	must(t, err)
	for _, name := range names {
		i := slices.IndexFunc(cases, func(c Case) bool { return c.Name == name })
		if i < 0 {
			t.Fatalf("there is no case %s", name)
		}
		t.Run(name, func(t *testing.T) {
			var files [2]map[string]File
			for n := range files {
				// Each build has a working copy of its own, as two machines have.
				dir := filepath.Join(t.TempDir(), fmt.Sprintf("copy-%d", n))
				must(t, Copy(filepath.Join(cases[i].Dir, "in"), dir))
				must(t, commit(ctx, dir))
				args := slices.Clone(cases[i].Args)
				if !slices.Contains(args, "--base") {
					args = append(args, "--base", "slim") // for which there is a stand-in of every release
				}
				must(t, Generate(ctx, pykube, dir, args...))
				root := filepath.Join(dir, cases[i].E2E.Root)
				_, _, err := engine.Prepare(ctx, root)
				must(t, err)
				tag := fmt.Sprintf("pykube-e2e/reproducible-%s-%d:%d", name, n, os.Getpid())
				_, err = engine.Build(ctx, root, tag, true)
				must(t, err)
				t.Cleanup(func() { engine.Remove(tag) })
				files[n], err = engine.Files(ctx, tag)
				must(t, err)
			}
			complain(t, differences(files[0], files[1]))
		})
	}
}

// differences lists the files that are not the same in two images.
func differences(a, b map[string]File) (wrong []string) {
	all := maps.Clone(a)
	maps.Copy(all, b)
	for _, name := range slices.Sorted(maps.Keys(all)) {
		before, inA := a[name]
		after, inB := b[name]
		before.Text, after.Text = nil, nil
		switch {
		case !inA || !inB:
			wrong = append(wrong, "in one of two builds only: /"+name)
		case fmt.Sprint(before) != fmt.Sprint(after):
			wrong = append(wrong, fmt.Sprintf("not the same in two builds: /%s (mode %o, %o; size %d, %d)", name, before.Mode, after.Mode, before.Size, after.Size))
		}
	}
	return wrong
}
