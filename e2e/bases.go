package e2e

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"regexp"
	"strings"
)

// Base is an image that a Dockerfile starts from or copies from.
type Base struct {
	Reference string
	State     string // pulled, stand-in or unavailable
	Note      string // what a stand-in really is, or why there is none
}

// Bases pulls the images that a Dockerfile needs, or has stand-ins made for them; see bases/make.sh.
func (e Engine) Bases(ctx context.Context, references []string) ([]Base, error) {
	cmd := exec.CommandContext(ctx, "bases/make.sh", references...)
	cmd.Env = append(os.Environ(), e.environ...)
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("making base images: %w", err)
	}
	var bases []Base
	for line := range strings.Lines(string(out)) {
		field := strings.SplitN(strings.TrimSuffix(line, "\n"), "\t", 3)
		if len(field) != 3 {
			return nil, fmt.Errorf("making base images: unexpected line %q", line)
		}
		bases = append(bases, Base{Reference: field[0], State: field[1], Note: field[2]})
	}
	return bases, nil
}

var (
	argLine  = regexp.MustCompile(`(?i)^ARG\s+(\w+)=(\S+)`)
	fromLine = regexp.MustCompile(`(?i)^FROM\s+(?:--platform=\S+\s+)?(\S+)(?:\s+AS\s+(\S+))?`)
	fromFlag = regexp.MustCompile(`(?:--from=|[,=]from=)([^\s,]+)`)
)

// references returns the images that a Dockerfile needs, and the one that its last stage starts from. It reads the
// form that pykube writes: ARGs with defaults before FROM, stages named in FROM, --from and --mount=from.
func references(dockerfile string) (all []string, final string) {
	values := map[string]string{}      // ARG -> default
	stages := map[string]string{}      // stage -> the image at its root
	seen := map[string]bool{}          // images in all
	root := func(name string) string { // the image that a name stands for
		name = os.Expand(strings.Trim(name, `"`), func(arg string) string { return values[arg] })
		if image, ok := stages[strings.ToLower(name)]; ok {
			return image
		}
		if name != "scratch" && !seen[name] {
			seen[name] = true
			all = append(all, name)
		}
		return name
	}
	for line := range strings.Lines(strings.ReplaceAll(dockerfile, "\\\n", " ")) {
		if strings.HasPrefix(strings.TrimSpace(line), "#") {
			continue
		}
		if m := argLine.FindStringSubmatch(line); m != nil && final == "" {
			values[m[1]] = strings.Trim(m[2], `"`)
		}
		if m := fromLine.FindStringSubmatch(line); m != nil {
			final = root(m[1])
			stages[strings.ToLower(m[2])] = final
		}
		for _, m := range fromFlag.FindAllStringSubmatch(line, -1) {
			root(m[1])
		}
	}
	return all, final
}
