package e2e

import (
	"context"
	"encoding/json"
	"fmt"
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

// user gives the numbers of the image's user and group. A name would need a look into the image, which Kubernetes does
// not take.
func (i Image) user() (uid, gid int, err error) {
	user, group, both := strings.Cut(i.Config.User, ":")
	uid, err = strconv.Atoi(user)
	if err == nil && both {
		gid, err = strconv.Atoi(group)
	}
	if err != nil || uid < 10000 {
		return uid, gid, fmt.Errorf("the image's user is %q, want numbers from 10000 on", i.Config.User)
	}
	return uid, gid, nil
}

// environment is the directory of the environment, whose programs are the first on the image's path.
func (i Image) environment() string {
	for _, variable := range i.Config.Env {
		if value, ok := strings.CutPrefix(variable, "PATH="); ok {
			first, _, _ := strings.Cut(value, ":")
			return strings.TrimSuffix(first, "/bin")
		}
	}
	return ""
}
