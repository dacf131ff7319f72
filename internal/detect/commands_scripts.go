package detect

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// Script is a program that installing the project makes: an entry point that leads to a function of the repository.
// One that leads elsewhere is none of the repository's.
type Script struct {
	Name     string          `json:"name"`
	Module   string          `json:"module"`
	Attr     string          `json:"attr"` // the function
	File     string          `json:"file"`
	Root     string          `json:"root"` // directory that Module is imported from
	Evidence source.Evidence `json:"evidence"`
}

// maxScripts bounds the entry points of one repository.
const maxScripts = 500

// readEntryPoints lists the entry points of the projects of the repository.
// Source: https://packaging.python.org/en/latest/specifications/entry-points/
func (s *commandSearch) readEntryPoints() []Script {
	found := []Script{}
	add := func(dir, name string, l packaging.Located) {
		if script, ok := s.entryPoint(dir, name, l); ok && len(found) < maxScripts {
			found = append(found, script)
		}
	}
	for _, file := range s.projects() {
		root, err := packaging.ReadValue(s.tree, file)
		if err != nil {
			continue // it was said where the packages are read
		}
		for _, keys := range [][]string{{"project", "scripts"}, {"tool", "poetry", "scripts"}, {"tool", "flit", "scripts"}} {
			table := root.Get(keys...)
			for _, name := range table.Keys() {
				v := table.Get(name)
				text := v.Text()
				if v.IsTable() { // of poetry
					text = v.Get("reference").Text() + v.Get("callable").Text()
				}
				add(path.Dir(file), name, packaging.Located{Value: text, Evidence: v.Evidence()})
			}
		}
	}
	if m, err := packaging.ReadSetuptools(s.tree); err == nil && m != nil {
		for _, name := range sortedKeys(m.Scripts) {
			add(".", name, m.Scripts[name])
		}
	}
	return found
}

// projects lists the pyproject.toml files, that of the root first.
func (s *commandSearch) projects() []string {
	var found []string
	for _, file := range s.tree.Files() {
		if path.Base(file) == "pyproject.toml" && strings.Count(file, "/") <= 3 && commandPlace(file) && len(found) < 20 {
			found = append(found, file)
		}
	}
	slices.SortStableFunc(found, func(a, b string) int { return strings.Count(a, "/") - strings.Count(b, "/") })
	return found
}

// entryPoint reads "module:function [extras]" and looks the module up.
func (s *commandSearch) entryPoint(dir, name string, l packaging.Located) (Script, bool) {
	text, _, _ := strings.Cut(l.Value, "[")
	module, attr, ok := strings.Cut(strings.TrimSpace(text), ":")
	module, attr = strings.TrimSpace(module), strings.TrimSpace(attr)
	if !ok || !importable(module) || !importable(attr) || !plainRole(name) {
		return Script{}, false
	}
	parts := strings.Split(module, ".")
	if len(parts) > maxModuleParts {
		return Script{}, false
	}
	roots := []string{dir, path.Join(dir, "src"), path.Join(dir, "python"), path.Join(dir, "lib")}
	for _, root := range roots {
		if file, ok := s.moduleFile(root, parts); ok {
			return Script{Name: name, Module: module, Attr: attr, File: file, Root: root, Evidence: l.Evidence}, true
		}
	}
	if found, ok := s.onlyModule(launch{}, parts); ok && (dir == "." || strings.HasPrefix(found.file, dir+"/")) {
		return Script{Name: name, Module: module, Attr: attr, File: found.file, Root: cleanDir(found.root), Evidence: l.Evidence}, true
	}
	return Script{}, false
}

// commandTask is a task that a project names, for a tool that runs it.
type commandTask struct {
	file  string
	name  string
	lines []packaging.Value
	env   []CommandVariable
	cwd   string
}

// readTasks notes the tasks of the tools that run them.
func (s *commandSearch) readTasks() {
	for _, file := range s.projects() {
		root, err := packaging.ReadValue(s.tree, file)
		if err != nil {
			continue
		}
		for _, keys := range [][]string{{"tool", "poe", "tasks"}, {"tool", "pdm", "scripts"}, {"tool", "taskipy", "tasks"}, {"tool", "rye", "scripts"}, {"tool", "pixi", "tasks"}, {"tool", "hatch", "scripts"}} {
			s.taskTable(file, root.Get(keys...))
		}
		envs := root.Get("tool", "hatch", "envs")
		for _, env := range envs.Keys() {
			s.taskTable(file, envs.Get(env, "scripts"))
		}
	}
	for file, keys := range map[string]string{"Pipfile": "scripts", "pixi.toml": "tasks"} {
		if !s.tree.Has(file) {
			continue
		}
		if root, err := packaging.ReadValue(s.tree, file); err == nil {
			s.taskTable(file, root.Get(keys))
		}
	}
}

func (s *commandSearch) taskTable(file string, table packaging.Value) {
	for _, name := range table.Keys() {
		v := table.Get(name)
		t := commandTask{file: file, name: name, cwd: path.Dir(file)}
		switch {
		case v.IsTable():
			for _, key := range []string{"cmd", "shell", "composite", "sequence"} {
				if inner := v.Get(key); inner.Line() > 0 {
					t.lines = taskLines(inner, key == "cmd" || key == "shell")
				}
			}
			t.env = stringTable(v.Get("env"))
			if cwd := v.Get("cwd").Text() + v.Get("working_dir").Text(); cwd != "" {
				t.cwd = cleanDir(path.Join(path.Dir(file), cwd))
			}
		default:
			t.lines = taskLines(v, false)
		}
		if _, twice := s.tasks[name]; !twice && plainTask(name) && len(s.tasks) < maxScripts && len(t.lines) > 0 {
			s.tasks[name] = t
		}
	}
}

// plainTask reports whether a text can be the name of a task.
func plainTask(name string) bool { return plainRole(strings.ReplaceAll(name, ":", "-")) }

// taskLines gives the commands of a task; one gives a list of words as one.
func taskLines(v packaging.Value, one bool) []packaging.Value {
	if v.IsList() && !one {
		return v.Items()
	}
	return []packaging.Value{v}
}

// task follows a task that a command names. It is false where the project has none of that name.
func (s *commandSearch) task(l launch, name string, args []string, at source.Evidence) bool {
	if _, after, ok := strings.Cut(name, ":"); ok { // hatch run env:task
		if _, ok := s.tasks[name]; !ok {
			name = after
		}
	}
	t, ok := s.tasks[name]
	if !ok {
		return false
	}
	inner := l.deeper(at)
	if inner.depth <= maxCommandDepth {
		s.taskCommands(inner, t, args)
	}
	return true
}

func (s *commandSearch) taskCommands(l launch, t commandTask, args []string) {
	l = l.withAll(t.env)
	if l.image == nil {
		l.cwd = t.cwd
	}
	for _, v := range t.lines {
		if v.IsList() {
			s.words(l, append(v.Texts(), args...), v.Evidence())
			continue
		}
		text := v.Text()
		if v.IsTable() {
			text = v.Get("cmd").Text() + v.Get("shell").Text()
		}
		text = taskArguments.ReplaceAllString(text, "")
		if len(args) > 0 {
			text += ` "$@"`
		}
		s.line(l, text, v.Evidence(), args)
	}
}

// taskArguments stand for what follows the name of a task: {args} of Hatch and PDM.
var taskArguments = regexp.MustCompile(`\s*\{args(:[^}]*)?\}`)

// runTasks notes what the tasks start. Nothing starts one but a person, or another file, which was followed.
func (s *commandSearch) runTasks() {
	for _, name := range sortedKeys(s.tasks) {
		t := s.tasks[name]
		l := launch{source: "task", file: t.file, role: name, weak: true, dev: packaging.DevelopmentName(name), env: map[string]string{}, cwd: t.cwd}
		s.process(name, "", func() { s.taskCommands(l, t, nil) })
	}
}
