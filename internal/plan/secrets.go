package plan

import (
	"fmt"
	"net/url"
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

var secretID = regexp.MustCompile(`^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$`)

// chooseSecrets decides what a step needs that asks an index: the user's netrc for a host that may ask for a password,
// the values of variables that the files name, an SSH agent for git+ssh, and the certificates that are asked for.
func (p *planner) chooseSecrets() error {
	var evidence []source.Evidence
	add := func(s Secret, at ...source.Evidence) {
		for _, have := range p.secrets {
			if have.ID == s.ID {
				return
			}
		}
		p.secrets = append(p.secrets, s)
		evidence = append(evidence, at...)
	}
	for _, v := range p.manager.Variables {
		add(Secret{
			ID: v.Name, Value: v.Name, Target: "/run/secrets/" + v.Name, Required: true,
			Why: fmt.Sprintf("%s names the variable", v.Evidence), Type: "--secret id=" + v.Name + ",env=" + v.Name,
		}, v.Evidence)
	}
	for _, i := range p.manager.Indexes {
		if i.Password {
			p.advise(Advice{
				Topic: "build secrets", Evidence: []source.Evidence{i.Evidence},
				Text: fmt.Sprintf("%s holds a password, which everybody can read who can read the repository, or a layer that the file is copied into; take it out, change it, and give it to the build by netrc", i.Evidence),
			})
		}
		u, err := url.Parse(i.URL)
		if strings.Contains(i.URL, "$") || err != nil || u.Hostname() == "" || p.tables.Public(u.Hostname()) {
			continue
		}
		add(Secret{
			ID: "netrc", Target: "/root/.netrc",
			Why:  fmt.Sprintf("user and password for %s, which %s names", u.Hostname(), i.Evidence),
			Type: "--secret id=netrc,src=$HOME/.netrc",
		}, i.Evidence)
	}
	for _, listed := range p.facts.Packages {
		if strings.HasPrefix(listed.Address, "git+ssh://") {
			add(Secret{ID: "default", SSH: true, Required: true, Why: fmt.Sprintf("%s is fetched over SSH", listed.Evidence), Type: "--ssh default"}, listed.Evidence)
		}
	}
	if o := p.options.BuildCA; o.Set() {
		if !secretID.MatchString(o.Value) {
			return &Invalid{Text: fmt.Sprintf("%s: %q is not the id of a secret", o.Origin.Name, source.Printable(o.Value)), Hint: "--build-ca company-ca"}
		}
		add(Secret{
			ID: o.Value, Target: "/run/secrets/" + o.Value, Required: true,
			Env: []string{"CURL_CA_BUNDLE", "GIT_SSL_CAINFO", "PIP_CERT", "REQUESTS_CA_BUNDLE", "SSL_CERT_FILE"},
			Why: "every certificate authority that the build trusts, in PEM", Type: "--secret id=" + o.Value + ",src=FILE",
		})
	}
	if len(p.secrets) == 0 {
		return nil
	}
	d := Decision{Topic: "build secrets", Evidence: evidence, Override: "--build-ca", Reason: "they are mounted while a command runs: no layer and no history holds them"}
	var names []string
	for _, s := range p.secrets {
		name := s.ID
		if s.SSH {
			name = "the SSH agent"
		}
		names = append(names, name)
		d.Reason += "; " + name + ": " + s.Why
	}
	d.Choice = strings.Join(names, ", ")
	p.decide(d)
	return nil
}
