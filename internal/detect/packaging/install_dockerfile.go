package packaging

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/dockerfile"
	"github.com/pykube/pykube/internal/detect/shell"
)

// dockerfile follows the stages: their directories, what is copied where, and the commands.
func (f *installFile) dockerfile(text string) {
	variables := map[string]string{}
	workdirs := map[string]string{} // stage -> its last directory
	stage, dev := "", f.dev
	f.copies = &dockerfile.Copies{Tree: f.tree, Contexts: f.contexts()}
	f.workdir = "/"
	for _, in := range dockerfile.Instructions(text) {
		switch in.Name {
		case "FROM":
			words := strings.Fields(in.Text)
			words = slices.DeleteFunc(words, func(w string) bool { return strings.HasPrefix(w, "--") })
			f.workdir, stage = "/", ""
			if len(words) > 0 && workdirs[strings.ToLower(words[0])] != "" {
				f.workdir = workdirs[strings.ToLower(words[0])]
			}
			if len(words) > 2 && strings.EqualFold(words[1], "AS") {
				stage = strings.ToLower(words[2])
			}
			dev = f.dev || slices.ContainsFunc(nameWords(stage), func(w string) bool {
				return isDevelopment(w) && !slices.Contains([]string{"build", "tools", "packaging"}, w)
			})
		case "ARG", "ENV":
			f.assign(in, variables)
		case "WORKDIR":
			if dir := shell.Expand(strings.TrimSpace(in.Text), variables); !strings.Contains(dir, "$") {
				f.workdir = path.Join("/", f.workdir, dir)
				if path.IsAbs(dir) {
					f.workdir = path.Clean(dir)
				}
			}
		case "COPY", "ADD":
			f.copies.Add(shell.Expand(in.Text, variables), f.workdir)
		case "RUN", "CMD", "ENTRYPOINT":
			f.run(in, variables, dev)
		}
		workdirs[stage] = f.workdir
	}
}

// assign takes "ARG NAME=value" and "ENV NAME=value …"; the old form is "ENV NAME value".
func (f *installFile) assign(in dockerfile.Instruction, variables map[string]string) {
	words := []string{}
	for _, c := range shell.Split("x "+strings.ReplaceAll(in.Text, "\\\n", " "), in.Line, variables) {
		words = append(words, c.Words[1:]...)
	}
	if _, _, ok := shell.Assignment(strings.Join(words[:min(1, len(words))], "")); !ok && in.Name == "ENV" && len(words) > 1 {
		words = []string{words[0] + "=" + strings.Join(words[1:], " ")}
	}
	for _, word := range words {
		if name, value, ok := shell.Assignment(word); ok && len(variables) < shell.MaxVariables && len(value) < shell.MaxExpanded {
			variables[name] = value
		}
	}
}

// run reads a command in the form of a shell, of a list, or of a here-document.
func (f *installFile) run(in dockerfile.Instruction, variables map[string]string, dev bool) {
	text := in.Text
	kept := f.copies.Len()
	for strings.HasPrefix(text, "--") {
		flag, rest, _ := strings.Cut(text, " ")
		if mount, ok := strings.CutPrefix(flag, "--mount="); ok {
			f.copies.Mount(mount, f.workdir)
		}
		skipped := strings.TrimLeft(rest, " \t\\\n")
		in.Line += strings.Count(rest[:len(rest)-len(skipped)], "\n") + strings.Count(flag, "\n")
		text = skipped
	}
	dir := f.workdir
	own := map[string]string{} // what the shell sets ends with it
	for name, value := range variables {
		own[name] = value
	}
	switch {
	case in.Name == "RUN" && in.Body != "":
		f.script(in.Body, in.At, own, dev)
	case strings.HasPrefix(text, "["):
		r := &installReader{resolve: f.resolve, install: Install{Dev: dev, Evidence: f.tree.At(f.file, in.Line)}}
		r.command(shell.Quoted(shell.Expand(text, own)))
		f.found = append(f.found, r.found...)
	default:
		f.script(text, in.Line, own, dev)
	}
	f.workdir = dir
	f.copies.Cut(kept)
}
