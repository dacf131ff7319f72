package detect

import (
	"fmt"
	"slices"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
)

// TestLocales gives the locales that a program asks for, and the fonts that it expects the system to have.
func TestLocales(t *testing.T) {
	for _, c := range []struct {
		name, files string
		want        []string
	}{
		{
			"by name, as a pair, and through a constant",
			flaskFile + "-- lib.py --\nimport locale\nfrom locale import setlocale, LC_TIME\nNAME = 'fr_FR.utf8'\nlocale.setlocale(locale.LC_ALL, 'de_DE.UTF-8')\n" +
				"setlocale(LC_TIME, NAME)\nlocale.setlocale(locale.LC_MONETARY, ('es_CO', 'UTF-8'))\n",
			[]string{"de_DE.UTF-8 lib.py:4", "fr_FR.utf8 lib.py:5", "es_CO.UTF-8 lib.py:6"},
		},
		{
			"that of the environment, that of C, and those of other systems are none",
			flaskFile + "-- lib.py --\nimport locale\nlocale.setlocale(locale.LC_ALL, '')\nlocale.setlocale(locale.LC_ALL, 'C.UTF-8')\nlocale.setlocale(locale.LC_ALL, 'German_Germany.1252')\nlocale.setlocale(locale.LC_ALL)\n",
			nil,
		},
		{
			"tried in turn",
			flaskFile + "-- lib.py --\nimport locale\nfor name in ('pt_BR.UTF-8', 'pt_BR', 'Portuguese'):\n    try:\n        locale.setlocale(locale.LC_ALL, name)\n        break\n    except locale.Error:\n        pass\n",
			[]string{"pt_BR.UTF-8 guarded lib.py:2", "pt_BR guarded lib.py:2"},
		},
		{
			"of a table, of a calendar, and for the environment",
			flaskFile + "-- lib.py --\nimport calendar, locale, os\nNAMES = {'de': 'de_AT.UTF-8', 'it': 'it_IT.UTF-8'}\ndef use(lang):\n    locale.setlocale(locale.LC_ALL, NAMES[lang])\n" +
				"c = calendar.LocaleTextCalendar(locale='sv_SE.UTF-8')\nos.environ['LC_ALL'] = 'nl_NL.UTF-8'\nos.environ.setdefault('LANG', 'da_DK.UTF-8')\n",
			[]string{"de_AT.UTF-8 lib.py:2", "it_IT.UTF-8 lib.py:2", "sv_SE.UTF-8 lib.py:5", "nl_NL.UTF-8 lib.py:6", "da_DK.UTF-8 lib.py:7"},
		},
		{
			"what is needed is not tried alone",
			flaskFile + "-- lib.py --\nimport locale\ntry:\n    locale.setlocale(locale.LC_ALL, 'en_US.UTF-8')\nexcept locale.Error:\n    pass\nlocale.setlocale(locale.LC_ALL, 'en_US.UTF-8')\n",
			[]string{"en_US.UTF-8 lib.py:6"},
		},
		{
			"another function of that name",
			flaskFile + "-- lib.py --\ndef setlocale(a, b): pass\nsetlocale(1, 'de_DE.UTF-8')\n",
			nil,
		},
		{
			"fonts of the system, by name and by path",
			flaskFile + "-- lib.py --\nfrom PIL import ImageFont\na = ImageFont.truetype('DejaVuSans.ttf', 12)\nb = ImageFont.truetype(font='/usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf', size=3)\n" +
				"try:\n    c = ImageFont.truetype('arial.ttf')\nexcept OSError:\n    c = ImageFont.load_default()\nfrom fpdf import FPDF\npdf = FPDF()\npdf.add_font('x', '', '/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf')\n",
			[]string{
				"font DejaVuSans.ttf sought lib.py:2", "font /usr/share/fonts/truetype/liberation/LiberationSans-Regular.ttf sought lib.py:3",
				"font arial.ttf sought guarded lib.py:5", "font /usr/share/fonts/truetype/noto/NotoSans-Regular.ttf lib.py:10",
			},
		},
		{
			"fonts of the repository",
			flaskFile + "-- lib.py --\nimport os\nfrom PIL import ImageFont\nhere = os.path.dirname(__file__)\na = ImageFont.truetype(os.path.join(here, 'own.ttf'), 12)\nb = ImageFont.truetype('fonts/other.ttf')\nc = ImageFont.truetype('third.ttf')\n" +
				"-- third.ttf --\n",
			nil,
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			f := detectFiles(t, txtar.Parse([]byte(c.files)).Files)
			var got []string
			for _, l := range f.Locales {
				got = append(got, localeLine(l.Name, false, l.Guarded, l.Evidence.File, l.Evidence.Line))
			}
			for _, font := range f.Fonts {
				name := font.Path
				if name == "" {
					name = font.File
				}
				got = append(got, localeLine("font "+name, font.Sought, font.Guarded, font.Evidence.File, font.Evidence.Line))
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("got %q\nwant %q", got, c.want)
			}
		})
	}
}

func localeLine(name string, sought, guarded bool, file string, line int) string {
	if sought {
		name += " sought"
	}
	if guarded {
		name += " guarded"
	}
	return fmt.Sprintf("%s %s:%d", name, file, line)
}
