package e2e

import (
	"os"
	"strings"
	"testing"
)

// testStage runs the tests in their stage: they pass, the final image is the same as without it and holds no pytest, and
// where a test fails so does the build.
func testStage(t *testing.T, engine Engine, root, tag, file string) {
	t.Helper()
	ctx := t.Context()
	tests := tag + "-tests"
	t.Cleanup(func() { engine.Remove(tests) })
	passed, err := engine.Build(ctx, root, tests, false, "--target", "test")
	must(t, err)
	if !strings.Contains(passed.Log, " passed") {
		t.Errorf("no test ran:\n%s", tail(passed.Log, 20))
	}
	if _, err := engine.do(ctx, "run", "--rm", "--network", "none", "--entrypoint", "python", tag, "-c", "import importlib.util as u, sys; sys.exit(u.find_spec('pytest') is not None)"); err != nil {
		t.Errorf("the final image holds pytest: %v", err)
	}
	layers := func() string {
		out, err := engine.do(ctx, "image", "inspect", "--format", "{{json .RootFS.Layers}}", tag)
		must(t, err)
		return out
	}
	before := layers()
	text, err := os.ReadFile(file)
	must(t, err)
	must(t, os.WriteFile(file, append(text, "\n\ndef test_that_fails():\n    assert False\n"...), 0o644))
	if failed, err := engine.Build(ctx, root, tests, false, "--target", "test"); err == nil {
		t.Errorf("a test fails, and the stage does not:\n%s", tail(failed.Log, 20))
	} else if !strings.Contains(failed.Log, "1 failed") {
		t.Errorf("the stage fails for another reason: %v", err)
	}
	again, err := engine.Build(ctx, root, tag, false)
	must(t, err)
	if after := layers(); after != before {
		t.Errorf("a change of a test changes the final image: %s, before %s\n%s", after, before, again.Log)
	}
	must(t, os.WriteFile(file, text, 0o644))
}
