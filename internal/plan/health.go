package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// chooseHealth takes a route that the application really has. Where it has none, or one that would refuse a probe,
// the probe asks for a TCP connection, and the reason is said: a probe on a route that does not answer kills pods.
func (p *planner) chooseHealth() error {
	if p.app.Kind != "web" {
		return nil
	}
	if p.app.Listen.GRPC {
		p.main().Health = &Health{GRPC: true}
		p.decide(Decision{Topic: "health", Choice: "grpc", Reason: "it answers the health service that gRPC defines", Evidence: p.listenEvidence()})
		return nil
	}
	if path := p.app.Listen.Health; path != "" && plainPath(path) && len(p.app.Routes) == 0 {
		p.main().Health = &Health{Path: path}
		p.decide(Decision{Topic: "health", Choice: path, Reason: "the framework itself answers it", Evidence: []source.Evidence{p.app.Evidence}})
		return nil
	}
	d := Decision{Topic: "health", Choice: "tcp", Origin: "default", Reason: "no route of the application looks like a health check"}
	routes := slices.Clone(p.app.Routes)
	rank := func(r detect.Route) int { return p.tables.Health.Rank(r.Path) }
	slices.SortStableFunc(routes, func(a, b detect.Route) int {
		if a.Guarded != b.Guarded {
			if a.Guarded {
				return 1
			}
			return -1
		}
		if c := rank(a) - rank(b); c != 0 {
			return c
		}
		return strings.Count(a.Path, "/") - strings.Count(b.Path, "/")
	})
	if len(routes) > 0 {
		p.healthRoute(routes, &d)
	}
	p.decide(d)
	return nil
}

func (p *planner) healthRoute(routes []detect.Route, d *Decision) {
	best := routes[0]
	d.Evidence = []source.Evidence{best.Evidence}
	if best.Guarded {
		d.Reason = fmt.Sprintf("%s asks who is calling, and a probe cannot say", best.Path)
		return
	}
	if !plainPath(best.Path) {
		d.Reason = fmt.Sprintf("%q is not a path that a probe can ask for", best.Path)
		return
	}
	host, why := p.probeHost()
	if why != "" {
		d.Reason = fmt.Sprintf("%s exists, but %s", best.Path, why)
		if dj := p.facts.Django; dj != nil && dj.HostsFrom != nil {
			d.Evidence = append(d.Evidence, *dj.HostsFrom)
		}
		return
	}
	p.main().Health = &Health{Path: best.Path, Host: host}
	d.Choice, d.Origin, d.Reason = best.Path, "detected", "the application answers it"
	if dj := p.facts.Django; dj != nil && dj.HostsVariable != "" && p.app.Framework == "django" {
		d.Evidence = append(d.Evidence, *dj.HostsFrom)
		p.advise(Advice{
			Topic: "health", Evidence: []source.Evidence{*dj.HostsFrom},
			Text: fmt.Sprintf("where %s is set, it must go on to admit %s: a probe that it does not admit is answered with 400", dj.HostsVariable, orElse(host, "every host, or the probe's")),
		})
	}
	if host != "" {
		d.Reason += fmt.Sprintf(", asked for as host %q, which ALLOWED_HOSTS admits", host)
		d.Evidence = append(d.Evidence, *p.facts.Django.HostsFrom)
	}
	seen := []string{best.Path}
	for _, r := range routes[1:] {
		if !slices.Contains(seen, r.Path) {
			seen = append(seen, r.Path)
			d.Alternatives = append(d.Alternatives, Alternative{Choice: r.Path, Reason: "a less usual name: " + r.Evidence.String()})
		}
	}
}

// probeHost gives the Host header that Django admits. A probe comes with the pod's address, which no list holds.
func (p *planner) probeHost() (host, why string) {
	dj := p.facts.Django
	if p.app.Framework != "django" || dj == nil {
		return "", ""
	}
	if !dj.HostsKnown {
		return "", "ALLOWED_HOSTS is not a plain list, so which host a probe may ask for is not known"
	}
	if slices.Contains(dj.AllowedHosts, "*") {
		return "", ""
	}
	for _, h := range dj.AllowedHosts {
		if h = strings.TrimPrefix(h, "."); plainHost(h) && h != "localhost" && h != "127.0.0.1" {
			return h, ""
		}
	}
	for _, h := range dj.AllowedHosts {
		if plainHost(h) {
			return h, ""
		}
	}
	return "", "ALLOWED_HOSTS is empty, so it admits no probe"
}

func plainHost(h string) bool { return h != "" && !strings.ContainsFunc(h, notIn(plainShell)) }

func plainPath(s string) bool {
	return len(s) <= 200 && !strings.ContainsFunc(s, notIn(plainShell+"~"))
}

func notIn(set string) func(rune) bool {
	return func(r rune) bool { return !strings.ContainsRune(set, r) }
}
