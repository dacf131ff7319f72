package knowledge

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// DecodeNative reads the rows that a user's file adds: the tables [[native]] below a table of it ("tool", "pykube"; none
// for the top), of the schema of native.toml. Keys of other tables are none of its business. Line is where the error
// stands, 0 where that is not known.
func DecodeNative(text string, below ...string) (rows []Native, line int, err error) {
	var file struct {
		Native []Native `toml:"native"`
		Tool   struct {
			Pykube struct {
				Native []Native `toml:"native"`
			} `toml:"pykube"`
		} `toml:"tool"`
	}
	err = toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields().Decode(&file)
	path := append(slices.Clone(below), "native")
	var strict *toml.StrictMissingError
	var syntax *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		for _, unknown := range strict.Errors {
			if key := unknown.Key(); len(key) > len(path) && slices.Equal(key[:len(path)], path) {
				line, _ := unknown.Position()
				return nil, line, fmt.Errorf("unknown key %q", strings.Join(key, "."))
			}
		}
	case errors.As(err, &syntax):
		line, _ := syntax.Position()
		return nil, line, errors.New(strings.TrimPrefix(syntax.Error(), "toml: "))
	case err != nil:
		return nil, 0, err
	}
	rows = file.Native
	if len(below) > 0 {
		rows = file.Tool.Pykube.Native
	}
	for i, row := range rows {
		if err := row.Valid(); err != nil {
			return nil, lineOfTable(text, strings.Join(path, "."), i), err
		}
	}
	return rows, 0, nil
}

// lineOfTable finds the line on which an array of tables is begun for the nth time, from 0.
func lineOfTable(text, name string, nth int) int {
	line := 0
	for l := range strings.SplitSeq(text, "\n") {
		line++
		head, ok := strings.CutPrefix(strings.TrimSpace(l), "[["+name+"]]")
		if rest := strings.TrimSpace(head); ok && (rest == "" || rest[0] == '#') {
			if nth == 0 {
				return line
			}
			nth--
		}
	}
	return 0
}
