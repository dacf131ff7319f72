package e2e

import (
	"context"
	_ "embed"
	"fmt"
	"strings"
)

//go:embed interpreter.py
var interpreterCheck string

// checkInterpreter reports what an image's own interpreter finds wrong: that it is not the environment's, modules that
// are not compiled, and bytecode that is not bound to its source by a hash.
func (e Engine) checkInterpreter(ctx context.Context, reference string, image Image) (wrong []string, err error) {
	out, err := e.do(ctx, "run", "--rm", "--label", "pykube.e2e", "--read-only", "--network", "none", "--entrypoint", "python", reference,
		"-I", "-c", interpreterCheck, image.environment(), image.Config.WorkingDir)
	if err != nil {
		return nil, err
	}
	found := map[string]int{}
	for line := range strings.Lines(out) {
		what, _, _ := strings.Cut(line, ":")
		if found[what]++; found[what] <= 3 {
			wrong = append(wrong, strings.TrimSpace(line))
		}
	}
	for what, n := range found {
		if n > 3 {
			wrong = append(wrong, fmt.Sprintf("%s: %d files", what, n))
		}
	}
	return wrong, nil
}
