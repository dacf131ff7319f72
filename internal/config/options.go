// Package config holds what the user says: Options, each with its origin. It reads no repository beyond pykube.toml
// and the table [tool.pykube], and decides nothing.
package config

import "github.com/pykube/pykube/internal/source"

// Options are the wishes of the user. An Option that is not set has no origin.
type Options struct {
	Name        Option // name of the service, its image and its objects
	App         Option // module:attr, module:attr() for a factory
	Base        Option // family of the base image
	Port        Option // port that the service listens on
	Python      Option // X.Y
	Server      Option // program that serves the application, with ==VERSION where a version is wished
	Image       Option // image reference for the manifests: NAME or NAME:TAG
	IgnoreFiles Option // "true": deployment files of the repository are no evidence
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

// Key is one Option with the names under which a user can say it: the flag --NAME, the variable PYKUBE_NAME, and
// the key NAME in pykube.toml and [tool.pykube].
type Key struct {
	Name  string
	Help  string
	Value func(*Options) *Option
}

// Keys lists every Option, in the order of the help.
var Keys = []Key{
	{"name", "name of the service, its image and its Kubernetes objects", func(o *Options) *Option { return &o.Name }},
	{"app", "application to serve, as MODULE:NAME, or MODULE:NAME() for a factory", func(o *Options) *Option { return &o.App }},
	{"server", "server to start it with, as NAME or NAME==VERSION", func(o *Options) *Option { return &o.Server }},
	{"port", "port that the service listens on", func(o *Options) *Option { return &o.Port }},
	{"python", "release of Python, as X.Y", func(o *Options) *Option { return &o.Python }},
	{"base", "family of the base image: slim", func(o *Options) *Option { return &o.Base }},
	{"image", "image that the manifests name, as NAME or NAME:TAG", func(o *Options) *Option { return &o.Image }},
}
