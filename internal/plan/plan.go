// Package plan turns Facts and Options into a Plan: all that rendering needs, every value of it a Decision with its
// reason. It is pure: it reads no file, asks nobody, and gives the same Plan for the same input.
//
// The JSON of a Plan is a public contract. Changes within a version only add.
package plan

import "github.com/pykube/pykube/internal/source"

// Schema is the version of the contract.
const Schema = "pykube/plan/v1"

// Plan is what is to be written for one repository.
type Plan struct {
	Schema   string    `json:"schema"`
	Pykube   string    `json:"pykube"` // version of the program that made it
	Services []Service `json:"services"`
}

// Service is one deployable unit of a repository: one application root, one image.
type Service struct {
	Name           string         `json:"name"` // a DNS label (RFC 1123)
	Root           string         `json:"root"` // relative to the repository, "." for itself
	Python         Python         `json:"python"`
	PackageManager string         `json:"package_manager"`
	Frameworks     []string       `json:"frameworks"` // the one that is served first, then those of other processes
	Base           Base           `json:"base"`
	SystemPackages SystemPackages `json:"system_packages"`
	Image          Image          `json:"image"`
	Processes      []Process      `json:"processes"`
	GPU            string         `json:"gpu,omitempty"` // the release of CUDA that its containers need a GPU for: cuda, cu128; "" for none
	Environment    []Variable     `json:"environment"`
	Storage        []Storage      `json:"storage"`
	Resources      Resources      `json:"resources"`
	Kubernetes     Kubernetes     `json:"kubernetes"`
	Compose        *Compose       `json:"compose"` // null where no compose.yaml is written
	Decisions      []Decision     `json:"decisions"`
	Advice         []Advice       `json:"advice"`
}

// Python is the interpreter.
type Python struct {
	Version string `json:"version"` // X.Y
}

// Base is the pair of images that the stages start from.
type Base struct {
	Family       string `json:"family"`       // slim, alpine, distroless, or custom
	Distribution string `json:"distribution"` // whose packages it has: debian, alpine, or another one
	Builder      string `json:"builder"`
	Runtime      string `json:"runtime"`
	// PackageManager is that of the final image: apt, apk, dnf, microdnf; "" where it has none.
	PackageManager        string `json:"package_manager,omitempty"`
	BuilderPackageManager string `json:"builder_package_manager"`
	BuilderUser           string `json:"builder_user,omitempty"` // set where the builder has another user than root
	Named                 bool   `json:"named,omitempty"`        // the final image is one that the user names: which user and which entry point it has is not known
	Users                 string `json:"users,omitempty"`        // what makes a user in the final image: useradd, adduser; "" for nothing
	Interpreter           string `json:"interpreter"`            // path of Python in the final image
	Home                  string `json:"home,omitempty"`         // directory of Interpreter, where the builder has Python in another one
	Carried               bool   `json:"carried,omitempty"`      // the final image has no Python: it gets that of the builder
	// Collected is set where what packages of Debian bring is collected in a stage of its own: the final image cannot
	// install them.
	Collected bool `json:"collected,omitempty"`
}

// SystemPackages are packages of the base's distribution.
type SystemPackages struct {
	Build   []string `json:"build"`
	Runtime []string `json:"runtime"`
}

// Image is how the container image is made.
type Image struct {
	Name        string          `json:"name"`        // repository in a registry, without a tag
	Tag         string          `json:"tag"`         // the one that the manifests name
	User        int             `json:"user"`        // numeric user and group
	Root        string          `json:"root"`        // where the repository stands, absolute
	Venv        string          `json:"venv"`        // the virtual environment, absolute
	WorkingDir  string          `json:"working_dir"` // where the processes start, absolute
	Tools       []Tool          `json:"tools"`       // images that programs of the builder are taken from
	Python      []string        `json:"python"`      // the interpreter of the builder, as the words of a command
	BuildEnv    []EnvVar        `json:"build_environment"`
	Prepare     []Step          `json:"prepare"`           // commands before anything of the repository is there
	Copies      []Copy          `json:"dependency_files"`  // what Install needs of the repository
	Install     []Step          `json:"install"`           // commands that install what the repository needs
	BuildArgs   []EnvVar        `json:"build_arguments"`   // of BuildSteps, with their defaults: docker build --build-arg
	BuildSteps  []Step          `json:"build_steps"`       // commands that need the source
	FrontEnds   []FrontEndStage `json:"front_ends"`        // stages that make pages from JavaScript
	Collected   []string        `json:"collected"`         // directories outside of Root and Venv that build steps make, absolute
	CopySource  bool            `json:"copy_source"`       // the source is part of the final image
	Carried     []string        `json:"carried,omitempty"` // directories of the builder that the final image has, too: locales
	Env         []EnvVar        `json:"environment"`
	Labels      []EnvVar        `json:"labels"`
	StopSignal  string          `json:"stop_signal,omitempty"` // that ends the main process well, "" for SIGTERM
	Entrypoint  []string        `json:"entrypoint"`            // goes before the command of every process
	IgnoreRules []Ignore        `json:"ignore"`                // for .dockerignore, in order
	Tests       *Tests          `json:"tests"`                 // the stage that runs the tests, null where there is none
	Secrets     []Secret        `json:"secrets"`               // build secrets that the builder mounts
}

// Reference is the image as a manifest names it.
func (i Image) Reference() string { return i.Name + ":" + i.Tag }

// Tool is a stage that a program is copied from.
type Tool struct {
	Name  string `json:"name"`
	Image string `json:"image"`
	Path  string `json:"path"`
}

// Copy brings files of the repository into the builder before anything is installed.
type Copy struct {
	From []string `json:"from"`
	To   string   `json:"to"` // a directory, with a slash at its end
}

// Step is one command of the builder.
type Step struct {
	Why   string   `json:"why,omitempty"`
	Argv  []string `json:"argv"`
	Cache string   `json:"cache,omitempty"` // directory that is kept between builds
	// Directory is where the command starts, absolute, where that is not the image's root.
	Directory string `json:"directory,omitempty"`
	// Scratch are directories that are empty and writable for the command, and go with it; absolute.
	Scratch []string `json:"scratch,omitempty"`
	// Environment is set for the command alone: no image holds it.
	Environment []EnvVar `json:"environment,omitempty"`
	Writes      string   `json:"writes,omitempty"` // the directory of the source that it makes, absolute; "" where it makes none, or files beside others
	// Secrets are mounted while the command runs.
	Secrets []Secret `json:"secrets,omitempty"`
}

// Secret is something that the builder sees while one command runs, and that no layer and no history holds.
// Source: https://docs.docker.com/build/building/secrets/
type Secret struct {
	ID       string   `json:"id"`            // docker build --secret id=ID,src=FILE; "default" for SSH, --ssh default
	SSH      bool     `json:"ssh,omitempty"` // the agent of who builds, not a file
	Target   string   `json:"target,omitempty"`
	Env      []string `json:"env,omitempty"`   // variables that get the path of the file
	Value    string   `json:"value,omitempty"` // a variable that gets what is in the file
	Required bool     `json:"required"`        // the build fails without it
	Why      string   `json:"why"`
	Type     string   `json:"type"` // what to type after docker build, to give it
}

// EnvVar is a variable with a value that the plan chose.
type EnvVar struct {
	Name  string `json:"name"`
	Value string `json:"value"`
	Why   string `json:"why,omitempty"`
}

// Ignore is a group of patterns of .dockerignore with the reason.
type Ignore struct {
	Why      string   `json:"why"`
	Patterns []string `json:"patterns"`
}

// Process is one way to run the image; each becomes a workload.
type Process struct {
	Name       string   `json:"name"`
	Kind       string   `json:"kind"`      // web, worker, scheduler, cron, migration, job
	Interface  string   `json:"interface"` // asgi, wsgi, grpc, tcp, none
	App        string   `json:"app"`       // module:attr, module:attr() for a factory
	Command    []string `json:"command"`
	WorkingDir string   `json:"working_dir"`         // relative to the service's root, "" for itself
	Port       int      `json:"port"`                // 0 where it listens on nothing
	Health     *Health  `json:"health"`              // null where there is no route
	Schedule   string   `json:"schedule,omitempty"`  // of a cron process: five fields
	Directory  string   `json:"directory,omitempty"` // the same in the container, absolute, where it is not the image's own
	Main       bool     `json:"main"`                // what the image runs when nothing else is said
	Replicas   int      `json:"replicas"`            // 0 for what ends by itself
	Workload   string   `json:"workload"`            // name of its object in the cluster
	Manifest   string   `json:"manifest"`            // file in k8s/base
}

// Health is the route that tells whether a process is well.
type Health struct {
	Path string `json:"path,omitempty"`
	Host string `json:"host,omitempty"` // value of the Host header that the application accepts
	GRPC bool   `json:"grpc,omitempty"`
}

// Variable is one that the program reads from its environment. It has no value: that is the user's to give.
type Variable struct {
	Name     string `json:"name"`
	Secret   bool   `json:"secret"`
	Required bool   `json:"required"` // the program does not start without it
	// Default is what the source takes where it is not set, for reading; "" for a secret, or where that is not a literal.
	Default string `json:"default,omitempty"`
}

// Storage is a directory that the program writes to.
type Storage struct {
	Path    string `json:"path"`    // absolute, in the container
	Lasting bool   `json:"lasting"` // must outlive the container
	Size    string `json:"size"`    // a Kubernetes quantity
}

// Resources are what the manifests reserve for one container, as Kubernetes quantities.
type Resources struct {
	CPU       string `json:"cpu"`    // requested; there is no limit
	Memory    string `json:"memory"` // requested, and the limit
	Ephemeral string `json:"ephemeral_storage"`
}

// Kubernetes is how the workloads behave in a cluster. Times are in seconds.
type Kubernetes struct {
	Replicas    int `json:"replicas"`
	PreStop     int `json:"pre_stop_seconds"`
	Grace       int `json:"termination_grace_period_seconds"`
	ServicePort int `json:"service_port"`
}

// Decision is one choice: what, why, on what evidence, instead of what, and how to choose otherwise.
type Decision struct {
	Topic        string            `json:"topic"`
	Choice       string            `json:"choice"`
	Reason       string            `json:"reason"`
	Override     string            `json:"override,omitempty"` // the flag that chooses otherwise
	Origin       string            `json:"origin"`             // detected, default, flag, environment, pykube.toml, pyproject.toml
	Evidence     []source.Evidence `json:"evidence"`
	Alternatives []Alternative     `json:"alternatives"`
}

// Alternative is a choice that was passed over.
type Alternative struct {
	Choice string `json:"choice"`
	Reason string `json:"reason"`
}

// Advice is something the user may want to change in the repository.
type Advice struct {
	Topic    string            `json:"topic"`
	Text     string            `json:"text"`
	Command  string            `json:"command,omitempty"` // one thing to type
	Evidence []source.Evidence `json:"evidence"`
}
