package detect

import (
	"path"
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// said is a text as far as the source says it: a path, an address, the first words of a command.
type said struct {
	text     string // a path in the repository begins with inRepository
	whole    bool   // nothing unknown follows
	variable string // the environment variable whose value takes its place
	part     bool   // of a part of it
}

// inRepository stands for the directory of the repository at the beginning of a path. It is a private character of
// Unicode, and is taken out of the texts of the repository.
const inRepository = "\uf8ff"

// spot is a place in the source from which names are looked up.
type spot struct {
	file string
	defs []*pysource.Stmt // the functions and classes around it, the innermost last
}

// speaker evaluates expressions that make paths, without running anything.
type speaker struct {
	*program
	inside map[*pysource.Stmt]map[string]binding // what names stand for in functions and classes
	config map[string][]configured               // app.config["NAME"] = …, and constants of classes
	given  map[*pysource.Stmt]map[string]said    // what the call that is followed gives a function
	django string                                // file of the settings, "" for none
	flask  *Application                          // whose root_path and instance_path are asked for, nil for none
	steps  int                                   // of one text
	spoken int                                   // of all
}

// configured is a value that a configuration gives to a name.
type configured struct {
	value *pysource.Expr
	at    spot
	line  int
}

// Bounds of what is evaluated.
const (
	maxSpoken    = 500       // expressions for one text
	maxSpokenAll = 2_000_000 // expressions in all
	maxSaidHops  = 40        // names and calls, one leading to the next
	maxSaid      = 1000      // bytes of a text
)

func newSpeaker(p *program) *speaker {
	return &speaker{program: p, inside: map[*pysource.Stmt]map[string]binding{}, config: map[string][]configured{}, given: map[*pysource.Stmt]map[string]said{}}
}

// says gives what is known of the text that an expression makes; false where not even its beginning is.
func (s *speaker) says(at spot, e *pysource.Expr) (said, bool) {
	s.steps = 0
	return s.eval(at, e, maxSaidHops)
}

func (s *speaker) eval(at spot, e *pysource.Expr, hops int) (said, bool) {
	s.steps++
	s.spoken++
	if e == nil || hops == 0 || s.steps > maxSpoken || s.spoken > maxSpokenAll {
		return said{}, false
	}
	switch e.Kind {
	case pysource.String:
		return said{text: strings.ReplaceAll(e.Text, inRepository, ""), whole: true}, len(e.Text) <= maxSaid
	case pysource.FString:
		return s.fields(at, e, hops)
	case pysource.Name, pysource.Attribute:
		return s.named(at, e, hops)
	case pysource.Subscript:
		return s.subscript(at, e, hops)
	case pysource.Call:
		return s.call(at, e, hops)
	case pysource.BinOp:
		return s.operation(at, e, hops)
	case pysource.BoolOp:
		return s.either(at, e, hops)
	case pysource.IfExp:
		first, ok := s.eval(at, e.X, hops-1)
		if !ok || first.text == "" {
			return s.eval(at, e.Args[len(e.Args)-1], hops-1)
		}
		return first, ok
	}
	return said{}, false
}

// fields reads an f-string. Its text marks each field with {}, and a brace of its own is doubled or stands alone, so
// where it holds others than those of the fields, only what stands before them is taken.
func (s *speaker) fields(at spot, e *pysource.Expr, hops int) (said, bool) {
	parts := strings.Split(strings.ReplaceAll(e.Text, inRepository, ""), "{}")
	if len(parts) != len(e.Args)+1 {
		return said{text: parts[0]}, parts[0] != "" && len(parts[0]) <= maxSaid
	}
	all := said{text: parts[0], whole: true}
	for i, field := range e.Args {
		next, ok := s.eval(at, field, hops-1)
		if !ok {
			all.whole = false
			break
		}
		all = all.then(next)
		if !all.whole {
			break
		}
		all.text += parts[i+1]
	}
	return all, all.known()
}

// then puts a text behind another.
func (a said) then(b said) said {
	if len(a.text)+len(b.text) > maxSaid {
		a.whole = false
		return a
	}
	a.text, a.whole = a.text+b.text, a.whole && b.whole
	if a.variable == "" {
		a.variable, a.part = b.variable, b.part || a.text != b.text
	}
	return a
}

func (a said) known() bool { return (a.text != "" || a.whole) && len(a.text) <= maxSaid }

func (s *speaker) operation(at spot, e *pysource.Expr, hops int) (said, bool) {
	left, ok := s.eval(at, e.X, hops-1)
	if !ok {
		return said{}, false
	}
	switch e.Name {
	case "+":
		for _, arg := range e.Args {
			next, ok := s.eval(at, arg, hops-1)
			if !ok {
				left.whole = false
				return left, left.known()
			}
			if left = left.then(next); !left.whole {
				break
			}
		}
		return left, left.known()
	case "/":
		parts := []said{left}
		for _, arg := range e.Args {
			next, ok := s.eval(at, arg, hops-1)
			if !ok {
				next = said{}
			}
			parts = append(parts, next)
		}
		return joined(parts), true
	case "%":
		before, _, found := strings.Cut(left.text, "%")
		if len(e.Args) == 1 && e.Args[0].Kind != pysource.Tuple && found && strings.HasPrefix(left.text[len(before):], "%s") {
			if value, ok := s.eval(at, e.Args[0], hops-1); ok {
				all := said{text: before, whole: true}.then(value)
				if all.whole {
					rest := left.text[len(before)+2:]
					all.text, all.whole = all.text+rest, !strings.Contains(rest, "%")
				}
				return all, all.known()
			}
		}
		return said{text: before}, before != ""
	}
	return said{}, false
}

// joined puts paths together as os.path.join does: one that is absolute begins anew.
func joined(parts []said) said {
	all := said{whole: true}
	for i, part := range parts {
		switch {
		case part.text == "" && !part.whole:
			if all.whole = false; all.text != "" {
				all.text = strings.TrimSuffix(all.text, "/") + "/"
			}
			return all
		case i == 0 || absolute(part.text):
			all.text = part.text
		case all.text == "":
			all.text = part.text
		default:
			all.text = strings.TrimSuffix(all.text, "/") + "/" + part.text
		}
		if all.variable == "" {
			all.variable, all.part = part.variable, part.part || i > 0
		}
		if !part.whole {
			all.whole = false
			return all
		}
	}
	if len(all.text) > maxSaid {
		return said{}
	}
	return all
}

func absolute(text string) bool {
	return strings.HasPrefix(text, "/") || strings.HasPrefix(text, inRepository) || strings.HasPrefix(text, "~")
}

// either reads `a or b`: the last is the default of what is asked for first.
func (s *speaker) either(at spot, e *pysource.Expr, hops int) (said, bool) {
	if e.Name != "or" || len(e.Args) == 0 {
		return said{}, false
	}
	variable := ""
	for i, arg := range e.Args {
		value, ok := s.eval(at, arg, hops-1)
		if variable == "" {
			variable = value.variable
		}
		if ok && (value.text != "" || i == len(e.Args)-1) {
			if value.variable != variable {
				value.variable, value.part = variable, false
			}
			return value, true
		}
	}
	return said{variable: variable}, false
}

// parent gives the directory of a path. Above the repository is the root of the container: it stands at /app.
func parent(text string) string {
	switch {
	case text == inRepository, text == "/":
		return "/"
	case !strings.Contains(text, "/"):
		return "."
	}
	return path.Dir(text)
}

// cleanDiskPath gives the path without dots. What leads above the repository is taken from the root of the container.
func cleanDiskPath(text string) string {
	rest, ok := strings.CutPrefix(text, inRepository)
	if !ok {
		return path.Clean(text)
	}
	rest = path.Clean("./" + strings.TrimPrefix(rest, "/"))
	if rest == ".." || strings.HasPrefix(rest, "../") {
		return path.Clean("/" + rest)
	}
	return strings.TrimSuffix(inRepository+"/"+rest, "/.")
}

// constantName is the form of names that stand for settings.
var constantName = regexp.MustCompile(`^[A-Z][A-Z0-9_]+$`)
