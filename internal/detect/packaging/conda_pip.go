package packaging

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// pip reads the list below "- pip:". conda writes it to a requirements file beside the environment file and runs pip
// in that directory: its lines are lines of such a file.
func (e *CondaEnvironment) pip(t *source.Tree, d *document, n *node) error {
	list := d.want(listKind, n.given(), "pip")
	if list == nil {
		return nil
	}
	r := &requirementsReader{
		tree: t, seen: map[string]bool{}, variables: map[string]bool{}, open: []string{e.File},
		list: &Requirements{File: e.File},
	}
	if e.Pip != nil { // a second list goes on
		r.list = e.Pip
	}
	for _, item := range list.list {
		l := d.scalar(item, "pip: an item")
		if d.err != nil {
			return d.err
		}
		line := logical{file: e.File, number: l.Evidence.Line, first: l.Evidence.Text, text: e.pipLine(l.Value)}
		if line.text == "" {
			continue
		}
		if err := r.line(line); err != nil {
			return err
		}
		if len(r.list.Items)+len(r.list.Constrained)+len(r.list.Locals)+len(r.list.Options) > maxItems {
			return line.fail("more than %d requirements and options", maxItems)
		}
	}
	e.Pip = r.list
	return nil
}

// pipLine is an item as a line of a requirements file at the root of the repository. "-r file:more.txt", as it is
// often written in environment files, is -r more.txt.
func (e *CondaEnvironment) pipLine(item string) string {
	text := strings.TrimSpace(uncommented(item))
	option, value := "", text
	for _, o := range []string{"-r", "--requirement", "-c", "--constraint", "-e", "--editable"} {
		if rest, ok := strings.CutPrefix(text, o); ok && (o[1] != '-' || strings.HasPrefix(rest, " ") || strings.HasPrefix(rest, "=")) {
			option, value = o, strings.TrimLeft(rest, " \t=")
			break
		}
	}
	switch {
	case option != "" && option != "-e" && option != "--editable":
		if file, ok := strings.CutPrefix(value, "file:"); ok && !strings.HasPrefix(file, "//") {
			return option + " " + file
		}
	case path.Dir(e.File) != "." && strings.HasPrefix(value, "."):
		words, marker, hasMarker := strings.Cut(value, ";")
		dir, extras, hasExtras := strings.Cut(strings.TrimSpace(words), "[")
		value = "./" + path.Join(path.Dir(e.File), strings.ReplaceAll(dir, `\`, "/"))
		if strings.HasPrefix(value, "./..") {
			value = "../" + value[2:] // it leads out, from here too: the reader says so
		}
		if hasExtras {
			value += "[" + extras
		}
		if hasMarker {
			value += " ;" + marker
		}
		return strings.TrimSpace(option + " " + value)
	}
	return text
}
