package e2e

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
)

// Step is one instruction as BuildKit ran it.
type Step struct {
	Text   string // such as "[builder 3/5] RUN pip install -r requirements.txt"
	Cached bool
}

// Build is what came of a docker build.
type Build struct {
	Image string // ID
	Steps []Step
	Log   string
	Took  time.Duration
}

// Build builds a directory. With fresh, no layer is reused; cache mounts (of pip, uv) stay as earlier builds left them.
// more are further options of docker build.
func (e Engine) Build(ctx context.Context, dir, tag string, fresh bool, more ...string) (Build, error) {
	args := append([]string{"build", "--progress=plain", "-t", tag}, more...)
	if !slices.Contains(more, "-f") {
		args = append(args, "-f", dir+"/Dockerfile")
	}
	if fresh {
		args = append(args, "--no-cache")
	}
	if e.network != "" {
		args = append(args, "--network", e.network)
	}
	start := time.Now()
	out, err := e.command(ctx, append(args, dir)...).CombinedOutput()
	if err != nil && e.revive(ctx) {
		start = time.Now()
		out, err = e.command(ctx, append(args, dir)...).CombinedOutput()
	}
	build := Build{Log: string(out), Steps: steps(string(out)), Took: time.Since(start)}
	if err != nil {
		return build, fmt.Errorf("docker build: %w\n%s", err, tail(build.Log, 40))
	}
	build.Image, err = e.do(ctx, "image", "inspect", "-f", "{{.Id}}", tag)
	return build, err
}

var progress = regexp.MustCompile(`^#(\d+) (.*)$`)

// steps reads the output of --progress=plain: "#7 [stage 2/5] RUN …" names a step, "#7 CACHED" says that it was reused.
func steps(log string) []Step {
	var all []Step
	index := map[string]int{}
	for line := range strings.Lines(log) {
		m := progress.FindStringSubmatch(strings.TrimRight(line, "\r\n"))
		if m == nil {
			continue
		}
		i, known := index[m[1]]
		switch {
		case m[2] == "CACHED" && known:
			all[i].Cached = true
		case strings.HasPrefix(m[2], "[") && !strings.HasPrefix(m[2], "[internal]") && !known:
			index[m[1]] = len(all)
			all = append(all, Step{Text: m[2]})
		}
	}
	return all
}

var (
	installs = regexp.MustCompile(`\b(pip3?|uv|poetry|pdm|pipenv|conda|mamba)\b.*\b(install|sync)\b`)
	// These install the project itself, after its source was copied, and so again after every change of it.
	installsProject = regexp.MustCompile(`\b(uv sync|poetry install|pdm install|pdm sync)\b|\s'?\.(\[\S*\])?'?(\s|$)`)
	withoutProject  = regexp.MustCompile(`--no-install-project|--no-install-workspace|--no-root|--no-self`)
)

// installsDependencies says whether a step installs what the project depends on, and not the project.
func (s Step) installsDependencies() bool {
	return strings.Contains(s.Text, "] RUN ") && installs.MatchString(s.Text) &&
		(!installsProject.MatchString(s.Text) || withoutProject.MatchString(s.Text))
}

// checkRebuild reports what is wrong with the build after a change of one source line: whatever installs dependencies
// must have been reused, and what copies the source must not.
func checkRebuild(steps []Step) (wrong []string) {
	var reused, copied int
	for _, s := range steps {
		switch {
		case s.installsDependencies() && !s.Cached:
			wrong = append(wrong, fmt.Sprintf("a change of source runs %q again", s.Text))
		case s.installsDependencies():
			reused++
		case !s.Cached && strings.Contains(s.Text, "] COPY "):
			copied++
		}
	}
	if reused == 0 {
		wrong = append(wrong, "no step that installs dependencies was reused after a change of source")
	}
	if copied == 0 {
		wrong = append(wrong, "the change of source did not reach the image: every COPY was reused")
	}
	return wrong
}

// tail returns the last n lines of a text.
func tail(text string, n int) string {
	lines := strings.Split(strings.TrimRight(text, "\n"), "\n")
	return strings.Join(lines[max(0, len(lines)-n):], "\n")
}

// RunIn runs a command of an image in a directory of this machine, with a network.
func (e Engine) RunIn(ctx context.Context, image, dir string, argv ...string) error {
	args := []string{"run", "--rm", "--label", "pykube.e2e", "--volume", dir + ":/work", "--workdir", "/work"}
	if e.network != "" {
		args = append(args, "--network", e.network)
	}
	if out, err := e.command(ctx, append(append(args, image), argv...)...).CombinedOutput(); err != nil {
		return fmt.Errorf("docker run %s: %w\n%s", argv[0], err, tail(string(out), 20))
	}
	return nil
}
