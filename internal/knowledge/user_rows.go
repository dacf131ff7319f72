package knowledge

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Rows are what a user's file adds to the tables, each of the schema of its table.
type Rows struct {
	Native []Native `toml:"native"`
	Image  []Image  `toml:"custom-base"`
}

// RowTables are the names of the tables that a user may add rows to.
var RowTables = []string{"custom-base", "native"}

// DecodeRows reads the rows that a user's file adds: the tables [[native]] and [[custom-base]] below a table of it ("tool",
// "pykube"; none for the top). Keys of other tables are none of its business. Line is where the error stands, 0 where
// that is not known.
func DecodeRows(text string, below ...string) (rows Rows, line int, err error) {
	var file struct {
		Rows
		Tool struct {
			Pykube Rows `toml:"pykube"`
		} `toml:"tool"`
	}
	err = toml.NewDecoder(strings.NewReader(text)).DisallowUnknownFields().Decode(&file)
	var strict *toml.StrictMissingError
	var syntax *toml.DecodeError
	switch {
	case errors.As(err, &strict):
		for _, unknown := range strict.Errors {
			key := unknown.Key()
			if len(key) > len(below)+1 && slices.Equal(key[:len(below)], below) && slices.Contains(RowTables, key[len(below)]) {
				line, _ := unknown.Position()
				return Rows{}, line, fmt.Errorf("unknown key %q", strings.Join(key, "."))
			}
		}
	case errors.As(err, &syntax):
		line, _ := syntax.Position()
		if key := strings.Join(syntax.Key(), "."); strings.Contains(syntax.Error(), "cannot decode TOML") {
			return Rows{}, line, fmt.Errorf("%s is of another kind than is wanted there", cmp.Or(key, "a value")) // the library tells names of Go
		}
		return Rows{}, line, errors.New(strings.TrimPrefix(syntax.Error(), "toml: "))
	case err != nil:
		return Rows{}, 0, err
	}
	rows = file.Rows
	if len(below) > 0 {
		rows = file.Tool.Pykube
	}
	at := func(table string, nth int) int {
		return lineOfTable(text, strings.Join(append(slices.Clone(below), table), "."), nth)
	}
	for i, row := range rows.Native {
		if err := row.Valid(); err != nil {
			return Rows{}, at("native", i), err
		}
	}
	for i, row := range rows.Image {
		if err := row.Valid(); err != nil {
			return Rows{}, at("custom-base", i), err
		}
		if slices.ContainsFunc(rows.Image[:i], func(other Image) bool { return other.Name == row.Name && other.Tags == row.Tags }) {
			return Rows{}, at("custom-base", i), fmt.Errorf("a second row for %s with the same tags", row.Name)
		}
	}
	return rows, 0, nil
}

// Add lays the rows of a user over the tables.
func (t *Tables) Add(rows Rows) {
	t.AddNative(rows.Native)
	t.AddImages(rows.Image)
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
