package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// readHostsVariable reads ALLOWED_HOSTS where a variable of the environment sets it, with a default that the source
// has: os.getenv("ALLOWED_HOSTS", "localhost").split(","), env.list("ALLOWED_HOSTS", default=["localhost"]).
func (d *djangoFiles) readHostsVariable(file string, value *pysource.Expr, found *Django) {
	in := scope{file: file}
	var calls []*pysource.Expr
	look := func(e *pysource.Expr) bool {
		if e.Kind == pysource.Call && len(e.Args) > 0 && d.readsEnvironment(in, e.X) {
			calls = append(calls, e)
			return false
		}
		return true
	}
	value.Walk(func(e *pysource.Expr) bool {
		if e.Kind == pysource.Name { // allowed = os.getenv(…), then allowed.split(",")
			if made := d.assigned(in, e.Name); made != nil && made != value {
				made.Walk(look)
			}
		}
		return look(e)
	})
	if len(calls) != 1 {
		return
	}
	name, ok := calls[0].Args[0].Str()
	if !ok || !isIdentifier(name) {
		return
	}
	fallback := calls[0].Keyword("default")
	if len(calls[0].Args) > 1 {
		fallback = calls[0].Args[1]
	}
	if fallback == nil {
		return
	}
	hosts := []string{}
	if text, ok := fallback.Str(); ok {
		for host := range strings.FieldsFuncSeq(text, func(c rune) bool { return c == ',' || c == ' ' || c == ';' }) {
			hosts = append(hosts, host)
		}
	} else if fallback.Kind == pysource.List || fallback.Kind == pysource.Tuple {
		for _, e := range fallback.Args {
			host, ok := e.Str()
			if !ok {
				return
			}
			hosts = append(hosts, host)
		}
	}
	if len(hosts) > 0 {
		found.AllowedHosts, found.HostsKnown, found.HostsVariable = hosts, true, name
	}
}
