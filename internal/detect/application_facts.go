package detect

import (
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Application is something that can be started: an application object, or a function that makes one, as a server can
// name it; or a program that starts itself.
type Application struct {
	Framework string   `json:"framework"` // name in the tables, "" for a program that none of them explains
	Kind      string   `json:"kind"`      // web, worker, scheduler, job
	Interface string   `json:"interface"` // asgi, wsgi, tcp, grpc, none
	File      string   `json:"file"`
	Root      string   `json:"root"`    // directory that Module is imported from, "." for the repository's
	Module    string   `json:"module"`  // dotted
	Attr      string   `json:"attr"`    // name in the module, "" for a program
	Factory   bool     `json:"factory"` // Attr is a function that returns the application
	Required  []string `json:"required,omitempty"`
	Coroutine bool     `json:"coroutine,omitempty"` // Attr is a coroutine, which the server awaits
	// StopSignal ends it well, where SIGTERM does not.
	StopSignal string `json:"stop_signal,omitempty"`
	// Server is the one of the tables that it needs, where its interface does not say; with what it is told.
	Server          string   `json:"server,omitempty"`
	ServerArguments []string `json:"server_arguments,omitempty"`
	Origin          string   `json:"origin"` // FILE:LINE of the call that makes it; the same application may be named twice
	// Target names what starts itself: script:FILE, module:NAME, console:NAME, streamlit:FILE, celery:MODULE … FILE is
	// relative to the repository.
	Target string `json:"target,omitempty"`
	// Command starts it; {port} stands for the port. Empty where a server of the interface is needed.
	Command []string `json:"command,omitempty"`
	// Process is what its process is usually called: beat, a command of manage.py. "" is its kind.
	Process string `json:"process,omitempty"`
	Listen  Listen `json:"listen"`
	// Place is what the framework needs of its surroundings, as its row says it.
	Place knowledge.Place `json:"-"`
	// Imports is the directory that its imports are found from, where neither Root nor its own directory is it.
	Imports string  `json:"imports,omitempty"`
	Why     string  `json:"why,omitempty"` // of the row that tells how it is started
	Signs   []Sign  `json:"signs,omitempty"`
	Routes  []Route `json:"routes,omitempty"` // routes that answer GET without a parameter and look like a health check
	// RunsOnImport is the call that starts a server when the file is imported: app.run() outside of `__main__`.
	RunsOnImport *source.Evidence `json:"runs_on_import,omitempty"`
	// Completed is a function that needs arguments and returns the application that is named here.
	Completed *source.Evidence `json:"completed,omitempty"`
	// Development is set where what starts it is a server that is not made for production.
	Development bool            `json:"development,omitempty"`
	Evidence    source.Evidence `json:"evidence"`
}

// Listen is the address that a program listens on, as far as its source says it.
type Listen struct {
	Port     int              `json:"port,omitempty"`      // 0 where it is not said
	PortEnv  string           `json:"port_env,omitempty"`  // variable that the port is read from
	PortFlag string           `json:"port_flag,omitempty"` // option of its command line that sets the port: --port
	Host     string           `json:"host,omitempty"`      // "" where it is not said
	HostEnv  string           `json:"host_env,omitempty"`
	HostFlag string           `json:"host_flag,omitempty"`
	Local    bool             `json:"local,omitempty"` // it can only be reached from within its container
	Health   string           `json:"health,omitempty"`
	GRPC     bool             `json:"grpc_health,omitempty"` // it answers the health service that gRPC defines
	Evidence *source.Evidence `json:"evidence,omitempty"`
}

// Closed reports whether the program can only be reached from within its own container, and nothing from outside
// changes that.
func (l Listen) Closed() bool { return l.Local && l.HostEnv == "" && l.HostFlag == "" }

// stays reports whether the application runs until it is stopped.
func (a Application) stays() bool { return a.Kind != "job" }

// Name is the application as a server names it: module:attr, with () for a factory; or the target of a program.
func (a Application) Name() string {
	switch {
	case a.Target != "":
		return a.Target
	case a.Factory:
		return a.Module + ":" + a.Attr + "()"
	}
	return a.Module + ":" + a.Attr
}
