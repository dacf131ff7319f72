package packaging

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Bounds of one workspace.
const (
	maxMembers  = 2_000 // directories
	maxPatterns = 200   // globs, members and exclusions each
)

// Dirs lists the directories of the members, sorted, without the root: those that hold a pyproject.toml, that a glob of
// the members matches and none of the exclusions.
// Source: https://docs.astral.sh/uv/concepts/projects/workspaces/
func (w *Workspace) Dirs(t *source.Tree) []string {
	members, exclude := globs(w.Members), globs(w.Exclude)
	var found []string
	looked := 0
	for _, file := range t.Files() {
		dir := path.Dir(file)
		if path.Base(file) != "pyproject.toml" || dir == "." || unprintable(dir) {
			continue
		}
		if looked++; looked > maxMembers {
			break
		}
		segments := strings.Split(dir, "/")
		if matchesAny(members, segments) && !matchesAny(exclude, segments) {
			found = append(found, dir)
		}
	}
	return found
}

func globs(list []Located) [][]string {
	var found [][]string
	for _, l := range list[:min(len(list), maxPatterns)] {
		plain := strings.ReplaceAll(l.Value, `\`, "/")
		if len(plain) <= maxName {
			found = append(found, strings.Split(path.Clean(plain), "/"))
		}
	}
	return found
}

func matchesAny(patterns [][]string, segments []string) bool {
	for _, p := range patterns {
		if matches(p, segments) {
			return true
		}
	}
	return false
}

// matches compares a glob with a path, each cut at its slashes: "**" stands for any number of directories.
func matches(pattern, segments []string) bool {
	// reached[i] is whether the pattern so far can end before segment i.
	reached := make([]bool, len(segments)+1)
	reached[0] = true
	for _, p := range pattern {
		next := make([]bool, len(segments)+1)
		for i, yes := range reached {
			switch {
			case p == "**":
				next[i] = yes || i > 0 && next[i-1]
			case yes && i < len(segments):
				ok, err := path.Match(p, segments[i])
				next[i+1] = err == nil && ok
			}
		}
		reached = next
	}
	return reached[len(segments)]
}
