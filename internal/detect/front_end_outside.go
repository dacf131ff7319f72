package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Bounds of the files of a front end that are read for paths that lead out of it.
const (
	maxOutsideFiles = 300
	maxOutsideBytes = 256 << 10
)

// readsOutside finds a line by which building reads what stands outside of a directory: the configuration of a tool, or
// a style sheet, that names a path which leads there. Where a tool writes is none.
func (p *program) readsOutside(dir string) *source.Evidence {
	if dir == "." {
		return nil
	}
	all := p.tree.Files()
	i, _ := slices.BinarySearch(all, dir+"/")
	for seen := 0; i < len(all) && strings.HasPrefix(all[i], dir+"/") && seen < maxOutsideFiles; i++ {
		rel := strings.TrimPrefix(all[i], dir+"/")
		depth := strings.Count(rel, "/")
		config := depth == 0 && slices.Contains([]string{".js", ".cjs", ".mjs", ".ts", ".mts", ".cts", ".json"}, path.Ext(rel)) &&
			rel != "package-lock.json"
		style := slices.Contains([]string{".css", ".scss", ".sass", ".less"}, path.Ext(rel))
		if !config && !style || strings.Contains(rel, "node_modules/") {
			continue
		}
		seen++
		if at := p.lineOutside(all[i], depth, style); at != nil {
			return at
		}
	}
	return nil
}

func (p *program) lineOutside(file string, depth int, style bool) *source.Evidence {
	text, err := p.tree.Text(file)
	if err != nil || len(text) > maxOutsideBytes {
		return nil
	}
	up := strings.Repeat("../", depth+1)
	number := 0
	for line := range strings.Lines(text) {
		number++
		if !strings.Contains(line, up) && (style || !leavesByParts(line)) {
			continue
		}
		if !style {
			line = outputLine.ReplaceAllString(line, "")
			line = outputOption.ReplaceAllString(line, "")
			if !strings.Contains(line, up) && !leavesByParts(line) {
				continue
			}
		}
		if strings.HasPrefix(strings.TrimSpace(line), "//") {
			continue
		}
		at := p.tree.At(file, number)
		return &at
	}
	return nil
}

// leavesByParts recognises path.join(__dirname, "..", "templates").
func leavesByParts(line string) bool {
	return strings.Contains(line, `'..'`) || strings.Contains(line, `".."`)
}
