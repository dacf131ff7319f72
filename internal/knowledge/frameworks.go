package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/pep440"
)

// Framework is what tells that a program is built on a framework, or consumes something through a library, and how it
// is started. There is one file for each.
type Framework struct {
	Name     string         `toml:"name"`     // the name of its PyPI package
	Title    string         `toml:"title"`    // as its authors write it
	Packages []string       `toml:"packages"` // PyPI packages that bring it, normalised (PEP 503)
	Modules  []string       `toml:"modules"`  // what is imported of it, dotted; asked for where a method tells it
	Objects  []Object       `toml:"object"`
	Starts   []Start        `toml:"start"`
	Gathers  []Gather       `toml:"gather"`
	Also     []Also         `toml:"also"`
	Managed  []Managed      `toml:"managed"`
	Routes   Routes         `toml:"routes"`
	Why      string         `toml:"why"`
	Source   string         `toml:"source"`
	Checked  toml.LocalDate `toml:"checked"`
}

// Object is something that a command names as module:attr: an application, a queue, a flow. It is made at the top of
// a file, or by a function that returns it.
type Object struct {
	Classes   []string `toml:"classes"`   // dotted; an instance of one of them, or of a subclass, is the object
	Functions []string `toml:"functions"` // dotted; what a call of one of them returns is the object
	Methods   []string `toml:"methods"`   // the same for methods, in a file that imports the framework
	First     bool     `toml:"first"`     // functions return a tuple, and the object is its first element
	Attr      string   `toml:"attr"`      // the attribute of the instance that is served, "" for the instance itself
	// Decorators make the object of what they stand before. With methods, a call of one of these methods on what is so
	// decorated is the object.
	Decorators []string `toml:"decorators"`
	// Parts are functions whose first argument is a part of the object around the call, and not served by itself.
	Parts []string `toml:"parts"`
	ObjectOfWorker
	// Instance is the first release whose instance itself can be served, too, where Attr is; "0" for all.
	Instance string `toml:"instance"`
	// Extends is the keyword that hands over an application which the object adds to; that one is served then.
	Extends string `toml:"extends"`
	// Coroutines is set where a command can name a coroutine that returns the object.
	Coroutines bool `toml:"coroutines"`
	// Since and Before are releases of the framework: the row holds from the one on, and before the other.
	Since  string `toml:"since"`
	Before string `toml:"before"`
	// Server is the one of the table that serves the object, where its interface is none of the table, with its Arguments.
	Server    string   `toml:"server"`
	Arguments []string `toml:"arguments"`
	Run
}

// Holds reports whether the row is right for a release of the framework; "" is the newest.
func (o Object) Holds(version string) bool {
	if version == "" {
		return o.Before == ""
	}
	return (o.Since == "" || !pep440.Older(version, o.Since)) && (o.Before == "" || pep440.Older(version, o.Before))
}

// Start is a call that runs the program until it is stopped, or a file that a command runs. The program is the file
// that makes the call when it is started.
type Start struct {
	Calls []string `toml:"calls"` // dotted functions
	// Methods are names of methods, called in a file that imports the framework; module.Class.method where the class must
	// be known, Class.method on an object of the framework.
	Methods    []string `toml:"methods"`
	Bases      []string `toml:"bases"`      // dotted classes; an instance of a class of the repository that is made from one
	Instances  []string `toml:"instances"`  // dotted classes; the instance itself is called
	Decorators []string `toml:"decorators"` // dotted decorators; a function that has one is called
	Imports    []string `toml:"imports"`    // a file that imports one of these modules is what the command runs
	Files      []string `toml:"files"`      // names of files that are what the command runs; patterns, where they are not Python's
	Handlers   []string `toml:"handlers"`   // dotted decorators; a file that uses one is what the command runs
	Marks      []string `toml:"marks"`      // methods; of the files that import the modules, only those that call one are what the command runs
	NotIn      []string `toml:"not_in"`     // directories whose files belong to the program beside them
	Names      []string `toml:"names"`      // names that such a file has where it is the program
	Beside     []string `toml:"beside"`     // files and directories that stand beside the program
	Leads      []string `toml:"leads"`      // functions that only the first file of a program calls
	Parts      []string `toml:"parts"`      // functions whose first argument is a file that belongs to the program
	Given      Given    `toml:"given"`
	// Arguments are keywords that tell the method by themselves, whatever the file imports.
	Arguments []string `toml:"arguments"`
	// Development is set where the call starts a server that is not made for production.
	Development bool `toml:"development"`
	// Local is set where, without being told, the call listens on an address that only its own container can reach.
	Local  bool `toml:"local"`
	PortAt int  `toml:"port_at"` // place of the port among the arguments, from 1; the host stands before it, where it is not the first; 0: named only
	// StopSignal is the one that the program ends well on: SIGINT, where nothing handles SIGTERM, which the first process
	// of a container ignores then. "" is SIGTERM.
	StopSignal string `toml:"stop_signal"`
	// Default is the name that the call looks up in its own file where it is given no application; the keywords appname
	// and app say another one.
	Default string `toml:"default"`
	// Server is the one of the table that Command needs; the command imports the file, it does not run it.
	Server string `toml:"server"`
	// EnvFirst is set where the variables of the framework go before what the source says.
	EnvFirst bool `toml:"env_first"`
	// ImportSafe is set where the call does nothing in a file that is imported.
	ImportSafe bool `toml:"import_safe"`
	// HostSetting and PortSetting are keys of a configuration that say the address: {"server.socket_host": "0.0.0.0"}.
	HostSetting string `toml:"host_setting"`
	PortSetting string `toml:"port_setting"`
	Run
}

// Run is how something is started, and what it is then.
type Run struct {
	Kind      string `toml:"kind"`      // web, worker, scheduler, job; "" is web
	Interface string `toml:"interface"` // asgi, wsgi: a server of the table serves it; tcp, grpc, none: it runs by itself
	// Command starts it: {module}, {attr}, {app} (module:attr), {file}, {stem} (the file without .py) and {port} are filled in. Without one, a
	// server of the interface is used, or Python runs the file.
	Command []string `toml:"command"`
	Target  string   `toml:"target"`  // how the plan names it, filled in as Command is
	Process string   `toml:"process"` // how its process is called, "" for its kind
	Port    int      `toml:"port"`    // the one that it listens on by itself
	Health  string   `toml:"health"`  // a path that the framework itself answers
	Why     string   `toml:"why"`
	Place
}

// Routes names how a framework attaches a path to a function.
type Routes struct {
	Routers    []string `toml:"routers"`    // classes that hold routes and are included into an application
	Decorators []string `toml:"decorators"` // methods used as @app.METHOD(path) that answer GET
	Adders     []string `toml:"adders"`     // methods called as app.METHOD(path, …)
	Prefix     string   `toml:"prefix"`     // keyword of a router, and of Include, that goes before its paths
	Include    string   `toml:"include"`    // method that includes a router
	// Functions are dotted decorators that answer GET: their routes belong to the one application of the framework, or
	// to where a table names the function.
	Functions []string `toml:"functions"`
	// Apart is set where these belong to an application that the framework makes, not to one that the program makes.
	Apart bool `toml:"apart"`
	// Globals are dotted applications of the framework itself, whose routes belong to the program.
	Globals []string `toml:"globals"`
	Via     []string `toml:"via"` // attributes that may stand between the application and the method: app.router.add_get
	// MethodAdders are adders whose first argument is the method, and the second the path.
	MethodAdders []string `toml:"method_adders"`
	// NamedAdders are methods whose first argument names the route, and the second is its path.
	NamedAdders []string `toml:"named_adders"`
	// Tables are keywords, or methods, that take a list of routes: entries, mounts of more of them, functions, routers.
	Tables  []string `toml:"tables"`
	Entries []string `toml:"entries"` // dotted calls that are a route of GET: Route("/health", health)
	Mounts  []string `toml:"mounts"`  // dotted calls that are a prefix with a table of their own
	// Patterns is set where a table's routes are tuples that begin with a regular expression.
	Patterns bool `toml:"patterns"`
	// Unless are keywords of a route or a router that change its path in ways of their own.
	Unless []string `toml:"unless"`
	// PrefixReplaces is set where a prefix given to Include takes the place of the router's own.
	PrefixReplaces bool `toml:"prefix_replaces"`
}

// Kinds of what is started, and the interfaces that it can have.
var (
	kinds      = []string{"", "web", "worker", "scheduler", "job"}
	interfaces = []string{"asgi", "wsgi", "tcp", "grpc", "none"}
)

// Framework gives the framework of that name.
func (t *Tables) Framework(name string) (Framework, bool) {
	i := slices.IndexFunc(t.Frameworks, func(f Framework) bool { return f.Name == name })
	if i < 0 {
		return Framework{}, false
	}
	return t.Frameworks[i], true
}

// Serves reports whether a server of the table can serve an object of the framework through an interface.
func (f Framework) Serves(iface string) bool {
	return slices.ContainsFunc(f.Objects, func(o Object) bool { return o.Interface == iface && len(o.Command) == 0 && !o.Part })
}

// checkFrameworks holds what the schema cannot say.
func (t *Tables) checkFrameworks() error {
	for _, f := range t.Frameworks {
		at := "frameworks/" + f.Name + ".toml"
		if f.Title == "" || f.Why == "" || f.Source == "" || f.Checked.Year == 0 || len(f.Packages) == 0 {
			return fmt.Errorf("%s: title, packages, why, source and checked are needed", at)
		}
		if len(f.Objects)+len(f.Starts)+len(f.Gathers)+len(f.Managed) == 0 {
			return fmt.Errorf("%s: an object, a start, a gather or a managed is needed", at)
		}
		methods := slices.ContainsFunc(f.Objects, func(o Object) bool { return len(o.Methods) > 0 }) ||
			slices.ContainsFunc(f.Starts, func(s Start) bool { return len(s.Methods) > 0 })
		if methods && len(f.Modules) == 0 {
			return fmt.Errorf("%s: methods need modules", at)
		}
		for _, o := range f.Objects {
			if err := o.check(at); err != nil {
				return err
			}
			served := o.Interface == "asgi" || o.Interface == "wsgi" || o.Server != "" || o.Part
			if o.Server != "" && !slices.ContainsFunc(t.Servers, func(s Server) bool { return s.Name == o.Server }) {
				return fmt.Errorf("%s: no server is called %q", at, o.Server)
			}
			if !served && len(o.Command) == 0 {
				return fmt.Errorf("%s: an object that no server serves needs a command", at)
			}
		}
		for _, s := range f.Starts {
			if err := s.check(at); err != nil {
				return err
			}
			if len(s.Calls)+len(s.Methods)+len(s.Bases)+len(s.Instances)+len(s.Decorators)+len(s.Imports)+len(s.Files)+len(s.Handlers) == 0 {
				return fmt.Errorf("%s: a start needs calls, methods, bases, instances, decorators, imports, files or handlers", at)
			}
		}
		if err := f.checkWorkers(at); err != nil {
			return err
		}
	}
	return nil
}

func (r Run) check(at string) error {
	if !slices.Contains(kinds, r.Kind) {
		return fmt.Errorf("%s: kind %q is not web, worker, scheduler or job", at, r.Kind)
	}
	if !slices.Contains(interfaces, r.Interface) {
		return fmt.Errorf("%s: interface %q is not one of %s", at, r.Interface, strings.Join(interfaces, ", "))
	}
	return r.Place.check(at)
}
