package detect

import (
	"path"
	"slices"
	"strings"
)

// sharedSettings are names of files that hold what several settings have in common, and are none themselves.
var sharedSettings = []string{"__init__", "base", "common", "components", "defaults", "default", "shared"}

// maxOtherSettings bounds how many settings are named beside the ones that are used.
const maxOtherSettings = 8

// otherSettings lists the files beside the settings that can be used in their place: in a package of settings all but
// the shared ones, else those whose names begin as theirs.
func (d *djangoFiles) otherSettings(file string) []string {
	dir, stem := path.Dir(file), strings.TrimSuffix(path.Base(file), ".py")
	split := strings.Contains(path.Base(dir), "settings")
	var found []string
	for _, other := range d.files {
		name := strings.TrimSuffix(path.Base(other), ".py")
		if path.Dir(other) != dir || other == file || slices.Contains(sharedSettings, name) || isTestName(other) {
			continue
		}
		if split || strings.HasPrefix(name, "settings_") || strings.HasSuffix(name, "_settings") && strings.HasSuffix(stem, "settings") {
			found = append(found, other)
		}
	}
	return found[:min(len(found), maxOtherSettings)]
}
