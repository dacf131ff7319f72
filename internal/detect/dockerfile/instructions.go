// Package dockerfile splits a Dockerfile into its instructions and tells which file of the repository stands at a
// place of the image. It runs nothing, and what it does not understand it passes over.
package dockerfile

import (
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/detect/shell"
)

// Instruction is one of a Dockerfile.
type Instruction struct {
	Name string // upper case
	Text string // what follows; continued lines are joined by "\\\n", so that lines can be counted
	Line int
	Body string // of its here-document
	At   int    // line of the body
}

var heredoc = regexp.MustCompile(`<<-?[ \t]*["']?([A-Za-z_][A-Za-z0-9_]*)["']?`)

// Instructions splits a Dockerfile. Source: https://docs.docker.com/reference/dockerfile/#format
func Instructions(text string) []Instruction {
	lines := strings.Split(text, "\n")
	var found []Instruction
	for i := 0; i < len(lines) && len(found) < shell.MaxCommands; i++ {
		line := strings.TrimSpace(lines[i])
		if line == "" || line[0] == '#' {
			continue
		}
		in := Instruction{Line: i + 1}
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
		in.Name, in.Text = strings.ToUpper(name), strings.TrimLeft(rest, " \t")
		if m := heredoc.FindStringSubmatch(in.Text); m != nil && (in.Name == "RUN" || in.Name == "COPY" || in.Name == "ADD") {
			in.At = i + 2
			var body []string
			for i+1 < len(lines) {
				i++
				if strings.TrimSpace(lines[i]) == m[1] {
					break
				}
				body = append(body, lines[i])
			}
			in.Body = strings.Join(body, "\n")
		}
		found = append(found, in)
	}
	return found
}
