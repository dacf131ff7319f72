package packaging

import (
	"path"
	"regexp"
	"slices"
	"strings"
)

// instruction is one of a Dockerfile.
type instruction struct {
	name string // upper case
	text string // what follows; continued lines are joined by "\\\n", so that lines can be counted
	line int
	body string // of its here-document
	at   int    // line of the body
}

var heredoc = regexp.MustCompile(`<<-?[ \t]*["']?([A-Za-z_][A-Za-z0-9_]*)["']?`)

// instructions splits a Dockerfile. Source: https://docs.docker.com/reference/dockerfile/#format
func instructions(text string) []instruction {
	lines := strings.Split(text, "\n")
	var found []instruction
	for i := 0; i < len(lines) && len(found) < maxCommands; i++ {
		line := strings.TrimSpace(lines[i])
		if line == "" || line[0] == '#' {
			continue
		}
		in := instruction{line: i + 1}
		var b strings.Builder
		b.WriteString(line)
		for strings.HasSuffix(line, `\`) && i+1 < len(lines) {
			i++
			line = strings.TrimRight(lines[i], " \t\r")
			if trimmed := strings.TrimSpace(line); trimmed == "" || trimmed[0] == '#' { // such a line does not end the instruction
				line = `\`
			}
			b.WriteString("\n" + line)
		}
		name, rest, _ := strings.Cut(b.String(), " ")
		in.name, in.text = strings.ToUpper(name), strings.TrimLeft(rest, " \t")
		if m := heredoc.FindStringSubmatch(in.text); m != nil && (in.name == "RUN" || in.name == "COPY" || in.name == "ADD") {
			in.at = i + 2
			var body []string
			for i+1 < len(lines) {
				i++
				if strings.TrimSpace(lines[i]) == m[1] {
					break
				}
				body = append(body, lines[i])
			}
			in.body = strings.Join(body, "\n")
		}
		found = append(found, in)
	}
	return found
}

// dockerfile follows the stages: their directories, what is copied where, and the commands.
func (f *installFile) dockerfile(text string) {
	variables := map[string]string{}
	workdirs := map[string]string{} // stage -> its last directory
	stage, dev := "", f.dev
	f.copies = []copied{}
	f.workdir = "/"
	for _, in := range instructions(text) {
		switch in.name {
		case "FROM":
			words := strings.Fields(in.text)
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
			if dir := withVariables(strings.TrimSpace(in.text), variables); !strings.Contains(dir, "$") {
				f.workdir = path.Join("/", f.workdir, dir)
				if path.IsAbs(dir) {
					f.workdir = path.Clean(dir)
				}
			}
		case "COPY", "ADD":
			f.copy(withVariables(in.text, variables))
		case "RUN", "CMD", "ENTRYPOINT":
			f.run(in, variables, dev)
		}
		workdirs[stage] = f.workdir
	}
}

// assign takes "ARG NAME=value" and "ENV NAME=value …"; the old form is "ENV NAME value".
func (f *installFile) assign(in instruction, variables map[string]string) {
	words := []string{}
	for _, c := range splitShell("x "+strings.ReplaceAll(in.text, "\\\n", " "), in.line, variables) {
		words = append(words, c.words[1:]...)
	}
	if _, _, ok := assignment(strings.Join(words[:min(1, len(words))], "")); !ok && in.name == "ENV" && len(words) > 1 {
		words = []string{words[0] + "=" + strings.Join(words[1:], " ")}
	}
	for _, word := range words {
		if name, value, ok := assignment(word); ok && len(variables) < maxVariables && len(value) < maxExpanded {
			variables[name] = value
		}
	}
}

// expanded puts variables in.
func withVariables(text string, variables map[string]string) string {
	var b strings.Builder
	for i := 0; i < len(text) && b.Len() < maxScript; {
		if text[i] == '$' && i+1 < len(text) {
			if name, length, value, known := variableAt(text[i:], variables); name != "" && known {
				b.WriteString(value)
				i += length
				continue
			}
		}
		b.WriteByte(text[i])
		i++
	}
	return b.String()
}

// run reads a command in the form of a shell, of a list, or of a here-document.
func (f *installFile) run(in instruction, variables map[string]string, dev bool) {
	text := in.text
	kept := len(f.copies)
	for strings.HasPrefix(text, "--") {
		flag, rest, _ := strings.Cut(text, " ")
		if mount, ok := strings.CutPrefix(flag, "--mount="); ok {
			f.mount(mount)
		}
		skipped := strings.TrimLeft(rest, " \t\\\n")
		in.line += strings.Count(rest[:len(rest)-len(skipped)], "\n") + strings.Count(flag, "\n")
		text = skipped
	}
	dir := f.workdir
	own := map[string]string{} // what the shell sets ends with it
	for name, value := range variables {
		own[name] = value
	}
	switch {
	case in.name == "RUN" && in.body != "":
		f.script(in.body, in.at, own, dev)
	case strings.HasPrefix(text, "["):
		r := &installReader{resolve: f.resolve, install: Install{Dev: dev, Evidence: f.tree.At(f.file, in.line)}}
		r.command(quotedTexts(withVariables(text, own)))
		f.found = append(f.found, r.found...)
	default:
		f.script(text, in.line, own, dev)
	}
	f.workdir, f.copies = dir, f.copies[:kept]
}
