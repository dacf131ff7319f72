// Package golden holds the golden cases: a folder each, with case.toml, in/ (a repository) and want/ (what must come
// out of it: the files, and plan.json). `go test ./golden -update` writes want/ anew.
package golden

import (
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/moby/buildkit/frontend/dockerfile/instructions"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/patternmatcher/ignorefile"
	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/plan"
	appsv1 "k8s.io/api/apps/v1"
	batchv1 "k8s.io/api/batch/v1"
	corev1 "k8s.io/api/core/v1"
	"sigs.k8s.io/yaml"
)

var update = flag.Bool("update", false, "write want/ anew")

// goldenCase is case.toml.
type goldenCase struct {
	About string   `toml:"about"`
	Args  []string `toml:"args"`
	Exit  int      `toml:"exit"`
	E2E   struct {
		Part
		Services []Part `toml:"services"`
	} `toml:"e2e"`
}

// Part is what e2e does with one image: the repository's, or that of the service in Root.
type Part struct {
	Root     string            `toml:"root"`
	Route    string            `toml:"route"`
	Status   int               `toml:"status"`
	Contains string            `toml:"contains"`
	Slow     string            `toml:"slow"`
	Bases    []string          `toml:"bases"`
	Touch    string            `toml:"touch"`
	Host     string            `toml:"host"`
	Port     int               `toml:"port"`
	Env      map[string]string `toml:"env"`
	NotRun   string            `toml:"not_run"`
	Log      string            `toml:"log"`
	Ends     *int              `toml:"ends"`
	Test     string            `toml:"test"`
}

// program is the binary under test, built once.
var program string

// touch opens the sources of the program. The cache of test results asks which files a test opened, and does not see
// those that the compiler does.
func touch(dirs ...string) {
	for _, dir := range dirs {
		_ = filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() && !strings.Contains(path, "testdata") {
				if f, err := os.Open(path); err == nil {
					_ = f.Close()
				}
			}
			return nil
		})
	}
}

func TestMain(m *testing.M) {
	flag.Parse()
	if *update && os.Getenv("CI") != "" {
		println("golden: -update is for people, who read what it wrote; CI compares")
		os.Exit(1)
	}
	dir, err := os.MkdirTemp("", "pykube-golden-")
	if err != nil {
		panic(err)
	}
	program = filepath.Join(dir, "pykube.exe")
	build := exec.Command("go", "build", "-ldflags", "-X main.release=test", "-o", program, "../cmd/pykube")
	build.Stderr = os.Stderr
	if err := build.Run(); err != nil {
		println("golden: building pykube failed")
		os.Exit(1)
	}
	code := m.Run()
	_ = os.RemoveAll(dir)
	os.Exit(code)
}

func TestGolden(t *testing.T) {
	touch("../cmd", "../internal", "../templates")
	for _, name := range cases(t) {
		t.Run(name, func(t *testing.T) { testCase(t, name) })
	}
}

func cases(t *testing.T) []string {
	t.Helper()
	files, err := filepath.Glob("*/case.toml")
	if err != nil || len(files) == 0 {
		t.Fatalf("no golden cases: %v", err)
	}
	for i, f := range files {
		files[i] = filepath.Dir(f)
	}
	return files
}

func testCase(t *testing.T, name string) {
	c := readCase(t, name)
	first := generate(t, name, c, "")
	if *update {
		writeWant(t, name, first.files)
	}
	compare(t, first.files, tree(t, filepath.Join(name, "want")), "want/")
	if c.Exit != 0 {
		if len(first.files) != 1 {
			t.Errorf("files were written, though the answer is missing: %v", names(first.files))
		}
		return
	}
	second := generate(t, name, c, "")
	compare(t, second.files, first.files, "a second run")
	elsewhere := generate(t, name, c, t.TempDir())
	compare(t, elsewhere.files, first.files, "a run from another directory")
	again := first.run(t, "", append([]string{"generate", "--check"}, c.Args...)...)
	if again.code != 0 {
		t.Errorf("pykube would change its own result: exit %d\n%s", again.code, again.stderr)
	}
	for _, root := range c.roots() {
		checkDockerfile(t, first.files[path.Join(root, "Dockerfile")])
		checkIgnore(t, first.files[path.Join(root, ".dockerignore")])
	}
	checkKubernetes(t, first.files)
}

// roots are the directories of the services.
func (c goldenCase) roots() []string {
	roots := []string{}
	for _, s := range c.E2E.Services {
		roots = append(roots, s.Root)
	}
	if len(roots) == 0 {
		return []string{"."}
	}
	return roots
}

func readCase(t *testing.T, name string) goldenCase {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(name, "case.toml"))
	if err != nil {
		t.Fatal(err)
	}
	var c goldenCase
	if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&c); err != nil {
		t.Fatalf("%s/case.toml: %v", name, err)
	}
	if c.About == "" {
		t.Fatalf("%s/case.toml: about is missing", name)
	}
	return c
}

// result is what one run wrote, with plan.json or, where an answer is missing, stderr.
type result struct {
	dir   string
	files map[string]string
}

type output struct {
	stdout, stderr string
	code           int
}

// generate runs pykube on a copy of in/, from the directory cwd or, where that is empty, from the copy itself.
func generate(t *testing.T, name string, c goldenCase, cwd string) *result {
	t.Helper()
	r := &result{dir: filepath.Join(t.TempDir(), name)}
	if err := os.CopyFS(r.dir, os.DirFS(filepath.Join(name, "in"))); err != nil {
		t.Fatal(err)
	}
	got := r.run(t, cwd, append([]string{"generate"}, c.Args...)...)
	if got.code != c.Exit {
		t.Fatalf("exit %d, want %d\n%s", got.code, c.Exit, got.stderr)
	}
	before := tree(t, filepath.Join(name, "in"))
	r.files = map[string]string{}
	for path, text := range tree(t, r.dir) {
		if old, ok := before[path]; !ok {
			r.files[path] = text
		} else if old != text {
			t.Errorf("%s of the repository was changed", path)
		}
	}
	if c.Exit != 0 {
		r.files["stderr"] = got.stderr
		return r
	}
	planned := r.run(t, cwd, append([]string{"plan", "-o", "json"}, c.Args...)...)
	if planned.code != 0 {
		t.Fatalf("plan: exit %d\n%s", planned.code, planned.stderr)
	}
	r.files["plan.json"] = planned.stdout
	return r
}

func (r *result) run(t *testing.T, cwd string, args ...string) output {
	t.Helper()
	dir := r.dir
	if cwd == "" {
		cwd, dir = r.dir, "."
	}
	cmd := exec.Command(program, append(args, dir)...)
	cmd.Dir = cwd
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "PYKUBE_") }), "NO_COLOR=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	err := cmd.Run()
	var exit *exec.ExitError
	if err != nil && !errors.As(err, &exit) {
		t.Fatal(err)
	}
	return output{stdout: stdout.String(), stderr: stderr.String(), code: cmd.ProcessState.ExitCode()}
}

func tree(t *testing.T, dir string) map[string]string {
	t.Helper()
	files := map[string]string{}
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if errors.Is(err, fs.ErrNotExist) || err == nil && d.IsDir() {
			return nil
		}
		if err != nil {
			return err
		}
		rel, _ := filepath.Rel(dir, path)
		text, err := os.ReadFile(path)
		files[filepath.ToSlash(rel)] = string(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func names(files map[string]string) []string {
	var all []string
	for f := range files {
		all = append(all, f)
	}
	slices.Sort(all)
	return all
}

func compare(t *testing.T, got, want map[string]string, what string) {
	t.Helper()
	for _, f := range names(got) {
		if w, ok := want[f]; !ok {
			t.Errorf("%s: %s was written, and is not expected", what, f)
		} else if w != got[f] {
			t.Errorf("%s: %s differs:\n%s", what, f, firstDifference(got[f], w))
		}
	}
	for _, f := range names(want) {
		if _, ok := got[f]; !ok {
			t.Errorf("%s: %s was not written", what, f)
		}
	}
}

func firstDifference(got, want string) string {
	g, w := strings.Split(got, "\n"), strings.Split(want, "\n")
	for i := range g {
		if i >= len(w) || g[i] != w[i] {
			return "got:  " + g[i] + "\nwant: " + strings.Join(w[min(i, len(w)):min(i+1, len(w))], "")
		}
	}
	return "got ends early, want: " + w[len(g)]
}

func writeWant(t *testing.T, name string, files map[string]string) {
	t.Helper()
	want := filepath.Join(name, "want")
	if err := os.RemoveAll(want); err != nil {
		t.Fatal(err)
	}
	for _, f := range names(files) {
		path := filepath.Join(want, filepath.FromSlash(f))
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(files[f]), 0o644); err != nil {
			t.Fatal(err)
		}
	}
}

// checkDockerfile reads the file as the engine does, and holds what every one of them must be.
func checkDockerfile(t *testing.T, text string) {
	t.Helper()
	tree, err := parser.Parse(strings.NewReader(text))
	if err != nil {
		t.Fatalf("Dockerfile: %v", err)
	}
	stages, _, err := instructions.Parse(tree.AST, nil)
	if err != nil {
		t.Fatalf("Dockerfile: %v", err)
	}
	if len(stages) < 2 {
		t.Errorf("Dockerfile: %d stages", len(stages))
	}
	var user string
	var cmd *instructions.CmdCommand
	for _, c := range stages[len(stages)-1].Commands {
		switch c := c.(type) {
		case *instructions.UserCommand:
			user = c.User
		case *instructions.CmdCommand:
			cmd = c
		}
	}
	if number, _ := strconv.Atoi(strings.Split(user, ":")[0]); number < 1000 || user != fmt.Sprintf("%d:%d", number, number) {
		t.Errorf("Dockerfile: USER %q", user)
	}
	if cmd == nil || cmd.PrependShell {
		t.Error("Dockerfile: CMD is missing or not in exec form")
	}
	if strings.Contains(strings.ToLower(text), "# syntax") {
		t.Error("Dockerfile: a syntax line needs a registry")
	}
}

func checkIgnore(t *testing.T, text string) {
	t.Helper()
	patterns, err := ignorefile.ReadAll(strings.NewReader(text))
	if err != nil {
		t.Fatalf(".dockerignore: %v", err)
	}
	for _, needed := range []string{"**/.git", "**/.env"} {
		if !slices.Contains(patterns, needed) {
			t.Errorf(".dockerignore: %s is not left out", needed)
		}
	}
}

// checkKubernetes decodes the manifests as the API server does, refusing fields that do not exist.
func checkKubernetes(t *testing.T, files map[string]string) {
	t.Helper()
	for path, text := range files {
		if !strings.HasPrefix(path, "k8s/") && !strings.Contains(path, "/k8s/") || strings.HasSuffix(path, "kustomization.yaml") {
			continue
		}
		var kind struct{ Kind string }
		if err := yaml.Unmarshal([]byte(text), &kind); err != nil {
			t.Errorf("%s: %v", path, err)
		}
		var pod corev1.PodTemplateSpec
		var selector map[string]string
		var err error
		switch kind.Kind {
		case "Deployment":
			var d appsv1.Deployment
			err = yaml.UnmarshalStrict([]byte(text), &d)
			pod, selector = d.Spec.Template, d.Spec.Selector.MatchLabels
		case "Job":
			var j batchv1.Job
			err = yaml.UnmarshalStrict([]byte(text), &j)
			pod = j.Spec.Template
		case "CronJob":
			var c batchv1.CronJob
			err = yaml.UnmarshalStrict([]byte(text), &c)
			pod = c.Spec.JobTemplate.Spec.Template
		case "Service":
			err = yaml.UnmarshalStrict([]byte(text), &corev1.Service{})
		case "ServiceAccount":
			err = yaml.UnmarshalStrict([]byte(text), &corev1.ServiceAccount{})
		default:
			t.Errorf("%s: kind %q", path, kind.Kind)
		}
		if err != nil {
			t.Errorf("%s: %v", path, err)
		}
		if kind.Kind == "Service" || kind.Kind == "ServiceAccount" {
			continue
		}
		spec := pod.Spec
		if len(spec.Containers) != 1 || spec.HostNetwork || spec.SecurityContext == nil || spec.SecurityContext.RunAsNonRoot == nil {
			t.Errorf("%s: %d containers, host network %v", path, len(spec.Containers), spec.HostNetwork)
		}
		for label, value := range selector {
			if pod.Labels[label] != value {
				t.Errorf("%s: the selector's label %s is not on the pods", path, label)
			}
		}
	}
}

// TestEveryFrameworkHasACase holds that knowledge without a golden case does not grow.
func TestEveryFrameworkHasACase(t *testing.T) {
	tables, err := knowledge.Load()
	if err != nil {
		t.Fatal(err)
	}
	covered := map[string]bool{}
	for _, name := range cases(t) {
		var p plan.Plan
		text, err := os.ReadFile(filepath.Join(name, "want", "plan.json"))
		if err != nil || json.Unmarshal(text, &p) != nil {
			continue // a case that must fail
		}
		for _, s := range p.Services {
			for _, f := range s.Frameworks {
				covered[f] = true
			}
		}
	}
	for _, f := range tables.Frameworks {
		if !covered[f.Name] {
			t.Errorf("no golden case is served, or worked for, by %s", f.Name)
		}
	}
}
