package packaging

import (
	"fmt"
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
