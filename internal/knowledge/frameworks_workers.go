package knowledge

import "fmt"

// ObjectOfWorker is what an object has beside its command where a worker runs it.
type ObjectOfWorker struct {
	// Part is set where the object is only what the methods of a start are called on.
	Part bool `toml:"part"`
	// Keys make an object of a class that has one of these attributes, and of a dict that has all of these keys, in a
	// file that imports one of the modules.
	Keys []string `toml:"keys"`
	// Extension is a key of an application's `extensions` under which the object is kept.
	Extension string `toml:"extension"`
	// Found are the names that the command finds by itself in a module, best first; then {app} is the module.
	Found []string `toml:"found"`
	// FoundIn is a module that the command finds by itself in a package; then {app} is the package.
	FoundIn string `toml:"found_in"`
	// Tasks are what makes a task, decorators or calls: dotted functions, and methods of the object with a dot before them. The
	// worker must import the modules in which they stand.
	Tasks []string `toml:"tasks"`
	// Loads are names of arguments, settings and methods by which an object imports the modules of its tasks itself.
	Loads []string `toml:"loads"`
	// Include is added to the command where it must be told the modules: {modules} is a word for each, {commas} one word.
	Include []string `toml:"include"`
}

// Gather is a command that names what is spread over the repository: queues, or modules.
type Gather struct {
	Calls      []string `toml:"calls"`      // dotted; the first argument of each call is one of {names}
	Default    string   `toml:"default"`    // the name where a call has none
	Decorators []string `toml:"decorators"` // dotted; the module of each function that has one is one of {modules}
	First      []string `toml:"first"`      // dotted functions; the module that calls one of them comes first
	Run
}

// Also is a second process for an object of the framework: a scheduler beside the worker.
type Also struct {
	Names []string `toml:"names"` // settings, arguments, methods and decorators, any of which asks for it
	Apps  []string `toml:"apps"`  // the same for an entry of Django's INSTALLED_APPS
	Run
}

// Managed is a command of Django's manage.py that runs until it is stopped.
type Managed struct {
	Apps    []string `toml:"apps"`    // entries of INSTALLED_APPS, any of which brings it
	Setting string   `toml:"setting"` // a setting whose keys are {names}
	Run
}

// checkWorkers holds what the schema cannot say.
func (f Framework) checkWorkers(at string) error {
	var runs []Run
	for _, g := range f.Gathers {
		if len(g.Calls)+len(g.Decorators) == 0 {
			return fmt.Errorf("%s: a gather needs calls or decorators", at)
		}
		runs = append(runs, g.Run)
	}
	for _, a := range f.Also {
		if len(a.Names)+len(a.Apps) == 0 {
			return fmt.Errorf("%s: an also needs names or apps", at)
		}
		runs = append(runs, a.Run)
	}
	for _, m := range f.Managed {
		if len(m.Apps) == 0 {
			return fmt.Errorf("%s: a managed needs apps", at)
		}
		runs = append(runs, m.Run)
	}
	for _, o := range f.Objects {
		if (len(o.Tasks) > 0 || len(o.Keys) > 0) && len(f.Modules) == 0 {
			return fmt.Errorf("%s: tasks and keys need modules", at)
		}
	}
	for _, r := range runs {
		if err := r.check(at); err != nil {
			return err
		}
		if len(r.Command) == 0 || r.Target == "" || r.Kind == "" {
			return fmt.Errorf("%s: a gather, an also and a managed need kind, command and target", at)
		}
	}
	return nil
}
