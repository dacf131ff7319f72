package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// Static is what the program says of files that are made before it runs: static files of Django, a front end that is
// built from JavaScript, and texts in other languages.
type Static struct {
	App       *source.Evidence `json:"app,omitempty"`     // django.contrib.staticfiles is installed
	Root      string           `json:"root,omitempty"`    // STATIC_ROOT, where it is known: absolute, or relative to From
	From      string           `json:"from,omitempty"`    // as of a Write
	RootAt    *source.Evidence `json:"root_at,omitempty"` // the line that sets STATIC_ROOT
	Storage   string           `json:"storage,omitempty"` // the class that keeps the files, dotted
	StorageAt *source.Evidence `json:"storage_at,omitempty"`
	// StorageBases are the classes outside the repository that the storage is made from, where it is the repository's own.
	StorageBases []string `json:"storage_bases,omitempty"`
	// StorageMaybe is set where the storage is used under a condition.
	StorageMaybe bool             `json:"storage_maybe,omitempty"`
	WhiteNoise   *source.Evidence `json:"whitenoise,omitempty"` // the program serves them itself
	Compressor   *source.Evidence `json:"compressor,omitempty"` // django-compressor makes more of them
	Offline      *source.Evidence `json:"offline,omitempty"`    // and it makes them before the program starts: COMPRESS_OFFLINE
	// Settings are the files that the settings are put together from.
	Settings  []string   `json:"settings,omitempty"`
	FrontEnds []FrontEnd `json:"front_ends"`
	// Translations are texts that are not compiled.
	Translations []Translations `json:"translations"`
}

// findStatic notes what the settings of Django, and the files package.json, say.
func (f *Facts) findStatic(p *program) {
	b := &behaviourSearch{speaker: newSpeaker(p), facts: f}
	if b.django = djangoSettings(f, p); b.django != "" {
		b.readStatic(&f.Static)
	}
	f.Static.FrontEnds = append(f.Static.FrontEnds, findFrontEnds(p)...)
	f.findTranslations(p)
}

func (b *behaviourSearch) readStatic(found *Static) {
	found.Settings = b.settingsFiles()
	for _, file := range found.Settings {
		m := b.module(file)
		if m == nil {
			continue
		}
		pysource.Inspect(m.body, func(st *pysource.Stmt, parents []*pysource.Stmt) bool {
			if st.Kind == pysource.FunctionDef || slices.ContainsFunc(parents, func(p *pysource.Stmt) bool { return forDevelopment(p, st) }) {
				return false
			}
			if st.Kind == pysource.Assign && st.Value != nil && len(st.Targets) == 1 {
				b.readStaticSetting(spotOf(file, parents), st, parents, found)
			}
			st.Value.Walk(func(e *pysource.Expr) bool {
				name, ok := e.Str()
				if !ok || e.Kind != pysource.String {
					return true
				}
				at := b.tree.At(file, e.Line)
				switch {
				case name == "django.contrib.staticfiles" && found.App == nil:
					found.App = &at
				case strings.HasSuffix(name, "WhiteNoiseMiddleware") && found.WhiteNoise == nil:
					found.WhiteNoise = &at
				case name == "compressor" && found.Compressor == nil:
					found.Compressor = &at
				}
				return true
			})
			return true
		})
	}
}

func (b *behaviourSearch) readStaticSetting(at spot, st *pysource.Stmt, parents []*pysource.Stmt, found *Static) {
	if value := storageOf(st); value != nil {
		b.readStorage(at, value, st.Line, parents, found)
		return
	}
	line := b.tree.At(at.file, st.Line)
	switch st.Targets[0].Dotted() {
	case "STATIC_ROOT":
		if found.RootAt != nil {
			return
		}
		if e := st.Value; e.Kind == pysource.Constant && e.Name == "None" {
			return
		}
		found.RootAt = &line
		if text, ok := b.says(at, st.Value); ok && text.whole {
			found.Root, found.From, _ = placeOf(text, true)
		}
	case "COMPRESS_OFFLINE":
		if e := st.Value; found.Offline == nil && e.Kind == pysource.Constant && e.Name == "True" {
			found.Offline = &line
		}
	}
}
