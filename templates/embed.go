// Package templates holds what pykube writes, as it will look.
//
// A file here is named after the one it produces; a template looks like its product, and the logic is in the plan.
package templates

import "embed"

// FS holds the templates by path: docker/Dockerfile.tmpl. They carry no leading dot, since embedding drops such files.
//
//go:embed compose/*.tmpl docker/*.tmpl kubernetes/*.tmpl
var FS embed.FS
