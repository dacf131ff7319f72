// Command bench builds one small application in three ways: by the Dockerfile that pykube writes, and by two that people
// write by hand. It prints what each image weighs over python:X-slim, and how long a build takes after a change, as a
// share of a full build of the same Dockerfile in the same run. Nothing is asserted.
package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"text/tabwriter"
	"time"

	"github.com/pykube/pykube/e2e"
)

const (
	python = "3.14"
	uv     = "0.13.7" // the release that the generated Dockerfile has, too
	base   = "python:" + python + "-slim-trixie"
)

// ways are the three Dockerfiles; an empty one is written by pykube.
var ways = []struct{ name, dockerfile string }{
	{"pykube", ""},
	// The first result for "dockerfile python", with the compiler that python:X brings: there is no stand-in for that image.
	{"single stage", `FROM ` + base + `
RUN apt-get update && apt-get install -y build-essential
WORKDIR /app
COPY . .
RUN pip install -r requirements.txt
EXPOSE 8000
CMD ["uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000"]
`},
	// https://docs.astral.sh/uv/guides/integration/docker/#non-editable-installs, for a project that is no package: its
	// source is copied, too.
	{"uv's example", `FROM ` + base + ` AS builder
COPY --from=ghcr.io/astral-sh/uv:` + uv + ` /uv /uvx /bin/
ENV UV_PYTHON_DOWNLOADS=0
WORKDIR /app
RUN --mount=type=cache,target=/root/.cache/uv \
    --mount=type=bind,source=uv.lock,target=uv.lock \
    --mount=type=bind,source=pyproject.toml,target=pyproject.toml \
    uv sync --locked --no-install-project --no-editable
COPY . /app
RUN --mount=type=cache,target=/root/.cache/uv \
    uv sync --locked --no-editable
FROM ` + base + `
WORKDIR /app
COPY --from=builder /app /app
CMD ["/app/.venv/bin/uvicorn", "app.main:app", "--host", "0.0.0.0", "--port", "8000"]
`},
}

// changes are made one after the other, on top of each other.
var changes = []struct {
	name string
	make func(ctx context.Context, engine e2e.Engine, dir string) error
}{
	{"nothing", func(context.Context, e2e.Engine, string) error { return nil }},
	{"a line of source", func(_ context.Context, _ e2e.Engine, dir string) error {
		return appendTo(filepath.Join(dir, "app/main.py"), fmt.Sprintf("\n# changed at %d\n", time.Now().UnixNano()))
	}},
	{"a dependency", func(ctx context.Context, engine e2e.Engine, dir string) error {
		if err := appendTo(filepath.Join(dir, "requirements.txt"), "itsdangerous==2.2.0\n"); err != nil {
			return err
		}
		return engine.RunIn(ctx, "pykube-e2e/bench-lock", dir, "uv", "add", "--no-sync", "itsdangerous==2.2.0")
	}},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := bench(ctx); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func bench(ctx context.Context) error {
	pykube, err := e2e.Pykube(ctx)
	if err != nil {
		return err
	}
	engine, err := e2e.Start(ctx)
	if err != nil {
		return err
	}
	if err := prepare(ctx, engine); err != nil {
		return err
	}
	defer engine.Remove("pykube-e2e/bench-lock")
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprint(table, "Dockerfile\tsize over base\tfull build")
	for _, c := range changes {
		fmt.Fprintf(table, "\tafter %s", c.name)
	}
	fmt.Fprintln(table)
	var ran strings.Builder
	for _, w := range ways {
		row, steps, err := measure(ctx, engine, pykube, w.name, w.dockerfile)
		if err != nil {
			return fmt.Errorf("%s: %w", w.name, err)
		}
		fmt.Fprintln(table, row)
		ran.WriteString(steps)
	}
	table.Flush()
	fmt.Print("\nSteps that ran again:\n", ran.String())
	return nil
}

// prepare has the base images, and an image that can lock.
func prepare(ctx context.Context, engine e2e.Engine) error {
	dir, err := os.MkdirTemp("", "bench-lock-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	text := "FROM ghcr.io/astral-sh/uv:" + uv + " AS uv\nFROM " + base + "\nCOPY --from=uv /uv /bin/uv\n"
	if err := os.WriteFile(filepath.Join(dir, "Dockerfile"), []byte(text), 0o644); err != nil {
		return err
	}
	if _, _, err := engine.Prepare(ctx, dir); err != nil {
		return err
	}
	_, err = engine.Build(ctx, dir, "pykube-e2e/bench-lock", false)
	return err
}

// measure gives a row of the table, and the steps that ran after each change.
func measure(ctx context.Context, engine e2e.Engine, pykube, name, dockerfile string) (row, ran string, err error) {
	dir, err := os.MkdirTemp("", "bench-")
	if err != nil {
		return "", "", err
	}
	defer os.RemoveAll(dir)
	if err := e2e.Copy("../golden/fastapi-uv/in", dir); err != nil {
		return "", "", err
	}
	if dockerfile == "" {
		err = e2e.Generate(ctx, pykube, dir, "--base", "slim") // as the others
	} else {
		err = os.WriteFile(filepath.Join(dir, "Dockerfile"), []byte(dockerfile), 0o644)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(dir, "requirements.txt"), []byte("fastapi>=0.115\nuvicorn>=0.34\n"), 0o644)
	}
	if err != nil {
		return "", "", err
	}
	tag := "pykube-e2e/bench-" + strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return '-'
		}
		return r
	}, name)
	defer engine.Remove(tag)
	// The first build fills the cache mounts of uv: what is measured is not the network.
	if _, err := engine.Build(ctx, dir, tag, true); err != nil {
		return "", "", err
	}
	full, err := engine.Build(ctx, dir, tag, true)
	if err != nil {
		return "", "", err
	}
	image, err := engine.Inspect(ctx, tag)
	if err != nil {
		return "", "", err
	}
	from, err := engine.Inspect(ctx, base)
	if err != nil {
		return "", "", err
	}
	row = fmt.Sprintf("%s\t%.1f MB\t%.1f s", name, float64(image.Size-from.Size)/1e6, full.Took.Seconds())
	for _, c := range changes {
		if err := c.make(ctx, engine, dir); err != nil {
			return "", "", err
		}
		again, err := engine.Build(ctx, dir, tag, false)
		if err != nil {
			return "", "", err
		}
		row += fmt.Sprintf("\t%.1f s, %.0f %%", again.Took.Seconds(), 100*again.Took.Seconds()/full.Took.Seconds())
		ran += fmt.Sprintf("  %s, after %s:%s\n", name, c.name, steps(again.Steps))
	}
	return row, ran, nil
}

// steps lists those that were not reused, a line each.
func steps(all []e2e.Step) (text string) {
	for _, s := range all {
		if !s.Cached && !strings.Contains(s.Text, "] FROM ") {
			text += "\n    " + e2e.Shorten(s.Text, 110)
		}
	}
	if text == "" {
		return " none"
	}
	return text
}

func appendTo(file, text string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	defer f.Close()
	_, err = f.WriteString(text)
	return err
}
