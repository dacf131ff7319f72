package packaging

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// DynamicDependencies reads what [project] dynamic leaves to the build back end: dependencies and
// optional-dependencies, and version and requires-python where a file says them. It follows setuptools, which reads
// [tool.setuptools.dynamic], setup.cfg and setup.py, and the plugin hatch-requirements-txt. What another back end or a
// plugin fills in is in Unknown. Nil where nothing is dynamic. Errors are *Error.
func (p *PyProject) DynamicDependencies(t *source.Tree) (*Manifest, error) {
	if len(p.Dynamic) == 0 {
		return nil, nil
	}
	d := p.document
	m := &Manifest{File: d.file, Files: []string{d.file}, Evidence: d.at(p.Line("project", "dynamic"))}
	var err error
	switch backend := p.backend(); {
	case backend == "setuptools":
		err = p.setuptoolsDynamic(t, m)
	case backend == "hatchling":
		err = p.hatchDynamic(t, m)
	default:
		for _, key := range []string{"dependencies", "optional-dependencies"} {
			p.left(m, key)
		}
	}
	if err == nil {
		err = d.err
	}
	if err != nil {
		return nil, err
	}
	return m, nil
}

func (p *PyProject) isDynamic(key string) bool { return slices.Contains(p.Dynamic, key) }

// left notes a dynamic key that nothing known fills in.
func (p *PyProject) left(m *Manifest, key string) {
	if p.isDynamic(key) {
		m.unknown(key, m.Evidence)
	}
}

// setuptoolsDynamic follows setuptools.
// Source: https://setuptools.pypa.io/en/latest/userguide/pyproject_config.html#dynamic-metadata
func (p *PyProject) setuptoolsDynamic(t *source.Tree, m *Manifest) error {
	below, err := ReadSetuptools(t)
	if err != nil {
		return err
	}
	if below == nil {
		below = &Manifest{}
	}
	for _, f := range below.Files {
		m.addFile(f)
	}
	m.VersionTool = below.VersionTool
	dynamic := p.document.root.find("tool", "setuptools", "dynamic")
	inherit := func(key, argument string, take func()) {
		if !p.isDynamic(key) || dynamic.find(key) != nil {
			return
		}
		take()
		for _, u := range below.Unknown {
			if u.What == argument || u.What == wholeProject {
				m.unknown(key, u.Evidence)
			}
		}
	}
	inherit("dependencies", "install_requires", func() { m.Dependencies = below.Dependencies })
	inherit("optional-dependencies", "extras_require", func() { m.Optional = below.Optional })
	inherit("requires-python", "python_requires", func() { m.RequiresPython = below.RequiresPython })
	inherit("scripts", "entry_points", func() { m.Scripts = below.Scripts })
	inherit("version", "version", func() { m.Version = below.Version })
	if p.isDynamic("dependencies") && dynamic.find("dependencies") != nil {
		if m.Dependencies, err = p.dynamicRequirements(t, m, dynamic.find("dependencies"), "dependencies"); err != nil {
			return err
		}
	}
	if extras := dynamic.find("optional-dependencies"); p.isDynamic("optional-dependencies") && extras != nil {
		for _, name := range extras.keys {
			list, err := p.dynamicRequirements(t, m, extras.table[name], "optional-dependencies."+source.Printable(name))
			if err != nil {
				return err
			}
			if !ValidName(name) {
				return p.dynamicError(extras.table[name], "extra %s: is not a name of PEP 508", quoted(name))
			}
			if err := m.extra(name, list); err != nil {
				return err
			}
		}
	}
	return p.dynamicTexts(t, m, dynamic)
}

// dynamicTexts reads version and requires-python of [tool.setuptools.dynamic].
func (p *PyProject) dynamicTexts(t *source.Tree, m *Manifest, dynamic *node) error {
	if version := dynamic.find("version"); p.isDynamic("version") && version != nil {
		if version.find("file") != nil {
			text, err := p.dynamicFiles(t, m, version, "version")
			if err != nil {
				return err
			}
			m.Version = Located{Value: strings.TrimSpace(join(text)), Evidence: p.document.at(version.line)}
		} else {
			m.unknown("version", p.document.at(version.line)) // attr: a module that may have to be imported
		}
	}
	if python := dynamic.find("requires-python"); p.isDynamic("requires-python") && python != nil {
		text, err := p.dynamicFiles(t, m, python, "requires-python")
		if err != nil {
			return err
		}
		value, err := pep440.Normal(strings.TrimSpace(join(text)))
		if err != nil {
			return p.dynamicError(python, "requires-python: %s", err)
		}
		m.RequiresPython = Located{Value: value, Evidence: p.document.at(python.line)}
	}
	return nil
}

func (p *PyProject) dynamicError(n *node, format string, args ...any) error {
	return &Error{File: p.document.file, Line: n.line, Text: "tool.setuptools.dynamic: " + fmt.Sprintf(format, args...)}
}

// dynamicFiles reads the files of { file = "a" } or { file = ["a", "b"] }.
func (p *PyProject) dynamicFiles(t *source.Tree, m *Manifest, n *node, key string) ([]Located, error) {
	names := p.document.loose(n, "file")
	what, _, _ := strings.Cut(key, ".")
	if n.find("file") == nil || len(names) == 0 && n.find("file").kind != listKind {
		return nil, p.dynamicError(n, "%s: is not { file = [\"…\"] }", key)
	}
	return namedFiles(t, m, what, "tool.setuptools.dynamic: "+key, p.document.file, n.line, values(names))
}

func (p *PyProject) dynamicRequirements(t *source.Tree, m *Manifest, n *node, key string) ([]Requirement, error) {
	text, err := p.dynamicFiles(t, m, n, key)
	if err != nil {
		return nil, err
	}
	return setuptoolsRequirements(text)
}

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
