package detect

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
)

// PasteDeploy describes a WSGI application, and the server for it, in a file that pserve reads. It is part of the
// program, not of its deployment. Documented at https://docs.pylonsproject.org/projects/pastedeploy/en/latest/.

// pasteSection is a section of such a file, with the line of each key.
type pasteSection struct {
	values map[string]string
	lines  map[string]int
	line   int
}

// findPaste adds an application for each file that describes one with its server.
func (f *Facts) findPaste(s *search, tables *knowledge.Tables) {
	fw, ok := tables.Framework("pyramid")
	if !ok {
		return
	}
	for _, file := range s.tree.Files() {
		if path.Ext(file) != ".ini" || aside(file) || strings.HasPrefix(path.Base(file), "test") {
			continue
		}
		text, err := s.tree.Text(file)
		if err != nil || !strings.Contains(text, "[server:") {
			continue
		}
		sections := readPaste(text)
		server, ok := sections["server:main"]
		if !ok || sections["app:main"] == nil && sections["composite:main"] == nil && sections["pipeline:main"] == nil || server.values["use"] == "" {
			continue
		}
		at := s.tree.At(file, server.line)
		app := Application{
			Framework: fw.Name, Kind: "web", Interface: "wsgi", File: file, Root: ".", Origin: "paste " + path.Dir(file) + ":0",
			Target: "config:" + file, Command: []string{"pserve", file}, Evidence: at,
		}
		if strings.HasPrefix(server.values["use"], "egg:waitress") {
			app.StopSignal = "SIGINT" // as waitress-serve
		}
		app.Listen = pasteListen(s, file, server)
		for _, made := range f.Applications { // main(global_config, **settings), which the file names
			if made.Framework == fw.Name && len(made.Required) == 1 && made.Required[0] == "global_config" && !aside(made.File) {
				app.Origin = made.Origin
				break
			}
		}
		if path.Base(file) == "production.ini" {
			app.Signs = append(app.Signs, Sign{Kind: SignServer, Evidence: at})
		}
		f.Applications = append(f.Applications, app)
	}
}

// readPaste reads the sections of a file, the last value of a key; values that go on in the next line are not needed.
func readPaste(text string) map[string]*pasteSection {
	sections := map[string]*pasteSection{}
	var current *pasteSection
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimRight(line, " \t\r\n")
		if name, ok := strings.CutPrefix(line, "["); ok && strings.HasSuffix(name, "]") {
			current = &pasteSection{values: map[string]string{}, lines: map[string]int{}, line: number}
			sections[strings.TrimSuffix(name, "]")] = current
			continue
		}
		i := strings.IndexAny(line, "=:")
		if current == nil || i <= 0 || strings.ContainsAny(line[:1], " \t#;") {
			continue
		}
		key := strings.TrimSpace(line[:i])
		current.values[key], current.lines[key] = strings.TrimSpace(line[i+1:]), number
	}
	return sections
}

// pasteListen reads where the server of a file listens: host and port, or waitress's listen.
func pasteListen(s *search, file string, server *pasteSection) Listen {
	l := Listen{Local: true}
	waitress := strings.HasPrefix(server.values["use"], "egg:waitress")
	if waitress {
		l.Local, l.Port = false, 8080
	}
	note := func(key string) {
		at := s.tree.At(file, server.lines[key])
		l.Evidence = &at
	}
	host, port := server.values["host"], server.values["port"]
	for _, key := range []string{"listen", "bind"} {
		first, _, _ := strings.Cut(server.values[key], " ")
		if i := strings.LastIndexByte(first, ':'); i >= 0 {
			host, port = first[:i], first[i+1:]
			note(key)
		}
	}
	if host != "" {
		l.Host, l.Local = host, local(strings.Trim(host, "[]"))
	}
	if n, err := strconv.Atoi(port); err == nil && n > 0 && n <= 65535 {
		l.Port = n
		if l.Evidence == nil {
			note("port")
		}
	} else if port != "" {
		l.Port = 0 // computed
	}
	if slices.Contains([]string{"*", "0.0.0.0", "[::]", ""}, host) && server.values["host"]+server.values["listen"]+server.values["bind"] != "" {
		l.Local = false
	}
	return l
}
