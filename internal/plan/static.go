package plan

import "github.com/pykube/pykube/internal/source"

// adviseStatic says that static files of Django are not collected yet.
func (p *planner) adviseStatic() {
	dj := p.facts.Django
	if p.app.Framework != "django" || dj == nil || dj.StaticRoot == nil {
		return
	}
	p.advise(Advice{
		Topic: "static files", Evidence: []source.Evidence{*dj.StaticRoot},
		Text: "STATIC_ROOT is set, and this version of pykube does not run collectstatic: pages may lack their static files",
	})
}
