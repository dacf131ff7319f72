package packaging

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// setuptoolsRequirements reads the strings of install_requires as setuptools does, each of one or more lines: comments
// are cut off, a backslash at the end goes on with the next line. Options of pip are not taken.
// Source: setuptools/_reqs.py and jaraco.text
func setuptoolsRequirements(items []Located) ([]Requirement, error) {
	var lines []Located
	for _, item := range items {
		for i, line := range splitLines(item.Value) {
			line = strings.TrimSpace(line)
			if line == "" || line[0] == '#' {
				continue
			}
			line, _, _ = strings.Cut(line, " #")
			at := item.Evidence
			if i > 0 {
				at = source.At(at.File, at.Line+i, line)
			}
			lines = append(lines, Located{Value: line, Evidence: at})
		}
	}
	var found []Requirement
	for i := 0; i < len(lines); i++ {
		l := lines[i]
		var joined strings.Builder
		for strings.HasSuffix(lines[i].Value, `\`) && i+1 < len(lines) {
			joined.WriteString(strings.TrimSpace(strings.TrimSuffix(lines[i].Value, `\`)))
			i++
		}
		joined.WriteString(strings.TrimSuffix(lines[i].Value, `\`))
		r, err := ParseRequirement(joined.String())
		if err != nil {
			return nil, &Error{File: l.Evidence.File, Line: l.Evidence.Line, Text: err.Error()}
		}
		if len(found) >= maxItems {
			return nil, &Error{File: l.Evidence.File, Line: l.Evidence.Line, Text: fmt.Sprintf("more than %d requirements", maxItems)}
		}
		r.Evidence = l.Evidence
		found = append(found, r)
	}
	return found, nil
}

// splitLines is str.splitlines for the line ends that a file of text holds.
func splitLines(text string) []string {
	text = strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
	return strings.Split(strings.TrimSuffix(text, "\n"), "\n")
}

// entryPoints reads the ini text of entry points: sections, and "name = module:function [extras]" in them.
// Source: https://packaging.python.org/en/latest/specifications/entry-points/
func (m *Manifest) entryPoints(text Located) error {
	console := false
	for i, line := range splitLines(text.Value) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#' || line[0] == ';':
		case line[0] == '[':
			console = strings.TrimSpace(strings.Trim(line, "[]")) == "console_scripts"
		case console:
			at := text.Evidence
			if i > 0 {
				at = source.At(at.File, at.Line+i, line)
			}
			if err := m.entryPoint(Located{Value: line, Evidence: at}); err != nil {
				return err
			}
		}
	}
	return nil
}

// entryPoint reads one "name = module:function [extras]".
func (m *Manifest) entryPoint(l Located) error {
	name, target, ok := strings.Cut(l.Value, "=")
	name, target = strings.TrimSpace(name), strings.TrimSpace(target)
	if !ok || name == "" || target == "" || unprintable(l.Value) {
		return &Error{File: l.Evidence.File, Line: l.Evidence.Line, Text: fmt.Sprintf("entry point %s: is not NAME = MODULE:FUNCTION", quoted(l.Value))}
	}
	target, _, _ = strings.Cut(target, "[")
	m.script(name, Located{Value: strings.TrimSpace(target), Evidence: l.Evidence})
	return nil
}
