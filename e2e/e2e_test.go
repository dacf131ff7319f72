package e2e

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"text/tabwriter"
	"time"
)

// outcome is a case's line of the table.
type outcome struct {
	name, result                                   string
	size                                           int64 // bytes over the base
	installed                                      int64 // bytes of what is installed and of the source
	bases                                          []Base
	build, rebuild, answer, stopIdle, stopUnderWay time.Duration
}

var outcomes []*outcome

// TestMain prints the table at the end, also when cases failed. Cases that could not be run are never counted as
// passed, and a suite in which none ran has failed.
func TestMain(m *testing.M) {
	code := m.Run()
	if len(outcomes) > 0 && !report() && code == 0 {
		code = 1
	}
	os.Exit(code)
}

// report prints the table and says whether any case ran.
func report() bool {
	table := tabwriter.NewWriter(os.Stdout, 0, 0, 2, ' ', 0)
	fmt.Fprintln(table, "\ncase\tsize over base\tinstalled\tfirst build\trebuild\tfirst answer\tstop, idle\tstop, busy\tresult")
	count := map[string]int{}
	standIns := map[string]string{}
	for _, o := range outcomes {
		word, _, _ := strings.Cut(o.result, ":")
		count[word]++
		fmt.Fprintf(table, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", o.name, megabytes(o.size), megabytes(o.installed), seconds(o.build), seconds(o.rebuild),
			seconds(o.answer), seconds(o.stopIdle), seconds(o.stopUnderWay), o.result)
		for _, base := range o.bases {
			if base.State == "stand-in" {
				standIns[base.Reference] = base.Note
			}
		}
	}
	table.Flush()
	for _, reference := range slices.Sorted(maps.Keys(standIns)) {
		fmt.Printf("stand-in for %s: %s\n", reference, standIns[reference])
	}
	fmt.Printf("e2e: %d passed, %d failed, %d not run, %d with nothing to build\n",
		count["passed"], count["FAILED"], count["NOT RUN"], count["nothing to build"])
	return count["passed"]+count["FAILED"] > 0
}

func seconds(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// TestGolden builds and runs every golden case. E2E_REQUIRE_ALL=1 makes a case that cannot be run a failure;
// E2E_GOLDEN names another directory of cases.
func TestGolden(t *testing.T) {
	ctx := t.Context()
	golden := os.Getenv("E2E_GOLDEN")
	if golden == "" {
		golden = "../golden"
	}
	cases, err := Cases(golden)
	if err != nil {
		t.Fatal(err)
	}
	if len(cases) == 0 {
		t.Fatalf("no cases in %s", golden)
	}
	pykube, err := Pykube(ctx)
	if err != nil {
		t.Fatal(err)
	}
	engine, err := Start(ctx)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range cases {
		t.Run(c.Name, func(t *testing.T) {
			o := &outcome{name: c.Name, result: "FAILED"}
			outcomes = append(outcomes, o)
			if c.Exit != 0 {
				o.result = fmt.Sprintf("nothing to build: exit %d is expected", c.Exit)
				t.Skip(o.result)
			}
			if c.E2E.NotRun != "" {
				o.result = "NOT RUN: " + c.E2E.NotRun
				t.Skip(o.result)
			}
			t.Cleanup(engine.Tidy)
			run(t, engine, pykube, c, o)
			if !t.Failed() {
				o.result = "passed"
			}
		})
	}
}

// run takes one case the whole way: generate, build, run, ask, stop, change, build again.
func run(t *testing.T, engine Engine, pykube string, c Case, o *outcome) {
	ctx, cancel := context.WithTimeout(t.Context(), 15*time.Minute)
	defer cancel()
	dir := filepath.Join(t.TempDir(), c.Name)
	must(t, Copy(filepath.Join(c.Dir, "in"), dir))
	must(t, commit(ctx, dir))
	must(t, Generate(ctx, pykube, dir, c.Args...))
	root := filepath.Join(dir, c.E2E.Root) // of the service: the context of its build

	bases, final, err := engine.Prepare(ctx, root)
	if missing := (Unavailable{}); errors.As(err, &missing) {
		o.result = "NOT RUN: " + missing.Error()
		if os.Getenv("E2E_REQUIRE_ALL") == "1" {
			t.Fatal(o.result)
		}
		t.Skip(o.result)
	}
	must(t, err)
	o.bases = bases

	tag := fmt.Sprintf("pykube-e2e/case-%s:%d", c.Name, os.Getpid())
	built, err := engine.Build(ctx, root, tag, true)
	must(t, err)
	o.build = built.Took
	t.Cleanup(func() { engine.Remove(tag, built.Image) })
	image, err := engine.Inspect(ctx, tag)
	must(t, err)
	from, err := engine.Inspect(ctx, final)
	must(t, err)
	o.size = image.Size - from.Size
	files, err := engine.Files(ctx, tag)
	must(t, err)
	below, err := engine.Files(ctx, final)
	must(t, err)
	complain(t, checkContents(image, files, below))
	sums := sizes(image, files, below)
	o.installed = sums.Installed()
	complain(t, sums.checkSize(o.size))
	wrong, err := engine.checkInterpreter(ctx, tag, image)
	must(t, err)
	complain(t, wrong)

	port := c.E2E.Port
	if port == 0 {
		port = image.Port()
	}
	if c.E2E.Log != "" {
		o.answer, o.stopIdle = work(t, engine, tag, c)
	} else {
		var stop time.Duration
		o.answer, stop = serve(t, engine, tag, c, port, nil, c.E2E.Slow)
		if c.E2E.Slow != "" {
			o.stopUnderWay = stop
		}
		other, env := 9123, map[string]string{"PORT": "9123"}
		if len(image.Config.Entrypoint) == 0 { // the program has a port of its own
			other, env = port, nil
		}
		_, o.stopIdle = serve(t, engine, tag, c, other, env, "")
	}

	if c.E2E.Test != "" {
		testStage(t, engine, root, tag, filepath.Join(dir, c.E2E.Test))
	}
	if c.E2E.Touch == "" && c.E2E.Log != "" { // nothing is installed that could be installed again
		t.Log("not built again")
	} else if c.E2E.Touch == "" {
		t.Error("case.toml names no file in e2e.touch")
	} else {
		must(t, touch(filepath.Join(dir, c.E2E.Touch)))
		again, err := engine.Build(ctx, root, tag, false)
		must(t, err)
		o.rebuild = again.Took
		t.Cleanup(func() { engine.Remove(again.Image) })
		if wrong := checkRebuild(again.Steps); len(wrong) > 0 {
			complain(t, wrong)
			t.Log(again.Log)
		}
	}
	must(t, Generate(ctx, pykube, dir, append(c.Args, "--check")...))
}

// serve runs the image, looks at its processes and its answer, and stops it: while it works on the slow route, if one
// is given. It returns the time to the first answer and the time to stop.
func serve(t *testing.T, engine Engine, tag string, c Case, port int, extra map[string]string, slow string) (answer, stop time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	env := map[string]string{}
	for _, m := range []map[string]string{c.E2E.Env, extra} {
		maps.Copy(env, m)
	}
	container, err := engine.Run(ctx, tag, port, env)
	defer container.Remove()
	must(t, err)
	container.Host = c.E2E.Host

	waiting, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	first, answer, err := container.Await(waiting, c.E2E.Route, c.E2E.Status)
	must(t, err)
	if !strings.Contains(first.Body, c.E2E.Contains) {
		t.Errorf("the answer on %s does not contain %q: %s", c.E2E.Route, c.E2E.Contains, Shorten(first.Body, 200))
	}
	wrong, err := container.Processes(ctx)
	must(t, err)
	complain(t, wrong)

	var stopped Stopped
	if slow == "" {
		stopped, err = container.Stop(ctx)
	} else {
		stopped, err = container.StopDuring(ctx, slow)
	}
	if err != nil {
		t.Error(err)
	}
	return answer, stopped.Took
}

// work runs a program that serves nothing until it has written what it is expected to, and waits for its end or stops
// it. It returns the time to that text and, where it is stopped, the time to stop.
func work(t *testing.T, engine Engine, tag string, c Case) (answer, stop time.Duration) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), 2*time.Minute)
	defer cancel()
	container, err := engine.Run(ctx, tag, 0, c.E2E.Env)
	defer container.Remove()
	must(t, err)
	answer, err = container.AwaitLog(ctx, c.E2E.Log)
	must(t, err)
	if c.E2E.Ends != nil {
		must(t, container.AwaitEnd(ctx, *c.E2E.Ends))
		return answer, 0
	}
	wrong, err := container.Processes(ctx)
	must(t, err)
	complain(t, wrong)
	stopped, err := container.Stop(ctx)
	if err != nil {
		t.Error(err)
	}
	return answer, stopped.Took
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func complain(t *testing.T, wrong []string) {
	t.Helper()
	for _, w := range wrong {
		t.Error(w)
	}
}

// commit makes the copy a git repository, as real ones are.
func commit(ctx context.Context, dir string) error {
	for _, args := range [][]string{
		{"init", "--quiet"},
		{"add", "--all"},
		{"-c", "user.name=e2e", "-c", "user.email=e2e@localhost", "commit", "--quiet", "--no-verify", "-m", "as it comes"},
	} {
		if out, err := exec.CommandContext(ctx, "git", append([]string{"-C", dir}, args...)...).CombinedOutput(); err != nil {
			return fmt.Errorf("git %s: %w\n%s", args[0], err, out)
		}
	}
	return nil
}

// touch appends a comment to a source file, one that was never there before: a build of it cannot be in any cache.
func touch(file string) error {
	f, err := os.OpenFile(file, os.O_APPEND|os.O_WRONLY, 0)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(f, "\n# changed at %s\n", time.Now().Format(time.RFC3339Nano))
	return errors.Join(err, f.Close())
}
