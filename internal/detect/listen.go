package detect

import (
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// findListen reads the address that a program listens on from the call that serves, and from those that bind before.
func (r *running) findListen(h *hit) Listen {
	l := Listen{Port: h.start.Port, Health: h.start.Health, Local: h.start.Local}
	r.readAddress(&l, h.in, h.args, h.start.PortAt)
	for _, b := range r.binds {
		if l.Evidence == nil {
			r.readAddress(&l, b.in, b.args, 1)
		}
	}
	for _, c := range r.configs {
		if l.Evidence == nil {
			r.readBind(&l, c.in, c.args)
		}
	}
	r.readSettings(&l, h.start)
	return l
}

// Keywords of the calls that serve, for the port, the host and both.
var (
	portKeywords = []string{"port", "server_port", "http_port", "socket_port"}
	hostKeywords = []string{"host", "address", "server_name", "server_address", "addr"}
	bothKeywords = []string{"listen", "bind", "bind_addr", "listener", "sockaddr"}
)

// readAddress reads the arguments of one call. portAt is the place of the port among them, counted from 1; 0 for none.
func (r *running) readAddress(l *Listen, in scope, call *pysource.Expr, portAt int) {
	at := func(e *pysource.Expr) *source.Evidence {
		line := r.tree.At(in.file, e.Line)
		return &line
	}
	port := func(e *pysource.Expr) {
		v := r.value(in, e, maxValueHops)
		n, err := strconv.Atoi(strings.TrimSpace(v.text))
		if err == nil && n > 0 && n <= 65535 || v.env != "" || v.flag != "" {
			l.Port, l.PortEnv, l.PortFlag, l.Evidence = n, v.env, v.flag, at(e)
			if v.line > 0 && v.file != "" {
				found := r.tree.At(v.file, v.line)
				l.Evidence = &found
			}
		}
	}
	host := func(e *pysource.Expr) {
		v := r.value(in, e, maxValueHops)
		l.Host, l.HostEnv, l.HostFlag = v.text, v.env, v.flag
		l.Local = local(v.text) || v.text == "" && v.env == "" && v.flag == "" && l.Local && !v.known
		if l.Local && l.Evidence == nil {
			l.Evidence = at(e)
		}
	}
	for _, k := range call.Keywords {
		switch {
		case slices.Contains(hostKeywords, k.Name):
			host(k.Value)
		case slices.Contains(portKeywords, k.Name):
			port(k.Value)
		case slices.Contains(bothKeywords, k.Name):
			r.readBind(l, in, k.Value)
		}
	}
	for i, a := range call.Args {
		switch {
		case a.Kind == pysource.Tuple && len(a.Args) == 2:
			host(a.Args[0])
			port(a.Args[1])
		case portAt == i+1:
			if v := r.value(in, a, maxValueHops); strings.Contains(v.text, ":") {
				r.readBind(l, in, a)
			} else {
				port(a)
			}
		case portAt > 1 && i == portAt-2 && i > 0:
			host(a)
		}
	}
}

// readBind reads an address in one text: "0.0.0.0:8000", "[::]:50051", "*:80", or a list that begins with one.
func (r *running) readBind(l *Listen, in scope, e *pysource.Expr) {
	if e.Kind == pysource.List && len(e.Args) > 0 {
		e = e.Args[0]
	}
	if e.Kind == pysource.Tuple && len(e.Args) == 2 {
		r.readAddress(l, in, &pysource.Expr{Kind: pysource.Call, Line: e.Line, Args: []*pysource.Expr{e}}, 0)
		return
	}
	v := r.value(in, e, maxValueHops)
	i := strings.LastIndexByte(v.text, ':')
	if i < 0 {
		return
	}
	at := r.tree.At(in.file, e.Line)
	n, err := strconv.Atoi(v.text[i+1:])
	if err != nil && v.env == "" && v.flag == "" {
		return
	}
	l.Evidence, l.Local = &at, local(strings.Trim(v.text[:i], "[]"))
	l.Host = v.text[:i]
	if err == nil && n > 0 && n <= 65535 {
		l.Port = n
	}
	l.PortEnv, l.PortFlag = v.env, v.flag
}

// local reports whether an address can only be reached from within its own container.
func local(host string) bool {
	return host == "localhost" || strings.HasPrefix(host, "127.") || host == "::1"
}

// shareListen gives an application that a server of ours serves the port that its own program would listen on: it is
// the one that its users know.
func (f *Facts) shareListen() {
	for i := range f.Applications {
		app := &f.Applications[i]
		if app.Attr == "" || app.Kind != "web" || len(app.Command) > 0 {
			continue
		}
		for _, other := range f.Applications {
			if other.Attr == "" && other.Kind == "web" && other.Origin == app.Origin && other.Listen.Evidence != nil && other.Listen.Port > 0 {
				app.Listen.Port, app.Listen.Evidence = other.Listen.Port, other.Listen.Evidence
			}
		}
	}
}
