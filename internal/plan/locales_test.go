package plan

import (
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
)

// TestLocalesAndFonts gives the commands that make locales, what the final image gets, and the packages of fonts.
func TestLocalesAndFonts(t *testing.T) {
	locale := func(names ...string) (all []detect.Locale) {
		for i, name := range names {
			all = append(all, detect.Locale{Name: name, Evidence: at("main.py", i+1)})
		}
		return all
	}
	for _, c := range []struct {
		name    string
		base    string
		locales []detect.Locale
		fonts   []detect.Font
		made    string // what localedef is told
		carried string
		runtime string
		advice  string // part of one
	}{
		{name: "nothing"},
		{
			name: "by its name", locales: locale("de_DE.UTF-8"),
			made: "--inputfile=de_DE --charmap=UTF-8 /usr/lib/locale/de_DE.utf8", carried: "/usr/lib/locale/de_DE.utf8",
		},
		{
			name: "written in two ways, with a modifier, and without an encoding", locales: locale("de_DE.UTF-8", "de_DE.utf8", "sr_RS.UTF-8@latin", "ru_RU.KOI8-R", "pt_BR", "de_DE@euro"),
			made: "--inputfile=de_DE --charmap=UTF-8 /usr/lib/locale/de_DE.utf8 --inputfile=sr_RS@latin --charmap=UTF-8 /usr/lib/locale/sr_RS.utf8@latin " +
				"--inputfile=ru_RU --charmap=KOI8-R /usr/lib/locale/ru_RU.koi8r --inputfile=pt_BR --charmap=UTF-8 /usr/lib/locale/pt_BR --inputfile=de_DE@euro --charmap=UTF-8 /usr/lib/locale/de_DE@euro",
			carried: "/usr/lib/locale/de_DE.utf8 /usr/lib/locale/sr_RS.utf8@latin /usr/lib/locale/ru_RU.koi8r /usr/lib/locale/pt_BR /usr/lib/locale/de_DE@euro",
		},
		{name: "one that there is not", locales: locale("xx_YY.UTF-8", "de_DE.ebcdic"), advice: "asks for xx_YY.UTF-8, de_DE.ebcdic, of which no definition is known"},
		{name: "on musl", base: "alpine", locales: locale("de_DE.UTF-8"), advice: "musl takes the name and knows no locale"},
		{name: "a font by its name", fonts: []detect.Font{{File: "DejaVuSans.ttf", Sought: true}, {File: "DejaVuSerif.ttf", Sought: true}}, runtime: "fonts-dejavu-core"},
		{name: "the same on Alpine", base: "alpine", fonts: []detect.Font{{File: "DejaVuSans.ttf", Sought: true}}, runtime: "font-dejavu"},
		{name: "by its path", fonts: []detect.Font{{File: "LiberationSans-Bold.ttf", Path: "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"}}, runtime: "fonts-liberation"},
		{
			name: "by Debian's path on Alpine", base: "alpine", advice: "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf",
			fonts: []detect.Font{{File: "LiberationSans-Bold.ttf", Path: "/usr/share/fonts/truetype/liberation/LiberationSans-Bold.ttf"}},
		},
		{name: "by the path of another system", fonts: []detect.Font{{File: "DejaVuSans.ttf", Path: "/usr/share/fonts/TTF/DejaVuSans.ttf"}}, advice: "fonts-dejavu-core has in /usr/share/fonts/truetype/dejavu"},
		{
			name: "by the path of another system, where the name is looked for", runtime: "fonts-dejavu-core",
			fonts: []detect.Font{{File: "DejaVuSans.ttf", Path: "/usr/share/fonts/TTF/DejaVuSans.ttf", Sought: true}},
		},
		{name: "one that nobody may give away", fonts: []detect.Font{{File: "arial.ttf", Sought: true}}, advice: "the program opens arial.ttf"},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := facts()
			f.Locales, f.Fonts = c.locales, c.fonts
			o := config.Options{Base: flag("base", orElse(c.base, "slim"))}
			s, err := build(t, f, o)
			if err != nil {
				t.Fatal(err)
			}
			var made []string
			for _, step := range s.Image.Prepare {
				if step.Argv[0] == "localedef" {
					made = append(made, step.Argv[3:]...)
				}
			}
			if got := strings.Join(made, " "); got != c.made {
				t.Errorf("made %s\nwant %s", got, c.made)
			}
			if got := strings.Join(s.Image.Carried, " "); got != c.carried {
				t.Errorf("carried %s, want %s", got, c.carried)
			}
			if got := strings.Join(s.SystemPackages.Runtime, " "); got != c.runtime {
				t.Errorf("runtime %s, want %s", got, c.runtime)
			}
			if slices.Contains(s.SystemPackages.Build, "locales") != (c.made != "") {
				t.Errorf("build %v", s.SystemPackages.Build)
			}
			if c.advice != "" && !slices.ContainsFunc(s.Advice, func(a Advice) bool { return strings.Contains(a.Text, c.advice) }) {
				t.Errorf("no advice with %q: %v", c.advice, s.Advice)
			}
		})
	}
}
