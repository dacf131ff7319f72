package plan

import (
	"slices"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// muslTexts doubts locales, which musl does not have, and fonts that Debian has where the program opens them.
func (p *planner) muslTexts(add func(doubtKind, source.Evidence, string, ...any)) {
	row, _ := p.tables.MisbehavingCall("locale.setlocale")
	for _, l := range p.facts.Locales {
		if !l.Guarded && !slices.ContainsFunc(p.facts.Behaviour.Libc, func(call detect.LibcCall) bool { return call.Evidence == l.Evidence }) {
			add(doubtDiffers, l.Evidence, "the locale %s is asked for: %s", l.Name, row.Why)
		}
	}
	for _, font := range p.facts.Fonts {
		byName := font.Path == "" || font.Sought
		row, ok := p.tables.Font(font.File)
		switch {
		case !ok:
		case byName && row.On("debian") != "" && row.On("alpine") == "":
			add(doubtUnknown, font.Evidence, "the program opens the font %s, and no package of Alpine is known to bring it", font.File)
		case !byName && below(font.Path, row.Directory):
			add(doubtDiffers, font.Evidence, "the program opens %s, which is there on Debian alone", source.Printable(font.Path))
		}
	}
}
