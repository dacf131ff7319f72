package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// A name is a DNS label that starts with a letter (RFC 1035), since a Service is named so. It is kept short enough
// for what Kubernetes adds to it for pods.
const maxName = 40

// The parts of an image's name: https://pkg.go.dev/github.com/distribution/reference
const (
	host      = `[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?`
	component = `[a-z0-9]+((\.|_|__|-+)[a-z0-9]+)*`
)

var (
	validName  = regexp.MustCompile(`^[a-z]([a-z0-9-]*[a-z0-9])?$`)
	notInName  = regexp.MustCompile(`[^a-z0-9]+`)
	validImage = regexp.MustCompile(`^(` + host + `(\.` + host + `)*(:[0-9]+)?/)?` + component + `(/` + component + `)*$`)
	validTag   = regexp.MustCompile(`^[A-Za-z0-9_][A-Za-z0-9._-]{0,127}$`)
)

func (p *planner) chooseName() error {
	if o := p.options.Name; o.Set() {
		if !validName.MatchString(o.Value) || len(o.Value) > maxName {
			return &Invalid{
				Text: fmt.Sprintf("%s: %q is not a name for a service: lower case letters, digits and -, at most %d, a letter first", o.Origin.Name, source.Printable(o.Value), maxName),
				Hint: "--name " + orElse(serviceName(o.Value), "app"),
			}
		}
		p.service.Name = o.Value
		p.chosen("name", o.Value, "--name", o)
		return p.chooseImageName()
	}
	d := Decision{Topic: "name", Override: "--name"}
	if pr := p.facts.Project; pr != nil && serviceName(pr.Name) != "" {
		d.Choice, d.Reason, d.Evidence = serviceName(pr.Name), "the name of the project", []source.Evidence{pr.Evidence}
	} else if name := serviceName(p.facts.Directory); name != "" {
		d.Choice, d.Origin = name, "default"
		d.Reason = "the name of the directory, since no pyproject.toml names the project"
	} else {
		return &Question{
			Topic: "name", Flag: "--name", Hint: "--name app",
			Text: fmt.Sprintf("the directory's name %q gives no name for the service", source.Printable(p.facts.Directory)),
		}
	}
	if p.placed != nil && p.placed.name != d.Choice {
		d.Choice, d.Reason = p.placed.name, "made of its directory, since several services of the repository would be named "+d.Choice
	}
	p.service.Name = d.Choice
	p.decide(d)
	return p.chooseImageName()
}

// serviceName makes a name of any text, or "" where nothing of it is left. One that must be cut keeps its difference
// from others in a hash.
func serviceName(text string) string {
	name := strings.Trim(notInName.ReplaceAllString(strings.ToLower(text), "-"), "-")
	if name != "" && name[0] >= '0' && name[0] <= '9' {
		name = "app-" + name
	}
	if len(name) > maxName {
		sum := sha256.Sum256([]byte(text))
		name = strings.TrimRight(name[:maxName-7], "-") + "-" + hex.EncodeToString(sum[:3])
	}
	return name
}

func (p *planner) chooseImageName() error {
	p.service.Image.Name, p.service.Image.Tag = p.service.Name, "0.1.0"
	if o := p.options.Image; o.Set() {
		name, tag := o.Value, p.service.Image.Tag
		if i := strings.LastIndexByte(name, ':'); i > strings.LastIndexByte(name, '/') {
			name, tag = name[:i], name[i+1:]
		}
		if !validImage.MatchString(name) || !validTag.MatchString(tag) || len(name) > 200 {
			return &Invalid{Text: fmt.Sprintf("%s: %q is not the name of an image", o.Origin.Name, source.Printable(o.Value)), Hint: "--image registry.example.com/team/" + p.service.Name + ":1.0.0"}
		}
		p.service.Image.Name, p.service.Image.Tag = name, tag
		p.chosen("image", name+":"+tag, "--image", o)
		return nil
	}
	d := Decision{
		Topic: "image", Override: "--image", Origin: "default",
		Reason: "the name of the service; registry and tag are set by --image, or by an overlay",
	}
	if pr := p.facts.Project; pr != nil && validTag.MatchString(pr.Version) {
		p.service.Image.Tag = pr.Version
		d.Origin, d.Evidence = "detected", []source.Evidence{pr.Evidence}
		d.Reason = "the name of the service and the version of the project; registry and tag are set by --image, or by an overlay"
	}
	d.Choice = p.service.Image.Name + ":" + p.service.Image.Tag
	p.decide(d)
	return nil
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
