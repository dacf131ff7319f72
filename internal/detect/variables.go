package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Variable is one that the program reads from its environment. Its value is nobody's to guess, and is not looked for.
type Variable struct {
	Name       string            `json:"name"`
	Prefix     bool              `json:"prefix,omitempty"`     // every variable whose name begins so is read
	Set        bool              `json:"set,omitempty"`        // the program sets it itself, too
	Reads      []VariableRead    `json:"reads"`                // empty where it is only documented
	Documented []source.Evidence `json:"documented,omitempty"` // examples of environment files, and deployment files
}

// VariableNeed says when the program fails without a variable.
type VariableNeed string

// When the program fails without a variable. The empty need is that it does without.
const (
	NeededAtStart   VariableNeed = "start"     // it does not start
	NeededSometimes VariableNeed = "sometimes" // it does not start under a condition that the source asks
	NeededAsScript  VariableNeed = "script"    // it does not start where this file itself is started
	NeededInUse     VariableNeed = "use"       // a function fails when it is called
)

// VariableRead is one place that reads a variable.
type VariableRead struct {
	By string `json:"by"` // the library that reads it, "os" for Python itself
	// Default is the text of the literal that stands in where the variable is not set.
	Default    string       `json:"default,omitempty"`
	HasDefault bool         `json:"has_default"` // something stands in: a literal, or what the code computes
	Fails      VariableNeed `json:"fails,omitempty"`
	Reached    bool         `json:"reached"` // its file is surely imported when the program starts
	// Random is set where the default is made up anew at every start.
	Random bool `json:"random,omitempty"`
	// Kind is what the text is made into: switch, number or path; "" where it stays a text.
	Kind string `json:"kind,omitempty"`
	// As are the names that the value gets: variables, keys, keywords of calls.
	As []string `json:"as,omitempty"`
	// To are the functions and types that it is handed to, dotted.
	To       []string        `json:"to,omitempty"`
	Evidence source.Evidence `json:"evidence"`

	name  string
	place variablePlace // of what fails, in a function
}

// Bounds of what is kept: more than a person would set, and read.
const (
	maxVariables     = 500
	maxVariableReads = 20
)

// findVariables lists the variables that the program reads from its environment, by name. Left out is what only tests,
// documentation, tools and other projects of the repository read.
func (f *Facts) findVariables(p *program, tables *knowledge.Tables, options Options) {
	projects := otherProjects(f, p.tree)
	placed := importSearch{projects: projects}
	s := newVariableSearch(p, tables.Variables, f.reachSurely(p, projects))
	s.startFactories(f.Applications)
	s.programFiles(&placed)
	s.readCalls()
	s.readSettings()
	s.followStarts()
	f.Variables = []Variable{}
	for _, name := range sortedKeys(s.found) {
		f.Variables = append(f.Variables, s.variable(name))
	}
	f.documentVariables(p.tree, projects, options)
}

// variable puts together what was found of one: the reads that ask most of it first.
func (s *variableSearch) variable(name string) Variable {
	v := Variable{Name: strings.TrimSuffix(name, "*"), Prefix: strings.HasSuffix(name, "*"), Set: s.set[name], Reads: []VariableRead{}}
	reads := s.found[name]
	rank := func(r *VariableRead) int {
		order := []VariableNeed{NeededAtStart, NeededSometimes, NeededAsScript, NeededInUse, ""}
		at := slices.Index(order, r.Fails)
		if !r.Reached {
			at += len(order)
		}
		return at
	}
	slices.SortStableFunc(reads, func(a, b *VariableRead) int { return rank(a) - rank(b) })
	for _, r := range reads {
		if v.Set {
			r.Fails = ""
		}
		r.Evidence = s.tree.At(r.Evidence.File, r.Evidence.Line)
		v.Reads = append(v.Reads, *r)
	}
	return v
}
