package plan

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// checkSetUp looks at what a development server's program does to the application before it serves it. The server
// that is planned does not do it: where it changes the application it is a Question, else advice.
func (p *planner) checkSetUp(group []detect.Application) error {
	for _, a := range group {
		if a.Name() == p.app.Name() || !a.Development {
			continue
		}
		if at := setUp(a, detect.SignConfigures); len(at) > 0 {
			return &Question{
				Topic: "application", Flag: "--app", Evidence: at,
				Text:   fmt.Sprintf("%s sets %s up before it starts a development server (%s); no other server would do that", a.File, p.app.Name(), lines(at)),
				Looked: p.looked(),
				Hint:   "do it where the application is made, or --app " + quoteHint(p.app.Name()) + " where it need not be done",
			}
		}
		if at := setUp(a, detect.SignPrepares); len(at) > 0 {
			p.advise(Advice{
				Topic: "application", Evidence: at,
				Text: fmt.Sprintf("%s calls functions before it starts a development server (%s), which the planned command does not do: do it where the application is made, or in a step of its own", a.File, lines(at)),
			})
		}
	}
	return nil
}

// setUp lists the lines of one kind of sign.
func setUp(a detect.Application, kind detect.SignKind) []source.Evidence {
	var at []source.Evidence
	for _, s := range a.Signs {
		if s.Kind == kind {
			at = append(at, s.Evidence)
		}
	}
	return at
}

func lines(at []source.Evidence) string {
	var texts []string
	for _, e := range at {
		texts = append(texts, fmt.Sprintf("%s: %s", e, strings.TrimSpace(e.Text)))
	}
	return strings.Join(texts, "; ")
}
