package packaging

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Hatch is the configuration of Hatch: [tool.hatch] of pyproject.toml, with hatch.toml over it.
// Source: https://hatch.pypa.io/latest/config/environment/overview/
type Hatch struct {
	Files []string
	Envs  map[string]HatchEnv // by name as written; without those that a matrix makes
}

// HatchEnv is an environment, with what it takes from its template.
type HatchEnv struct {
	Template     string        // the name of the one it takes from, its own for none
	Detached     bool          // nothing of the project is installed in it
	SkipInstall  bool          // the project itself is not installed
	Python       Located       // "3.12", or as written
	Dependencies []Requirement // dependencies and extra-dependencies, without the project's own
	Features     []Located     // extras of the project
	Groups       []Located     // dependency groups of the project
	Scripts      map[string][]Located
	Matrix       bool      // it stands for several, one for each set of variables
	Unknown      []Unknown // requirements that hold fields: "{root:uri}"
	Evidence     source.Evidence
}

// maxHatchEnvs bounds the environments of a project.
const maxHatchEnvs = 500

// hatchReader finds values for an environment in its own table, else in that of its template.
type hatchReader struct {
	envs  *node
	doc   *document
	chain []*node // the environment, its template, the template of that …
}

// ReadHatch reads the environments of Hatch; nil where there are none. Overrides are not followed. Errors are *Error.
func ReadHatch(t *source.Tree) (*Hatch, error) {
	h := &Hatch{Envs: map[string]HatchEnv{}}
	var d *document
	var envs *node
	// A key of hatch.toml replaces the whole of the same key of [tool.hatch].
	for _, file := range []string{"hatch.toml", "pyproject.toml"} {
		if envs != nil || !t.Has(file) {
			continue
		}
		var err error
		if d, err = readTOML(t, file); err != nil {
			return nil, err
		}
		keys := []string{"envs"}
		if file == "pyproject.toml" {
			keys = []string{"tool", "hatch", "envs"}
		}
		if envs = d.get(tableKind, d.root, keys...); envs != nil {
			h.Files = []string{file}
		}
		if d.err != nil {
			return nil, d.err
		}
	}
	if envs == nil {
		return nil, nil
	}
	if len(envs.keys) > maxHatchEnvs {
		return nil, &Error{File: d.file, Line: envs.line, Text: "envs: more than 500 environments"}
	}
	r := &hatchReader{envs: envs, doc: d}
	for _, name := range envs.keys {
		if unprintable(name) {
			d.fail(envs.table[name].line, "envs: %s holds a character that cannot be printed", quoted(name))
		}
		if env := r.env(name); d.err == nil {
			h.Envs[name] = env
		}
	}
	return h, d.err
}

func (r *hatchReader) env(name string) HatchEnv {
	d := r.doc
	e := HatchEnv{Template: name, Scripts: map[string][]Located{}, Evidence: d.at(r.envs.table[name].line)}
	r.chain = nil
	var open []string
	for at := name; ; {
		table := d.want(tableKind, r.envs.table[at], "envs: "+quoted(at))
		if table == nil {
			return e
		}
		open, r.chain = append(open, at), append(r.chain, table)
		next := d.located(table, "template")
		if next.Value == "" {
			if next.Value = "default"; r.envs.table["default"] == nil {
				break
			}
		}
		if detached := d.get(boolKind, table, "detached"); detached != nil && detached.text == "true" {
			e.Detached = e.Detached || at == name
			break
		}
		if at == name {
			e.Template = next.Value
		}
		if next.Value == at {
			break
		}
		if slices.Contains(open, next.Value) || len(open) > maxGroupDepth {
			d.fail(next.Evidence.Line, "envs: template of %s leads back to itself", quoted(at))
			return e
		}
		if r.envs.table[next.Value] == nil {
			d.fail(next.Evidence.Line, "envs: template %s does not exist", quoted(next.Value))
			return e
		}
		at = next.Value
	}
	skip := d.want(boolKind, r.find("skip-install"), "skip-install")
	e.SkipInstall = e.Detached || skip != nil && skip.text == "true"
	e.Python, _ = d.one(r.holder("python"), "python")
	e.Matrix = r.chain[0].find("matrix") != nil
	e.Features = d.strings(r.holder("features"), "features")
	e.Groups = d.strings(r.holder("dependency-groups"), "dependency-groups")
	for _, key := range []string{"dependencies", "extra-dependencies"} {
		for _, l := range d.strings(r.holder(key), key) {
			if strings.ContainsAny(l.Value, "{}") {
				e.Unknown = append(e.Unknown, Unknown{What: key, Evidence: l.Evidence})
				continue
			}
			q, err := ParseRequirement(l.Value)
			if err != nil {
				d.fail(l.Evidence.Line, "%s: %s", key, err)
			}
			q.Evidence = l.Evidence
			e.Dependencies = append(e.Dependencies, q)
		}
	}
	r.scripts(&e)
	return e
}

// holder is the first table of the chain that has a key.
func (r *hatchReader) holder(key string) *node {
	for _, table := range r.chain {
		if table.find(key) != nil {
			return table
		}
	}
	return nil
}

func (r *hatchReader) find(key string) *node { return r.holder(key).find(key) }

// scripts takes each script from the nearest table that has it. A script is one command or a list of them.
func (r *hatchReader) scripts(e *HatchEnv) {
	for _, table := range r.chain {
		scripts := r.doc.get(tableKind, table, "scripts")
		if scripts == nil {
			continue
		}
		for _, name := range scripts.keys {
			if _, nearer := e.Scripts[name]; !nearer && !unprintable(name) {
				e.Scripts[name] = r.doc.loose(scripts, name)
			}
		}
	}
}
