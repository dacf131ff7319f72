package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// maxVariableEvidence bounds the places that the decision on the environment names.
const maxVariableEvidence = 20

// judgedVariable is a variable with what was decided of it.
type judgedVariable struct {
	Variable
	fact  detect.Variable
	why   string // it is a secret
	later detect.VariableNeed
}

// chooseEnvironment lists the variables that the program reads, which of them it cannot start without, and which are
// secrets. It gives none of them a value: what is set in the cluster is the user's to say.
func (p *planner) chooseEnvironment() error {
	var judged []judgedVariable
	var prefixes, unread []string
	var evidence []source.Evidence
	for _, v := range p.facts.Variables {
		switch {
		case v.Prefix:
			prefixes = append(prefixes, v.Name+"…")
			evidence = append(evidence, v.Reads[0].Evidence)
		case p.setElsewhere(v):
		case len(v.Reads) == 0:
			unread = append(unread, v.Name)
		default:
			judged = append(judged, p.judge(v))
		}
	}
	judged = slices.DeleteFunc(judged, func(j judgedVariable) bool { return j.Name == "" })
	if len(judged) == 0 && len(prefixes) == 0 {
		return nil
	}
	for _, j := range judged {
		p.service.Environment = append(p.service.Environment, j.Variable)
	}
	p.decide(environmentDecision(judged, prefixes, unread, evidence))
	p.adviseDefaults(judged)
	return nil
}

// setElsewhere reports whether a variable is the system's, or one that the image or Django's own files set.
func (p *planner) setElsewhere(v detect.Variable) bool {
	if p.tables.Variables.OwnVariable(v.Name) != "" || slices.ContainsFunc(p.service.Image.Env, func(e EnvVar) bool { return e.Name == v.Name }) {
		return true
	}
	return p.facts.Django != nil && v.Name == "DJANGO_SETTINGS_MODULE" &&
		!slices.ContainsFunc(v.Reads, func(r detect.VariableRead) bool { return r.Default != p.facts.Django.Settings })
}

// judge decides what one variable is. Required is what the program does not start without, in a file that it imports
// then; what only a function asks for later, or a branch, may be left unset.
func (p *planner) judge(v detect.Variable) judgedVariable {
	j := judgedVariable{Variable: Variable{Name: v.Name}, fact: v}
	for _, r := range v.Reads {
		asScript := r.Fails == detect.NeededAsScript && p.app.Target != "" && p.app.File == r.Evidence.File
		if r.Fails == detect.NeededAtStart && r.Reached || asScript {
			j.Required = true
		} else if r.Fails != "" && j.later == "" {
			j.later = r.Fails
		}
	}
	j.why = p.secretReason(v)
	j.Secret = j.why != ""
	for _, r := range v.Reads {
		if j.Default == "" && !j.Secret { // that of a secret stays where it is
			j.Default = r.Default
		}
	}
	return j
}

// secretReason says by what a variable is known to be a secret; "" for one that is none. What the value is used for
// tells more than its name: a number or a switch is no secret, and a type for secrets is one.
func (p *planner) secretReason(v detect.Variable) string {
	table := p.tables.Variables
	name := table.NameSays(v.Name)
	for _, r := range v.Reads {
		for _, to := range r.To {
			secretType := strings.HasPrefix(to[strings.LastIndexByte(to, '.')+1:], "Secret")
			if slices.Contains(table.Uses.Secret, to) && (secretType || name.Plain == "") {
				return fmt.Sprintf("%s hands it to %s", r.Evidence, to)
			}
		}
	}
	has := func(fits func(detect.VariableRead) bool) bool { return slices.ContainsFunc(v.Reads, fits) }
	maybe := has(func(r detect.VariableRead) bool { return r.Default == "True" || r.Default == "False" })
	switch {
	case has(func(r detect.VariableRead) bool { return r.Kind != "" || r.Default == "True" }):
		return ""
	case has(func(r detect.VariableRead) bool { return table.Carries(r.Default) }):
		return "its default is an address that can carry a password"
	case name.Plain != "":
		return ""
	case name.Secret != "" && (!name.Weak || !maybe):
		return "its name says " + strings.ToLower(name.Secret)
	case maybe:
		return ""
	}
	for _, r := range v.Reads {
		for _, as := range r.As {
			if says := table.NameSays(as); says.Secret != "" {
				return fmt.Sprintf("%s uses it as %s", r.Evidence, as)
			}
		}
	}
	return ""
}

func environmentDecision(judged []judgedVariable, prefixes, unread []string, evidence []source.Evidence) Decision {
	var required, secret, plain, later []string
	rank := func(j judgedVariable) int {
		switch {
		case j.Required:
			return 0
		case j.Secret:
			return 1
		}
		return 2
	}
	for _, j := range judged {
		name := j.Name
		if j.Required {
			required = append(required, name)
		}
		switch {
		case j.Secret:
			secret = append(secret, name)
		case !j.Required:
			plain = append(plain, name)
		}
		if !j.Required && j.later != "" {
			later = append(later, name)
		}
	}
	ordered := slices.Clone(judged)
	slices.SortStableFunc(ordered, func(a, b judgedVariable) int { return rank(a) - rank(b) })
	for _, j := range ordered {
		if len(evidence) < maxVariableEvidence && len(j.fact.Reads) > 0 {
			evidence = append(evidence, j.fact.Reads[0].Evidence)
		}
	}
	d := Decision{
		Topic: "environment", Evidence: evidence,
		Choice: fmt.Sprintf("%d required, %d secret, of %d", len(required), len(secret), len(judged)),
	}
	for _, part := range []struct {
		about string
		names []string
	}{
		{"it does not start without", required},
		{"secrets, by their names or by what is done with them:", secret},
		{"needed only in a function or under a condition:", later},
		{"others that it reads, and does without:", slices.DeleteFunc(plain, func(n string) bool { return slices.Contains(later, n) })},
		{"every variable that begins with", prefixes},
		{"documented, and read by no code of the repository:", unread},
	} {
		if len(part.names) > 0 {
			d.Reason += "; " + part.about + " " + listedVariables(part.names)
		}
	}
	d.Reason = "the source reads them" + d.Reason
	return d
}

// maxListed bounds the names in one list of a reason.
const maxListed = 40

func listedVariables(names []string) string {
	if more := len(names) - maxListed; more > 0 {
		return strings.Join(names[:maxListed], ", ") + fmt.Sprintf(" and %d more", more)
	}
	return strings.Join(names, ", ")
}

// adviseDefaults points at secrets that stand in the source: whoever reads it knows what the program uses where nobody
// sets the variable. Addresses are left out, whose defaults lead to the developer's own machine. A secret that is made
// up at the start is another in every replica.
func (p *planner) adviseDefaults(judged []judgedVariable) {
	p.adviseVariables(judged, func(j judgedVariable, r detect.VariableRead) bool {
		return r.Reached && r.Default != "" && !p.tables.Variables.IsAddress(j.Name) && !p.tables.Variables.Carries(r.Default)
	}, "the default in the source is used where the variable is not set, and everybody knows it who can read the source: set %s")
	p.adviseVariables(judged, func(_ judgedVariable, r detect.VariableRead) bool { return r.Reached && r.Random },
		"where the variable is not set, the program makes a secret up at its start: every replica has another one, and what one of them signed the others refuse: set %s")
}

// adviseVariables gives an advice on the secrets that are read in a way.
func (p *planner) adviseVariables(judged []judgedVariable, fits func(judgedVariable, detect.VariableRead) bool, text string) {
	var names []string
	var evidence []source.Evidence
	for _, j := range judged {
		i := slices.IndexFunc(j.fact.Reads, func(r detect.VariableRead) bool { return fits(j, r) })
		if !j.Secret || i < 0 {
			continue
		}
		names = append(names, j.Name)
		if len(evidence) < maxVariableEvidence {
			evidence = append(evidence, j.fact.Reads[i].Evidence)
		}
	}
	if len(names) > 0 {
		p.advise(Advice{Topic: "environment", Evidence: evidence, Text: fmt.Sprintf(text, listedVariables(names))})
	}
}
