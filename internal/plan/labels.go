package plan

import (
	"net/url"
	"regexp"
	"strings"
)

// labels are the annotations of OCI that are known without a guess. Those of one build, revision and created, are given
// by whoever builds, with --label: as arguments of the Dockerfile they would make each build another one.
// Source: https://github.com/opencontainers/image-spec/blob/main/annotations.md
func (p *planner) labels() []EnvVar {
	labels := []EnvVar{
		{Name: "org.opencontainers.image.title", Value: p.service.Name},
		{Name: "org.opencontainers.image.base.name", Value: p.service.Base.Runtime},
	}
	pr := p.facts.Project
	if pr == nil {
		return labels
	}
	add := func(name, value string) {
		if value != "" {
			labels = append(labels, EnvVar{Name: "org.opencontainers.image." + name, Value: value})
		}
	}
	if validTag.MatchString(pr.Version) {
		add("version", pr.Version)
	}
	if description := strings.Join(strings.Fields(pr.Description), " "); len(description) <= maxDescription {
		add("description", description)
	}
	if spdxExpression.MatchString(pr.License) {
		add("licenses", pr.License)
	}
	add("url", webAddress(pr.Homepage))
	add("source", webAddress(pr.Source))
	add("documentation", webAddress(pr.Documentation))
	return labels
}

// maxDescription is what the core metadata calls a summary: one line.
const maxDescription = 512

// spdxExpression has the shape of a licence expression: identifiers, joined. Free text, such as "MIT License", has not.
// Source: https://spdx.github.io/spdx-spec/v3.0.1/annexes/spdx-license-expressions/
var spdxExpression = func() *regexp.Regexp {
	const one = `\(*[A-Za-z0-9][A-Za-z0-9.-]*\+?\)*`
	return regexp.MustCompile(`^` + one + `( (AND|OR|WITH) ` + one + `)*$`)
}()

// webAddress gives an address that anybody may open, else nothing: no password, no other scheme.
func webAddress(s string) string {
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil {
		return ""
	}
	return u.String()
}
