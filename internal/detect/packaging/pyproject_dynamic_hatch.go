package packaging

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// hatchDynamic follows Hatchling with the plugin hatch-requirements-txt. Hooks of other names stay unknown.
// Source: https://github.com/repo-helper/hatch-requirements-txt
func (p *PyProject) hatchDynamic(t *source.Tree, m *Manifest) error {
	d, hooks := p.document, p.document.root.find("tool", "hatch", "metadata", "hooks")
	if t.Has("hatch.toml") {
		over, err := readTOML(t, "hatch.toml")
		if err != nil {
			return err
		}
		if over.root.find("metadata") != nil {
			d, hooks = over, over.root.find("metadata", "hooks")
			m.addFile("hatch.toml")
		}
	}
	hook := hooks.find("requirements_txt")
	if hook == nil {
		p.left(m, "dependencies")
		p.left(m, "optional-dependencies")
		return nil
	}
	if p.isDynamic("dependencies") {
		names := d.loose(hook, "files")
		if len(names) == 0 {
			if names = d.loose(hook, "filename"); len(names) == 0 {
				names = []Located{{Value: "requirements.txt", Evidence: d.at(hook.line)}}
			}
		}
		found, err := hatchRequirements(t, m, d, names)
		if err != nil {
			return err
		}
		m.Dependencies = found
	}
	extras := hook.find("optional-dependencies")
	if p.isDynamic("optional-dependencies") && extras == nil {
		p.left(m, "optional-dependencies")
	}
	if p.isDynamic("optional-dependencies") && extras != nil {
		for _, name := range extras.keys {
			found, err := hatchRequirements(t, m, d, d.loose(extras, name))
			if err != nil {
				return err
			}
			if !ValidName(name) {
				return &Error{File: d.file, Line: extras.table[name].line, Text: fmt.Sprintf("extra %s: is not a name of PEP 508", quoted(name))}
			}
			if err := m.extra(name, found); err != nil {
				return err
			}
		}
	}
	for _, name := range hooks.keys {
		if name != "requirements_txt" && name != "vcs" {
			p.left(m, "dependencies")
		}
	}
	return nil
}

// hatchOption is where the plugin cuts options of pip off.
var hatchOption = regexp.MustCompile(`\s+(-[A-Za-z]|--[A-Za-z]+)`)

// hatchRequirements reads requirements files as the plugin does: options of pip, -r too, are passed over.
func hatchRequirements(t *source.Tree, m *Manifest, d *document, names []Located) ([]Requirement, error) {
	var found []Requirement
	for _, l := range names {
		text, err := namedFiles(t, m, "", "tool.hatch.metadata.hooks.requirements_txt", d.file, l.Evidence.Line, []string{l.Value})
		if err != nil {
			return nil, err
		}
		lines := strings.Split(join(text), "\n")
		for i := 0; i < len(lines); i++ {
			number, line := i+1, lines[i]
			for strings.HasSuffix(strings.TrimRight(line, " \t"), `\`) && i+1 < len(lines) && len(line) <= maxRequirement {
				i++
				line = strings.TrimSuffix(strings.TrimRight(line, " \t"), `\`) + " " + lines[i]
			}
			start := strings.TrimSpace(line)
			if start == "" || start[0] == '#' || start[0] == '-' {
				continue
			}
			start = uncommented(start)
			if at := hatchOption.FindStringIndex(start); at != nil {
				start = start[:at[0]]
			}
			q, err := ParseRequirement(start)
			if err != nil {
				return nil, &Error{File: l.Value, Line: number, Text: err.Error()}
			}
			if len(found) >= maxItems {
				return nil, &Error{File: l.Value, Line: number, Text: fmt.Sprintf("more than %d requirements", maxItems)}
			}
			q.Evidence = source.At(l.Value, number, start)
			found = append(found, q)
		}
	}
	return found, nil
}
