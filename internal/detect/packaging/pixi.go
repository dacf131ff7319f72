package packaging

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Pixi is what pixi is told: pixi.toml, or [tool.pixi] of pyproject.toml. There [project] counts too, which is not
// repeated here: its dependencies are packages of PyPI for the default environment, its extras and dependency groups
// are features.
// Source: https://pixi.sh/latest/reference/pixi_manifest/
type Pixi struct {
	File          string
	Name, Version Located
	Channels      []Located
	Platforms     []Located
	PixiFeature   // the default feature
	Features      map[string]PixiFeature
	Environments  map[string]PixiEnvironment // those that the file names; "default" is there without it
	table         []string                   // keys of the table
}

// PixiFeature is a set of dependencies and tasks. What is for linux-64, linux or unix alone is among them, what is for
// another target is not.
type PixiFeature struct {
	Dependencies []CondaSpec
	PyPI         []Requirement // URL is a directory where a path is given, relative to the file; Editable is as written
	Tasks        map[string]PixiTask
	Python       []Demand
	System       map[string]Located // system-requirements: libc, cuda, …
	Variables    map[string]Located // activation.env
	Scripts      []Located          // activation.scripts
}

// PixiEnvironment is made of features, with the default one unless NoDefault.
type PixiEnvironment struct {
	Features  []string
	NoDefault bool
	Evidence  source.Evidence
}

// PixiTask is a command of the project.
type PixiTask struct {
	Command   string // for pixi's own shell, a list of words joined; "" where it only depends on others
	DependsOn []string
	Evidence  source.Evidence
}

// ReadPixi reads pixi.toml at the root of the repository, else [tool.pixi] of pyproject.toml; nil where there is neither.
func ReadPixi(t *source.Tree) (*Pixi, error) {
	p := &Pixi{File: "pixi.toml"}
	if !t.Has(p.File) {
		p.File, p.table = "pyproject.toml", []string{"tool", "pixi"}
		if !t.Has(p.File) {
			return nil, nil
		}
	}
	d, err := readTOML(t, p.File)
	if err != nil {
		return nil, err
	}
	root := d.root
	if p.table != nil {
		if root = d.get(tableKind, d.root, p.table...); root == nil {
			return nil, d.err
		}
	}
	workspace := d.get(tableKind, root, "workspace")
	if workspace == nil {
		workspace = d.get(tableKind, root, "project") // before pixi 0.40
	}
	if workspace == nil && d.err == nil {
		return nil, &Error{File: p.File, Line: max(root.line, 1), Text: "workspace: is missing", Hint: "pixi init"}
	}
	p.Name, p.Version = d.asWritten(workspace, "name"), d.asWritten(workspace, "version")
	p.Channels, p.Platforms = d.pixiNames(workspace, "channels", "channel"), d.pixiNames(workspace, "platforms", "platform")
	p.PixiFeature = d.pixiFeature(root)
	if features := d.get(tableKind, root, "feature"); features != nil {
		p.Features = map[string]PixiFeature{}
		for _, name := range features.keys {
			if n := d.want(tableKind, features.table[name], "feature"); n != nil && !unprintable(name) {
				p.Features[name] = d.pixiFeature(n)
			}
		}
	}
	if environments := d.get(tableKind, root, "environments"); environments != nil {
		p.Environments = map[string]PixiEnvironment{}
		for _, name := range environments.keys {
			if !unprintable(name) {
				p.Environments[name] = d.pixiEnvironment(environments, name)
			}
		}
	}
	if d.err != nil {
		return nil, d.err
	}
	return p, nil
}

// pixiNames is a list of strings, or of tables that have the name under a key.
func (d *document) pixiNames(from *node, keys ...string) []Located {
	list := d.get(listKind, from, keys[0])
	if list == nil {
		return nil
	}
	var found []Located
	for _, item := range list.list {
		if item.kind == tableKind {
			if name := item.find(keys[1]); name != nil {
				item = name
			} else if item = item.find("name"); item == nil {
				continue
			}
		}
		found = append(found, d.scalar(item, keys[0]+": an item"))
	}
	return found
}

func (d *document) pixiEnvironment(environments *node, name string) PixiEnvironment {
	n := environments.table[name]
	e := PixiEnvironment{Evidence: d.at(n.line)}
	if n.kind == listKind {
		e.Features = values(d.strings(environments, name))
		return e
	}
	if n = d.want(tableKind, n, "environments"); n != nil {
		e.Features = values(d.strings(n, "features"))
		noDefault := d.get(boolKind, n, "no-default-feature")
		e.NoDefault = noDefault != nil && noDefault.text == "true"
	}
	return e
}

// Environment gives what an environment is made of, the default feature last; false where the file has none of that
// name, or names a feature that it does not have.
func (p *Pixi) Environment(name string) (PixiFeature, bool) {
	e, ok := p.Environments[name]
	if !ok && name != "default" {
		return PixiFeature{}, false
	}
	all := PixiFeature{Tasks: map[string]PixiTask{}, System: map[string]Located{}, Variables: map[string]Located{}}
	for _, feature := range e.Features {
		f, ok := p.Features[feature]
		if !ok && p.File == "pixi.toml" { // else an extra or a group of pyproject.toml
			return PixiFeature{}, false
		}
		all.add(f)
	}
	if !e.NoDefault {
		all.add(p.PixiFeature)
	}
	return all, true
}

// add puts another feature behind: what is there already stays.
func (f *PixiFeature) add(other PixiFeature) {
	f.Dependencies = slices.Concat(f.Dependencies, other.Dependencies)
	f.PyPI = slices.Concat(f.PyPI, other.PyPI)
	f.Python = slices.Concat(f.Python, other.Python)
	f.Scripts = slices.Concat(f.Scripts, other.Scripts)
	addAbsent(f.Tasks, other.Tasks)
	addAbsent(f.System, other.System)
	addAbsent(f.Variables, other.Variables)
}

func addAbsent[V any](to, from map[string]V) {
	for key, value := range from {
		if _, there := to[key]; !there {
			to[key] = value
		}
	}
}

// pixiFeature reads a feature with its targets. A task that is there twice is the one of the most general table.
func (d *document) pixiFeature(root *node) PixiFeature {
	f := PixiFeature{Tasks: map[string]PixiTask{}, System: map[string]Located{}, Variables: map[string]Located{}}
	tables := []*node{root}
	for _, target := range []string{"unix", "linux", "linux-64"} {
		if n := d.get(tableKind, root, "target", target); n != nil {
			tables = append(tables, n)
		}
	}
	for _, n := range tables {
		for _, key := range []string{"dependencies", "host-dependencies", "build-dependencies"} {
			d.pixiConda(&f, d.get(tableKind, n, key), key)
		}
		d.pixiPyPI(&f, d.get(tableKind, n, "pypi-dependencies"))
		d.pixiTasks(&f, d.get(tableKind, n, "tasks"))
		d.pixiScalars(f.System, d.get(tableKind, n, "system-requirements"), "system-requirements")
		d.pixiScalars(f.Variables, d.get(tableKind, n, "activation", "env"), "activation.env")
		f.Scripts = append(f.Scripts, d.strings(n, "activation", "scripts")...)
	}
	return f
}

func (d *document) pixiScalars(into map[string]Located, table *node, name string) {
	if table == nil {
		return
	}
	for _, key := range table.keys {
		n := table.table[key]
		if n.kind == tableKind { // libc = { family = "glibc", version = "2.28" }
			n = n.find("version")
		}
		if l := d.scalar(n, name); l.Evidence.Line > 0 && !unprintable(key) {
			into[key] = l
		}
	}
}

func (d *document) pixiTasks(f *PixiFeature, table *node) {
	if table == nil {
		return
	}
	for _, name := range table.keys {
		n := table.table[name]
		task := PixiTask{Evidence: d.at(n.line)}
		command := n
		if n.kind == tableKind {
			command = n.find("cmd")
			for _, key := range []string{"depends-on", "depends_on"} {
				on := n.find(key)
				if on != nil && on.kind == textKind {
					task.DependsOn = append(task.DependsOn, on.text)
				} else if on != nil {
					task.DependsOn = append(task.DependsOn, values(d.pixiNames(n, key, "task"))...)
				}
			}
		}
		switch {
		case command == nil:
		case command.kind == textKind:
			task.Command = command.text
		case command == n: // a list of tasks
			task.DependsOn = values(d.pixiNames(table, name, "task"))
		case command.kind == listKind:
			task.Command = strings.Join(values(d.strings(n, "cmd")), " ")
		}
		bad := func(text string) bool { return unprintable(strings.ReplaceAll(text, "\n", " ")) }
		if _, there := f.Tasks[name]; !there && !unprintable(name) && !bad(task.Command) && !slices.ContainsFunc(task.DependsOn, unprintable) {
			f.Tasks[name] = task
		}
	}
}
