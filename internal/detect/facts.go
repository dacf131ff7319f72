// Package detect reads a repository and says what it finds: Facts, each with its Evidence.
//
// It decides nothing: where a repository says two things, both are facts. It runs nothing, writes nothing and asks
// no network. Python source is understood by package pysource, dependency files by package packaging.
package detect

import (
	"github.com/pykube/pykube/internal/source"
)

// Schema is the version of the JSON that `pykube detect -o json` prints. Changes within a version only add.
const Schema = "pykube/facts/v1"

// Facts is what one repository says about itself.
type Facts struct {
	Schema       string        `json:"schema"`
	Directory    string        `json:"directory"`         // name of the directory
	Project      *Project      `json:"project,omitempty"` // [project] of pyproject.toml
	Python       []Python      `json:"python"`            // what is said of Python's version
	Managers     []Manager     `json:"package_managers"`  // files that declare what is installed
	Packages     []Package     `json:"-"`                 // what all of these install; a plan keeps those of the one it takes
	Installs     []Install     `json:"installs"`          // commands of deployment files that install something
	Direct       []Package     `json:"direct"`            // what the repository itself asks for, where that can be told from what comes with it
	Imports      []Import      `json:"imports"`           // what the program imports from outside the repository
	Applications []Application `json:"applications"`      // in the order of their files
	Django       *Django       `json:"django,omitempty"`
	Commands     []Command     `json:"commands"`             // how the repository's own files start it
	Scripts      []Script      `json:"scripts"`              // programs that installing it makes
	Migrations   []Migration   `json:"migrations"`           // what brings a database to the state that the program expects
	AtStart      []AtStart     `json:"at_start"`             // what every replica does when it starts
	Exposed      []Exposed     `json:"exposed"`              // metrics, WebSockets, and what is said of proxies
	Configs      []Config      `json:"server_configs"`       // configuration files of servers
	Variables    []Variable    `json:"variables"`            // what the program reads from its environment, by name
	Resembling   []string      `json:"resembling,omitempty"` // files that by their names may declare dependencies, where none does that could be read
	Disk         Disk          `json:"disk"`                 // what the program writes, and the models that it loads
	Behaviour    Behaviour     `json:"behaviour"`            // what it does beside answering requests
	Locales      []Locale      `json:"locales"`              // what the program asks the C library for
	Fonts        []Font        `json:"fonts"`                // files of fonts that it names, and that are not in the repository
	Static       Static        `json:"static"`               // static files, and what builds them
	ComposeFiles []Named       `json:"compose_files"`        // files that Docker Compose finds by itself
	Elsewhere    []string      `json:"elsewhere"`            // directories below the root that declare dependencies, too
	Generated    []Generated   `json:"generated"`            // modules that are imported and made from .proto files
	Tests        Tests         `json:"tests"`                // what tests it, and where that is asked for
	TestImports  []TestImport  `json:"test_imports"`         // directories of tests and manifests that the program itself imports
	ContextFiles []ContextFile `json:"-"`                    // files that a rule on names might leave out of the image, with what speaks against it; many
	PythonFiles  int           `json:"python_files"`         // how many files of Python there are
	Skipped      []source.Skip `json:"skipped"`              // what was not read, and why
	Unread       []Unread      `json:"unread"`               // files that could not be understood
	Layout
}

// Project is what pyproject.toml says of the project itself.
type Project struct {
	Name     string          `json:"name,omitempty"`
	Version  string          `json:"version,omitempty"`
	Evidence source.Evidence `json:"evidence"`

	// What it tells people of itself, as written.
	Description   string `json:"description,omitempty"`
	License       string `json:"license,omitempty"`
	Homepage      string `json:"homepage,omitempty"`
	Source        string `json:"source,omitempty"`
	Documentation string `json:"documentation,omitempty"`
	// BuildSystem is set where the project can be built and installed (PEP 517).
	BuildSystem *source.Evidence `json:"build_system,omitempty"`
	// Entrypoint is the application that [tool.fastapi] names.
	Entrypoint string `json:"entrypoint,omitempty"`
}

// Python is one statement on the version of Python, or of another program.
type Python struct {
	Version   string          `json:"version,omitempty"`   // a pin: X.Y or X.Y.Z
	Specifier string          `json:"specifier,omitempty"` // a range: PEP 440; alternatives stand with " || " between them
	Weak      bool            `json:"weak,omitempty"`      // what the project is tested or published for, not what it runs on
	Source    string          `json:"source,omitempty"`    // pin, deployment, project, conda, hint, misspelled; "" is project
	Evidence  source.Evidence `json:"evidence"`
}

// Package gives the package of that normalised name, or nil.
func (f *Facts) Package(name string) *Package {
	for i := range f.Packages {
		if f.Packages[i].Name == name {
			return &f.Packages[i]
		}
	}
	return nil
}

// SignKind is a reason to think more, or less, of an application.
type SignKind string

// What speaks for or against an application. Their weights are a decision, and stand in package plan.
const (
	SignNamed      SignKind = "named"                 // a file that deploys the repository, or pyproject.toml, names it
	SignNamedDev   SignKind = "named for development" // so does a file, or a part of one, that is for development
	SignRun        SignKind = "run"                   // its file runs it when it is started as a program
	SignEntry      SignKind = "entry"                 // its file has the name of an entry point
	SignTop        SignKind = "top"                   // its file stands at the top of the directory that it is imported from
	SignAside      SignKind = "aside"                 // it stands among tests, examples or documentation
	SignImported   SignKind = "imported"              // a file that makes another application imports it
	SignManage     SignKind = "manage.py"             // manage.py uses the same settings
	SignWraps      SignKind = "wraps"                 // it returns what another factory made
	SignSettings   SignKind = "settings"              // Django's settings name it as WSGI_APPLICATION
	SignConfigures SignKind = "configures"            // it sets the application up before it serves it
	SignConsole    SignKind = "console"               // installing the project puts it on the path
	SignProject    SignKind = "project"               // it has the name of the project
	SignLeads      SignKind = "leads"                 // it does what only the first file of such a program does
	SignFollows    SignKind = "follows"               // another file of the same framework does that
	SignPrepares   SignKind = "prepares"              // it calls functions of the repository before it serves
	SignWebsockets SignKind = "websockets"            // it answers more than HTTP: a router of Channels
	SignAsync      SignKind = "async"                 // views are coroutines
	SignInstalled  SignKind = "installed"             // what is declared serves this interface
	SignServer     SignKind = "server"                // its file is named for the server's side of the interface: wsgi.py, asgi.py
)

// Sign is one reason with its evidence.
type Sign struct {
	Kind     SignKind        `json:"kind"`
	Evidence source.Evidence `json:"evidence"`
}

// Route is a path that the application answers.
type Route struct {
	Path     string          `json:"path"`
	Guarded  bool            `json:"guarded,omitempty"` // something that looks like a check of who asks stands before it
	Evidence source.Evidence `json:"evidence"`
}

// Django is what a Django project says in its settings.
type Django struct {
	Settings     string          `json:"settings"` // dotted module
	SettingsFrom source.Evidence `json:"settings_from"`
	Others       []string        `json:"other_settings,omitempty"` // files beside the settings that can take their place
	Manage       string          `json:"manage,omitempty"`         // path of manage.py
	AllowedHosts []string        `json:"allowed_hosts"`
	HostsKnown   bool            `json:"allowed_hosts_known"` // false where the list is computed at run time
	// HostsVariable is the variable of the environment that AllowedHosts are the default of.
	HostsVariable string           `json:"allowed_hosts_variable,omitempty"`
	HostsFrom     *source.Evidence `json:"allowed_hosts_from,omitempty"`
	StaticRoot    *source.Evidence `json:"static_root,omitempty"` // STATIC_ROOT is set: files are collected into it
	Gis           *source.Evidence `json:"gis,omitempty"`         // django.contrib.gis is used
}

// Config is a configuration file that a server reads by itself.
type Config struct {
	Server   string          `json:"server"`
	File     string          `json:"file"`
	Evidence source.Evidence `json:"evidence"`
}

// TestImport is a directory, or a file, that looks like tests or manifests and is imported by the program.
type TestImport struct {
	Path     string          `json:"path"`
	Evidence source.Evidence `json:"evidence"`
}

// Unread is a file, or a part of one, that could not be understood.
type Unread struct {
	Reason   string          `json:"reason"`
	Evidence source.Evidence `json:"evidence"`
}
