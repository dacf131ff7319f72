package plan

import (
	"fmt"
	"strconv"

	"github.com/pykube/pykube/internal/source"
)

// defaultPort is the one that gunicorn and uvicorn use by themselves, and above 1024, so that no privilege is needed.
const defaultPort = 8000

// choosePort decides where a program that serves listens: what the user says, what its source says, what its framework
// does, else what a server is told. It stays 0 for what serves nothing.
func (p *planner) choosePort() error {
	if p.app.Kind != "web" {
		if o := p.options.Port; o.Set() {
			return &Invalid{Text: fmt.Sprintf("%s: %s listens on no port", o.Origin.Name, p.app.Name()), Hint: "leave --port out"}
		}
		return nil
	}
	l := p.app.Listen
	if o := p.options.Port; o.Set() {
		n, err := strconv.Atoi(o.Value)
		if err != nil || n < 1 || n > 65535 {
			return &Invalid{Text: fmt.Sprintf("%s: %q is not a port", o.Origin.Name, source.Printable(o.Value)), Hint: "--port 8000"}
		}
		if n < 1024 {
			return &Invalid{Text: fmt.Sprintf("%s: %d is below 1024, where only root may listen on many nodes", o.Origin.Name, n), Hint: fmt.Sprintf("--port %d; the Service listens on port 80 in any case", n+8000)}
		}
		p.port = n
		p.chosen("port", o.Value, "--port", o)
		return nil
	}
	d := Decision{Topic: "port", Override: "--port", Origin: "default"}
	switch {
	case l.Port > 0:
		p.port = l.Port
		d.Reason = "the one that it listens on by itself"
		if l.Evidence != nil {
			d.Reason, d.Origin, d.Evidence = "its source says so", "detected", []source.Evidence{*l.Evidence}
		}
	case len(p.app.Command) == 0 || l.PortEnv != "" || l.PortFlag != "" || p.takesPort():
		p.port = defaultPort
		d.Reason = "the usual one of the server; where the platform sets PORT, that is used"
		if l.PortEnv != "" {
			d.Reason = "the program reads it from " + l.PortEnv + ", which the image sets"
		}
	default:
		return &Question{
			Topic: "port", Flag: "--port", Evidence: []source.Evidence{p.app.Evidence},
			Text: fmt.Sprintf("%s serves, and its source does not say on which port", p.app.Name()), Hint: "--port 8000",
		}
	}
	d.Choice = strconv.Itoa(p.port)
	p.decide(d)
	return nil
}
