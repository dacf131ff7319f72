package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// localeDir is where glibc looks for locales.
const localeDir = "/usr/lib/locale/"

// needLocales decides which locales the image gets. They are made in the builder, and the final image gets what was made:
// the package that they are made from is five times as large.
func (p *planner) needLocales(need func(why string, build, runtime []string, at source.Evidence)) {
	var unknown, made []string
	var lines, evidence []source.Evidence
	for _, asked := range p.facts.Locales {
		l, ok := p.tables.Locale(asked.Name)
		if !ok || p.service.Base.Distribution != "debian" {
			unknown = append(unknown, asked.Name)
			lines = append(lines, asked.Evidence)
			continue
		}
		if slices.ContainsFunc(p.locales, func(have knowledge.Locale) bool { return have.Directory == l.Directory }) {
			continue
		}
		p.locales = append(p.locales, l)
		made, evidence = append(made, asked.Name), append(evidence, asked.Evidence)
	}
	if len(made) > 0 {
		need("the program asks for "+some(made)+", which is made in the builder", []string{"locales"}, nil, evidence[0])
		p.decide(Decision{
			Topic: "locales", Choice: strings.Join(made, ", "), Evidence: firstOf(evidence),
			Reason: "the program asks for them, and the image has none but C.UTF-8; about 3 MB each",
		})
	}
	if len(unknown) > 0 {
		text := fmt.Sprintf("the program asks for %s, of which no definition is known: asking for it fails in the image", some(unknown))
		switch p.service.Base.Distribution {
		case "debian":
		case "alpine":
			text = fmt.Sprintf("the program asks for %s: musl takes the name and knows no locale, so dates, numbers and the order of words stay those of C; --base slim has them", some(unknown))
		default:
			text = fmt.Sprintf("the program asks for %s, which pykube makes on Debian alone: the image has to have it", some(unknown))
		}
		p.advise(Advice{Topic: "locales", Evidence: firstOf(lines), Text: text})
	}
}

// carryLocales makes the locales in the builder.
func (p *planner) carryLocales(img *Image) {
	for i, l := range p.locales {
		step := Step{Argv: []string{"localedef", "--force", "--no-archive", "--inputfile=" + l.Definition, "--charmap=" + l.Encoding, localeDir + l.Directory}}
		if i == 0 {
			step.Why = "locales that the program asks for"
		}
		img.Prepare = append(img.Prepare, step)
		img.Carried = append(img.Carried, localeDir+l.Directory)
	}
}
