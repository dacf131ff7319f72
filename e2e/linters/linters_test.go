// Package linters holds every golden Dockerfile against what others check Dockerfiles with: BuildKit's own linter,
// hadolint, and shellcheck on the body of every RUN. make lint-output installs the two programs, and runs it.
package linters

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/moby/buildkit/client/llb"
	"github.com/moby/buildkit/client/llb/sourceresolver"
	"github.com/moby/buildkit/frontend/dockerfile/dockerfile2llb"
	"github.com/moby/buildkit/frontend/dockerfile/parser"
	"github.com/moby/buildkit/solver/pb"
	"github.com/opencontainers/go-digest"
)

// exempt are the rules of hadolint that the output does not follow, and why. Where only builders are, the final stage
// is held to the rule.
var exempt = map[string]struct {
	why          string
	onlyBuilders bool
}{
	"DL3008": {why: "an exact version of a Debian package goes away from the archive, and the build with it: the base image is what is pinned"},
	"DL3018": {why: "the same holds for Alpine"},
	"DL3059": {why: "a layer for each reason: a change repeats only what follows it, and no layer of a builder is delivered", onlyBuilders: true},
	"DL3002": {why: "micromamba's image has a user who may not write to /opt", onlyBuilders: true},
}

func TestDockerfiles(t *testing.T) {
	files := dockerfiles(t)
	hadolint, shellcheck := program(t, "hadolint"), program(t, "shellcheck")
	for _, file := range files {
		name, err := filepath.Rel("../../golden", file)
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, finding := range buildkit(t, text) {
				t.Errorf("%s:%s", name, finding)
			}
			final := 1 + bytes.Count(text[:bytes.LastIndex(text, []byte("\nFROM "))+1], []byte("\n"))
			for _, f := range run[[]finding](t, text, hadolint, "--no-color", "--format", "json", "-") {
				if e, ok := exempt[string(f.Code)]; !ok || e.onlyBuilders && f.Line >= final {
					t.Errorf("%s:%d: hadolint %s: %s", name, f.Line, f.Code, f.Message)
				}
			}
			for line, body := range bodies(t, text) {
				for _, f := range run[[]finding](t, []byte(body), shellcheck, "--norc", "--shell=sh", "--severity=style", "--format=json", "-") {
					t.Errorf("%s:%d: shellcheck SC%s: %s, in %s", name, line, f.Code, f.Message, body)
				}
			}
		})
	}
}

// TestLintersSee shows that each of the three has something to say of a Dockerfile that is not good.
func TestLintersSee(t *testing.T) {
	bad := []byte("from debian:trixie AS Build\nRUN cd $HOME && apt install curl\n")
	if len(buildkit(t, bad)) == 0 {
		t.Error("BuildKit's linter finds nothing")
	}
	if len(run[[]finding](t, bad, program(t, "hadolint"), "--format", "json", "-")) == 0 {
		t.Error("hadolint finds nothing")
	}
	found := 0
	for _, body := range bodies(t, bad) {
		found += len(run[[]finding](t, []byte(body), program(t, "shellcheck"), "--norc", "--shell=sh", "--format=json", "-"))
	}
	if found == 0 {
		t.Error("shellcheck finds nothing")
	}
}

func dockerfiles(t *testing.T) (files []string) {
	t.Helper()
	for _, below := range []string{"*/want/Dockerfile", "*/want/*/Dockerfile", "*/want/*/*/Dockerfile"} {
		more, err := filepath.Glob("../../golden/" + below)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, more...)
	}
	if len(files) == 0 {
		t.Fatal("no golden case has a Dockerfile")
	}
	return files
}

// program finds what make lint-output installs.
func program(t *testing.T, name string) string {
	t.Helper()
	path, err := filepath.Abs("../../.cache/linters/bin/" + name)
	if err == nil {
		_, err = os.Stat(path)
	}
	if err != nil {
		t.Fatalf("%v: make lint-output installs it", err)
	}
	return path
}

// finding is one of hadolint or of shellcheck, as both write it in JSON.
type finding struct {
	Line    int    `json:"line"`
	Code    rule   `json:"code"`
	Message string `json:"message"`
}

// rule is a name for hadolint and a number for shellcheck.
type rule string

func (s *rule) UnmarshalJSON(text []byte) error {
	*s = rule(strings.Trim(string(text), `"`))
	return nil
}

// run gives a text to a program and reads the JSON that it prints. That something was found is told by exit code 1.
func run[T any](t *testing.T, text []byte, program string, args ...string) (found T) {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), program, args...)
	cmd.Stdin = bytes.NewReader(text)
	out, err := cmd.Output()
	if exit := (*exec.ExitError)(nil); err != nil && (!errors.As(err, &exit) || exit.ExitCode() != 1) {
		t.Fatalf("running %s: %v", program, err)
	}
	if err := json.Unmarshal(out, &found); err != nil {
		t.Fatalf("reading the output of %s: %v\n%s", program, err, out)
	}
	return found
}

// bodies gives the commands of every RUN, without its mounts, by line.
func bodies(t *testing.T, text []byte) map[int]string {
	t.Helper()
	parsed, err := parser.Parse(bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	bodies := map[int]string{}
	for _, node := range parsed.AST.Children {
		if strings.EqualFold(node.Value, "run") && !node.Attributes["json"] && node.Next != nil {
			bodies[node.StartLine] = node.Next.Value
		}
	}
	return bodies
}

// buildkit runs the linter that docker build --check runs, with its experimental rules.
func buildkit(t *testing.T, text []byte) (findings []string) {
	t.Helper()
	checked := append([]byte("# check=experimental=all\n"), text...)
	source := llb.NewSourceMap(nil, "Dockerfile", "Dockerfile", checked)
	source.Definition = &llb.Definition{}
	result, err := dockerfile2llb.DockerfileLint(t.Context(), checked, dockerfile2llb.ConvertOpt{MetaResolver: bases{}, SourceMap: source})
	if err != nil {
		t.Fatal(err)
	}
	if result.Error != nil {
		findings = append(findings, " BuildKit: "+result.Error.Message)
	}
	for _, w := range result.Warnings {
		line := int32(0)
		if r := w.Location.GetRanges(); len(r) > 0 {
			line = r[0].Start.Line - 1
		}
		findings = append(findings, fmt.Sprintf("%d: BuildKit %s: %s", line, w.RuleName, w.Detail))
	}
	return findings
}

// bases says of every base image what those of Python, Debian and Alpine have in common. Nothing is asked for over a network.
type bases struct{}

func (bases) ResolveImageConfig(_ context.Context, ref string, _ sourceresolver.Opt) (string, digest.Digest, []byte, error) {
	config := []byte(`{"architecture":"amd64","os":"linux","config":{"Env":["PATH=/usr/local/bin:/usr/local/sbin:/usr/bin:/usr/sbin:/bin:/sbin"]}}`)
	return ref, digest.FromBytes(config), config, nil
}

func (bases) ResolveSourceMetadata(context.Context, *pb.SourceOp, sourceresolver.Opt) (*sourceresolver.MetaResponse, error) {
	return nil, errors.New("not an image")
}
