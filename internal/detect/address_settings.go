package detect

import (
	"bytes"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// settingFiles are the endings of files that a framework reads settings from, in lines of the form key: value.
var settingFiles = []string{".conf", ".cfg", ".ini", ".config"}

// readSettings reads what a framework is told by its settings, where the call does not say it, and notes the variables
// of the framework that go before both.
func (r *running) readSettings(l *Listen, st *start) {
	if at, v, ok := r.configured(st.HostSetting); ok {
		l.Host, l.HostEnv, l.HostFlag, l.Evidence = v.text, v.env, v.flag, &at
		l.Local = local(v.text)
	}
	if at, v, ok := r.configured(st.PortSetting); ok {
		n, err := strconv.Atoi(v.text)
		if err != nil || n < 1 || n > 65535 {
			n = 0 // computed
		}
		l.Port, l.PortEnv, l.PortFlag, l.Evidence = n, v.env, v.flag, &at
	}
	if st.EnvFirst {
		l.PortEnv, l.HostEnv, l.PortFlag, l.HostFlag = st.PortEnv, st.HostEnv, "", ""
	}
}

// configured gives the value of a setting of a framework: in a dictionary, {"server.socket_port": 8080}, as an
// attribute, cherrypy.server.socket_port = 8080, or in a configuration file. It is "" where it is computed.
func (r *running) configured(setting string) (at source.Evidence, v value, ok bool) {
	if setting == "" {
		return at, v, false
	}
	last := setting[strings.LastIndexByte(setting, '.')+1:]
	for _, file := range r.files {
		if aside(file) || !bytes.Contains(r.text(file), []byte(last)) || r.module(file) == nil {
			continue
		}
		in, line := scope{file: file}, 0
		var given *pysource.Expr
		pysource.Inspect(r.module(file).body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
			for _, t := range st.Targets {
				if st.Kind == pysource.Assign && strings.HasSuffix(t.Dotted(), "."+setting) {
					given, line, in.def = st.Value, st.Line, innermost(parents)
				}
			}
			st.Walk(func(e *pysource.Expr) bool {
				for i, key := range e.Args {
					if e.Kind != pysource.Dict || i >= len(e.Values) || key == nil {
						continue
					}
					if text, ok := key.Str(); ok && text == setting {
						given, line, in.def = e.Values[i], key.Line, innermost(parents)
					}
				}
				return true
			})
			return true
		})
		if given == nil {
			continue
		}
		return r.tree.At(file, line), r.value(in, given, maxValueHops), true
	}
	return r.configuredInFile(setting)
}

func (s *search) configuredInFile(setting string) (at source.Evidence, v value, ok bool) {
	line := regexp.MustCompile(`(?m)^\s*` + regexp.QuoteMeta(setting) + `\s*[:=]\s*["']?([^\s"'#]+)`)
	for _, file := range s.tree.Files() {
		if !slices.Contains(settingFiles, path.Ext(file)) || aside(file) {
			continue
		}
		text, err := s.tree.Text(file)
		if err != nil {
			continue
		}
		if m := line.FindStringSubmatchIndex(text); m != nil {
			return s.tree.At(file, 1+strings.Count(text[:m[2]], "\n")), value{text: text[m[2]:m[3]], known: true}, true
		}
	}
	return at, v, false
}
