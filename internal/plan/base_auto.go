package plan

import (
	"fmt"

	"github.com/pykube/pykube/internal/source"
)

// autoBase chooses between slim and alpine.
func (p *planner) autoBase() (family, reason string, at []source.Evidence, others []Alternative) {
	base, _ := p.tables.Base(defaultBase, p.service.Python.Version)
	reason = base.Why
	onMusl := Alternative{Choice: "alpine", Reason: "musl is not glibc, and is taken where it is asked for; nothing that is listed is known to lack a wheel for it"}
	if without, lines := p.withoutMusl(); len(without) > 0 {
		at = lines
		reason = fmt.Sprintf("%s for glibc and none for musl; %s", wheelsOf(without), base.Why)
		onMusl.Reason = fmt.Sprintf("%s would be compiled: there is no wheel for musl", some(without))
	}
	return defaultBase, reason, at, []Alternative{onMusl}
}
