package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/pep440"
	"github.com/pykube/pykube/internal/source"
)

// allowed lists the releases that all ranges admit, oldest first.
func (p *planner) allowed(ranges []detect.Python) []knowledge.Python {
	var found []knowledge.Python
	for _, r := range p.tables.Pythons.Python {
		if len(refusing(ranges, r.Version)) == 0 {
			found = append(found, r)
		}
	}
	return found
}

// refusing lists the ranges that do not admit a release.
func refusing(ranges []detect.Python, minor string) []detect.Python {
	var found []detect.Python
	for _, f := range ranges {
		if !pythonFits(f.Specifier, minor) {
			found = append(found, f)
		}
	}
	return found
}

// noPython is the question where no release fits: the ranges ask for what is past, for what is still to come, for
// patch releases that the image does not stay at, or for nothing that can be.
func (p *planner) noPython(ranges []detect.Python) error {
	q := &Question{Topic: "python", Flag: "--python", Evidence: evidence(ranges), Looked: []string{p.span()}, Hint: p.widen(ranges)}
	some := func(minors []string) string {
		newest := ""
		for _, minor := range minors {
			if !slices.ContainsFunc(ranges, func(f detect.Python) bool { return !pythonFitsSome(f.Specifier, minor) }) {
				newest = minor
			}
		}
		return newest
	}
	var past, future []string
	for _, r := range p.tables.Pythons.Past {
		past = append(past, r.Version)
	}
	newest := p.tables.Pythons.Python[len(p.tables.Pythons.Python)-1].Version
	for i := range 100 {
		if minor := fmt.Sprintf("3.%d", i); pep440.Older(newest, minor) {
			future = append(future, minor)
		}
	}
	future = append(future, "4.0", "4.1", "4.2", "5.0")
	only := specifiers(ranges)
	switch {
	case some(p.known()) != "":
		q.Text = fmt.Sprintf("no release of Python fits %s with its newest fixes: it admits some patch releases of %s alone, and the image moves on with them", only, some(p.known()))
	case some(past) != "":
		i := slices.Index(past, some(past))
		q.Text = fmt.Sprintf("no release of Python fits %s: it ends with %s, which got its last fixes on %s", only, past[i], p.tables.Pythons.Past[i].Ends)
	case some(future) != "":
		q.Text = fmt.Sprintf("no release of Python fits %s: the newest on %s is %s", only, p.tables.Pythons.Checked, newest)
	case strings.Contains(only, " and "):
		q.Text = fmt.Sprintf("no release of Python fits %s: they exclude each other", asks(ranges))
	default:
		q.Text = fmt.Sprintf("no release of Python fits %s: its parts exclude each other", only)
	}
	return q
}

// widen is the hint for ranges that admit nothing: the line to write instead of the first one.
func (p *planner) widen(ranges []detect.Python) string {
	oldest := p.oldestKept()
	first := ranges[0].Evidence
	switch {
	case first.File == "uv.lock":
		return "uv lock"
	case strings.Contains(first.Text, "python_requires"):
		return fmt.Sprintf(`python_requires = ">=%s" in %s`, oldest, first.File)
	case strings.Contains(first.Text, "requires-python"), first.Text == "":
		return fmt.Sprintf("requires-python = %q in %s", ">="+oldest, first.File)
	case first.File == "pyproject.toml":
		return fmt.Sprintf("python = %q in %s", "^"+oldest, first.File)
	}
	return repin(ranges[0], p.newestSettled())
}

// asks names ranges with their lines; of two that say the same, the first.
func asks(ranges []detect.Python) string {
	var texts, seen []string
	for _, r := range ranges {
		if !slices.Contains(seen, r.Specifier) {
			seen = append(seen, r.Specifier)
			texts = append(texts, fmt.Sprintf("%s (%s)", specifiers([]detect.Python{r}), r.Evidence))
		}
	}
	return strings.Join(texts, " and ")
}

// caret is what Poetry writes.
var caret = regexp.MustCompile(`["'](\^ ?[0-9.]+)["']`)

// specifiers names ranges. One that Poetry wrote in its own way is named as it stands there, too.
func specifiers(ranges []detect.Python) string {
	var texts []string
	for _, r := range ranges {
		t := fmt.Sprintf("%q", r.Specifier)
		if written := caret.FindStringSubmatch(r.Evidence.Text); written != nil {
			t += fmt.Sprintf(", which is Poetry's %q,", written[1])
		}
		if !slices.Contains(texts, t) {
			texts = append(texts, t)
		}
	}
	return strings.TrimSuffix(strings.Join(texts, " and "), ",")
}

func evidence(facts []detect.Python) []source.Evidence {
	var found []source.Evidence
	for _, f := range facts {
		found = append(found, f.Evidence)
	}
	return found
}

// alternatives are the parts of a specifier of which one must admit a release, as Poetry's "||" has them.
func alternatives(specifier string) []string { return strings.Split(specifier, " || ") }

// pythonFits reports whether a specifier, or one of its alternatives, admits the newest patch of Python X.Y: the image
// of a minor release moves on with its patches, so a range that ends within them does not hold for long.
func pythonFits(specifier, minor string) bool {
	return slices.ContainsFunc(alternatives(specifier), func(s string) bool {
		fits, err := pep440.PythonNewestAllowed(s, minor)
		return err == nil && fits
	})
}

// pythonFitsSome reports whether a specifier, or one of its alternatives, admits some patch of Python X.Y.
func pythonFitsSome(specifier, minor string) bool {
	return slices.ContainsFunc(alternatives(specifier), func(s string) bool {
		fits, err := pep440.PythonAllowed(s, minor)
		return err == nil && fits
	})
}

// allowed reports whether a specifier admits a version; not where it cannot be read.
func allowed(specifier, version string) bool {
	held, err := pep440.Allows(specifier, version)
	return err == nil && held
}
