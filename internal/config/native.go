package config

import (
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Native reads the rows on system packages that the user adds to the program's table, or overrides in it: [[native]] in
// pykube.toml, [[tool.pykube.native]] in pyproject.toml. The rows of pykube.toml come last, and so win.
func Native(tree *source.Tree) ([]knowledge.Native, error) {
	var rows []knowledge.Native
	for _, place := range []struct {
		file  string
		below []string
	}{{"pyproject.toml", []string{"tool", "pykube"}}, {"pykube.toml", nil}} {
		if !tree.Has(place.file) {
			continue
		}
		text, err := tree.Text(place.file)
		if err != nil {
			return nil, err
		}
		var all map[string]any
		if !strings.Contains(text, "native") || toml.Unmarshal([]byte(text), &all) != nil {
			continue // whoever reads the rest says what is wrong with it
		}
		for _, name := range place.below {
			all, _ = all[name].(map[string]any)
		}
		if all["native"] == nil {
			continue
		}
		more, line, err := knowledge.DecodeNative(text, place.below...)
		if err != nil {
			return nil, &Error{File: place.file, Line: line, Text: err.Error(), Hint: "the keys of a row are name, manylinux, musllinux, programs, unless, told_by, extra_of, debian, alpine, why, source, checked"}
		}
		rows = append(rows, more...)
	}
	return rows, nil
}
