package detect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/knowledge"
)

// listenAtObject completes where a program listens: from the call that made its server, where the one that starts it
// says nothing, and from the variables that the framework itself reads.
func (r *running) listenAtObject(app *Application, h *hit) {
	l, calls := &app.Listen, []*pysource.Expr{h.args}
	if h.object != nil && h.object.object.Part && h.object.call != nil {
		calls = append(calls, h.object.call)
		if l.Evidence == nil {
			r.readAddress(l, h.object.scope, r.withAddress(h.object.scope, h.object.call), 0)
		}
	}
	place := h.start.Place
	if !hasKeyword(calls, portKeywords) {
		if l.PortEnv == "" && l.Evidence == nil {
			l.PortEnv = place.PortEnv
		}
	} else if l.Evidence == nil {
		l.Port = 0 // it is said, and not understood
	}
	if place.HostEnv != "" && !hasKeyword(calls, hostKeywords) {
		l.HostEnv, l.Local = place.HostEnv, false
	}
	l.GRPC = r.answersHealth(place.HealthCalls)
}

// withAddress gives the call with its first argument written out, where that is a variable for a host and a port.
func (r *running) withAddress(in scope, call *pysource.Expr) *pysource.Expr {
	if len(call.Args) == 0 || call.Args[0].Kind != pysource.Name {
		return call
	}
	v := r.assigned(in, call.Args[0].Name)
	if v == nil || v.Kind != pysource.Tuple {
		return call
	}
	written := *call
	written.Args = append([]*pysource.Expr{v}, call.Args[1:]...)
	return &written
}

func hasKeyword(calls []*pysource.Expr, names []string) bool {
	return slices.ContainsFunc(calls, func(call *pysource.Expr) bool {
		return slices.ContainsFunc(call.Keywords, func(k pysource.Keyword) bool { return slices.Contains(names, k.Name) })
	})
}

// given reports whether a call has the argument that a row asks for.
func (r *running) given(in scope, call *pysource.Expr, row knowledge.Given) bool {
	if row.Argument == "" {
		return true
	}
	a := call.Keyword(row.Argument)
	if a == nil && len(call.Args) > 0 {
		a = call.Args[0]
	}
	if a == nil {
		unpacked := slices.ContainsFunc(call.Keywords, func(k pysource.Keyword) bool { return k.Name == "" })
		return unpacked && row.Unknown || !unpacked && slices.Contains(row.Values, "")
	}
	v := r.value(in, a, maxValueHops)
	if !v.known {
		return row.Unknown
	}
	return slices.Contains(row.Values, v.text)
}

// answersHealth reports whether the program makes one of these calls, which add a service for its health.
func (s *search) answersHealth(calls []string) bool {
	for _, dotted := range calls {
		name := []byte(dotted[strings.LastIndexByte(dotted, '.')+1:])
		for _, file := range s.files {
			if aside(file) || !bytes.Contains(s.text(file), name) || s.module(file) == nil {
				continue
			}
			found := false
			s.eachCall(s.module(file), func(in scope, call *pysource.Expr) {
				t, ok := s.resolve(in, call.X.Dotted())
				found = found || ok && t.file == "" && t.external == dotted
			})
			if found {
				return true
			}
		}
	}
	return false
}
