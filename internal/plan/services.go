package plan

import (
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// Wish is one service to plan: what is found in its directory, what the user says of it, and the tables that hold there.
type Wish struct {
	Facts   *detect.Facts
	Options config.Options
	Tables  *knowledge.Tables
}

// placed is a service among those of its repository.
type placed struct {
	Wish
	name  string   // among the names of all services, whichever are planned
	all   []string // directories of all services
	asked *config.Option
	over  []detect.PassedOver // told by the first service alone
	above []detect.Named      // compose files of the repository
}

// BuildAll plans the services of a repository: all of them, or those that the Option names. Without services in
// directories of their own, the one wish is the repository itself. Evidence is relative to the repository.
func BuildAll(repository *detect.Facts, options config.Options, wishes []Wish, version string) (*Plan, error) {
	if len(repository.Services) == 0 {
		if err := rootAlone(repository, options.Service); err != nil {
			return nil, err
		}
		return Build(repository, options, wishes[0].Tables, version)
	}
	services, err := selected(wishes, repository.ComposeFiles, options.Service)
	if err != nil {
		return nil, err
	}
	if err := forOne(services, options); err != nil {
		return nil, err
	}
	services[0].over = repository.PassedOver
	whole := &Plan{Schema: Schema, Pykube: version, Services: []Service{}}
	for _, s := range services {
		made, err := s.build(version)
		switch {
		case err == nil:
			whole.Services = append(whole.Services, made)
		case len(whole.Services) > 0 && whole.Services[0].Root == "." && !options.Service.Set():
			whole.Services[0].leaveOut(s, err) // the root is a program of its own, and can do without
		default:
			return nil, s.explain(err)
		}
	}
	return whole, distinct(whole.Services)
}

// selected are the services that the Option names, in the order of their directories; all where it names none.
func selected(wishes []Wish, above []detect.Named, o config.Option) ([]placed, error) {
	names, dirs := serviceNames(wishes), []string{}
	for _, w := range wishes {
		dirs = append(dirs, w.Facts.Root)
	}
	keep := map[int]bool{}
	for _, item := range o.List() {
		i := slices.Index(dirs, path.Clean(item))
		if i < 0 {
			i = slices.Index(names, item)
		}
		if i < 0 {
			return nil, &Invalid{
				Text: fmt.Sprintf("%s: %q is none of the services: %s", o.Origin.Name, source.Printable(item), some(called(names, dirs))),
				Hint: "--service " + shellWord(orElse(names[0], dirs[0])),
			}
		}
		keep[i] = true
	}
	var services []placed
	for i, w := range wishes {
		if len(keep) > 0 && !keep[i] {
			continue
		}
		p := placed{Wish: w, name: names[i], all: dirs, above: above}
		if len(keep) > 0 {
			p.asked = &o
		}
		services = append(services, p)
	}
	return services, nil
}

// called lists names with the directories that they stand for.
func called(names, dirs []string) []string {
	var list []string
	for i, name := range names {
		list = append(list, fmt.Sprintf("%s (%s)", orElse(name, "no name"), dirs[i]))
	}
	return list
}

// rootAlone refuses the name of a service where the repository is one.
func rootAlone(repository *detect.Facts, o config.Option) error {
	for _, item := range o.List() {
		if path.Clean(item) != "." && item != naturalName(repository) {
			return &Invalid{
				Text: fmt.Sprintf("%s: %q is no directory of the repository, and it holds no services in directories of their own", o.Origin.Name, source.Printable(item)),
				Hint: "--service DIR, or leave out --service",
			}
		}
	}
	return nil
}

// forOne refuses Options that can only be meant for one service where several are planned. What is written beside a
// service is for that one.
func forOne(services []placed, options config.Options) error {
	if len(services) < 2 {
		return nil
	}
	rootServes := services[0].Facts.Root == "."
	for _, k := range config.Keys {
		o := *k.Value(&options)
		if !k.One || !o.Set() || o.Origin.Evidence != nil && rootServes {
			continue
		}
		var names []string
		for _, s := range services {
			names = append(names, orElse(s.name, s.Facts.Root))
		}
		q := &Invalid{
			Text: fmt.Sprintf("%s: goes for one service, and %d are planned: %s", o.Origin.Name, len(names), some(names)),
			Hint: fmt.Sprintf("--service %s --%s %s", shellWord(names[0]), k.Name, shellWord(source.Printable(o.Value))),
		}
		if o.Origin.Evidence != nil {
			q.Hint = fmt.Sprintf("move the line to a pykube.toml in %s", shellWord(services[0].Facts.Root))
		}
		return q
	}
	return nil
}

// build plans one service. What is said of the repository's root is not said of a service in a directory of it.
func (s placed) build(version string) (Service, error) {
	if s.Facts.Broken != nil {
		return Service{}, s.Facts.Broken
	}
	made, err := buildAmong(s.Facts, s.Options, s.Tables, version, &s)
	if err != nil {
		return Service{}, err
	}
	service := made.Services[0]
	service.Root = s.Facts.Root
	if service.Root != "." {
		source.Relocate(&service, service.Root)
		for i, a := range service.Advice {
			if a.Command != "" {
				service.Advice[i].Command = "cd " + shellPath(service.Root) + " && " + a.Command
			}
		}
	}
	return service, nil
}

// leaveOut notes a service that could not be planned beside the one at the root.
func (s *Service) leaveOut(other placed, err error) {
	text := other.explain(err).Error()
	for i, d := range s.Decisions {
		if d.Topic == "services" {
			s.Decisions[i].Alternatives = append(d.Alternatives, Alternative{Choice: other.Facts.Root, Reason: text})
		}
	}
	a := Advice{Topic: "services", Text: text, Command: "pykube plan --service " + shellWord(orElse(other.name, other.Facts.Root)), Evidence: []source.Evidence{}}
	s.Advice = append(s.Advice, a)
}

// explain names the service in an error, and what to type for it alone.
func (s placed) explain(err error) error {
	flag := "--service " + shellWord(orElse(s.name, s.Facts.Root))
	hint := func(hint string) string {
		word, _, _ := strings.Cut(hint, " ")
		switch {
		case strings.HasPrefix(hint, "--"):
			return flag + " " + hint
		case s.Facts.Root != "." && slices.Contains(typed, word):
			return "cd " + shellPath(s.Facts.Root) + " && " + hint
		}
		return hint
	}
	var (
		question *Question
		invalid  *Invalid
	)
	title := fmt.Sprintf("service %q in %q: ", orElse(s.name, "no name"), s.Facts.Root)
	switch {
	case errors.As(err, &question):
		q := *question
		q.Text, q.Hint = title+q.Text, hint(q.Hint)
		q.Evidence, q.Candidates = slices.Clone(q.Evidence), slices.Clone(q.Candidates)
		source.Relocate(&q, s.Facts.Root)
		if len(s.all) > 1 && s.asked == nil {
			q.Looked = append(slices.Clone(q.Looked), "without this service the others are planned: --service "+strings.Join(others(s.all, s.Facts.Root), ","))
		}
		return &q
	case errors.As(err, &invalid):
		return &Invalid{Text: title + invalid.Text, Hint: hint(invalid.Hint)}
	}
	return err
}

// typed are the programs that a hint is a command of, to be typed in the directory of the service.
var typed = []string{"uv", "poetry", "pdm", "pipenv", "pip", "pixi", "conda-lock", "echo", "mv", "rm"}

func others(all []string, but string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(dir string) bool { return dir == but })
}

// shellPath is a directory as an operand of cd.
func shellPath(dir string) string {
	if strings.HasPrefix(dir, "-") {
		dir = "./" + dir
	}
	return shellWord(dir)
}

// distinct refuses services whose objects would have one name in a cluster: those that the user named alike, and one that
// is named as the worker of another.
func distinct(services []Service) error {
	seen := map[string]string{}
	for _, s := range services {
		names := []string{s.Name}
		for _, process := range s.Processes {
			if process.Workload != s.Name {
				names = append(names, process.Workload)
			}
		}
		for _, name := range names {
			if other, ok := seen[name]; ok && other != s.Root {
				return &Invalid{
					Text: fmt.Sprintf("the services in %q and %q both make %q", other, s.Root, name),
					Hint: fmt.Sprintf("name = %q in %s", s.Name+"-2", shellWord(path.Join(s.Root, "pykube.toml"))),
				}
			}
			seen[name] = s.Root
		}
	}
	return nil
}
