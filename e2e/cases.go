package e2e

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"

	"github.com/pelletier/go-toml/v2"
)

// Case is a golden case: a folder with case.toml, in/ (a repository) and want/ (what pykube writes for it).
type Case struct {
	Name  string   `toml:"-"`
	Dir   string   `toml:"-"`
	About string   `toml:"about"`
	Args  []string `toml:"args"` // of pykube generate
	Exit  int      `toml:"exit"` // of pykube generate; unless 0 there is nothing to build
	E2E   struct {
		Part
		Services []Part `toml:"services"` // instead, for each service of the repository
	} `toml:"e2e"`
}

// Part is what is done with one image.
type Part struct {
	Root     string            `toml:"root"`     // directory of its service; that of the repository unless given
	Route    string            `toml:"route"`    // to ask for; "/" unless given
	Status   int               `toml:"status"`   // of its answer; 200 unless given
	Contains string            `toml:"contains"` // in its body
	Host     string            `toml:"host"`     // the Host header; "localhost" unless given
	Slow     string            `toml:"slow"`     // a route that takes two seconds
	Touch    string            `toml:"touch"`    // a source file, which a comment is appended to
	Env      map[string]string `toml:"env"`      // of the container
	Port     int               `toml:"port"`     // unless given, the one that the image exposes
	NotRun   string            `toml:"not_run"`  // why it cannot be built
	Log      string            `toml:"log"`      // of a program that serves nothing: what it writes when it is under way
	Bases    []string          `toml:"bases"`    // further families of base images to take the case through
	Ends     *int              `toml:"ends"`     // the exit code with which it then ends by itself; unless given, it is stopped
	Test     string            `toml:"test"`     // a file of tests, of which a copy that fails must fail the stage test
}

// parts makes a case of each service, which builds and runs that one alone, and of each further base.
func (c Case) parts() []Case {
	if len(c.E2E.Services) == 0 {
		all := []Case{c}
		for _, base := range c.E2E.Bases {
			on := c
			on.Name += "-on-" + base
			on.Args = append(slices.Clone(c.Args), "--base", base)
			all = append(all, on)
		}
		return all
	}
	var parts []Case
	for _, part := range c.E2E.Services {
		of := c
		of.Name += "-" + path.Base(part.Root)
		of.E2E.Part, of.E2E.Services = part, nil
		of.E2E.defaults()
		parts = append(parts, of)
	}
	return parts
}

func (p *Part) defaults() {
	if p.Route == "" {
		p.Route = "/"
	}
	if p.Status == 0 {
		p.Status = 200
	}
	if p.Host == "" {
		p.Host = "localhost"
	}
}

// Cases reads the golden cases below a directory, in the order of their names.
func Cases(dir string) ([]Case, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*", "case.toml"))
	if err != nil {
		return nil, err
	}
	var cases []Case
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			return nil, err
		}
		c := Case{Dir: filepath.Dir(file), Name: filepath.Base(filepath.Dir(file))}
		if err := toml.NewDecoder(bytes.NewReader(text)).DisallowUnknownFields().Decode(&c); err != nil {
			if strict := (*toml.StrictMissingError)(nil); errors.As(err, &strict) {
				return nil, fmt.Errorf("%s: unknown keys:\n%s", file, strict.String())
			}
			return nil, fmt.Errorf("reading %s: %w", file, err)
		}
		c.E2E.defaults()
		cases = append(cases, c.parts()...)
	}
	return cases, nil
}

// Copy copies a repository to an empty directory; what it generates and changes there is nobody's loss.
func Copy(from, to string) error {
	if err := os.CopyFS(to, os.DirFS(from)); err != nil {
		return fmt.Errorf("copying the repository: %w", err)
	}
	return nil
}

// Pykube returns the program to test: the one that PYKUBE names, else one that is built from the parent directory.
func Pykube(ctx context.Context) (string, error) {
	if program := os.Getenv("PYKUBE"); program != "" {
		return filepath.Abs(program)
	}
	program, err := filepath.Abs(".state/pykube")
	if err != nil {
		return "", err
	}
	cmd := exec.CommandContext(ctx, "go", "build", "-o", program, "./cmd/pykube")
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if out, err := cmd.CombinedOutput(); err != nil {
		return "", fmt.Errorf("building pykube: %w\n%s", err, out)
	}
	return program, nil
}

// Generate runs pykube generate on a directory.
func Generate(ctx context.Context, pykube, dir string, args ...string) error {
	cmd := exec.CommandContext(ctx, pykube, append([]string{"generate", dir}, args...)...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("pykube generate: %w\n%s", err, out)
	}
	return nil
}

// Prepare pulls or makes the images that the Dockerfile of a directory needs, and names the one that its last stage
// starts from. The error of an image that cannot be had is an Unavailable.
func (e Engine) Prepare(ctx context.Context, dir string) (bases []Base, final string, err error) {
	dockerfile, err := os.ReadFile(filepath.Join(dir, "Dockerfile"))
	if err != nil {
		return nil, "", err
	}
	images, final := references(string(dockerfile))
	bases, err = e.Bases(ctx, images)
	if err != nil {
		return nil, "", err
	}
	for _, base := range bases {
		if base.State == "unavailable" {
			return nil, "", Unavailable(base)
		}
	}
	return bases, final, nil
}

// Unavailable is a base image that can neither be pulled nor made here.
type Unavailable Base

func (u Unavailable) Error() string { return fmt.Sprintf("%s: %s", u.Reference, u.Note) }
