package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Compose is a development environment of the same image: the service, what it keeps its data in, and the source mounted.
type Compose struct {
	Image       string           `json:"image"`               // with the tag for development
	Type        string           `json:"type,omitempty"`      // what to type first where the build needs secrets
	Source      bool             `json:"source"`              // the directory of the service is mounted at Image.Root
	ReadOnly    bool             `json:"read_only"`           // it is mounted so that nothing can be written
	Built       []string         `json:"built"`               // directories in it that the build makes: they stay those of the image
	Environment []EnvVar         `json:"environment"`         // of the service's own containers
	Required    []string         `json:"required"`            // variables that .env must give: the program does not start without them
	Open        []string         `json:"open"`                // those that it may give, the first ones
	More        int              `json:"more"`                // how many others it may give
	Scratch     []string         `json:"scratch"`             // directories that are writable while a container runs
	Lasting     []ComposeVolume  `json:"lasting"`             // directories that are kept
	Owner       string           `json:"owner,omitempty"`     // name of what gives these to the user, "" where there are none
	OwnerRun    []string         `json:"owner_run,omitempty"` // its command
	Processes   []ComposeProcess `json:"processes"`           // those of the service
	Backing     []ComposeBacking `json:"backing"`             // what it keeps its data in
	Volumes     []string         `json:"volumes"`             // names of all
}

// ComposeProcess is a process as it is run in development.
type ComposeProcess struct {
	Name      string         `json:"name"`
	Why       string         `json:"why,omitempty"`
	Command   []string       `json:"command"`
	Main      bool           `json:"main"` // the image's entry point goes before the command
	Port      int            `json:"port"`
	Directory string         `json:"directory,omitempty"` // where it starts, where that is not the image's own
	Health    []string       `json:"health"`
	After     []ComposeAfter `json:"after"`
	Rebuild   []string       `json:"rebuild"` // paths; where one changes, the image is built again
	OnDemand  bool           `json:"on_demand"`
}

// ComposeAfter is what must be so before a container is started.
type ComposeAfter struct {
	Name      string `json:"name"`
	Condition string `json:"condition"`
}

// ComposeBacking is a program that is run beside the service.
type ComposeBacking struct {
	Name        string         `json:"name"`
	Why         string         `json:"why"`
	Image       string         `json:"image"`
	Environment []EnvVar       `json:"environment"`
	Health      []string       `json:"health"`
	Volume      *ComposeVolume `json:"volume"`
}

// ComposeVolume is a directory that outlives containers.
type ComposeVolume struct {
	Name string `json:"name"`
	Path string `json:"path"`
}

// chooseCompose decides whether there is a development environment, and what is in it.
func (p *planner) chooseCompose() error {
	d, wanted, err := p.wantsCompose()
	if err != nil || !wanted {
		if err == nil {
			p.decide(d)
		}
		return err
	}
	c := &Compose{
		Image: p.service.Name + ":development", Environment: []EnvVar{}, Open: []string{}, Required: []string{}, Scratch: []string{}, Built: []string{},
		Lasting: []ComposeVolume{}, Processes: []ComposeProcess{}, Backing: []ComposeBacking{}, Volumes: []string{},
	}
	p.service.Compose = c
	for _, s := range p.service.Image.Secrets {
		c.Type += " " + s.Type
	}
	if c.Type != "" {
		c.Type = "docker build" + c.Type + " --target runtime --tag " + c.Image + " ."
	}
	backing := p.composeBacking(&d)
	p.composeSource(c, &d)
	p.composeStorage(c)
	p.composeEnvironment(c, backing)
	p.composeProcesses(c)
	for _, v := range c.Lasting {
		c.Volumes = append(c.Volumes, v.Name)
	}
	for _, b := range c.Backing {
		if b.Volume != nil {
			c.Volumes = append(c.Volumes, b.Volume.Name)
		}
	}
	d.Choice = "compose.yaml"
	if names := backing.names(); len(names) > 0 {
		d.Choice += " with " + strings.Join(names, ", ")
	}
	p.decide(d)
	return nil
}

// wantsCompose says whether compose.yaml is written. Docker Compose takes it before a docker-compose.yml beside it, and
// before one in a directory above: what the repository has of its own would no longer be used.
func (p *planner) wantsCompose() (Decision, bool, error) {
	o := p.options.Compose
	d := Decision{Topic: "compose", Override: "--compose", Origin: "default", Reason: "a development environment of the same image"}
	if o.Set() {
		d.Origin, d.Reason = string(o.Origin.Kind), "asked for by "+o.Origin.Name
	}
	own := p.ownCompose()
	switch o.Value {
	case "no":
		d.Choice = "none"
		return d, false, nil
	case "yes":
		if own != nil {
			d.Reason += fmt.Sprintf("; Docker Compose then no longer takes %s", source.Printable(path.Clean(own.File)))
			d.Evidence = []source.Evidence{*own}
		}
		return d, true, nil
	case "", "auto":
	default:
		return d, false, &Invalid{Text: fmt.Sprintf("%s: %q is not auto, yes or no", o.Origin.Name, source.Printable(o.Value)), Hint: "--compose auto"}
	}
	if own == nil {
		return d, true, nil
	}
	d.Choice, d.Origin, d.Evidence = "none", "detected", []source.Evidence{*own}
	d.Reason = "the repository has one of its own, and Docker Compose would take compose.yaml in its place"
	d.Alternatives = []Alternative{{Choice: "compose.yaml", Reason: "--compose yes writes it all the same"}}
	return d, false, nil
}

// ownCompose is the compose file that the repository's people wrote for the directory of the service, or for one above.
func (p *planner) ownCompose() *source.Evidence {
	for _, file := range p.facts.ComposeFiles {
		if file.Name == "." {
			return &file.Evidence
		}
	}
	if p.placed == nil {
		return nil
	}
	root := p.placed.Facts.Root
	for _, file := range p.placed.above {
		if root != "." && file.Name != root && (file.Name == "." || strings.HasPrefix(root, file.Name+"/")) {
			at := file.Evidence // seen from the service, as all of its evidence is
			at.File = strings.Repeat("../", strings.Count(root, "/")+1) + at.File
			return &at
		}
	}
	return nil
}

// composeName is a name that no process of the service has.
func (p *planner) composeName(name string) string {
	for slices.ContainsFunc(p.service.Processes, func(x Process) bool { return x.Name == name }) {
		name += "-server"
	}
	return name
}
