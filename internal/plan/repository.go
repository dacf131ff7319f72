package plan

import (
	"fmt"
	"slices"
	"strings"
)

// checkRepository refuses what is not a Python project, before anything is asked of it: a directory without Python,
// and one whose projects stand in directories below it.
func (p *planner) checkRepository() error {
	if p.facts.PythonFiles == 0 && len(p.facts.Applications) == 0 {
		return &Question{
			Topic: "repository", Text: fmt.Sprintf("%q is not a Python repository", p.facts.Directory),
			Looked: []string{"no file ends in .py; notebooks are served where voila is installed"}, Hint: "pykube generate DIR, with the directory that holds the Python source",
		}
	}
	if len(p.facts.Managers) > 0 || len(p.facts.Elsewhere) == 0 {
		return nil
	}
	dirs := p.likeliest(p.facts.Elsewhere)
	q := &Question{
		Topic: "repository", Text: fmt.Sprintf("%q declares no dependencies itself, directories in it do", p.facts.Directory),
		Looked: []string{"dependencies are declared in " + some(dirs)},
		Hint:   "pykube generate " + shellWord(dirs[0]),
	}
	for i, over := range p.facts.PassedOver {
		if i == maxAlternatives {
			break
		}
		q.Looked = append(q.Looked, fmt.Sprintf("%s %s: %s", over.Directory, over.Reason, over.Evidence))
	}
	return q
}

// likeliest puts the directories that hold an application before the others.
func (p *planner) likeliest(dirs []string) []string {
	holds := func(dir string) int {
		for _, a := range p.facts.Applications {
			if strings.HasPrefix(a.File, dir+"/") && weight(a) > 0 {
				return 0
			}
		}
		return 1
	}
	sorted := slices.Clone(dirs)
	slices.SortStableFunc(sorted, func(a, b string) int { return holds(a) - holds(b) })
	return sorted
}

// some gives the first names of a list, and how many follow.
func some(names []string) string {
	const shown = 6
	if len(names) <= shown {
		return strings.Join(names, ", ")
	}
	return fmt.Sprintf("%s and %d more", strings.Join(names[:shown], ", "), len(names)-shown)
}
