package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Program is a program that starts something of a repository.
type Program struct {
	Name      string   `toml:"name"`
	Also      []string `toml:"also"`      // other names of it
	Modules   []string `toml:"modules"`   // its names behind python -m
	Framework string   `toml:"framework"` // name of its PyPI package, where the program tells what is built with it
	Kind      string   `toml:"kind"`      // of the process, where no command says otherwise: see Kinds

	// Names says what it is told to start: an "application" (module:attr), a "module", a "file", a "value" that is no
	// name of a file or module, a "config" that names the application, or a command of Django ("manage").
	Names        string   `toml:"names"`
	Prefix       string   `toml:"prefix"`        // of the target, before ":"
	Operand      bool     `toml:"operand"`       // its first argument names it
	Options      []string `toml:"options"`       // these name it
	FileOptions  []string `toml:"file_options"`  // these name it by its file
	Variable     string   `toml:"variable"`      // of the environment that names it
	DefaultFiles []string `toml:"default_files"` // files that it looks for where nothing names one, the first first
	Attr         string   `toml:"attr"`          // name of the object where none is given
	Callable     []string `toml:"callable"`      // options that give the name of the object
	Factory      []string `toml:"factory"`       // options by which it is a function that returns the application

	Port          []string         `toml:"port"`           // options that give the port, or an address with it
	Dir           []string         `toml:"dir"`            // options that give the directory that it changes to
	Paths         []string         `toml:"paths"`          // options that give a directory to import from
	Config        []string         `toml:"config"`         // options that give its configuration file
	ConfigOperand bool             `toml:"config_operand"` // an argument can be the configuration file
	ConfigFormat  string           `toml:"config_format"`  // how the file is read, "none" for not at all
	ConfigFiles   []string         `toml:"config_files"`   // names that it has where none is given
	Dev           []string         `toml:"dev"`            // options that only developers use
	Flags         []string         `toml:"flags"`          // options that take no value
	Commands      []ProgramCommand `toml:"commands"`
	Why           string           `toml:"why"`
	Source        string           `toml:"source"`
	Checked       toml.LocalDate   `toml:"checked"`
}

// ProgramCommand is what a program does by its first arguments.
type ProgramCommand struct {
	Words   []string `toml:"words"`
	Kind    string   `toml:"kind"`
	Operand bool     `toml:"operand"` // the argument behind them names what is started
	Dev     bool     `toml:"dev"`     // only developers use it
}

// Wrapper is a program that starts the command behind it.
type Wrapper struct {
	Name          string         `toml:"name"`
	Words         []string       `toml:"words"`          // it is one where they stand behind its name
	Modules       []string       `toml:"modules"`        // its names behind python -m
	OptionsBefore bool           `toml:"options_before"` // options can stand before the words
	Operands      int            `toml:"operands"`       // words of its own, behind its options
	Flags         []string       `toml:"flags"`          // options that take no value
	Values        []string       `toml:"values"`         // options that take one, where their form does not say so
	Dashes        bool           `toml:"dashes"`         // the command stands behind "--"
	Text          []string       `toml:"text"`           // options whose value is a line of the shell; "operand" for the first argument
	Shell         bool           `toml:"shell"`          // a shell: its first argument is a script
	Python        bool           `toml:"python"`         // what stands behind it is read as behind "python"
	Tasks         bool           `toml:"tasks"`          // its first argument can be a task of the project
	Target        bool           `toml:"target"`         // its first argument is a target of a file of targets
	Drop          bool           `toml:"drop"`           // what it starts is nothing of the repository's Python
	Dev           bool           `toml:"dev"`            // only developers use it
	Also          []string       `toml:"also"`           // other names of it
	Why           string         `toml:"why"`
	Source        string         `toml:"source"`
	Checked       toml.LocalDate `toml:"checked"`
}

// ProcessRole says what names of processes mean.
type ProcessRole struct {
	Kind    string         `toml:"kind"`
	Names   []string       `toml:"names"` // in lower case
	Why     string         `toml:"why"`
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// StartImage is a base image that starts the application by itself.
type StartImage struct {
	Name      string         `toml:"name"` // without a tag
	Also      []string       `toml:"also"`
	Dir       string         `toml:"dir"`       // where it runs
	Before    string         `toml:"before"`    // a script that it runs before, where it is there
	Modules   []string       `toml:"modules"`   // it looks for these, the first first
	Attr      string         `toml:"attr"`      // name of the application in them
	Variables []string       `toml:"variables"` // of the environment: the application, its module, its name
	Command   []string       `toml:"command"`   // {app} is the application
	Why       string         `toml:"why"`
	Source    string         `toml:"source"`
	Checked   toml.LocalDate `toml:"checked"`
}

// Kinds are the kinds of processes that the tables know. A starter starts others, a monitor watches
// them, a probe asks one how it is.
var Kinds = []string{"web", "worker", "scheduler", "cron", "migration", "job", "build", "dev", "test", "probe", "monitor", "starter", "unknown"}

// commands are the tables of them.
type commands struct {
	Program []Program     `toml:"program"`
	Role    []ProcessRole `toml:"role"`
	Image   []StartImage  `toml:"image"`
}

type wrappers struct {
	Wrapper []Wrapper `toml:"wrapper"`
}

// check holds what the schema cannot say.
func (c *commands) check() error {
	const file = "commands.toml"
	if err := ordered(file, c.Program, func(p Program) string { return p.Name }); err != nil {
		return err
	}
	if err := ordered(file, c.Role, func(r ProcessRole) string { return r.Kind }); err != nil {
		return err
	}
	if err := ordered(file, c.Image, func(i StartImage) string { return i.Name }); err != nil {
		return err
	}
	for _, i := range c.Image {
		if i.Why == "" || i.Source == "" || i.Checked.Year == 0 || len(i.Command) == 0 || len(i.Modules) == 0 || len(i.Variables) != 3 {
			return fmt.Errorf("%s: image %s: command, modules, three variables, why, source and checked are needed", file, i.Name)
		}
	}
	named, modules := map[string]bool{}, map[string]bool{}
	for _, p := range c.Program {
		if p.Why == "" || p.Source == "" || p.Checked.Year == 0 || p.Kind == "" && len(p.Commands) == 0 {
			return fmt.Errorf("%s: %s: why, source and checked are needed, and a kind or commands", file, p.Name)
		}
		for _, name := range append([]string{p.Name}, p.Also...) {
			if named[name] {
				return fmt.Errorf("%s: %s: the name %q stands twice", file, p.Name, name)
			}
			named[name] = true
		}
		for _, name := range p.Modules {
			if modules[name] {
				return fmt.Errorf("%s: %s: the module %q stands twice", file, p.Name, name)
			}
			modules[name] = true
		}
		if !slices.Contains([]string{"", "application", "module", "file", "value", "config", "manage"}, p.Names) {
			return fmt.Errorf("%s: %s: names %q is not known", file, p.Name, p.Names)
		}
		if !slices.Contains([]string{"", "none", "gunicorn", "hypercorn", "uwsgi", "procfile", "supervisor", "circus", "crontab"}, p.ConfigFormat) {
			return fmt.Errorf("%s: %s: config_format %q is not known", file, p.Name, p.ConfigFormat)
		}
		kinds := []string{p.Kind}
		for _, command := range p.Commands {
			if kinds = append(kinds, command.Kind); len(command.Words) == 0 {
				return fmt.Errorf("%s: %s: a command has no words", file, p.Name)
			}
		}
		for i, kind := range kinds {
			if !slices.Contains(Kinds, kind) && (i > 0 || kind != "") {
				return fmt.Errorf("%s: %s: kind %q is not one of %s", file, p.Name, kind, strings.Join(Kinds, ", "))
			}
		}
	}
	for _, r := range c.Role {
		if r.Why == "" || r.Source == "" || r.Checked.Year == 0 || !slices.Contains(Kinds, r.Kind) || !slices.IsSorted(r.Names) {
			return fmt.Errorf("%s: role %s: a known kind, sorted names, why, source and checked are needed", file, r.Kind)
		}
	}
	return nil
}

func (w *wrappers) check() error {
	const file = "wrappers.toml"
	if err := ordered(file, w.Wrapper, func(w Wrapper) string { return w.Name + " " + strings.Join(w.Words, " ") }); err != nil {
		return err
	}
	for _, row := range w.Wrapper {
		if row.Why == "" || row.Source == "" || row.Checked.Year == 0 {
			return fmt.Errorf("%s: %s: why, source and checked are needed", file, row.Name)
		}
	}
	return nil
}

// Program gives the program of that name, nil where the tables have none.
func (t *Tables) Program(name string) *Program {
	return t.program(func(p Program) bool { return p.Name == name || slices.Contains(p.Also, name) })
}

// ModuleProgram gives the program that python -m starts by that name, nil where the tables have none.
func (t *Tables) ModuleProgram(module string) *Program {
	return t.program(func(p Program) bool { return slices.Contains(p.Modules, module) })
}

func (t *Tables) program(fits func(Program) bool) *Program {
	if i := slices.IndexFunc(t.commands.Program, fits); i >= 0 {
		return &t.commands.Program[i]
	}
	return nil
}

// Wrappers gives the rows of a program that starts the command behind it.
func (t *Tables) Wrappers(name string) []Wrapper {
	var found []Wrapper
	for _, w := range t.wrappers.Wrapper {
		if w.Name == name || slices.Contains(w.Also, name) {
			found = append(found, w)
		}
	}
	return found
}

// ModuleWrapper gives the wrapper that python -m starts by that name, nil where the tables have none.
func (t *Tables) ModuleWrapper(module string) *Wrapper {
	for i, w := range t.wrappers.Wrapper {
		if slices.Contains(w.Modules, module) {
			return &t.wrappers.Wrapper[i]
		}
	}
	return nil
}

// RoleKind gives the kind of process that a name stands for, "" where it says nothing.
func (t *Tables) RoleKind(role string) string {
	for _, r := range t.commands.Role {
		if slices.Contains(r.Names, role) {
			return r.Kind
		}
	}
	return ""
}

// StartImage gives the image of that name, with or without a tag, nil where the tables have none.
func (t *Tables) StartImage(name string) *StartImage {
	name, _, _ = strings.Cut(strings.TrimPrefix(name, "docker.io/"), ":")
	for i, image := range t.commands.Image {
		if image.Name == name || slices.Contains(image.Also, name) {
			return &t.commands.Image[i]
		}
	}
	return nil
}
