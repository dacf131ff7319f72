package e2e

import (
	"encoding/csv"
	"path"
	"strings"
)

// recorded lists the files that installed distributions name in their RECORD, and to which distribution each belongs.
// Source: https://packaging.python.org/en/latest/specifications/recording-installed-packages/
func recorded(files map[string]File) map[string]string {
	of := map[string]string{}
	for name, file := range files {
		dir := path.Dir(name)
		if path.Base(name) != "RECORD" || !strings.HasSuffix(dir, ".dist-info") {
			continue
		}
		reader := csv.NewReader(strings.NewReader(string(file.Text)))
		reader.FieldsPerRecord = -1
		rows, err := reader.ReadAll()
		if err != nil {
			continue
		}
		for _, row := range rows {
			listed := row[0]
			if !path.IsAbs(listed) {
				listed = path.Join(path.Dir(dir), listed)
			}
			of[strings.TrimPrefix(listed, "/")] = path.Base(dir)
		}
	}
	return of
}
