package detect

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// Locale is one that the program asks the C library for, by its name: de_DE.UTF-8. C and POSIX, which every image has,
// are left out, and so are the names of other systems.
type Locale struct {
	Name     string          `json:"name"`
	Guarded  bool            `json:"guarded,omitempty"` // the program goes on without it: it is asked for inside of try
	Evidence source.Evidence `json:"evidence"`
}

// localeName is the form that locales have in glibc: language, country, encoding, modifier.
var localeName = regexp.MustCompile(`^[a-z]{2,3}_[A-Z]{2}(\.[A-Za-z0-9-]{1,12})?(@[a-z]{1,12})?$`)

// localeCalls take the name of a locale: by the place of the argument, and its keyword.
var localeCalls = map[string]struct {
	place   int
	keyword string
}{
	"locale.setlocale":            {1, "locale"},
	"calendar.different_locale":   {0, "locale"},
	"calendar.LocaleTextCalendar": {1, "locale"},
	"calendar.LocaleHTMLCalendar": {1, "locale"},
	"os.environ.setdefault":       {1, "value"},
	"os.putenv":                   {1, "value"},
}

// localeVariables choose the locale of a program that asks for that of its environment.
var localeVariables = []string{"LANG", "LC_ALL", "LC_COLLATE", "LC_CTYPE", "LC_MONETARY", "LC_NUMERIC", "LC_TIME"}

// readLocale notes the locales that a call names.
func (b *behaviourSearch) readLocale(at spot, name string, call *pysource.Expr, parents []*pysource.Stmt) {
	where, ok := localeCalls[name]
	if !ok {
		return
	}
	if strings.HasPrefix(name, "os.") {
		if variable, ok := b.says(at, argument(call, "key")); !ok || !slices.Contains(localeVariables, variable.text) {
			return
		}
	}
	b.localesIn(at, argumentAt(call, where.place, where.keyword), parents)
}

// readLocaleSet notes os.environ["LC_ALL"] = "de_DE.UTF-8".
func (b *behaviourSearch) readLocaleSet(file string, st *pysource.Stmt, parents []*pysource.Stmt) {
	if st.Kind != pysource.Assign || len(st.Targets) == 0 || st.Targets[0].Kind != pysource.Subscript || st.Value == nil {
		return
	}
	at := spotOf(file, parents)
	if key, ok := index(st.Targets[0]); ok && slices.Contains(localeVariables, key) && b.foreign(at, st.Targets[0].X) == "os.environ" {
		b.localesIn(at, st.Value, parents)
	}
}

// localesIn notes what an expression names: a text, a pair of language and encoding, a choice of a loop or of a table.
func (b *behaviourSearch) localesIn(at spot, e *pysource.Expr, parents []*pysource.Stmt) {
	if e == nil {
		return
	}
	if e.Kind == pysource.Tuple && len(e.Args) == 2 {
		language, ok := b.says(at, e.Args[0])
		encoding, also := b.says(at, e.Args[1])
		if ok && also && language.whole && encoding.whole {
			b.noteLocale(at, language.text+"."+encoding.text, e.Line, parents)
		}
		return
	}
	if text, ok := b.says(at, e); ok && text.whole {
		b.noteLocale(at, text.text, e.Line, parents)
		return
	}
	for _, choice := range b.localeChoices(at, e, parents) {
		if text, ok := choice.Str(); ok {
			b.noteLocale(at, text, choice.Line, parents)
		}
	}
}

// localeChoices gives the texts that a name stands for in turn: those of the list that a loop goes through, or of the
// table that it is taken from.
func (b *behaviourSearch) localeChoices(at spot, e *pysource.Expr, parents []*pysource.Stmt) []*pysource.Expr {
	list := e
	switch {
	case e.Kind == pysource.Subscript:
		list = e.X
	case e.Kind == pysource.Call && e.X.Kind == pysource.Attribute && e.X.Name == "get":
		list = e.X.X
	case e.Kind == pysource.Name:
		for _, p := range parents {
			if p.Kind == pysource.For && len(p.Targets) > 0 && p.Targets[0].Dotted() == e.Name {
				list = p.Value
			}
		}
	}
	if list != nil && list.Kind == pysource.Name {
		if found, ok := b.lookup(at, list.Name); ok {
			list = found.value
		}
	}
	switch {
	case list == nil:
		return nil
	case list.Kind == pysource.Dict:
		return list.Values
	case list.Kind == pysource.List || list.Kind == pysource.Tuple:
		return list.Args
	}
	return nil
}

// noteLocale adds a locale, once; asked for without try, it is needed.
func (b *behaviourSearch) noteLocale(at spot, name string, line int, parents []*pysource.Stmt) {
	if !localeName.MatchString(name) || len(b.facts.Locales) >= maxNoted {
		return
	}
	guarded := insideTry(parents)
	if i := slices.IndexFunc(b.facts.Locales, func(l Locale) bool { return l.Name == name }); i >= 0 {
		if l := &b.facts.Locales[i]; l.Guarded && !guarded {
			l.Guarded, l.Evidence = false, b.tree.At(at.file, line)
		}
		return
	}
	b.facts.Locales = append(b.facts.Locales, Locale{Name: name, Guarded: guarded, Evidence: b.tree.At(at.file, line)})
}

// argumentAt gives an argument of a call by its place, or by its keyword; nil where it is not given.
func argumentAt(call *pysource.Expr, place int, keyword string) *pysource.Expr {
	if place < len(call.Args) {
		return call.Args[place]
	}
	for _, k := range call.Keywords {
		if k.Name == keyword {
			return k.Value
		}
	}
	return nil
}
