package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// maxNamesHere bounds the names that one expression can stand for: those of a list that a loop goes through.
const maxNamesHere = 100

// maxTextSteps bounds the work for one name: a = a + a + a is a tree of itself.
const maxTextSteps = 500

// texts gives the texts that an expression can have: one for a literal, a constant or what is put together of them,
// several for the variable of a loop over a list of them; none where that is not known.
func (s *variableSearch) texts(pl variablePlace, e *pysource.Expr, hops int) []string {
	if hops == maxHops {
		s.steps = 0
	}
	if s.steps++; e == nil || hops <= 0 || s.steps > maxTextSteps {
		return nil
	}
	if text, ok := e.Str(); ok {
		return []string{text}
	}
	switch e.Kind {
	case pysource.Name, pysource.Attribute:
		return s.namedTexts(pl, e, hops)
	case pysource.FString:
		parts := strings.Split(e.Text, "{}")
		if len(parts) != len(e.Args)+1 {
			return nil
		}
		all := []string{parts[0]}
		for i, field := range e.Args {
			all = joinTexts(joinTexts(all, s.texts(pl, field, hops-1)), []string{parts[i+1]})
		}
		return all
	case pysource.BinOp:
		if e.Name != "+" {
			return nil
		}
		all := s.texts(pl, e.X, hops-1)
		for _, part := range e.Args {
			all = joinTexts(all, s.texts(pl, part, hops-1))
		}
		return all
	case pysource.Call:
		if e.X.Kind != pysource.Attribute || e.X.Name != "upper" && e.X.Name != "lower" || len(e.Args) > 0 {
			return nil
		}
		all := s.texts(pl, e.X.X, hops-1)
		for i := range all {
			if e.X.Name == "upper" {
				all[i] = strings.ToUpper(all[i])
			} else {
				all[i] = strings.ToLower(all[i])
			}
		}
		return all
	}
	return nil
}

func joinTexts(left, right []string) []string {
	var all []string
	for _, a := range left {
		for _, b := range right {
			if len(all) < maxNamesHere && len(a)+len(b) < maxNamed {
				all = append(all, a+b)
			}
		}
	}
	return all
}

func (s *variableSearch) namedTexts(pl variablePlace, e *pysource.Expr, hops int) []string {
	if e.Kind == pysource.Name {
		if arg, ok := pl.told[e.Name]; ok {
			return s.texts(arg.place, arg.value, hops-1)
		}
		if over := pl.loop(e.Name); over != nil {
			return s.listed(pl, over, hops-1)
		}
	}
	l, ok := s.lead(pl, e.Dotted(), maxHops)
	if ok && l.value != nil {
		return s.texts(l.place, l.value, hops-1)
	}
	if !ok && e.Kind == pysource.Attribute {
		if text, ok := s.setting(scope{file: pl.file}, e); ok {
			return []string{text}
		}
	}
	return nil
}

// loop gives what a loop around the place goes through by that name.
func (pl variablePlace) loop(name string) *pysource.Expr {
	for i := len(pl.above) - 1; i >= 0; i-- {
		if c := pl.above[i]; c.Kind == pysource.Comprehension && len(c.Args) >= 2 && c.Args[0].Kind == pysource.Name && c.Args[0].Name == name {
			return c.Args[1]
		}
	}
	for i := len(pl.parents) - 1; i >= 0; i-- {
		st := pl.parents[i]
		if st.Kind == pysource.FunctionDef {
			return nil
		}
		if st.Kind == pysource.For && len(st.Targets) == 1 && st.Targets[0].Kind == pysource.Name && st.Targets[0].Name == name {
			return st.Value
		}
	}
	return nil
}

// listed gives the texts of a list, or the keys of a dictionary.
func (s *variableSearch) listed(pl variablePlace, e *pysource.Expr, hops int) []string {
	if e == nil || hops <= 0 {
		return nil
	}
	switch e.Kind {
	case pysource.List, pysource.Tuple, pysource.Set, pysource.Dict:
		var all []string
		for _, item := range e.Args {
			if text, ok := item.Str(); ok && len(all) < maxNamesHere {
				all = append(all, text)
			}
		}
		return all
	case pysource.Name, pysource.Attribute:
		if l, ok := s.lead(pl, e.Dotted(), maxHops); ok && l.value != nil {
			return s.listed(l.place, l.value, hops-1)
		}
	}
	return nil
}

// maxDefault is the longest default that is kept, in bytes.
const maxDefault = 200

// literal gives the text of a default, as an environment would hold it. given is false for None and for nothing at
// all; known is false for what the code computes.
func (s *variableSearch) literal(arg variableArgument) (text string, known, given bool) {
	e := arg.value
	if e == nil {
		return "", false, false
	}
	if e.Kind == pysource.Name {
		if told, ok := arg.place.told[e.Name]; ok {
			return s.literal(told)
		}
		if l, ok := s.lead(arg.place, e.Name, maxHops); ok && l.value != nil && l.value.Kind != pysource.Name {
			return literalText(l.value)
		}
	}
	return literalText(e)
}

// random reports whether a default is made up anew at every start.
func (s *variableSearch) random(arg variableArgument) bool {
	found := false
	arg.value.Walk(func(e *pysource.Expr) bool {
		if e.Kind == pysource.Name || e.Kind == pysource.Attribute {
			l, _ := s.lead(arg.place, e.Dotted(), maxHops)
			module, _, _ := strings.Cut(l.external, ".")
			found = found || module == "secrets" || l.external == "os.urandom" || l.external == "uuid.uuid4" || l.external == "django.core.management.utils.get_random_secret_key"
			return false
		}
		return !found
	})
	return found
}

func literalText(e *pysource.Expr) (text string, known, given bool) {
	text, known = e.Str()
	switch {
	case known:
	case e.Kind == pysource.Number:
		text, known = e.Text, true
	case e.Kind == pysource.Constant && e.Name == "None":
		return "", false, false
	case e.Kind == pysource.Constant && e.Name != "...":
		text, known = e.Name, true
	case e.Kind == pysource.UnaryOp && e.Name == "-" && e.X.Kind == pysource.Number:
		text, known = "-"+e.X.Text, true
	case e.Kind == pysource.Call && len(e.Args) == 1 && len(e.Keywords) == 0 && wrapsLiteral[e.X.Dotted()]:
		text, known = e.Args[0].Str()
	}
	if len(text) > maxDefault {
		return "", false, true
	}
	return text, known, true
}

// wrapsLiteral are types whose value is written as its text.
var wrapsLiteral = map[string]bool{"SecretStr": true, "pydantic.SecretStr": true, "Secret": true, "Path": true, "str": true, "AnyHttpUrl": true, "PostgresDsn": true, "RedisDsn": true}
