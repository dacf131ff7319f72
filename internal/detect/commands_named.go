package detect

import (
	"slices"
	"strings"
)

// commonNames are the names that servers and frameworks look for by themselves, the first first.
// Source: https://flask.palletsprojects.com/en/stable/cli/#application-discovery
var commonNames = []string{"app", "application", "create_app", "make_app"}

// nameApplications completes the commands that name a file and leave the object in it to the framework: FLASK_APP=shop.py.
func (f *Facts) nameApplications(commands []Command) {
	for i := range commands {
		c := &commands[i]
		if c.Runs == "" || c.Kind != "web" || !strings.HasSuffix(c.Target, ":run") && !strings.HasPrefix(c.Target, "fastapi:") {
			continue
		}
		var in []Application
		for _, a := range f.Applications {
			if a.File == c.Runs {
				in = append(in, a)
			}
		}
		best := slices.IndexFunc(in, func(a Application) bool { return !a.Factory })
		for _, name := range commonNames {
			if j := slices.IndexFunc(in, func(a Application) bool { return a.Attr == name }); j >= 0 {
				best = j
				break
			}
		}
		if best < 0 {
			continue
		}
		c.Target, c.names = moduleFrom(c.Root, c.Runs)+":"+in[best].Attr, "application"
		if in[best].Factory {
			c.Target += "()"
		}
	}
}

// moduleFrom gives the dotted name of a file from a directory.
func moduleFrom(root, file string) string {
	if root != "." {
		file = strings.TrimPrefix(file, root+"/")
	}
	return strings.ReplaceAll(strings.TrimSuffix(strings.TrimSuffix(file, ".py"), "/__init__"), "/", ".")
}

// namedBy gives the command that names an application as what it starts, one for production before one for development.
// nil where none does. runs tells that the application's file starts it, so that a command that runs the file does.
func (f *Facts) namedBy(app Application, runs bool) *Command {
	var found *Command
	for i := range f.Commands {
		c := &f.Commands[i]
		if !c.starts(app, runs) {
			continue
		}
		if found == nil || found.aside() && !c.aside() {
			found = c
		}
	}
	return found
}

// aside reports whether a command is no more than a hint: it is for development, or nothing runs it by itself.
func (c Command) aside() bool { return c.Dev || c.Weak && c.Source != "shell" }

// starts reports whether a command starts an application, or a program. A step before the one that the process is there
// for starts none.
func (c Command) starts(app Application, runs bool) bool {
	module, attr, ok := strings.Cut(strings.TrimSuffix(c.Target, "()"), ":")
	switch {
	case !ok || !c.LongRunning() && (!c.Main || c.Kind != "unknown" && c.Kind != "job" && c.Kind != "cron"):
		return false
	case module == "manage":
		return c.Kind == "web" && slices.ContainsFunc(app.Signs, func(s Sign) bool { return s.Kind == SignManage && s.Evidence.File == c.Runs })
	case c.Runs == "":
		return c.Kind == "web" && module == app.Module && attr == app.Attr
	case c.Runs != app.File, c.Kind == "worker" && app.Kind == "web" && app.Attr != "":
		return false
	case app.Attr == "" || module == "console":
		return true
	case module == "script" || module == "module":
		return runs
	}
	return c.names != "application" || attr == app.Attr
}

// rootBy moves the directory that an application is imported from to the one that a command imports it from.
func (app *Application) rootBy(c *Command) {
	if app.Attr == "" || c.Dev || c.Branch || c.Root == "" || c.Root == app.Root || c.Runs != app.File {
		return
	}
	module, _, _ := strings.Cut(c.Target, ":")
	if named := moduleFrom(c.Root, app.File); named == module && importable(named) {
		app.Root, app.Module = c.Root, named
	}
}

// servedBy takes the words of a deployment file for a program of which the source does not tell that it serves, where the
// file starts it as what does: web: python server.py --port $PORT.
func (app *Application) servedBy(c *Command) {
	unexplained := app.Attr == "" && app.Framework == "" && app.Kind != "web"
	// What is named as MODULE:NAME is an object, and not the program that its file is, too.
	if slices.ContainsFunc(c.Argv, func(word string) bool {
		_, name, ok := strings.Cut(word, ":")
		return ok && name != "" && (name[0] == '_' || name[0] >= 'a' && name[0] <= 'z' || name[0] >= 'A' && name[0] <= 'Z')
	}) {
		return
	}
	if !unexplained || c.Kind != "web" || c.Branch || slices.ContainsFunc(c.Open, func(name string) bool { return name != "PORT" }) {
		return
	}
	app.Kind, app.Interface = "web", "tcp"
	app.Command, app.Root = nil, "."
	if c.Dir != "" {
		app.Root = c.Dir
	}
	for _, word := range c.Argv {
		app.Command = append(app.Command, strings.NewReplacer("${PORT}", "{port}", "$PORT", "{port}").Replace(word))
	}
	app.Listen.Port = c.Port
	if c.Port > 0 {
		app.Listen.Evidence = &c.Evidence
	}
}
