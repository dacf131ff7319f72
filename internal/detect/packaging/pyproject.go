package packaging

import (
	"fmt"
	"path"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// PyProject is pyproject.toml.
// Source: https://packaging.python.org/en/latest/specifications/pyproject-toml/
type PyProject struct {
	HasProject        bool
	Name, Version     Located
	RequiresPython    Located
	Dependencies      []Requirement
	BuildSystem       *source.Evidence // of [build-system]
	BuildBackend      string
	Tools             map[string]source.Evidence // the tables [tool.X]
	FastAPIEntrypoint Located                    // [tool.fastapi] entrypoint
	UVPackage         *bool                      // [tool.uv] package
	DefaultGroups     []string                   // [tool.uv] default-groups
	Declared          []string                   // directories that the build is told to take packages from
}

// rawPyProject holds what is read; what is of no use here is not looked at, so that it may have any form.
type rawPyProject struct {
	Project *struct {
		Name           any `toml:"name"`
		Version        any `toml:"version"`
		RequiresPython any `toml:"requires-python"`
		Dependencies   any `toml:"dependencies"`
	} `toml:"project"`
	BuildSystem map[string]any            `toml:"build-system"`
	Tool        map[string]map[string]any `toml:"tool"`
}

// ReadPyProject reads pyproject.toml at the root of the repository; nil where there is none.
func ReadPyProject(t *source.Tree) (*PyProject, error) {
	const file = "pyproject.toml"
	if !t.Has(file) {
		return nil, nil
	}
	var raw rawPyProject
	d, err := decode(t, file, &raw)
	if err != nil {
		return nil, err
	}
	p := &PyProject{Tools: map[string]source.Evidence{}}
	if raw.Project != nil {
		p.HasProject = true
		p.Name = located(d, raw.Project.Name, "project", "name")
		p.Version = located(d, raw.Project.Version, "project", "version")
		p.RequiresPython = located(d, raw.Project.RequiresPython, "project", "requires-python")
		if p.RequiresPython.Value, err = normalSpecifier(p.RequiresPython.Value); err != nil {
			return nil, &Error{File: file, Line: p.RequiresPython.Evidence.Line, Text: "requires-python: " + err.Error(), Hint: `requires-python = ">=3.12"`}
		}
		if p.Dependencies, err = requirementList(d, raw.Project.Dependencies, "project", "dependencies"); err != nil {
			return nil, err
		}
	}
	if raw.BuildSystem != nil {
		at := d.at("build-system")
		p.BuildSystem = &at
		p.BuildBackend, _ = raw.BuildSystem["build-backend"].(string)
	}
	for name := range raw.Tool {
		p.Tools[name] = d.at("tool", name)
	}
	p.FastAPIEntrypoint = located(d, raw.Tool["fastapi"]["entrypoint"], "tool", "fastapi", "entrypoint")
	if package_, ok := raw.Tool["uv"]["package"].(bool); ok {
		p.UVPackage = &package_
	}
	p.DefaultGroups = texts(raw.Tool["uv"]["default-groups"])
	p.Declared = declaredPackages(raw.Tool)
	return p, nil
}

func located(d *document, value any, keys ...string) Located {
	text, ok := value.(string)
	if !ok {
		return Located{}
	}
	return Located{Value: text, Evidence: d.at(keys...)}
}

func texts(value any) []string {
	list, _ := value.([]any)
	var found []string
	for _, v := range list {
		if s, ok := v.(string); ok {
			found = append(found, s)
		}
	}
	return found
}

func requirementList(d *document, value any, keys ...string) ([]Requirement, error) {
	if value == nil {
		return nil, nil
	}
	list, ok := value.([]any)
	if !ok {
		at := d.at(keys...)
		return nil, &Error{File: d.file, Line: at.Line, Text: strings.Join(keys, ".") + " is not a list"}
	}
	var found []Requirement
	for _, v := range list {
		text, ok := v.(string)
		at := d.lineWith(text, keys...)
		if !ok {
			return nil, &Error{File: d.file, Line: at.Line, Text: fmt.Sprintf("%v is not a requirement", v)}
		}
		r, err := ParseRequirement(text)
		if err != nil {
			return nil, &Error{File: d.file, Line: at.Line, Text: err.Error()}
		}
		r.Evidence = at
		found = append(found, r)
	}
	return found, nil
}

// declaredPackages gathers the directories that build back ends are told to build from.
func declaredPackages(tool map[string]map[string]any) []string {
	var found []string
	add := func(p string) {
		if p = path.Clean(p); p != "." && !strings.HasPrefix(p, "..") && !path.IsAbs(p) {
			found = append(found, p)
		}
	}
	for _, p := range texts(dig(tool["hatch"], "build", "targets", "wheel", "packages")) {
		add(p)
	}
	for _, p := range texts(tool["setuptools"]["packages"]) {
		add(strings.ReplaceAll(p, ".", "/"))
	}
	backend, _ := tool["uv"]["build-backend"].(map[string]any)
	if name, ok := backend["module-name"].(string); ok {
		root, ok := backend["module-root"].(string)
		if !ok {
			root = "src"
		}
		add(path.Join(root, strings.ReplaceAll(name, ".", "/")))
	}
	return found
}

func dig(m map[string]any, keys ...string) any {
	var v any = m
	for _, k := range keys {
		next, ok := v.(map[string]any)
		if !ok {
			return nil
		}
		v = next[k]
	}
	return v
}
