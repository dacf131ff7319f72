package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Command is a command by which a file of the repository starts something of it: a simple command, without the programs
// that only stand before it.
type Command struct {
	Source    string `json:"source"`              // what kind of file starts it: procfile, dockerfile, compose, …
	Role      string `json:"role,omitempty"`      // the name of the process there: web, a service of compose, a target of the Makefile
	Kind      string `json:"kind"`                // web, worker, scheduler, cron, migration, job, build, dev, test, unknown
	Framework string `json:"framework,omitempty"` // PyPI name of what it runs, where the program tells
	Program   string `json:"program"`             // the program's name, without a directory
	// Target is what it starts: module:attr, module:attr(), script:FILE, module:NAME, console:NAME, manage:COMMAND,
	// flask:COMMAND, celery:MODULE, streamlit:FILE; "" where that is not known. A FILE is relative to Dir.
	Target string   `json:"target,omitempty"`
	Runs   string   `json:"runs,omitempty"` // the file of the repository that Target leads to
	Argv   []string `json:"argv"`
	// Dir is the directory of the repository that it runs in, Root the one that its module is imported from.
	// "" where that is not known.
	Dir      string            `json:"dir"`
	Root     string            `json:"root,omitempty"`
	Env      []CommandVariable `json:"env,omitempty"`      // what the file gives it, without what stands in the image of a Dockerfile
	Schedule string            `json:"schedule,omitempty"` // five fields of cron, or @daily and its like
	Port     int               `json:"port,omitempty"`     // that its arguments fix, or the default that they give a variable
	Open     []string          `json:"open,omitempty"`     // variables in Argv that have no value
	Left     []string          `json:"left,omitempty"`     // what stood before it and was left out: "gosu app", "poetry run"
	Main     bool              `json:"main,omitempty"`     // the one that the process is there for; the others come before it
	Branch   bool              `json:"branch,omitempty"`   // it stands in a branch of a script that may not be taken
	Dev      bool              `json:"dev,omitempty"`      // for development or tests, by its file, stage, options or place
	Weak     bool              `json:"weak,omitempty"`     // a task or a script that nothing starts by itself
	Via      []source.Evidence `json:"via,omitempty"`      // the lines that lead to it, the file that starts it first
	Evidence source.Evidence   `json:"evidence"`

	names string // of its program: what the target is
}

// CommandVariable is a variable that a command is given.
type CommandVariable struct {
	Name  string `json:"name"`
	Value string `json:"value"`
}

// Usable reports whether the command can be run as it stands: it names something of the repository, nothing of it is
// left to a variable, and no branch decides whether it runs.
func (c Command) Usable() bool { return c.Target != "" && len(c.Open) == 0 && !c.Branch }

// LongRunning reports whether a process of that kind stays.
func (c Command) LongRunning() bool {
	return c.Kind == "web" || c.Kind == "worker" || c.Kind == "scheduler"
}

// Bounds of the search for commands.
const (
	maxReadFiles    = 300       // files read in all
	maxCommandText  = 256 << 10 // bytes of one of them
	maxCommandBytes = 16 << 20  // bytes of all of them, each time that they are followed
	maxCommandList  = 500       // commands kept
	maxCommandDepth = 8         // files and lines that lead to a command
	maxCommandWork  = 20_000    // commands looked at
	maxCommandDirs  = 8         // directories above a file
)

// commandSearch is one run of the search for what the repository's own files start.
type commandSearch struct {
	*program
	tables  *knowledge.Tables
	scripts map[string]Script // entry points by name
	tasks   map[string]commandTask
	images  map[string]*builtImage // by file and directory of the build
	targets map[string]*targetFile // Makefiles and justfiles
	visited map[string]bool        // files that something starts
	byBase  map[string][]string    // files by the last part of their path
	found   []Command
	work    int
	bytes   int
}

// findCommands notes what the repository's files say about starting it. It comes after the applications: their names
// complete what the commands leave out.
func (f *Facts) findCommands(p *program, tables *knowledge.Tables, options Options) {
	s := &commandSearch{
		program: p, tables: tables, scripts: map[string]Script{}, tasks: map[string]commandTask{}, images: map[string]*builtImage{},
		targets: map[string]*targetFile{}, visited: map[string]bool{},
	}
	f.Scripts = s.readEntryPoints()
	for _, script := range f.Scripts {
		if _, twice := s.scripts[script.Name]; !twice {
			s.scripts[script.Name] = script
		}
	}
	s.readTasks()
	if !options.IgnoreDeploymentFiles {
		s.readDeployment()
	}
	s.runTasks()
	s.found = slices.DeleteFunc(s.found, func(c Command) bool { // the tools of developers are no part of the program
		return len(c.Argv) == 0 || c.Weak && (c.Kind == "dev" || c.Kind == "test" || c.Kind == "probe")
	})
	f.nameApplications(s.found)
	f.Commands = append(f.Commands, s.found...)
}

// commandText is the text of a file of commands, within the bounds.
func (s *commandSearch) commandText(file string) (string, bool) {
	text, err := s.tree.Text(file)
	if err != nil || len(text) > maxCommandText || s.bytes+len(text) > maxCommandBytes {
		return "", false
	}
	s.bytes += len(text)
	return text, true
}

// process runs what reads one process. In it, and in each that a branch of its script starts by a name of its own, it
// marks the command that the process is there for.
func (s *commandSearch) process(role, kind string, read func()) {
	first := len(s.found)
	read()
	commands := s.found[first:]
	for i := range commands {
		if c := &commands[i]; c.Kind == "unknown" && kind != "" && (i == len(commands)-1 || c.Role != role) {
			c.Kind = kind
		}
	}
	for _, name := range rolesOf(commands) {
		main := mainOf(commands, name)
		main.Main = true
		if main.Kind != "unknown" {
			continue
		}
		for _, name := range append([]string{name}, namesOfStart(*main)...) {
			if named := s.roleKind(name); named != "" && (named != "dev" && named != "test" || !main.Dev) {
				main.Kind = named
				break
			}
		}
	}
}

// namesOfStart are the words of a command that can say what it is for: its first argument, and what it starts.
func namesOfStart(c Command) []string {
	kind, name, _ := strings.Cut(c.Target, ":")
	if kind != "script" && kind != "module" && kind != "console" {
		return nil
	}
	names := []string{}
	for i, word := range c.Argv {
		if i > 0 && (word == name || word == path.Base(name)) && i+1 < len(c.Argv) && plainRole(c.Argv[i+1]) && c.Argv[i+1][0] != '-' {
			names = append(names, c.Argv[i+1])
		}
	}
	if kind == "console" && len(c.Argv) > 1 && plainRole(c.Argv[1]) && c.Argv[1][0] != '-' {
		names = append(names, c.Argv[1])
	}
	return append(names, strings.TrimSuffix(path.Base(strings.ReplaceAll(name, ".py", "")), ".py"))
}

// rolesOf lists the names of the processes of commands.
func rolesOf(commands []Command) []string {
	var roles []string
	for _, c := range commands {
		if !slices.Contains(roles, c.Role) {
			roles = append(roles, c.Role)
		}
	}
	return roles
}

// mainRanks say which command a process is there for: one that answers requests before one that works beside it, the
// last that stays before what prepares it.
var mainRanks = map[string]int{"web": 24, "worker": 20, "scheduler": 16, "unknown": 12, "cron": 12, "monitor": 8, "job": 8, "migration": 4}

func mainOf(commands []Command, role string) *Command {
	var main *Command
	best := -1
	for i := range commands {
		c := &commands[i]
		if c.Role != role || c.Main {
			continue
		}
		rank := mainRanks[c.Kind]
		if c.Branch {
			rank -= 2
		}
		if c.Dev {
			rank--
		}
		if rank >= best {
			main, best = c, rank
		}
	}
	if main == nil { // one that is marked
		main = &commands[slices.IndexFunc(commands, func(c Command) bool { return c.Role == role })]
	}
	return main
}

// roleKind is what the name of a process says of its kind.
func (s *commandSearch) roleKind(role string) string {
	words := commandWords(role)
	if kind := s.tables.RoleKind(path.Base(role)); kind != "" {
		return kind
	}
	for _, kind := range []string{"scheduler", "cron", "worker", "migration", "web", "test", "dev"} {
		if slices.ContainsFunc(words, func(w string) bool { return s.tables.RoleKind(w) == kind }) {
			return kind
		}
	}
	return ""
}
