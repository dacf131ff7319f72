package knowledge

import (
	"fmt"
	"strings"
)

// Given limits a row to calls in which an argument has one of these values; "" stands for a call without it.
type Given struct {
	Argument string   `toml:"argument"` // a keyword; the first argument without one is the same
	Values   []string `toml:"values"`
	// Unknown is set for the row that counts where the value is not known before the program runs.
	Unknown bool `toml:"unknown"`
}

// Setting is a variable that a framework itself reads, with the value that it must have in a container.
type Setting struct {
	Name  string `toml:"name"`
	Value string `toml:"value"`
	Why   string `toml:"why"`
}

// Preparation is a command that makes, while the image is built, what a framework would write when it starts. Words
// may hold {bin}, the directory of the environment's programs.
type Preparation struct {
	Argv []string `toml:"argv"`
	Why  string   `toml:"why"`
}

// Place is what a framework needs of its surroundings when it runs, beside its command.
type Place struct {
	PortEnv      string        `toml:"port_env"` // variable that it reads the port from, where the source does not say one
	HostEnv      string        `toml:"host_env"` // the same for the address
	HealthCalls  []string      `toml:"health_calls"`
	Environment  []Setting     `toml:"environment"`
	Preparations []Preparation `toml:"prepare"`
	Advice       string        `toml:"advice"`  // what the user should know before it is deployed
	Refused      string        `toml:"refused"` // why it cannot be deployed; the plan is a question then
	Hint         string        `toml:"hint"`    // what to do instead
}

func (p Place) check(at string) error {
	for _, e := range p.Environment {
		if e.Name == "" || e.Why == "" {
			return fmt.Errorf("%s: a variable needs name and why", at)
		}
	}
	for _, s := range p.Preparations {
		if len(s.Argv) == 0 || s.Why == "" {
			return fmt.Errorf("%s: a preparation needs argv and why", at)
		}
	}
	if (p.Refused == "") != (p.Hint == "") {
		return fmt.Errorf("%s: what is refused needs a hint, and nothing else has one", at)
	}
	if strings.HasSuffix(p.Refused, ".") || strings.HasSuffix(p.Advice, ".") {
		return fmt.Errorf("%s: texts end without a full stop", at)
	}
	return nil
}
