// Package e2e builds and runs with Docker what pykube writes. It asks the docker client for everything and keeps no
// library of Docker's; engine.sh and bases/make.sh make sure that there is something to ask. Its functions expect the
// working directory to be e2e/.
package e2e

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strings"
)

// Engine is a Docker client and the engine that it talks to.
type Engine struct {
	docker  string   // the client
	environ []string // what it and bases/make.sh need, besides our own environment
	network string   // of builds and containers; empty for the engine's own, else "host"
}

// Start finds an engine, or installs and starts one; see engine.sh. E2E_NETWORK=host makes builds and containers use
// the host's network, which also happens where the engine has no bridge.
func Start(ctx context.Context) (Engine, error) {
	cmd := exec.CommandContext(ctx, "./engine.sh")
	cmd.Stderr = os.Stderr
	out, err := cmd.Output()
	if err != nil {
		return Engine{}, fmt.Errorf("finding a Docker engine: %w", err)
	}
	e := Engine{docker: "docker", network: os.Getenv("E2E_NETWORK")}
	for _, word := range strings.Fields(string(out)) {
		name, value, ok := strings.Cut(word, "=")
		if !ok {
			continue
		}
		value = strings.Trim(value, `'`)
		e.environ = append(e.environ, name+"="+value)
		if name == "DOCKER" {
			e.docker = value
		}
	}
	if _, err := e.do(ctx, "network", "inspect", "bridge"); err != nil && e.network == "" {
		e.network = "host"
	}
	e.environ = append(e.environ, "E2E_NETWORK="+e.network)
	return e, nil
}

// revive starts an engine that died, and says so; false where it lives. The scheduler of Docker 20.10's BuildKit panics
// now and then, which says nothing about what is built.
func (e Engine) revive(ctx context.Context) bool {
	if _, err := e.do(ctx, "version"); err == nil {
		return false
	}
	fmt.Fprintln(os.Stderr, "engine: died in a build; starting it again")
	_, err := Start(ctx)
	return err == nil
}

// command prepares a call of the docker client.
func (e Engine) command(ctx context.Context, args ...string) *exec.Cmd {
	cmd := exec.CommandContext(ctx, e.docker, args...)
	cmd.Env = append(os.Environ(), e.environ...)
	return cmd
}

// do calls the docker client and returns what it prints on stdout, trimmed.
func (e Engine) do(ctx context.Context, args ...string) (string, error) {
	out, err := e.command(ctx, args...).Output()
	if exit := (*exec.ExitError)(nil); errors.As(err, &exit) {
		err = fmt.Errorf("docker %s: %w: %s", args[0], err, strings.TrimSpace(string(exit.Stderr)))
	}
	return strings.TrimSpace(string(out)), err
}

// Tidy deletes the layers of builds, which nothing uses again, where the engine is one that engine.sh started: hundreds of
// builds fill a disk. What pip and its like keep in cache mounts stays.
func (e Engine) Tidy() {
	if slices.Contains(e.environ, "DOCKER_HOST=unix:///run/pykube-e2e/docker.sock") {
		_, _ = e.do(context.Background(), "builder", "prune", "--force", "--filter", "type=regular")
	}
}

// Remove deletes images, by tag or ID, if they are there.
func (e Engine) Remove(images ...string) {
	for _, image := range images {
		_, _ = e.do(context.Background(), "image", "rm", image)
	}
}
