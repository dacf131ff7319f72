package detect

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
)

// commandValue reads a file of values, within the bounds. A file that is none gives nothing: other programs check it.
func (s *commandSearch) commandValue(file string) (packaging.Value, error) {
	if _, ok := s.commandText(file); !ok {
		return packaging.Value{}, errTooLong
	}
	s.visited[file] = true
	return packaging.ReadValue(s.tree, file)
}

// platformCommand reads a command that stands in a value: a line, or a list of words.
func (s *commandSearch) platformCommand(l launch, role, kind string, v packaging.Value) {
	l.role = role
	switch {
	case v.IsList():
		words := v.Texts()
		s.process(role, kind, func() {
			if len(words) > 0 && strings.Contains(words[0], " ") { // lines, each a command
				for _, item := range v.Items() {
					s.line(l, item.Text(), item.Evidence(), []string{})
				}
				return
			}
			s.words(l, words, v.Evidence())
		})
	case v.Text() != "":
		s.process(role, kind, func() { s.line(l, v.Text(), v.Evidence(), []string{}) })
	}
}

// stringTable reads a table of variables.
func stringTable(v packaging.Value) []CommandVariable {
	var found []CommandVariable
	for _, name := range v.Keys() {
		if text := v.Get(name).Text(); text != "" {
			found = append(found, CommandVariable{Name: name, Value: text})
		}
	}
	return found
}

// namedTable reads a list of variables that each have a key for the name and one for the value.
func namedTable(v packaging.Value, name string) []CommandVariable {
	var found []CommandVariable
	for _, item := range v.Items() {
		if text := item.Get("value").Text(); text != "" {
			found = append(found, CommandVariable{Name: item.Get(name).Text(), Value: text})
		}
	}
	return found
}

// inImageOf gives a launch that starts another command in the image that stands beside a file of a platform.
func (s *commandSearch) inImageOf(l launch, file string) launch {
	if file == "" {
		file = path.Join(path.Dir(l.file), "Dockerfile")
	}
	if !s.tree.Has(file) {
		return l
	}
	image := s.builtFrom(file, []string{path.Dir(l.file)})
	if image == nil {
		return l
	}
	stage := image.stage("")
	if stage == nil {
		return l
	}
	l.startIn(image, stage)
	return l
}

// onlyBuilds drops what a build command runs that is no step of a build that matters.
func (s *commandSearch) onlyBuilds(source string) {
	kept := s.found[:0]
	for _, c := range s.found {
		if c.Source != source || c.Role != "build" || c.Kind == "build" || c.Kind == "migration" {
			c.Main = c.Main && (c.Source != source || c.Role != "build")
			kept = append(kept, c)
		}
	}
	s.found = kept
}
