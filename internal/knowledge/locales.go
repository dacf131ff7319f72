package knowledge

import (
	"errors"
	"slices"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Locale is what localedef makes one from, and where glibc looks for it.
type Locale struct {
	Definition string // de_DE, sr_RS@latin
	Encoding   string // UTF-8
	Directory  string // its name below /usr/lib/locale: de_DE.utf8
}

// locales is the table of them.
type locales struct {
	Encodings   map[string]string `toml:"encodings"`
	Definitions struct {
		Names []string `toml:"names"` // sorted
	} `toml:"definitions"`
	Source  string         `toml:"source"`
	Checked toml.LocalDate `toml:"checked"`
}

// Locale reads a name as glibc does: language_COUNTRY.encoding@modifier. One without an encoding is made for UTF-8. It is
// false where there is no definition for it.
func (t *Tables) Locale(name string) (Locale, bool) {
	rest, modifier, modified := strings.Cut(name, "@")
	country, encoding, encoded := strings.Cut(rest, ".")
	l := Locale{Definition: country, Encoding: "UTF-8", Directory: country}
	if encoded {
		plain := strings.ToLower(strings.ReplaceAll(encoding, "-", ""))
		if l.Encoding = t.locales.Encodings[plain]; l.Encoding == "" {
			return Locale{}, false
		}
		l.Directory += "." + plain
	}
	if modified {
		l.Directory += "@" + modifier
		if slices.Contains(t.locales.Definitions.Names, country+"@"+modifier) {
			l.Definition += "@" + modifier
		}
	}
	return l, slices.Contains(t.locales.Definitions.Names, l.Definition)
}

func (l *locales) check() error {
	if l.Source == "" || l.Checked.Year == 0 || l.Encodings["utf8"] != "UTF-8" {
		return errors.New("locales.toml: encodings, source and checked are needed")
	}
	return ordered("locales.toml: names", l.Definitions.Names, func(s string) string { return s })
}
