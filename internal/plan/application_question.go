package plan

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/detect"
)

func (p *planner) noApplication() error {
	q := &Question{
		Topic: "application", Flag: "--app", Text: fmt.Sprintf("%q holds no application that pykube understands", p.facts.Directory),
		Looked: p.looked(), Hint: "--app MODULE:NAME, for the application that a server shall start",
	}
	for i, a := range p.facts.Applications {
		if i == maxCandidates {
			break
		}
		q.Candidates = append(q.Candidates, Candidate{Value: a.Name(), Why: "stands among tests, examples or documentation", Evidence: a.Evidence})
	}
	return q
}

func (p *planner) severalApplications(groups [][]detect.Application) error {
	q := &Question{
		Topic: "application", Flag: "--app", Looked: p.looked(),
		Text: fmt.Sprintf("%q holds %d applications, and nothing says which one to serve", p.facts.Directory, len(groups)),
		Hint: fmt.Sprintf("--app %s", quoteHint(groups[0][0].Name())),
	}
	for i, g := range groups {
		if i == maxCandidates {
			q.Looked = append([]string{fmt.Sprintf("%d more applications", len(groups)-i)}, q.Looked...)
			break
		}
		q.Candidates = append(q.Candidates, Candidate{Value: g[0].Name(), Why: p.describe(g[0]), Evidence: g[0].Evidence})
	}
	return q
}

// maxCandidates is how many answers a question lists.
const maxCandidates = 10

// quoteHint keeps parentheses from the shell in a command that is to be typed.
func quoteHint(s string) string {
	if strings.ContainsAny(s, "()") {
		return "'" + s + "'"
	}
	return s
}

// looked says what detection looked at.
func (p *planner) looked() []string {
	found := []string{fmt.Sprintf("%d files of Python, for applications and programs", p.facts.PythonFiles)}
	for _, m := range p.facts.Managers {
		found = append(found, m.File)
	}
	for _, u := range p.facts.Unread {
		found = append(found, u.Evidence.String()+": "+u.Reason)
	}
	return found
}
