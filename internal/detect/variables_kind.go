package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// What the text of a variable is made into. None of them is a secret.
const (
	kindSwitch = "switch"
	kindNumber = "number"
	kindPath   = "path"
)

// kindOf gives what a function outside the repository makes of a text, "" where it stays a text or that is not known.
// bool() asks whether there is a text at all.
func kindOf(dotted string) string {
	if dotted == "bool" {
		return ""
	}
	return kindOfName(dotted[strings.LastIndexByte(dotted, '.')+1:])
}

// kindWords are the words in names of functions, types and methods by which they tell what they make.
var kindWords = map[string]string{
	"bool": kindSwitch, "boolean": kindSwitch, "strtobool": kindSwitch, "str2bool": kindSwitch, "tobool": kindSwitch, "envbool": kindSwitch, "flag": kindSwitch,
	"truthy": kindSwitch, "int": kindNumber, "integer": kindNumber, "envint": kindNumber, "getint": kindNumber, "float": kindNumber, "decimal": kindNumber,
	"timedelta": kindNumber, "path": kindPath, "filepath": kindPath,
}

// kindOfName reads the words of a name: get_bool_from_env, StrictBool.
func kindOfName(name string) string {
	var word []rune
	kind := ""
	for _, r := range name + "_" {
		if r == '_' || r >= 'A' && r <= 'Z' {
			if k := kindWords[strings.ToLower(string(word))]; k != "" {
				kind = k
			}
			word = word[:0]
		}
		if r != '_' {
			word = append(word, r)
		}
	}
	return kind
}

func (u *variableUse) made(kind string) {
	if kind != "" {
		u.kind = kind
	}
}

// switchWords are the texts of a switch.
var switchWords = []string{"1", "0", "true", "false", "yes", "no", "on", "off", "y", "n", "t", "f", "enabled", "disabled"}

// switchText reports whether a text, or one of a list, is one of a switch.
func switchText(e *pysource.Expr) bool {
	switch e.Kind {
	case pysource.List, pysource.Tuple, pysource.Set:
		return slices.ContainsFunc(e.Args, switchText)
	}
	text, ok := e.Str()
	return ok && slices.Contains(switchWords, strings.ToLower(text))
}

// cast takes in the types among the arguments of a call that reads: config("X", cast=bool), env.int("X").
func (r *variableReading) cast(s *variableSearch, pl variablePlace, call *pysource.Expr) {
	if call.X.Kind == pysource.Attribute {
		r.kind = kindOfName(call.X.Name)
	}
	given := slices.Clone(call.Args[min(1, len(call.Args)):])
	for _, k := range call.Keywords {
		given = append(given, k.Value)
	}
	for _, e := range given {
		if e.Kind != pysource.Name && e.Kind != pysource.Attribute {
			continue
		}
		dotted := e.Dotted()
		l, ok := s.lead(pl, dotted, maxHops)
		switch {
		case ok && l.external != "":
			r.to = append(r.to, l.external)
			dotted = l.external
		case ok && l.value != nil:
			continue
		}
		if kind := kindOfName(dotted[strings.LastIndexByte(dotted, '.')+1:]); kind != "" {
			r.kind = kind
		}
	}
}
