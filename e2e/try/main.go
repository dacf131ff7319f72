// Command try takes one repository the whole way, once: pykube generate on a copy of it, docker build, a run without
// any privilege, one request, a stop. It prints what came of each.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/pykube/pykube/e2e"
)

type options struct {
	dir   string
	args  []string // of pykube generate
	env   map[string]string
	host  string
	route string // empty: the planned health route, or /
	port  int    // 0: what the image exposes
	wait  time.Duration
	keep  bool
}

func main() {
	o := options{env: map[string]string{}}
	flag.Func("e", "a variable of the container, as `NAME=VALUE`; may be repeated", func(text string) error {
		name, value, ok := strings.Cut(text, "=")
		if !ok {
			return errors.New("want NAME=VALUE")
		}
		o.env[name] = value
		return nil
	})
	flag.StringVar(&o.route, "route", "", "the `path` to ask for (default: the planned health route, else /)")
	flag.StringVar(&o.host, "host", "localhost", "the `Host` header")
	flag.IntVar(&o.port, "port", 0, "the container's `port` (default: what the image exposes)")
	flag.DurationVar(&o.wait, "wait", time.Minute, "how `long` to wait for an answer")
	flag.BoolVar(&o.keep, "keep", false, "keep the copy and the image")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: try.sh [flags] DIR [flags of pykube generate]")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() == 0 {
		flag.Usage()
		os.Exit(2)
	}
	o.dir, o.args = flag.Arg(0), flag.Args()[1:]
	if !filepath.IsAbs(o.dir) {
		o.dir = filepath.Join(os.Getenv("E2E_FROM"), o.dir)
	}
	ctx, cancel := signal.NotifyContext(context.Background(), os.Interrupt)
	defer cancel()
	if err := try(ctx, o); err != nil {
		fmt.Fprintln(os.Stderr, "try: error:", err)
		os.Exit(1)
	}
}

// say prints one line of the report.
func say(what, format string, values ...any) {
	fmt.Printf("%-9s %s\n", what, fmt.Sprintf(format, values...))
}

func try(ctx context.Context, o options) error {
	pykube, err := e2e.Pykube(ctx)
	if err != nil {
		return err
	}
	temp, err := os.MkdirTemp("", "pykube-try-")
	if err != nil {
		return err
	}
	name := strings.ToLower(filepath.Base(filepath.Clean(o.dir)))
	if name == "in" { // of a golden case
		name = strings.ToLower(filepath.Base(filepath.Dir(filepath.Clean(o.dir))))
	}
	dir := filepath.Join(temp, name)
	if !o.keep {
		defer os.RemoveAll(temp)
	}
	if err := e2e.Copy(o.dir, dir); err != nil {
		return err
	}
	if err := e2e.Generate(ctx, pykube, dir, o.args...); err != nil {
		return err
	}
	web := planned(ctx, pykube, dir, o.args)
	say("generate", "%s", web.summary())

	engine, err := e2e.Start(ctx)
	if err != nil {
		return err
	}
	bases, final, err := engine.Prepare(ctx, dir)
	if err != nil {
		return err
	}
	for _, base := range bases {
		say("base", "%s", strings.TrimSuffix(fmt.Sprintf("%s, %s: %s", base.Reference, base.State, base.Note), ": "))
	}
	tag := "pykube-e2e/try:" + strings.TrimPrefix(filepath.Base(temp), "pykube-try-")
	built, err := engine.Build(ctx, dir, tag, false)
	if err != nil {
		return err
	}
	if o.keep {
		say("kept", "%s, image %s", dir, tag)
	} else {
		defer engine.Remove(tag)
	}
	image, err := engine.Inspect(ctx, tag)
	if err != nil {
		return err
	}
	from, err := engine.Inspect(ctx, final)
	if err != nil {
		return err
	}
	say("build", "%.1f s, %.1f MB over the base", built.Took.Seconds(), float64(image.Size-from.Size)/1e6)
	if o.port == 0 {
		o.port = image.Port()
	}
	if o.route == "" {
		o.route = web.route()
	}
	return runOnce(ctx, engine, tag, o, web.Kind == "" || web.Kind == "web")
}

// runOnce runs the image, asks it once if it serves, and stops it.
func runOnce(ctx context.Context, engine e2e.Engine, tag string, o options, serves bool) error {
	container, err := engine.Run(ctx, tag, o.port, o.env)
	defer container.Remove()
	if err != nil {
		return err
	}
	container.Host = o.host
	say("run", "read-only, no capabilities, 256 MB, port %d", o.port)
	if serves {
		waiting, cancel := context.WithTimeout(ctx, o.wait)
		defer cancel()
		answer, after, err := container.Await(waiting, o.route, 0)
		if err != nil {
			return err
		}
		say("answer", "GET %s: status %d after %.1f s: %s", o.route, answer.Status, after.Seconds(), e2e.Shorten(answer.Body, 120))
		if answer.Status >= 500 {
			return fmt.Errorf("the answer is a server error\n%s", container.Logs(40))
		}
	} else {
		time.Sleep(5 * time.Second)
	}
	wrong, err := container.Processes(ctx)
	if err != nil {
		return err
	}
	for _, w := range wrong {
		say("wrong", "%s", w)
	}
	stopped, err := container.Stop(ctx)
	if err != nil {
		return err
	}
	say("stop", "exit code %d after %.1f s", stopped.ExitCode, stopped.Took.Seconds())
	if len(wrong) > 0 {
		return errors.New("it runs, but not as it should")
	}
	return nil
}

// process is the first process of the plan: what the image runs unless told otherwise.
type process struct {
	Kind      string
	Interface string
	App       string
	Health    *struct{ Path string }
}

// planned asks pykube for its plan. What it does not say stays empty: the image is tried all the same.
func planned(ctx context.Context, pykube, dir string, args []string) process {
	args = slices.Clone(args)
	for i := slices.Index(args, "--force"); i >= 0; i = slices.Index(args, "--force") {
		args = slices.Delete(args, i, min(i+2, len(args))) // plan writes nothing
	}
	var plan struct {
		Services []struct{ Processes []process }
	}
	out, err := exec.CommandContext(ctx, pykube, append([]string{"plan", dir, "-o", "json"}, args...)...).Output()
	if err != nil || json.Unmarshal(out, &plan) != nil || len(plan.Services) == 0 || len(plan.Services[0].Processes) == 0 {
		return process{}
	}
	return plan.Services[0].Processes[0]
}

func (p process) summary() string {
	return strings.Join(strings.Fields(strings.Join([]string{p.Kind, p.Interface, p.App}, " ")), ", ")
}

func (p process) route() string {
	if p.Health != nil && p.Health.Path != "" {
		return p.Health.Path
	}
	return "/"
}
