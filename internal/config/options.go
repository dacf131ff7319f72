// Package config holds what the user says: Options, each with its origin. It reads no repository beyond pykube.toml
// and the table [tool.pykube], and decides nothing.
package config

import (
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Options are the wishes of the user. An Option that is not set has no origin.
type Options struct {
	Name            Option // name of the service, its image and its objects
	App             Option // module:attr, module:attr() for a factory
	Base            Option // family of the base image
	BaseImage       Option // reference of the image that the final stage starts from
	BuilderImage    Option // reference of the image that the builder starts from
	Profile         Option // standard, or hardened: what is not said otherwise is chosen for fewer things to attack
	BuildPackages   Option // packages of the distribution for the builder, separated by white space
	RuntimePackages Option // packages of the distribution for the final image, separated by white space
	Port            Option // port that the service listens on
	Python          Option // X.Y
	Server          Option // program that serves the application, with ==VERSION where a version is wished
	Image           Option // image reference for the manifests: NAME or NAME:TAG
	InstallFrom     Option // file that dependencies are installed from, or the name of its package manager
	Extras          Option // extras of the project to install, separated by commas
	Packages        Option // requirements of PEP 508 to install beside the files, separated by white space
	Compose         Option // whether compose.yaml is written: auto, yes, no
	Tests           Option // whether the Dockerfile has a stage that runs the tests: auto, no
	BuildCA         Option // id of the build secret with the certificates that the build trusts
	GPU             Option // build of torch and its like: none, cuda, or a release of CUDA such as cu128
	Service         Option // services of the repository to plan, by name or directory, separated by commas
}

// Option is one wish and where it was said.
type Option struct {
	Value  string
	Origin Origin
}

// Set reports whether the user said it.
func (o Option) Set() bool { return o.Origin.Kind != "" }

// OriginKind says where an Option comes from.
type OriginKind string

// The origins, the strongest first.
const (
	FromFlag        OriginKind = "flag"
	FromEnvironment OriginKind = "environment"
	FromFile        OriginKind = "pykube.toml"
	FromPyproject   OriginKind = "pyproject.toml"
)

// Origin is the place where an Option was said.
type Origin struct {
	Kind     OriginKind
	Name     string           // --port, PYKUBE_PORT, pykube.toml:1: port
	Evidence *source.Evidence // the line, for an option from a file
}

// Key is one Option with the names under which a user can say it: the flag --NAME, the variable PYKUBE_NAME with _ for
// -, and the key NAME in pykube.toml and [tool.pykube], where a list of texts may stand for an Option that is a list.
type Key struct {
	Name  string
	Help  string
	Value func(*Options) *Option
	Join  string // what separates the items of a list; "" for a single value
	One   bool   // it is said of one service: it does not go for several at once
	Bare  string // what the flag says without a value; "" where it needs one
}

// List gives the items of an Option that is a list separated by commas.
func (o Option) List() []string {
	var items []string
	for item := range strings.SplitSeq(o.Value, ",") {
		if item = strings.TrimSpace(item); item != "" {
			items = append(items, item)
		}
	}
	return items
}

// Variable is the name of the environment variable.
func (k Key) Variable() string {
	return "PYKUBE_" + strings.ToUpper(strings.ReplaceAll(k.Name, "-", "_"))
}

// Keys lists every Option, in the order of the help.
var Keys = []Key{
	{Name: "name", Help: "name of the service, its image and its Kubernetes objects", Value: func(o *Options) *Option { return &o.Name }, One: true},
	{Name: "app", Help: "application to serve, as MODULE:NAME, or MODULE:NAME() for a factory", Value: func(o *Options) *Option { return &o.App }, One: true},
	{Name: "server", Help: "server to start it with, as NAME or NAME==VERSION", Value: func(o *Options) *Option { return &o.Server }},
	{Name: "port", Help: "port that the service listens on", Value: func(o *Options) *Option { return &o.Port }},
	{Name: "python", Help: "release of Python, as X.Y", Value: func(o *Options) *Option { return &o.Python }},
	{Name: "base", Help: "family of the base image: alpine, distroless, slim, or auto", Value: func(o *Options) *Option { return &o.Base }},
	{Name: "base-image", Help: "image that the final stage starts from, with a digest where one is wished", Value: func(o *Options) *Option { return &o.BaseImage }},
	{Name: "builder-image", Help: "image that the builder starts from", Value: func(o *Options) *Option { return &o.BuilderImage }},
	{Name: "profile", Help: "hardened for an image without a shell and a package manager, or standard", Value: func(o *Options) *Option { return &o.Profile }},
	{Name: "build-packages", Help: "packages of the distribution to compile with, beside those that are found", Value: func(o *Options) *Option { return &o.BuildPackages }, Join: " "},
	{Name: "runtime-packages", Help: "packages of the distribution for the image, beside those that are found", Value: func(o *Options) *Option { return &o.RuntimePackages }, Join: " "},
	{Name: "install-from", Help: "file to install from, such as requirements/prod.txt, or its package manager", Value: func(o *Options) *Option { return &o.InstallFrom }, One: true},
	{Name: "extras", Help: "extras of the project to install, separated by commas", Value: func(o *Options) *Option { return &o.Extras }, Join: ",", One: true},
	{Name: "packages", Help: "requirements to install beside the files, separated by spaces", Value: func(o *Options) *Option { return &o.Packages }, Join: " ", One: true},
	{Name: "build-ca", Help: "id of the build secret that holds the certificate authorities to trust, in PEM", Value: func(o *Options) *Option { return &o.BuildCA }},
	{Name: "gpu", Help: "run on a GPU: torch and its like are built for CUDA; --gpu=cu128 for one release, --gpu=none for the CPU", Value: func(o *Options) *Option { return &o.GPU }, Bare: "cuda"},
	{Name: "image", Help: "image that the manifests name, as NAME or NAME:TAG", Value: func(o *Options) *Option { return &o.Image }, One: true},
	{Name: "compose", Help: "whether compose.yaml is written: auto (where the repository has none), yes, or no", Value: func(o *Options) *Option { return &o.Compose }},
	{Name: "tests", Help: "whether the Dockerfile has a stage that runs the tests: auto (where it is known how), or no", Value: func(o *Options) *Option { return &o.Tests }},
	{Name: "service", Help: "services of a repository that holds several: names or directories, separated by commas", Value: func(o *Options) *Option { return &o.Service }, Join: ","},
}
