package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// What a variable is set to while a command of the build imports the settings. They are what they say: no program can
// take them for more, and a type that refuses them gets nothing.
const (
	buildOnlyText     = "build-only"
	buildOnlyNumber   = "0" // no for a switch
	buildOnlyDatabase = "sqlite://"
)

// settingsValues is what a command needs to import the settings: the variables that they do not import without, and
// no other. One that can be any text, a number, a switch, or the address of a database that nothing connects to, has a
// value that says so; every other one must be given to the build.
type settingsValues struct {
	set     []EnvVar
	secrets []Secret
	reasons []string
	lines   []source.Evidence
}

var validVariable = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_]*$`)

func (p *planner) settingsValues() settingsValues {
	var values settingsValues
	for _, v := range p.facts.Variables {
		if v.Prefix || v.Set || !validVariable.MatchString(v.Name) || v.Name == settingsModule || p.tables.Variables.OwnVariable(v.Name) != "" {
			continue
		}
		i := slices.IndexFunc(v.Reads, p.settingsNeed)
		if i < 0 {
			continue
		}
		at := v.Reads[i].Evidence
		value, kind := p.buildOnly(v)
		if value == "" {
			if !slices.Contains(p.facts.Static.Settings, at.File) {
				continue // what reads it may not run then
			}
			values.secrets = append(values.secrets, Secret{
				ID: v.Name, Value: v.Name, Target: "/run/secrets/" + v.Name, Required: true,
				Why: fmt.Sprintf("the settings do not import without it: %s", at), Type: "--secret id=" + v.Name + ",env=" + v.Name,
			})
			kind = "must be given to the build, as a secret: what it has to look like is not known"
		} else {
			values.set = append(values.set, EnvVar{Name: v.Name, Value: value})
		}
		values.reasons = append(values.reasons, v.Name+" "+kind)
		values.lines = append(values.lines, at)
	}
	return values
}

// settingsNeed reports whether the settings fail without a variable, or Django does because its key is empty.
func (p *planner) settingsNeed(r detect.VariableRead) bool {
	return r.Reached && (r.Fails == detect.NeededAtStart || signingKey(r) && !r.HasDefault && slices.Contains(p.facts.Static.Settings, r.Evidence.File))
}

// signingKey reports whether a value becomes the key that Django signs with, which is any text.
func signingKey(r detect.VariableRead) bool {
	return slices.ContainsFunc(r.As, func(as string) bool { return strings.EqualFold(as, "SECRET_KEY") })
}

// intoFiles are beginnings of settings whose value may stand in the files that are collected.
var intoFiles = []string{"STATIC", "COMPRESS", "WHITENOISE"}

// buildOnly gives the value that a variable has while the settings are imported, with what is said of it; nothing where
// no value is surely one that they take, or where it would reach a file.
func (p *planner) buildOnly(v detect.Variable) (value, kind string) {
	uses := p.tables.Variables.Uses
	number, database := false, false
	for _, r := range v.Reads {
		if slices.ContainsFunc(r.As, func(as string) bool {
			return slices.ContainsFunc(intoFiles, func(word string) bool { return strings.HasPrefix(as, word) })
		}) {
			return "", ""
		}
		if signingKey(r) && r.Kind == "" {
			return buildOnlyText, "is a key to sign with, and takes any text"
		}
		for _, to := range r.To {
			switch {
			case slices.Contains(uses.Database, to):
				database = true
			case !slices.Contains(uses.Texts, to) && r.Kind == "":
				return "", ""
			}
		}
		switch r.Kind {
		case "":
		case "number", "switch":
			number = true
		default:
			return "", ""
		}
	}
	switch {
	case database && number:
		return "", ""
	case database:
		return buildOnlyDatabase, "is the address of a database, which is not connected to"
	case number:
		return buildOnlyNumber, "is made into a number or a switch"
	}
	return buildOnlyText, "stays a text"
}
