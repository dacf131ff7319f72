package detect

import (
	"bytes"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// Exposed is something that the program offers beside its pages: metrics, WebSockets, a path that a proxy puts before it.
type Exposed struct {
	Kind     string          `json:"kind"`           // metrics, websocket, root_path, proxy_headers
	Path     string          `json:"path,omitempty"` // as far as it is said; for metrics the usual one
	By       string          `json:"by"`             // dotted name of what offers it
	Evidence source.Evidence `json:"evidence"`
}

// exposers are calls that offer something, with the path that they use where none is given.
// Sources: https://prometheus.github.io/client_python/, https://github.com/trallnag/prometheus-fastapi-instrumentator,
// https://github.com/rycus86/prometheus_flask_exporter, https://github.com/stephenhillier/starlette_exporter,
// https://www.starlette.io/routing/, https://werkzeug.palletsprojects.com/en/stable/middleware/proxy_fix/
var exposers = map[string]struct{ kind, path string }{
	"flask_sock.Sock":                                         {"websocket", ""},
	"flask_socketio.SocketIO":                                 {"websocket", "/socket.io/"},
	"prometheus_client.make_asgi_app":                         {"metrics", "/metrics"},
	"prometheus_client.make_wsgi_app":                         {"metrics", "/metrics"},
	"prometheus_client.start_http_server":                     {"metrics", "/metrics"},
	"prometheus_fastapi_instrumentator.Instrumentator":        {"metrics", "/metrics"},
	"prometheus_flask_exporter.PrometheusMetrics":             {"metrics", "/metrics"},
	"socketio.AsyncServer":                                    {"websocket", "/socket.io/"},
	"socketio.Server":                                         {"websocket", "/socket.io/"},
	"starlette.routing.WebSocketRoute":                        {"websocket", ""},
	"starlette_exporter.PrometheusMiddleware":                 {"metrics", "/metrics"},
	"starlette_prometheus.metrics":                            {"metrics", "/metrics"},
	"uvicorn.middleware.proxy_headers.ProxyHeadersMiddleware": {"proxy_headers", ""},
	"werkzeug.middleware.proxy_fix.ProxyFix":                  {"proxy_headers", ""},
}

// exposingWords stand in every file that can offer one of them.
var exposingWords = [][]byte{[]byte("prometheus"), []byte("ebsocket"), []byte("ebSocket"), []byte("socketio"), []byte("flask_sock"), []byte("root_path"), []byte("ProxyFix"), []byte("proxy_headers")}

// maxExposed bounds what is listed.
const maxExposed = 200

// findExposed lists the metrics, the WebSockets and what is said of proxies.
func (f *Facts) findExposed(s *search) {
	for _, file := range s.files {
		raw := s.text(file)
		if aside(file) || !slices.ContainsFunc(exposingWords, func(w []byte) bool { return bytes.Contains(raw, w) }) || s.module(file) == nil {
			continue
		}
		pysource.Inspect(s.module(file).body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
			in := scope{file: file, def: innermost(parents)}
			for _, d := range st.Decorators { // @app.websocket("/ws")
				if d.Kind == pysource.Call && d.X.Kind == pysource.Attribute && strings.HasPrefix(d.X.Name, "websocket") {
					p, _ := s.constant(in, argument(d, "path"))
					f.expose(s, Exposed{Kind: "websocket", Path: p, By: d.X.Name}, file, d.Line)
				}
			}
			st.Walk(func(e *pysource.Expr) bool {
				if e.Kind == pysource.Call {
					f.exposedBy(s, in, e)
				}
				return true
			})
			return len(f.Exposed) < maxExposed
		})
	}
}

func (f *Facts) exposedBy(s *search, in scope, call *pysource.Expr) {
	t, ok := s.resolve(in, call.X.Dotted())
	if !ok || t.file != "" {
		return
	}
	if row, known := exposers[t.external]; known {
		found := Exposed{Kind: row.kind, Path: row.path, By: t.external}
		if row.kind == "websocket" && row.path == "" {
			found.Path, _ = s.constant(in, argument(call, "path"))
		}
		f.expose(s, found, in.file, call.Line)
	}
	if prefix := call.Keyword("root_path"); prefix != nil && s.known.callables[t.external] != nil {
		if p, ok := s.constant(in, prefix); ok && p != "" {
			f.expose(s, Exposed{Kind: "root_path", Path: p, By: t.external}, in.file, call.Line)
		}
	}
}

func (f *Facts) expose(s *search, found Exposed, file string, line int) {
	if len(f.Exposed) < maxExposed {
		found.Evidence = s.tree.At(file, line)
		f.Exposed = append(f.Exposed, found)
	}
}
