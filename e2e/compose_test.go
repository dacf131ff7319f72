package e2e

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"
)

// TestCompose brings up the development environment of one case: its Redis is healthy before it starts, it answers, a
// change of its source is answered without anything being built or started again, and nothing is left of it.
func TestCompose(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 10*time.Minute)
	defer cancel()
	engine, err := Start(ctx)
	must(t, err)
	program, err := exec.CommandContext(ctx, "./compose.sh").Output()
	if err != nil || engine.network != "" {
		notRun(t, fmt.Sprintf("no docker-compose of version 2.25 or later (%v), or no networks (%q)", err, engine.network))
	}
	pykube, err := Pykube(ctx)
	must(t, err)
	dir := filepath.Join(t.TempDir(), "hits")
	must(t, Copy("../golden/compose/in", dir))
	must(t, Generate(ctx, pykube, dir))
	_, _, err = engine.Prepare(ctx, dir)
	if err != nil {
		notRun(t, err.Error())
	}
	redis, err := engine.Bases(ctx, []string{"redis:8"})
	must(t, err)
	if redis[0].State == "unavailable" {
		notRun(t, redis[0].Note)
	}

	port := freePort(t)
	project := fmt.Sprintf("pykube-e2e-%d", os.Getpid())
	compose := func(args ...string) (string, error) {
		cmd := exec.CommandContext(ctx, strings.TrimSpace(string(program)), append([]string{"--project-name", project, "--progress", "plain"}, args...)...)
		cmd.Dir = dir
		cmd.Env = append(append(os.Environ(), engine.environ...), "DEV_PORT="+port)
		out, err := cmd.CombinedOutput()
		return string(out), err
	}
	must(t, os.WriteFile(filepath.Join(dir, ".env"), []byte("GREETING=welcome\n"), 0o644))
	down := func() (string, error) { return compose("down", "--volumes", "--rmi", "local", "--timeout", "20") }
	t.Cleanup(func() {
		ctx, cancel = context.WithTimeout(context.Background(), time.Minute)
		defer cancel()
		_, _ = down()
		engine.Remove("hits:development")
	})

	out, err := compose("up", "--detach", "--build", "--wait") // until every check of health is content
	if err != nil {
		logs, _ := compose("logs", "--tail", "20")
		t.Fatalf("docker compose up: %v\n%s\n%s", err, tail(out, 30), logs)
	}
	await(t, port, "welcome: 1") // .env is read, and Redis is found under its name

	running, err := compose("ps", "--quiet")
	must(t, err)
	file := filepath.Join(dir, "src/hits/web.py")
	text, err := os.ReadFile(file)
	must(t, err)
	must(t, os.WriteFile(file, []byte(strings.Replace(string(text), `f"{greeting}:`, `f"{greeting} again:`, 1)), 0o644))
	await(t, port, "welcome again: ")
	if after, err := compose("ps", "--quiet"); err != nil || after != running {
		t.Errorf("other containers run after a change of the source: %s, before: %s (%v)", after, running, err)
	}

	if out, err := down(); err != nil {
		t.Fatalf("docker compose down: %v\n%s", err, out)
	}
	for _, kind := range []string{"container", "network", "volume"} {
		left, err := engine.do(ctx, kind, "ls", "--quiet", "--filter", "label=com.docker.compose.project="+project)
		must(t, err)
		if left != "" {
			t.Errorf("left behind, %s: %s", kind, left)
		}
	}
}

// await asks until the answer begins with a text.
func await(t *testing.T, port, want string) {
	t.Helper()
	var last string
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(100 * time.Millisecond) {
		response, err := http.Get("http://127.0.0.1:" + port + "/hits")
		if err != nil {
			last = err.Error()
			continue
		}
		body, _ := io.ReadAll(io.LimitReader(response.Body, 4<<10))
		_ = response.Body.Close()
		if last = string(body); strings.HasPrefix(last, want) {
			return
		}
	}
	t.Fatalf("no answer %q, the last one is %q", want, Shorten(last, 300))
}

// notRun ends a test that cannot be run here: a failure where all must be.
func notRun(t *testing.T, why string) {
	t.Helper()
	if os.Getenv("E2E_REQUIRE_ALL") == "1" {
		t.Fatal("NOT RUN: " + why)
	}
	t.Skip("NOT RUN: " + why)
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	defer l.Close()
	_, port, err := net.SplitHostPort(l.Addr().String())
	must(t, err)
	return port
}
