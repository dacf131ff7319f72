package plan

import (
	"regexp"
	"slices"
)

// scratchPath is a directory that can be the target of a mount as it is.
var scratchPath = regexp.MustCompile(`^/[A-Za-z0-9._/-]+$`)

// maxScratch bounds the directories that are mounted for one command.
const maxScratch = 10

// scratch lists the directories that the program writes to: importing it may open a file in one, a queue in SQLite or
// a log, and what is made of it when the image is built has no place in the image. The one that static files are
// collected into is not among them.
func (p *planner) scratch(static string) []string {
	var dirs []string
	if static == "" { // it may be any of them
		return nil
	}
	for _, w := range p.facts.Disk.Writes {
		if w.Path == "" || p.otherProject(w) || len(dirs) >= maxScratch {
			continue
		}
		dir, ok := p.writtenDirectory(w)
		if !ok || !scratchPath.MatchString(dir) || below(dir, tmpDir) || below(static, dir) || below(dir, static) {
			continue
		}
		if !slices.ContainsFunc(dirs, func(have string) bool { return below(dir, have) }) {
			dirs = append(slices.DeleteFunc(dirs, func(have string) bool { return below(have, dir) }), dir)
		}
	}
	slices.Sort(dirs)
	return dirs
}
