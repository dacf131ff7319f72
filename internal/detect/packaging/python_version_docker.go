package packaging

import (
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// maxDockerfile is the longest Dockerfile that is read, in bytes.
const maxDockerfile = 1 << 20

// readDockerfile gives the Python of the image that a Dockerfile makes: that of its last stage, followed through the
// stages that it is built from; where that is no image of Python (nginx, a distroless one), of the last stage that is.
//
// Only ARG and FROM are read, line by line. They are no shell, and a file that the engine would refuse costs nothing
// but this fact.
// Source: https://docs.docker.com/reference/dockerfile/#from
func readDockerfile(t *source.Tree, file string) *Demand {
	text, err := t.Text(file)
	if err != nil || len(text) > maxDockerfile {
		return nil
	}
	args := map[string]string{}
	stages := map[string]*Demand{}
	var last, python *Demand
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		words := strings.Fields(line)
		if len(words) < 2 || len(line) > 4<<10 {
			continue
		}
		switch strings.ToUpper(words[0]) {
		case "ARG":
			for _, word := range words[1:] { // those before the first FROM count there; later ones have no other names
				if name, value, ok := strings.Cut(word, "="); ok {
					if _, twice := args[name]; !twice {
						args[name] = strings.Trim(value, `"'`)
					}
				}
			}
		case "FROM":
			words = words[1:]
			for len(words) > 1 && strings.HasPrefix(words[0], "--") {
				words = words[1:]
			}
			image := withArgs(words[0], args)
			stage, known := stages[strings.ToLower(image)]
			if !known {
				if demand, ok := imagePython(image); ok {
					demand.Evidence = source.At(file, number, line)
					stage = &demand
				}
			}
			if len(words) >= 3 && strings.EqualFold(words[1], "AS") {
				stages[strings.ToLower(words[2])] = stage
			}
			if last = stage; stage != nil {
				python = stage
			}
		}
	}
	if last != nil {
		return last
	}
	return python
}

var argument = regexp.MustCompile(`\$(?:\{([A-Za-z_]\w*)(?::?-([^}]*))?\}|([A-Za-z_]\w*))`)

// withArgs fills in $NAME, ${NAME} and ${NAME:-default}. What has no value becomes nothing.
func withArgs(text string, args map[string]string) string {
	return argument.ReplaceAllStringFunc(text, func(found string) string {
		parts := argument.FindStringSubmatch(found)
		if value := args[parts[1]+parts[3]]; value != "" {
			return value
		}
		return parts[2]
	})
}

var (
	taggedNumber = regexp.MustCompile(`^(\d+(?:\.\d+){0,2})((?:a|b|rc)\d+)?(?:-|$)`)
	// uv:python3.12-bookworm-slim, uvicorn-gunicorn:python3.11, devcontainers/python:1-3.12-bookworm
	taggedPython = regexp.MustCompile(`(?:^|-)(?:python-?|py)(\d\.\d{1,2}(?:\.\d{1,2})?)(?:-|$)`)
	taggedMajor  = regexp.MustCompile(`^(?:\d+|dev)-(\d\.\d{1,2})(?:-|$)`)
	namedPython  = regexp.MustCompile(`^(?:[a-z0-9]+-)*python-?(\d)(\d{1,2})(?:-[a-z]+)*$`) // ubi9/python-312
)

// imagePython tells the version of Python of an image by its name; false for images that do not say it.
func imagePython(image string) (Demand, bool) {
	image, _, _ = strings.Cut(image, "@")
	if len(image) > 255 || unprintable(image) {
		return Demand{}, false
	}
	name := image[strings.LastIndexByte(image, '/')+1:]
	name, tag, _ := strings.Cut(name, ":")
	if parts := namedPython.FindStringSubmatch(name); parts != nil {
		return Demand{Version: parts[1] + "." + parts[2]}, true
	}
	if parts := taggedPython.FindStringSubmatch(tag); parts != nil {
		return Demand{Version: parts[1]}, true
	}
	if name == "pypy" && tag != "" && strings.Contains("0123456789", tag[:1]) {
		return named("pypy" + tag)
	}
	if name != "python" && !strings.HasSuffix(name, "-python") {
		return Demand{}, false
	}
	if parts := taggedMajor.FindStringSubmatch(tag); parts != nil && strings.Contains(image, "devcontainers") {
		return Demand{Version: parts[1]}, true
	}
	parts := taggedNumber.FindStringSubmatch(tag)
	if parts == nil {
		return Demand{}, false
	}
	demand, ok := pythonDemand(parts[1] + parts[2])
	return demand, ok && demand.says()
}
