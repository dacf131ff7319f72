package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Translations is a directory of texts in other languages that lack what the program reads: DIR/LANGUAGE/LC_MESSAGES
// holds files .po without the files .mo that are compiled from them.
type Translations struct {
	Directory string          `json:"directory"` // relative to the repository
	Domain    string          `json:"domain"`    // name of the files: django, messages
	Missing   int             `json:"missing"`   // how many are not compiled
	Evidence  source.Evidence `json:"evidence"`  // the first of them
}

// maxTranslations bounds the directories: a program has one for each of its parts.
const maxTranslations = 200

// findTranslations lists what is not compiled. Texts of tests, of documentation and of what is fetched are nobody's.
func (f *Facts) findTranslations(p *program) {
	for _, file := range p.tree.Files() {
		messages := path.Dir(file)
		if path.Ext(file) != ".po" || path.Base(messages) != "LC_MESSAGES" || aside(file) || !plainPathName(file) ||
			slices.Contains(strings.Split(file, "/"), "node_modules") || p.tree.Has(strings.TrimSuffix(file, ".po")+".mo") {
			continue
		}
		dir, domain := path.Dir(path.Dir(messages)), stemOf(file)
		i := slices.IndexFunc(f.Static.Translations, func(t Translations) bool { return t.Directory == dir && t.Domain == domain })
		if i < 0 {
			if len(f.Static.Translations) >= maxTranslations {
				continue
			}
			f.Static.Translations = append(f.Static.Translations, Translations{Directory: dir, Domain: domain, Evidence: source.At(file, 0, "")})
			i = len(f.Static.Translations) - 1
		}
		f.Static.Translations[i].Missing++
	}
}
