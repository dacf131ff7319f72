package plan

import (
	"fmt"
	"path"
)

// python is the interpreter of the builder, as the word of a command.
func (p *planner) python() string {
	if at := p.builderPython(); at != officialPython {
		return at
	}
	return "python"
}

// builderPython is the path of Python in the builder.
func (p *planner) builderPython() string {
	b := p.service.Base
	if row, known := p.tables.Image(b.Builder); known && row.Interpreter != "" {
		return row.Interpreter
	}
	if b.Family == distroless {
		return officialPython
	}
	return b.Interpreter
}

// checkInterpreter sees to it that the environment finds its interpreter in the final image. It knows it by its path: where
// that is another one than in the builder, the link and the line in pyvenv.cfg that name it are changed when what the
// final image needs is collected.
// Source: https://docs.python.org/3/library/venv.html#how-venvs-work
func (p *planner) checkInterpreter() error {
	b := &p.service.Base
	at := p.builderPython()
	switch {
	case at == b.Interpreter:
	case b.Carried:
		b.Interpreter = at // it is brought along, to where it is in the builder
	case !b.Collected:
		return &Invalid{
			Text: fmt.Sprintf("Python is %s in %s, and %s in %s: an environment that is made for one does not start in the other", at, b.Builder, b.Interpreter, b.Runtime),
			Hint: "--builder-image, with an image that has it in " + path.Dir(b.Interpreter),
		}
	default:
		b.Home = path.Dir(b.Interpreter)
	}
	return nil
}
