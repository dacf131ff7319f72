package packaging

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

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

// PixiTask is a command of the project.
type PixiTask struct {
	Command   string // for pixi's own shell, a list of words joined; "" where it only depends on others
	DependsOn []string
	Evidence  source.Evidence
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
