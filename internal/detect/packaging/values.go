package packaging

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Value is a value of a file of TOML, YAML or JSON with its place. The zero Value stands for one that is not there.
type Value struct {
	document *document
	node     *node
	before   int // lines of the file before the document
}

// ReadValue reads a file of TOML, YAML or JSON, as its name says. Errors are *Error.
func ReadValue(t *source.Tree, file string) (Value, error) {
	read := readTOML
	switch path.Ext(file) {
	case ".json":
		read = readJSON
	case ".yaml", ".yml":
		read = func(t *source.Tree, file string) (*document, error) { return readYAML(t, file, maxYAML) }
	}
	d, err := read(t, file)
	if err != nil {
		return Value{}, err
	}
	return Value{document: d, node: d.root}, nil
}

// ReadDocuments reads those documents of a file of YAML that wanted asks for by their text, each of at most limit
// bytes. What is no YAML, as a template is not, is passed over.
func ReadDocuments(t *source.Tree, file string, limit int, wanted func(text string) bool) []Value {
	text, err := t.Text(file)
	if err != nil {
		return nil
	}
	var found []Value
	start, line, begun := 0, 0, 0
	end := func(to int) {
		part := text[start:to]
		if len(part) > limit || !wanted(part) {
			return
		}
		if d, err := readYAMLText(file, part, limit); err == nil {
			found = append(found, Value{document: d, node: d.root, before: begun})
		}
	}
	at := 0
	for row := range strings.Lines(text) {
		line++
		if strings.HasPrefix(row, "---") && strings.TrimSpace(strings.TrimLeft(row, "-")) == "" {
			end(at)
			start, begun = at+len(row), line
		}
		at += len(row)
	}
	end(len(text))
	return found
}

// Get gives the value under keys; in a list of tables of TOML it looks at the last.
func (v Value) Get(keys ...string) Value {
	return Value{document: v.document, node: v.node.find(keys...), before: v.before}
}

// Keys are those of a table, in order.
func (v Value) Keys() []string {
	if v.node == nil {
		return nil
	}
	return v.node.keys
}

// Items are those of a list, in order.
func (v Value) Items() []Value {
	if v.node == nil {
		return nil
	}
	items := make([]Value, 0, len(v.node.list))
	for _, n := range v.node.list {
		items = append(items, Value{document: v.document, node: n, before: v.before})
	}
	return items
}

// IsTable reports whether it is a table that holds something.
func (v Value) IsTable() bool { return v.node != nil && v.node.kind == tableKind && v.node.keys != nil }

// IsList reports whether it is a list.
func (v Value) IsList() bool { return v.node != nil && v.node.kind == listKind }

// Text is a scalar as it is written, without quotes; "" for any other value.
func (v Value) Text() string {
	if v.node == nil || v.node.kind == tableKind || v.node.kind == listKind {
		return ""
	}
	return v.node.text
}

// Texts are the scalars of a list.
func (v Value) Texts() []string {
	var found []string
	for _, item := range v.Items() {
		found = append(found, item.Text())
	}
	return found
}

// Line is its line in the file, 0 where there is none.
func (v Value) Line() int {
	if v.node == nil {
		return 0
	}
	return v.node.line + v.before
}

// Evidence is the line that it stands on.
func (v Value) Evidence() source.Evidence {
	if v.node == nil {
		return source.Evidence{}
	}
	at := v.document.at(v.node.line)
	if at.Line > 0 {
		at.Line += v.before
	}
	return at
}

// DevelopmentFile judges a file that starts or installs something by its name and place.
func DevelopmentFile(file string) bool {
	kind := installKind(file)
	return developmentFile(file, kind)
}

// DevelopmentName reports whether a word of a name says that only developers need what bears it.
func DevelopmentName(name string) bool {
	for _, word := range nameWords(name) {
		if isDevelopment(word) && word != "build" && word != "tools" && word != "packaging" {
			return true
		}
	}
	return false
}

// ProductionName reports whether a word of a name says that what bears it is for production.
func ProductionName(name string) bool {
	for _, word := range nameWords(name) {
		if rank := productionWords[word]; rank > 0 && rank <= rankProduction || word == "staging" || word == "deploy" {
			return true
		}
	}
	return false
}

// ImageContexts are the directories that the image of a Dockerfile can be built from, the likelier one first.
func ImageContexts(file string) []string {
	return (&installFile{file: file}).contexts()
}

// IsDockerfile reports whether a file is one of Docker, by its name.
func IsDockerfile(file string) bool { return installKind(file) == "dockerfile" }

// IsCompose reports whether a file is one of Docker Compose, by its name.
func IsCompose(file string) bool { return composeName.MatchString(path.Base(file)) }
