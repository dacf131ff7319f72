package plan

import (
	"fmt"
	"slices"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// compilers are what every package that is compiled needs, by the distribution.
var compilers = map[string][]string{"debian": {"gcc", "libc6-dev"}, "alpine": {"build-base"}}

// needCompilers finds the packages that the tables do not know, and of which the lock has compiled wheels, but none for this
// Python: they are compiled, and with what is only known in part.
func (p *planner) needCompilers(need func(why string, build, runtime []string, at source.Evidence)) {
	python := p.service.Python.Version
	tools := compilers[p.service.Base.Distribution]
	for _, listed := range p.facts.Packages {
		_, known := p.tables.NativeRow(listed.Name)
		wheels := listed.Wheels[p.libc()+"-x86_64"]
		skip := known || listed.Conda || listed.Address != "" || listed.Needed != nil && !slices.Contains(listed.Needed, python) ||
			p.tables.Development(listed.Name) != "" && !p.imported(listed.Name, detect.ImportNamed)
		if skip || len(wheels) == 0 || slices.Contains(wheels, python) {
			continue
		}
		without := fmt.Sprintf("%s %s has no wheel for Python %s in the lock", listed.Name, listed.Version, python)
		need(without+fmt.Sprintf(", so it is compiled (%s)", listed.Evidence), tools, nil, listed.Evidence)
		p.advise(Advice{
			Topic: "system_packages", Evidence: []source.Evidence{listed.Evidence},
			Text: without + ", so it is compiled, and what it needs beside a compiler of C is not known: a release of it that has one, or --build-packages",
		})
	}
}
