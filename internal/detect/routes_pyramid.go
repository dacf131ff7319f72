package detect

import (
	"bytes"
	"slices"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// readNamedRoutes notes config.add_route("health", "/health"): routes that have a name before their path. They belong
// to the one application of the framework. Where a part of the program gives others a prefix, which ones it is that
// have it is not followed, and none is noted.
func (r *routing) readNamedRoutes() {
	for _, fw := range r.frameworks {
		if len(fw.Routes.NamedAdders) == 0 {
			continue
		}
		var files []string
		for _, file := range r.files {
			raw := r.text(file)
			if aside(file) || !slices.ContainsFunc(fw.Routes.NamedAdders, func(name string) bool { return bytes.Contains(raw, []byte(name)) }) {
				continue
			}
			if bytes.Contains(raw, []byte("route_prefix")) {
				files = nil
				break
			}
			if r.importsAny(file, fw.Modules) || bytes.Contains(raw, []byte("def includeme")) {
				files = append(files, file)
			}
		}
		for _, file := range files {
			r.readNamed(file, fw.Name, fw.Routes.NamedAdders)
		}
	}
}

func (r *routing) readNamed(file, framework string, adders []string) {
	pysource.Inspect(r.module(file).body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
		call := st.Value
		if st.Kind != pysource.ExprStmt || call == nil || call.Kind != pysource.Call || call.X.Kind != pysource.Attribute ||
			!slices.Contains(adders, call.X.Name) || has(call, "request_method") {
			return true
		}
		pattern := argument(call, "pattern")
		if len(call.Args) > 1 {
			pattern = call.Args[1]
		} else if !has(call, "pattern") {
			return true
		}
		r.addPath(scope{file: file, def: innermost(parents)}, node{name: ownerMark + framework}, pattern, call.Line, false)
		return true
	})
}
