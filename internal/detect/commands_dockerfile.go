package detect

import (
	"encoding/json"
	"maps"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/dockerfile"
	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/detect/shell"
)

// builtImage is what a Dockerfile makes.
type builtImage struct {
	file   string
	copies *dockerfile.Copies
	stages []*imageStage
	runs   []imageRun
}

// imageStage is one stage of a Dockerfile, with what it takes from the one that it is built from.
type imageStage struct {
	name            string
	workdir         string
	env             map[string]string
	entrypoint, cmd *imageCommand
	own             bool // it has an ENTRYPOINT or CMD of its own
	dev             bool
	base            string // the image that it is built from
	from            int    // the line that says so
}

// imageCommand is an ENTRYPOINT or CMD.
type imageCommand struct {
	words []string // of the form of a list
	text  string   // of the form of a shell
	line  int
}

// imageRun is a RUN, which can hold a step of the build that matters when the image starts.
type imageRun struct {
	text  string
	line  int
	stage *imageStage
}

// builtFrom reads a Dockerfile, built from one of the directories.
func (s *commandSearch) builtFrom(file string, contexts []string) *builtImage {
	key := file + "\n" + strings.Join(contexts, "\n")
	if image, ok := s.images[key]; ok {
		return image
	}
	s.images[key] = nil
	if !s.tree.Has(file) || isOwn(s.tree, file) {
		return nil
	}
	text, ok := s.commandText(file)
	if !ok {
		return nil
	}
	image := &builtImage{file: file, copies: &dockerfile.Copies{Tree: s.tree, Contexts: contexts}}
	image.read(text)
	s.images[key] = image
	return image
}

func (b *builtImage) read(text string) {
	args := map[string]string{}
	stage := &imageStage{workdir: "/", env: map[string]string{}}
	for _, in := range dockerfile.Instructions(text) {
		known := maps.Clone(args)
		maps.Copy(known, stage.env)
		switch in.Name {
		case "FROM":
			words := slices.DeleteFunc(strings.Fields(in.Text), func(w string) bool { return strings.HasPrefix(w, "--") })
			stage = &imageStage{workdir: "/", env: map[string]string{}}
			if len(words) == 0 {
				continue
			}
			for _, base := range b.stages {
				if base.name != "" && strings.EqualFold(base.name, shell.Expand(words[0], args)) {
					copied := *base
					stage = &copied
					stage.env, stage.own = maps.Clone(base.env), false
				}
			}
			if stage.base == "" {
				stage.base, stage.from = shell.Expand(words[0], args), in.Line
			}
			stage.name = ""
			if len(words) > 2 && strings.EqualFold(words[1], "AS") {
				stage.name = strings.ToLower(words[2])
			}
			stage.dev = packaging.DevelopmentName(stage.name)
			b.stages = append(b.stages, stage)
		case "ARG":
			assignTo(args, in, known)
		case "ENV":
			assignTo(stage.env, in, known)
		case "WORKDIR":
			if dir := strings.Trim(shell.Expand(strings.TrimSpace(in.Text), known), `"'`); !strings.Contains(dir, "$") {
				if !path.IsAbs(dir) {
					dir = path.Join("/", stage.workdir, dir)
				}
				stage.workdir = path.Clean(dir)
			}
		case "COPY", "ADD":
			b.copies.Add(shell.Expand(in.Text, known), stage.workdir)
		case "RUN":
			if len(b.runs) < maxReadFiles {
				text, line := in.Text, in.Line
				if in.Body != "" {
					text, line = in.Body, in.At
				}
				b.runs = append(b.runs, imageRun{text: text, line: line, stage: &imageStage{workdir: stage.workdir, env: known, dev: stage.dev}})
			}
		case "ENTRYPOINT":
			stage.entrypoint, stage.own = commandIn(in), true
			if stage.cmd != nil { // it takes the place of both
				stage.cmd = nil
			}
		case "CMD":
			stage.cmd, stage.own = commandIn(in), true
		}
	}
}

// commandIn reads the form of a list, else that of a shell.
func commandIn(in dockerfile.Instruction) *imageCommand {
	c := &imageCommand{line: in.Line}
	text := strings.TrimSpace(strings.ReplaceAll(in.Text, "\\\n", ""))
	if strings.HasPrefix(text, "[") && json.Unmarshal([]byte(text), &c.words) == nil {
		return c
	}
	c.words = nil
	c.text = in.Text
	return c
}

// assignTo takes "NAME=value …", and the old form "ENV NAME value".
func assignTo(into map[string]string, in dockerfile.Instruction, known map[string]string) {
	var words []string
	for _, c := range shell.Split("x "+strings.ReplaceAll(in.Text, "\\\n", " "), in.Line, maps.Clone(known)) {
		words = append(words, c.Words[1:]...)
	}
	if len(words) > 1 && in.Name == "ENV" {
		if _, _, ok := shell.Assignment(words[0]); !ok {
			words = []string{words[0] + "=" + strings.Join(words[1:], " ")}
		}
	}
	for _, word := range words {
		if name, value, ok := shell.Assignment(word); ok && len(into) < shell.MaxVariables && len(value) < shell.MaxExpanded {
			into[name] = value
		}
	}
}

// stage gives the stage that is built: the one of that name, else the last.
func (b *builtImage) stage(name string) *imageStage {
	for _, stage := range b.stages {
		if name != "" && strings.EqualFold(stage.name, name) {
			return stage
		}
	}
	if len(b.stages) == 0 {
		return nil
	}
	return b.stages[len(b.stages)-1]
}

// place gives the place in the image of a directory of the repository.
func (b *builtImage) place(dir string) (string, bool) {
	for _, stage := range b.stages {
		for _, at := range []string{stage.workdir, "/", "/app", "/code", "/src"} {
			if found, ok := b.copies.Find(at); ok && (found == dir || strings.HasPrefix(dir, found+"/") || found == ".") {
				return path.Join(at, strings.TrimPrefix(dir, found)), true
			}
		}
	}
	return "", false
}

// holds reports whether a file stands in the directory that the image is built from.
func (b *builtImage) holds(file string) bool {
	dir := b.copies.Contexts[0]
	return dir == "." || strings.HasPrefix(file, dir+"/")
}
