package config

import (
	"strings"

	"github.com/pelletier/go-toml/v2"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Rows reads the rows that the user adds to the program's tables, or overrides in them: [[native]] on system packages and
// [[custom-base]] on base images in pykube.toml, [[tool.pykube.native]] in pyproject.toml. The rows of pykube.toml come last,
// and so win.
func Rows(tree *source.Tree) (knowledge.Rows, error) {
	var rows knowledge.Rows
	for _, place := range []struct {
		file  string
		below []string
	}{{"pyproject.toml", []string{"tool", "pykube"}}, {"pykube.toml", nil}} {
		if !tree.Has(place.file) {
			continue
		}
		text, err := tree.Text(place.file)
		if err != nil {
			return rows, err
		}
		var all map[string]any
		if !strings.Contains(text, "native") && !strings.Contains(text, "custom-base") || toml.Unmarshal([]byte(text), &all) != nil {
			continue // whoever reads the rest says what is wrong with it
		}
		for _, name := range place.below {
			all, _ = all[name].(map[string]any)
		}
		if all["native"] == nil && all["custom-base"] == nil {
			continue
		}
		more, line, err := knowledge.DecodeRows(text, place.below...)
		if err != nil {
			return rows, &Error{File: place.file, Line: line, Text: err.Error(), Hint: rowKeys}
		}
		rows.Native = append(rows.Native, more.Native...)
		rows.Image = append(rows.Image, more.Image...)
	}
	return rows, nil
}

const rowKeys = "the keys of [[native]] are name, manylinux, musllinux, programs, unless, told_by, extra_of, debian, alpine; " +
	"those of [[custom-base]] are name, tags, distribution, libc, packages, users, user, python, interpreter, builder, builder_user; both may have why, source, checked"
