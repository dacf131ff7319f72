package detect

import (
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

var openVariable = regexp.MustCompile(`\$\{?([A-Za-z_][A-Za-z0-9_]*)|\$[({@*0-9]|` + "`")

// maxArgv bounds the words that are kept of a command.
const maxArgv = 200

// commandOf begins a command.
func (s *commandSearch) commandOf(l launch, kind string, argv []string, at source.Evidence) Command {
	c := Command{
		Source: l.source, Kind: kind, Argv: slices.Clone(argv[:min(len(argv), maxArgv)]), Env: slices.Clone(l.given),
		Left: l.left, Branch: l.branch, Dev: l.dev, Weak: l.weak, Via: l.via, Evidence: at,
	}
	if plainTask(l.role) {
		c.Role = l.role
	}
	if m := cronTimes.FindStringSubmatch(l.schedule + " x"); m != nil {
		c.Schedule = strings.Join(strings.Fields(m[1]), " ")
	}
	for _, word := range c.Argv {
		for _, m := range openVariable.FindAllStringSubmatch(word, -1) {
			name := m[1]
			if name == "" {
				name = m[0]
			}
			if !slices.Contains(c.Open, name) {
				c.Open = append(c.Open, name)
			}
		}
	}
	if c.Kind == "unknown" && l.kind != "" {
		c.Kind = l.kind
	}
	if l.schedule != "" && (c.Kind == "unknown" || c.Kind == "job") {
		c.Kind = "cron"
	}
	return c
}

// programArguments are the arguments of a program, told apart.
type programArguments struct {
	operands []string
	options  map[string][]string
}

// argumentsOf tells options from operands. Options that the table does not know take the word behind them.
func argumentsOf(p *knowledge.Program, words []string) programArguments {
	a := programArguments{options: map[string][]string{}}
	for i := 0; i < len(words); i++ {
		word := words[i]
		switch {
		case word == "--":
			a.operands = append(a.operands, words[i+1:]...)
			return a
		case !strings.HasPrefix(word, "-") || word == "-":
			a.operands = append(a.operands, word)
			continue
		}
		option, value, joined := strings.Cut(word, "=")
		switch {
		case joined:
		case slices.Contains(p.Flags, word), strings.HasPrefix(word, "--no-"), word == "--help" || word == "--version":
			value = ""
		case len(word) > 2 && word[1] != '-' && shortOption(p, word[:2]): // -b0.0.0.0:80, -Aproj
			option, value = word[:2], word[2:]
		case len(word) > 2 && word[1] != '-': // -w4
		case i+1 < len(words) && (!strings.HasPrefix(words[i+1], "-") || words[i+1] == "-"):
			i++
			value = words[i]
		}
		if len(a.options) < maxArgv {
			a.options[option] = append(a.options[option], value)
		}
	}
	return a
}

// shortOption reports whether an option of one letter has a value that the table is about.
func shortOption(p *knowledge.Program, option string) bool {
	return slices.Contains(p.Options, option) || slices.Contains(p.Port, option) || slices.Contains(p.Config, option) || slices.Contains(p.Dir, option)
}

// of gives the last value of the options.
func (a programArguments) of(names []string) string {
	for _, name := range names {
		if values := a.options[name]; len(values) > 0 {
			return values[len(values)-1]
		}
	}
	return ""
}

func (a programArguments) has(names []string) bool {
	return slices.ContainsFunc(names, func(name string) bool { _, ok := a.options[name]; return ok })
}

// startProgram reads the command line of a program that the tables know.
func (s *commandSearch) startProgram(l launch, p *knowledge.Program, argv []string, at source.Evidence) {
	a := argumentsOf(p, argv[1:])
	kind, operand, dev := p.Kind, p.Operand, a.has(p.Dev) || slices.Contains(p.Dev, p.Name)
	rest := a.operands
	for _, command := range p.Commands {
		if i := commandAt(a.operands, command.Words); i >= 0 {
			kind, operand, rest = command.Kind, operand || command.Operand, a.operands[i:]
			dev = dev || command.Dev
			break
		}
	}
	if kind == "" {
		kind = "unknown"
	}
	if kind == "starter" {
		s.starter(l, p, a, rest, at)
		return
	}
	c := s.commandOf(l, kind, argv, at)
	c.Program, c.Framework, c.Dev = p.Name, p.Framework, c.Dev || dev
	c.Dir = s.dirOf(l)
	c.Port = portIn(a.of(p.Port))
	s.nameTarget(l, p, a, rest, operand, &c)
	s.readConfig(l, p, a, rest, &c, at)
	if a.has(p.Port) && portIn(a.of(p.Port)) == 0 { // what its configuration says is not heard
		c.Port = 0
	}
	if c.Kind == "cron" && p.ConfigFormat == "crontab" { // the lines of the crontab are what it starts
		return
	}
	beat := slices.IndexFunc(c.Argv, func(word string) bool { return word == "-B" || word == "--beat" })
	if p.Name != "celery" || c.Kind != "worker" || beat < 0 {
		s.keep(l, c)
		return
	}
	// A worker that sends what is due, too, may not run twice: the two are told apart.
	scheduler := c
	scheduler.Kind, scheduler.Argv = "scheduler", []string{"celery"}
	if app := a.of(p.Options); app != "" {
		scheduler.Argv = append(scheduler.Argv, "-A", app)
	}
	scheduler.Argv = append(scheduler.Argv, "beat")
	for _, option := range []string{"-l", "--loglevel", "-S", "--scheduler", "-s", "--schedule"} {
		if value := a.of([]string{option}); value != "" {
			scheduler.Argv = append(scheduler.Argv, option, value)
		}
	}
	c.Left = append(slices.Clone(c.Left), c.Argv[beat])
	c.Argv = slices.Delete(c.Argv, beat, beat+1)
	s.keep(l, c)
	s.keep(l, scheduler)
}

// commandAt gives where the operands go on behind a command's words, -1 where they are others.
func commandAt(operands, words []string) int {
	if len(operands) < len(words) || !slices.Equal(operands[:len(words)], words) {
		return -1
	}
	return len(words)
}

// portIn reads a port, or an address with one: 8000, 0.0.0.0:8000, :8000, tcp://[::]:8000.
func portIn(value string) int {
	value = strings.TrimSuffix(value, "/")
	if strings.HasPrefix(value, "unix:") || strings.ContainsAny(value, "$`") {
		return 0
	}
	value = value[strings.LastIndexByte(value, ':')+1:]
	port, err := strconv.Atoi(value)
	if err != nil || port < 1 || port > 65535 {
		return 0
	}
	return port
}

// portOption reads the port among the arguments of a program that the tables do not know.
func portOption(words, names []string) int {
	for i, word := range words {
		option, value, joined := strings.Cut(word, "=")
		if !slices.Contains(names, option) {
			continue
		}
		if !joined && i+1 < len(words) {
			value = words[i+1]
		}
		return portIn(value)
	}
	return 0
}
