package knowledge

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Driver is what blocks the thread that calls it, and what does not.
type Driver struct {
	Name    string         `toml:"name"`    // PyPI package; python, or python-…, for the standard library
	Calls   []string       `toml:"calls"`   // dotted names of functions that block
	Objects []string       `toml:"objects"` // dotted names of classes, and of functions, that give an object whose methods block
	Methods []string       `toml:"methods"` // the methods that do, none for all
	Instead string         `toml:"instead"` // what does the same without blocking
	Why     string         `toml:"why"`
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// ThreadPool is a module that begins threads by itself.
type ThreadPool struct {
	Module    string         `toml:"module"`    // as it is imported
	Packages  []string       `toml:"packages"`  // of PyPI that bring it, normalised
	Variables []string       `toml:"variables"` // that cap the threads
	Why       string         `toml:"why"`
	Source    string         `toml:"source"`
	Checked   toml.LocalDate `toml:"checked"`
}

// ModelModule is a module that loads models.
type ModelModule struct {
	Name      string         `toml:"name"`      // dotted, as it is imported
	Calls     []string       `toml:"calls"`     // last names of what is called
	Directory string         `toml:"directory"` // where it keeps what it fetches; "" where it fetches nothing
	Variable  string         `toml:"variable"`  // the one that says otherwise
	Why       string         `toml:"why"`
	Source    string         `toml:"source"`
	Checked   toml.LocalDate `toml:"checked"`
}

// behaviour is the tables of what programs do.
type behaviour struct {
	drivers struct {
		Driver []Driver `toml:"driver"` // by name
	}
	threads struct {
		Pool []ThreadPool `toml:"pool"` // by module
	}
	models struct {
		Module []ModelModule `toml:"module"` // by name
	}
}

// BlockingCall gives the row of a function that blocks, by its dotted name.
func (t *Tables) BlockingCall(name string) (Driver, bool) {
	return t.driver(func(d Driver) bool { return slices.Contains(d.Calls, name) })
}

// BlockingObject gives the row of what makes an object whose methods block, by its dotted name.
func (t *Tables) BlockingObject(name string) (Driver, bool) {
	return t.driver(func(d Driver) bool { return slices.Contains(d.Objects, name) })
}

// Driver gives the row of that name.
func (t *Tables) Driver(name string) (Driver, bool) {
	return t.driver(func(d Driver) bool { return d.Name == name })
}

// Blocks reports whether a method of the driver's objects blocks.
func (d Driver) Blocks(method string) bool {
	return len(d.Methods) == 0 || slices.Contains(d.Methods, method)
}

func (t *Tables) driver(is func(Driver) bool) (Driver, bool) {
	i := slices.IndexFunc(t.behaviour.drivers.Driver, is)
	if i < 0 {
		return Driver{}, false
	}
	return t.behaviour.drivers.Driver[i], true
}

// ThreadPool gives the row of a module, by its top-level name.
func (t *Tables) ThreadPool(module string) (ThreadPool, bool) {
	i := slices.IndexFunc(t.behaviour.threads.Pool, func(p ThreadPool) bool { return p.Module == module })
	if i < 0 {
		return ThreadPool{}, false
	}
	return t.behaviour.threads.Pool[i], true
}

// ModelCall gives the row of a call that loads a model, by its dotted name: that of the longest module that begins it.
func (t *Tables) ModelCall(name string) (ModelModule, bool) {
	dot := strings.LastIndexByte(name, '.')
	if dot < 0 {
		return ModelModule{}, false
	}
	var found ModelModule
	for _, m := range t.behaviour.models.Module {
		if strings.HasPrefix(name, m.Name+".") && len(m.Name) > len(found.Name) && slices.Contains(m.Calls, name[dot+1:]) {
			found = m
		}
	}
	return found, found.Name != ""
}

// ModelModules lists the names of the modules that load models.
func (t *Tables) ModelModules() []string {
	var names []string
	for _, m := range t.behaviour.models.Module {
		names = append(names, m.Name)
	}
	return names
}

func (b *behaviour) check() error {
	if err := ordered("drivers.toml", b.drivers.Driver, func(d Driver) string { return d.Name }); err != nil {
		return err
	}
	if err := ordered("threads.toml", b.threads.Pool, func(p ThreadPool) string { return p.Module }); err != nil {
		return err
	}
	if err := ordered("models.toml", b.models.Module, func(m ModelModule) string { return m.Name }); err != nil {
		return err
	}
	for _, d := range b.drivers.Driver {
		if len(d.Calls)+len(d.Objects) == 0 || d.Instead == "" || d.Why == "" || d.Source == "" || d.Checked.Year == 0 {
			return fmt.Errorf("drivers.toml: %s: calls or objects, instead, why, source and checked are needed", d.Name)
		}
	}
	for _, p := range b.threads.Pool {
		if len(p.Packages) == 0 || len(p.Variables) == 0 || p.Why == "" || p.Source == "" || p.Checked.Year == 0 {
			return fmt.Errorf("threads.toml: %s: packages, variables, why, source and checked are needed", p.Module)
		}
	}
	for _, m := range b.models.Module {
		if len(m.Calls) == 0 || m.Why == "" || m.Source == "" || m.Checked.Year == 0 {
			return fmt.Errorf("models.toml: %s: calls, why, source and checked are needed", m.Name)
		}
	}
	return nil
}
