package plan

import (
	"github.com/pykube/pykube/internal/source"
)

// Question is a Decision that the facts leave open. A script gets it as an error that names the flag.
type Question struct {
	Topic      string
	Text       string // what is not known: subject first, lower case
	Flag       string // the one that settles it
	Looked     []string
	Candidates []Candidate
	Hint       string // one thing to type
	Evidence   []source.Evidence
}

// Candidate is one possible answer.
type Candidate struct {
	Value    string
	Why      string
	Evidence source.Evidence
}

func (q *Question) Error() string {
	if len(q.Evidence) > 0 {
		return q.Evidence[0].String() + ": " + q.Text
	}
	return q.Text
}

// Invalid is an Option that cannot be followed.
type Invalid struct {
	Text string
	Hint string
}

func (e *Invalid) Error() string { return e.Text }
