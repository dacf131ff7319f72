package detect

import (
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// Font is a file of a font that the program names and that is not in the repository: the system has to have it.
type Font struct {
	File     string          `json:"file"`              // its name, without a directory
	Path     string          `json:"path,omitempty"`    // the whole path, where it is absolute
	Sought   bool            `json:"sought,omitempty"`  // what is called looks for the name in all directories of fonts
	Guarded  bool            `json:"guarded,omitempty"` // the program goes on without it
	Evidence source.Evidence `json:"evidence"`
}

// fontCalls open a font: by the place of the argument, and its keyword.
var fontCalls = map[string]struct {
	place   int
	keyword string
	sought  bool
}{
	"PIL.ImageFont.truetype":                 {0, "font", true},
	"PIL.ImageFont.FreeTypeFont":             {0, "font", true},
	"reportlab.pdfbase.ttfonts.TTFont":       {1, "filename", true},
	"matplotlib.font_manager.FontProperties": {6, "fname", false},
	"wordcloud.WordCloud":                    {0, "font_path", false},
	"pygame.font.Font":                       {0, "name", false},
}

// fontMethods open a font, too: of an object that is not looked at. Only a file of a font makes them one.
var fontMethods = map[string]int{"add_font": 2, "loadFontData": 0, "register_font": 0}

// fontFile is the name of a file that holds a font.
var fontFile = regexp.MustCompile(`(?i)^[A-Za-z0-9][A-Za-z0-9 ._+-]{0,80}\.(ttf|ttc|otf)$`)

// readFont notes the file of a font that a call opens.
func (b *behaviourSearch) readFont(at spot, name string, call *pysource.Expr, parents []*pysource.Stmt) {
	where, ok := fontCalls[name]
	if !ok {
		place, method := fontMethods[call.X.Name]
		if call.X.Kind != pysource.Attribute || !method || name != "" {
			return
		}
		where.place, where.keyword = place, "fname"
	}
	text, ok := b.says(at, argumentAt(call, where.place, where.keyword))
	if !ok || !text.whole || text.text == "" || len(b.facts.Fonts) >= maxNoted {
		return
	}
	font := Font{File: path.Base(text.text), Sought: where.sought, Evidence: b.tree.At(at.file, call.Line)}
	switch {
	case !fontFile.MatchString(font.File):
		return
	case strings.HasPrefix(text.text, "/"):
		font.Path = source.Printable(path.Clean(text.text))
		font.Sought = strings.HasPrefix(name, "PIL.") // where the path has no file, it looks for the name
	case strings.HasPrefix(text.text, inRepository), font.File != text.text, !where.sought, b.tree.Has(font.File), b.tree.Has(path.Join(path.Dir(at.file), font.File)):
		return // beside the program, or meant to be
	}
	font.Guarded = insideTry(parents)
	if i := slices.IndexFunc(b.facts.Fonts, func(f Font) bool { return f.File == font.File && f.Path == font.Path }); i >= 0 {
		if b.facts.Fonts[i].Guarded && !font.Guarded {
			b.facts.Fonts[i] = font
		}
		return
	}
	b.facts.Fonts = append(b.facts.Fonts, font)
}

// insideTry reports whether what fails there is caught.
func insideTry(parents []*pysource.Stmt) bool {
	return slices.ContainsFunc(parents, func(p *pysource.Stmt) bool { return p.Kind == pysource.Try && len(p.Handlers) > 0 })
}
