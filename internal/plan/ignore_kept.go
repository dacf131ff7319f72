package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/moby/patternmatcher"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// keptFiles lists patterns that bring back files which the rules leave out by name alone, and says what is kept out
// although the program reads it.
func (p *planner) keptFiles(rules []Ignore) []string {
	var kept, public []string
	matchers := compileIgnore(rules)
	keep := func(file string) {
		if pattern := "!" + literal(file); !slices.Contains(kept, pattern) {
			kept = append(kept, pattern)
		}
	}
	for _, f := range p.installFiles() {
		if len(matchers.leftOutBy(f)) > 0 && !slices.Contains(strings.Split(f, "/"), "tests") && !slices.Contains(strings.Split(f, "/"), "test") {
			keep(f) // a wheel in dist/; what stands in tests is brought back by keptTests
		}
	}
	if strings.HasPrefix(p.app.File, manifestsDir+"/") || slices.ContainsFunc(p.facts.TestImports, func(t detect.TestImport) bool { return t.Path == manifestsDir }) {
		keep(manifestsDir) // a package of that name
	}
	for _, f := range p.facts.ContextFiles {
		by := matchers.leftOutBy(f.Path)
		switch {
		case len(by) == 0, source.Printable(f.Path) != f.Path: // a pattern is a line
		case f.Kind == detect.ContextPublic:
			if slices.Equal(by, []string{ignoreSecrets}) {
				public = append(public, f.Path)
				keep(f.Path)
			}
		case f.Kind == detect.ContextDatabase:
			if slices.Equal(by, []string{ignoreDatabases}) {
				p.adviseDatabase(f)
				keep(f.Path)
			}
		case slices.Contains(by, ignoreSecrets) && !slices.Contains(public, f.Path):
			p.adviseSecretFile(f)
		default:
			keep(f.Path)
		}
	}
	return kept
}

// installFiles are the files that the steps before the source copy, and the command of the build reads.
func (p *planner) installFiles() []string {
	return append(slices.Clone(p.manager.Files), p.manager.LocalDirs...)
}

// ignoreMatchers match as Docker does, a rule each.
type ignoreMatchers []struct {
	why     string
	matcher *patternmatcher.PatternMatcher
}

func compileIgnore(rules []Ignore) (all ignoreMatchers) {
	for _, r := range rules {
		// The patterns are those of the table: an error would be a defect of it, which a test shows.
		if m, err := patternmatcher.New(r.Patterns); err == nil {
			all = append(all, struct {
				why     string
				matcher *patternmatcher.PatternMatcher
			}{r.Why, m})
		}
	}
	return all
}

// leftOutBy gives the reasons of the rules that leave a file out of the context.
func (all ignoreMatchers) leftOutBy(file string) (why []string) {
	for _, r := range all {
		if left, err := r.matcher.MatchesOrParentMatches(file); err == nil && left {
			why = append(why, r.why)
		}
	}
	return why
}

func (p *planner) adviseSecretFile(f detect.ContextFile) {
	instead := "mount it where the program looks for it, at " + path.Join(p.service.Image.Root, f.Path)
	if strings.HasPrefix(path.Base(f.Path), ".env") {
		instead = "what it sets is given to the container as variables"
	}
	p.advise(Advice{
		Topic: "context", Evidence: []source.Evidence{f.Evidence},
		Text: fmt.Sprintf("the program names %s, which looks like a secret and is kept out of the image: %s", f.Path, instead),
	})
}

func (p *planner) adviseDatabase(f detect.ContextFile) {
	p.advise(Advice{
		Topic: "context", Evidence: []source.Evidence{f.Evidence}, Command: "git rm --cached " + shellWord(f.Path),
		Text: fmt.Sprintf("%s is part of the repository, and so of the image, where it cannot be changed; if it is a database of development, take it out", f.Path),
	})
}
