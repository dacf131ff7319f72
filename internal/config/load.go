package config

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Error is a wish that cannot be understood.
type Error struct {
	File string
	Line int
	Text string
	Hint string
}

func (e *Error) Error() string {
	if e.Line > 0 {
		return fmt.Sprintf("%s:%d: %s", e.File, e.Line, e.Text)
	}
	if e.File != "" {
		return e.File + ": " + e.Text
	}
	return e.Text
}

// Load fills in what flags leave open: from the environment (lookup is os.LookupEnv), from pykube.toml, and from
// [tool.pykube] in pyproject.toml, in this order.
func Load(options *Options, tree *source.Tree, lookup func(string) (string, bool)) error {
	for _, k := range Keys {
		name := k.Variable()
		if value, ok := lookup(name); ok && value != "" && !k.Value(options).Set() {
			*k.Value(options) = Option{Value: value, Origin: Origin{Kind: FromEnvironment, Name: name}}
		}
	}
	if err := loadFile(options, tree, "pykube.toml", FromFile, nil); err != nil {
		return err
	}
	return loadFile(options, tree, "pyproject.toml", FromPyproject, []string{"tool", "pykube"})
}

func loadFile(options *Options, tree *source.Tree, file string, kind OriginKind, table []string) error {
	if !tree.Has(file) {
		return nil
	}
	text, err := tree.Text(file)
	if err != nil {
		return &Error{Text: err.Error()} // it begins with the file
	}
	if table != nil && !strings.Contains(text, "pykube") {
		return nil
	}
	var all map[string]any
	if err := toml.Unmarshal([]byte(text), &all); err != nil {
		if table != nil { // the reader of dependencies says what is wrong with it
			return nil
		}
		var at *toml.DecodeError
		if errors.As(err, &at) {
			line, _ := at.Position()
			return &Error{File: file, Line: line, Text: strings.TrimPrefix(at.Error(), "toml: ")}
		}
		return fmt.Errorf("%s: %w", file, err)
	}
	for _, name := range table {
		all, _ = all[name].(map[string]any)
	}
	names := make([]string, 0, len(all))
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	for _, name := range names {
		if slices.Contains(knowledge.RowTables, name) { // Rows reads them
			continue
		}
		if err := setFrom(options, file, text, kind, name, all[name]); err != nil {
			return err
		}
	}
	return nil
}

func setFrom(options *Options, file, text string, kind OriginKind, name string, value any) error {
	line := lineOf(text, name)
	i := slices.IndexFunc(Keys, func(k Key) bool { return k.Name == name })
	if i < 0 {
		known := make([]string, len(Keys))
		for j, k := range Keys {
			known[j] = k.Name
		}
		slices.Sort(known)
		return &Error{
			File: file, Line: line, Text: fmt.Sprintf("unknown key %q", name), Hint: "the keys are " + strings.Join(known, ", "),
		}
	}
	wrongKind := &Error{File: file, Line: line, Text: name + " is neither text nor a number", Hint: fmt.Sprintf(`%s = "…": %s`, name, Keys[i].Help)}
	var said string
	switch v := value.(type) {
	case string:
		said = v
	case int64:
		said = fmt.Sprint(v)
	case []any:
		items, ok := texts(v)
		if !ok || Keys[i].Join == "" {
			return wrongKind
		}
		said = strings.Join(items, Keys[i].Join)
	default:
		return wrongKind
	}
	o := Keys[i].Value(options)
	if !o.Set() {
		at := source.At(file, line, strings.TrimSpace(lineText(text, line)))
		*o = Option{Value: said, Origin: Origin{Kind: kind, Name: at.String() + ": " + name, Evidence: &at}}
	}
	return nil
}

// texts gives the items of a list that holds nothing but texts.
func texts(list []any) (items []string, ok bool) {
	for _, item := range list {
		text, ok := item.(string)
		if !ok {
			return nil, false
		}
		items = append(items, text)
	}
	return items, true
}

// lineOf finds the line on which a key is set.
func lineOf(text, key string) int {
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		name, _, ok := strings.Cut(line, "=")
		if ok && strings.Trim(strings.TrimSpace(name), `"'`) == key {
			return n
		}
	}
	return 0
}

func lineText(text string, line int) string {
	n := 0
	for l := range strings.SplitSeq(text, "\n") {
		if n++; n == line {
			return l
		}
	}
	return ""
}
