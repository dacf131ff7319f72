package packaging

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
)

// ProductionRequirements is the list that the names call the one for production.
type ProductionRequirements struct {
	RequirementsFile
	Reason string // a clause without subject: "is named for production"
	// Development are the lines by which it brings in files that only developers need, also by way of others.
	Development []Located
	Passed      []PassedRequirements // the others of the same project that were weighed, the next best first
	// Also are the lists that the same files for deployment install besides, with the commands.
	Also []Located
	Tie  bool // the first of Passed is named as well as the one that was taken
}

// PassedRequirements is a list that was not taken.
type PassedRequirements struct{ File, Reason string }

// FindProduction weighs the lists of one project ("." for that of the root): by name, prod before docker, that before
// a plain requirements.txt, that before base, and kinds such as gpu last. Of a list and what was compiled from it, the
// latter is taken; of two with the same name, the lock. A file that a Dockerfile or another file for deployment
// installs goes before every name; installs may be nil. It is nil where all that is there is for development.
func FindProduction(all []RequirementsFile, home string, installs []Install) *ProductionRequirements {
	byName := map[string]*RequirementsFile{}
	for i := range all {
		byName[all[i].File] = &all[i]
	}
	var weighed []weighedList
	for _, f := range all {
		if f.Home != home || f.rank == rankNever || f.Compiled != "" {
			continue
		}
		w := weighedList{RequirementsFile: f, Reason: nameReason(f), development: developmentLines(f, byName)}
		if w.install = installedBy(f.File, installs); w.install != nil {
			w.rank, w.Reason = w.rank-rankNever, fmt.Sprintf("is installed in %s", w.install.Evidence)
		}
		switch {
		case f.Empty:
			w.rank, w.Reason = rankNever-1, "holds nothing"
		case len(w.development) > 0 && w.install == nil:
			w.rank, w.Reason = rankVariant+30, fmt.Sprintf("brings in %s, which only developers need", w.development[0].Value)
		}
		weighed = append(weighed, w)
	}
	if len(weighed) == 0 {
		return nil
	}
	slices.SortStableFunc(weighed, func(a, b weighedList) int {
		return cmp.Or(
			cmp.Compare(a.rank, b.rank), -compareBool(a.Locked, b.Locked), compareBool(strings.HasSuffix(a.File, ".in"), strings.HasSuffix(b.File, ".in")),
			cmp.Compare(strings.Count(a.File, "/"), strings.Count(b.File, "/")), cmp.Compare(a.File, b.File),
		)
	})
	best := weighed[0]
	p := &ProductionRequirements{RequirementsFile: best.RequirementsFile, Reason: best.Reason, Development: best.development}
	for _, w := range weighed[1:] {
		p.Passed = append(p.Passed, PassedRequirements{File: w.File, Reason: w.Reason})
		if best.install != nil && w.install != nil && w.install.Evidence.File == best.install.Evidence.File && !includes(best.RequirementsFile, w.File, byName) {
			p.Also = append(p.Also, Located{Value: w.File, Evidence: w.install.Evidence})
		}
	}
	if len(weighed) > 1 {
		next := weighed[1]
		p.Tie = next.rank == best.rank && best.install == nil && next.Locked == best.Locked && !includes(best.RequirementsFile, next.File, byName) && !includes(next.RequirementsFile, best.File, byName)
	}
	return p
}

type weighedList struct {
	RequirementsFile
	Reason      string
	development []Located
	install     *Install // the command of a file for deployment; nil for none
}

func nameReason(f RequirementsFile) string {
	switch {
	case f.Role == ForProduction && f.rank < rankDeployment:
		return "is named for production"
	case f.Role == ForProduction && f.rank < rankPlain:
		return "is named for deployment"
	case f.Role == ForProduction:
		return "is named for what the program needs everywhere"
	case f.Role == ForVariant:
		return fmt.Sprintf("is named for one kind of installation (%s)", strings.Join(f.Words, " "))
	}
	return "has the plain name"
}

func compareBool(a, b bool) int {
	switch {
	case a == b:
		return 0
	case a:
		return 1
	}
	return -1
}

// installedBy gives the command of a file for deployment that installs the list.
func installedBy(file string, installs []Install) *Install {
	for i, in := range installs {
		if !in.Dev && in.File == file && (in.Manager == "pip" || in.Manager == "uv pip") {
			return &installs[i]
		}
	}
	return nil
}

// developmentLines are the lines that bring in files for development, on any way from the file. Constraints install
// nothing.
func developmentLines(f RequirementsFile, byName map[string]*RequirementsFile) []Located {
	var found []Located
	seen := map[string]bool{f.File: true}
	queue := []*RequirementsFile{&f}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		for _, in := range next.Includes {
			other := byName[in.Value]
			if in.Constraints || other == nil || seen[in.Value] {
				continue
			}
			seen[in.Value] = true
			if other.Role == ForDevelopment {
				found = append(found, in.Located)
				continue
			}
			queue = append(queue, other)
		}
	}
	return found
}

// includes reports whether a file brings in another one.
func includes(f RequirementsFile, file string, byName map[string]*RequirementsFile) bool {
	seen := map[string]bool{f.File: true}
	queue := []*RequirementsFile{&f}
	for len(queue) > 0 {
		next := queue[0]
		queue = queue[1:]
		for _, in := range next.Includes {
			if in.Value == file && !in.Constraints {
				return true
			}
			if other := byName[in.Value]; other != nil && !seen[in.Value] {
				seen[in.Value] = true
				queue = append(queue, other)
			}
		}
	}
	return false
}
