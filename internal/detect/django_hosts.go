package detect

import (
	"bytes"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// readHosts reads ALLOWED_HOSTS. It is known where it is assigned once, a list of strings.
func (d *djangoFiles) readHosts(settings string, found *Django) {
	t, ok := d.resolve(scope{file: settings}, "ALLOWED_HOSTS")
	if !ok || t.file == "" {
		return
	}
	m := d.module(t.file)
	if m == nil || m.names[t.name].value == nil {
		return
	}
	b := m.names[t.name]
	at := d.tree.At(t.file, b.line)
	found.HostsFrom = &at
	if t.file != settings && d.mentions(settings, "ALLOWED_HOSTS") || d.changed(m, "ALLOWED_HOSTS") {
		return
	}
	if b.value.Kind != pysource.List && b.value.Kind != pysource.Tuple {
		d.readHostsVariable(t.file, b.value, found)
		return
	}
	for _, e := range b.value.Args {
		host, ok := e.Str()
		if !ok {
			return
		}
		found.AllowedHosts = append(found.AllowedHosts, host)
	}
	found.HostsKnown = true
}

func (d *djangoFiles) mentions(file, word string) bool {
	return bytes.Contains(d.text(file), []byte(word))
}

// changed reports whether a name is assigned more than once, or added to.
func (d *djangoFiles) changed(m *module, name string) bool {
	times := 0
	pysource.Inspect(m.body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
		for _, t := range st.Targets {
			if t.Dotted() == name && (st.Kind == pysource.Assign || st.Kind == pysource.AugAssign) {
				times++
			}
		}
		if st.Kind == pysource.ExprStmt && st.Value != nil && st.Value.Kind == pysource.Call {
			if strings.HasPrefix(st.Value.X.Dotted(), name+".") {
				times++
			}
		}
		return st.Kind != pysource.FunctionDef
	})
	return times > 1
}
