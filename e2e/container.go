package e2e

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Container is a running image.
type Container struct {
	Host    string // the Host header of requests
	engine  Engine
	id      string
	started time.Time
	address string // host:port, as seen from here
}

// Run starts an image as an unprivileged service: a read-only root, /tmp in memory, no capabilities, 256 MB. The port
// is published on the loopback interface, or is the host's own where builds and containers use the host's network; with
// port 0 there is no network.
func (e Engine) Run(ctx context.Context, image string, port int, env map[string]string) (*Container, error) {
	args := []string{
		"run", "--detach", "--label", "pykube.e2e", "--read-only", "--tmpfs", "/tmp", "--cap-drop", "ALL",
		"--security-opt", "no-new-privileges", "--memory", "256m",
	}
	if port == 0 {
		args = append(args, "--network", "none")
	} else if e.network == "" {
		args = append(args, "--publish", fmt.Sprintf("127.0.0.1::%d", port))
	} else {
		args = append(args, "--network", e.network)
	}
	for _, name := range slices.Sorted(maps.Keys(env)) {
		args = append(args, "--env", name+"="+env[name])
	}
	c := &Container{Host: "localhost", engine: e, started: time.Now(), address: fmt.Sprintf("127.0.0.1:%d", port)}
	var err error
	if c.id, err = e.do(ctx, append(args, image)...); err != nil {
		return nil, err
	}
	if e.network == "" && port != 0 {
		published, err := e.do(ctx, "port", c.id, fmt.Sprintf("%d/tcp", port))
		if err != nil {
			return c, fmt.Errorf("the container ended at once, or publishes nothing: %w\n%s", err, c.Logs(20))
		}
		c.address, _, _ = strings.Cut(published, "\n")
	}
	return c, nil
}

// Remove ends a container if it still runs, and deletes it.
func (c *Container) Remove() {
	if c != nil && c.id != "" {
		_, _ = c.engine.do(context.Background(), "rm", "--force", "--volumes", c.id)
	}
}

// Logs returns the last lines that the container wrote.
func (c *Container) Logs(lines int) string {
	out, _ := c.engine.command(context.Background(), "logs", "--tail", strconv.Itoa(lines), c.id).CombinedOutput()
	return string(out)
}

// Answer is what came back for a request.
type Answer struct {
	Status int
	Body   string // at most 64 KiB of it
	At     time.Time
}

// Get asks for a path once. Redirects are answers, not followed.
func (c *Container) Get(ctx context.Context, route string) (Answer, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+c.address+route, nil)
	if err != nil {
		return Answer{}, err
	}
	request.Host = c.Host
	client := http.Client{
		Transport:     &http.Transport{DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}
	response, err := client.Do(request)
	if err != nil {
		return Answer{}, err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 64<<10))
	return Answer{Status: response.StatusCode, Body: string(body), At: time.Now()}, err
}

// Await asks for a path until it is answered with a status (0: any), and returns the answer and the time since the
// start of the container. It gives up when the container ends or ctx does.
func (c *Container) Await(ctx context.Context, route string, status int) (Answer, time.Duration, error) {
	var last Answer
	var err error
	for ctx.Err() == nil {
		var answer Answer
		once, cancel := context.WithTimeout(ctx, 5*time.Second)
		answer, err = c.Get(once, route)
		cancel()
		if err == nil {
			if last = answer; status == 0 || answer.Status == status {
				return answer, answer.At.Sub(c.started), nil
			}
		}
		if state, stateErr := c.state(ctx); stateErr == nil && !state.Running {
			return last, 0, fmt.Errorf("the container ended with exit code %d before it answered %s\n%s", state.ExitCode, route, c.Logs(30))
		}
		time.Sleep(30 * time.Millisecond)
	}
	if last.Status != 0 {
		err = fmt.Errorf("status %d, want %d: %s", last.Status, status, tail(last.Body, 5))
	}
	return last, 0, fmt.Errorf("no answer on %s within %.0f s: %w\n%s", route, time.Since(c.started).Seconds(), err, c.Logs(30))
}

// AwaitLog waits until the container has written a text, and returns the time since its start.
func (c *Container) AwaitLog(ctx context.Context, text string) (time.Duration, error) {
	for ctx.Err() == nil {
		if strings.Contains(c.Logs(200), text) {
			return time.Since(c.started), nil
		}
		if s, err := c.state(ctx); err == nil && !s.Running && !strings.Contains(c.Logs(200), text) {
			return 0, fmt.Errorf("the container ended with exit code %d and did not write %q\n%s", s.ExitCode, text, c.Logs(30))
		}
		time.Sleep(100 * time.Millisecond)
	}
	return 0, fmt.Errorf("the container did not write %q within %.0f s\n%s", text, time.Since(c.started).Seconds(), c.Logs(30))
}

// AwaitEnd waits until the container ends by itself, with an exit code.
func (c *Container) AwaitEnd(ctx context.Context, code int) error {
	for ctx.Err() == nil {
		s, err := c.state(ctx)
		if err == nil && !s.Running {
			if s.ExitCode != code {
				return fmt.Errorf("the container ended with exit code %d, want %d\n%s", s.ExitCode, code, c.Logs(30))
			}
			return nil
		}
		time.Sleep(100 * time.Millisecond)
	}
	return fmt.Errorf("the container did not end\n%s", c.Logs(30))
}

type state struct {
	Running, OOMKilled bool
	Pid, ExitCode      int
}

func (c *Container) state(ctx context.Context) (s state, err error) {
	out, err := c.engine.do(ctx, "inspect", "--format", "{{json .State}}", c.id)
	if err != nil {
		return s, err
	}
	return s, json.Unmarshal([]byte(out), &s)
}

// Processes reports what is wrong with the processes of a running container: each must run as the image's user, and the first one
// must not be a shell, which would keep signals from the server.
func (c *Container) Processes(ctx context.Context) (wrong []string, err error) {
	s, err := c.state(ctx)
	if err != nil {
		return nil, err
	}
	out, err := c.engine.do(ctx, "top", c.id, "-eo", "pid,uid,args")
	if err != nil {
		return nil, err
	}
	user, err := c.engine.do(ctx, "inspect", "--format", "{{.Config.User}}", c.id)
	if err != nil {
		return nil, err
	}
	uid, _, _ := strings.Cut(user, ":")
	var first bool
	for _, line := range strings.Split(out, "\n")[1:] {
		field := strings.Fields(line)
		if len(field) < 3 {
			return nil, fmt.Errorf("docker top: unexpected line %q", line)
		}
		if field[1] != uid {
			wrong = append(wrong, fmt.Sprintf("process %q runs as uid %s, not %s", strings.Join(field[2:], " "), field[1], uid))
		}
		if field[0] == strconv.Itoa(s.Pid) {
			first = true
			if slices.Contains([]string{"sh", "bash", "dash", "ash", "busybox"}, path.Base(field[2])) {
				wrong = append(wrong, fmt.Sprintf("process 1 is a shell: %q", strings.Join(field[2:], " ")))
			}
		}
	}
	if !first {
		wrong = append(wrong, "process 1 is not in the list of processes")
	}
	return wrong, nil
}

// Stopped is how a container ended.
type Stopped struct {
	Took     time.Duration // from the signal
	ExitCode int
}

// Stop sends the image's stop signal, as Kubernetes does, and waits. An end by kill or a bad exit code is an error.
func (c *Container) Stop(ctx context.Context) (Stopped, error) {
	const grace = 30 // seconds until docker kills
	start := time.Now()
	if _, err := c.engine.do(ctx, "stop", "-t", strconv.Itoa(grace), c.id); err != nil {
		return Stopped{}, err
	}
	stopped := Stopped{Took: time.Since(start)}
	s, err := c.state(ctx)
	if err != nil {
		return stopped, err
	}
	stopped.ExitCode = s.ExitCode
	switch {
	case s.OOMKilled:
		return stopped, errors.New("the container ran out of memory")
	case s.ExitCode != 0 && s.ExitCode != 128+2 && s.ExitCode != 128+15: // SIGINT and SIGTERM end a program that handles neither
		return stopped, fmt.Errorf("stopping took %.1f s and ended with exit code %d\n%s", stopped.Took.Seconds(), s.ExitCode, c.Logs(20))
	case stopped.Took > grace*time.Second/2:
		return stopped, fmt.Errorf("stopping took %.1f s", stopped.Took.Seconds())
	}
	return stopped, nil
}

// StopDuring stops the container while it works on a slow request, which must still be answered with status 200.
func (c *Container) StopDuring(ctx context.Context, route string) (Stopped, error) {
	var answer Answer
	var failed error
	done := make(chan struct{})
	go func() {
		defer close(done)
		answer, failed = c.Get(ctx, route)
	}()
	time.Sleep(700 * time.Millisecond)
	signalled := time.Now()
	stopped, err := c.Stop(ctx)
	<-done
	switch {
	case err != nil:
		return stopped, err
	case failed != nil:
		return stopped, fmt.Errorf("a request that was under way at SIGTERM got no answer: %w\n%s", failed, c.Logs(20))
	case answer.Status != http.StatusOK:
		return stopped, fmt.Errorf("a request that was under way at SIGTERM was answered with status %d", answer.Status)
	case answer.At.Before(signalled):
		return stopped, fmt.Errorf("%s was answered before SIGTERM came, so nothing is shown: make it slower", route)
	}
	return stopped, nil
}

// Shorten makes an answer fit for one line of output.
func Shorten(body string, n int) string {
	body = string(bytes.ToValidUTF8([]byte(body), []byte("?")))
	body = strings.Join(strings.Fields(body), " ")
	if len(body) > n {
		body = body[:n] + "…"
	}
	return body
}
