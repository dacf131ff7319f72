package e2e

import (
	"archive/tar"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"regexp"
	"strconv"
	"strings"
)

// Image is what an image says of itself.
type Image struct {
	Size   int64 // bytes
	Config struct {
		User, WorkingDir string
		Cmd, Entrypoint  []string
		Env              []string
		ExposedPorts     map[string]struct{}
	}
}

// Inspect describes an image that the engine has.
func (e Engine) Inspect(ctx context.Context, reference string) (image Image, err error) {
	out, err := e.do(ctx, "image", "inspect", "--format", "{{json .}}", reference)
	if err != nil {
		return image, err
	}
	return image, json.Unmarshal([]byte(out), &image)
}

// Port is the lowest port that the image exposes, or 8000.
func (i Image) Port() int {
	lowest := 0
	for port := range i.Config.ExposedPorts {
		number, _, _ := strings.Cut(port, "/")
		if n, err := strconv.Atoi(number); err == nil && (lowest == 0 || n < lowest) {
			lowest = n
		}
	}
	if lowest == 0 {
		return 8000
	}
	return lowest
}

var (
	compiler = regexp.MustCompile(`^([a-z0-9_]+-linux-(gnu|musl)-)?(gcc|cc|g\+\+|c\+\+|clang|tcc)(-[0-9.]+)?$`)
	cache    = regexp.MustCompile(`(^|/)\.cache/|(^|/)var/cache/(pip|uv)/`)
	aptList  = regexp.MustCompile(`^var/lib/apt/lists/.*_`)
)

// unwanted says why a file does not belong into an image of ours, or nothing.
func unwanted(name, app string) string {
	parts := strings.Split(name, "/")
	inApp := app != "" && strings.HasPrefix(name, app+"/") && !strings.Contains(name, "/site-packages/")
	switch {
	case compiler.MatchString(path.Base(name)) && strings.HasSuffix(path.Dir(name), "bin"):
		return "a compiler"
	case cache.MatchString(name):
		return "a cache"
	case aptList.MatchString(name):
		return "a package list of apt"
	}
	for _, part := range parts {
		if part == ".git" {
			return "a git directory"
		}
		if inApp && (part == "tests" || part == "test") {
			return "tests"
		}
	}
	return ""
}

// Contents reports what an image holds and should not: compilers, caches, git's files, tests, and files of the
// application or its environment that the user of the image could change.
func (e Engine) Contents(ctx context.Context, reference string, image Image) (wrong []string, err error) {
	container, err := e.do(ctx, "create", "--label", "pykube.e2e", reference)
	if err != nil {
		return nil, err
	}
	defer func() { _, _ = e.do(context.Background(), "rm", container) }()

	export := e.command(ctx, "export", container)
	stdout, err := export.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := export.Start(); err != nil {
		return nil, err
	}
	app := strings.Trim(image.Config.WorkingDir, "/")
	files := tar.NewReader(stdout)
	var ours int
	found := map[string]int{}
	note := func(what, file string) {
		if found[what]++; found[what] <= 3 { // a few say it
			wrong = append(wrong, what+": "+file)
		}
	}
	for {
		file, err := files.Next()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fmt.Errorf("reading docker export: %w", err)
		}
		name := strings.TrimSuffix(strings.TrimPrefix(file.Name, "./"), "/")
		if file.Typeflag != tar.TypeDir {
			if why := unwanted(name, app); why != "" {
				note("the image holds "+why, "/"+name)
			}
		}
		if !within(name, app) && !within(name, "opt/venv") {
			continue
		}
		ours++
		if file.Typeflag != tar.TypeSymlink && (file.Uid != 0 || file.Mode&0o022 != 0) {
			note("can be changed at run time", fmt.Sprintf("/%s, owner %d, mode %o", name, file.Uid, file.Mode&0o7777))
		}
	}
	if ours == 0 {
		wrong = append(wrong, fmt.Sprintf("nothing is in the working directory %q or in /opt/venv", image.Config.WorkingDir))
	}
	return wrong, export.Wait()
}

// within says whether a file is a directory or below it.
func within(name, dir string) bool {
	return dir != "" && (name == dir || strings.HasPrefix(name, dir+"/"))
}
