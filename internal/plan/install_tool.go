package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// tool gives the row of a program of the builder.
func (p *planner) tool(name string) (knowledge.Tool, error) {
	i := slices.IndexFunc(p.tables.Tools, func(t knowledge.Tool) bool { return t.Name == name })
	if i < 0 {
		return knowledge.Tool{}, fmt.Errorf("bases.toml: no tool %s", name)
	}
	return p.tables.Tools[i], nil
}

// besideTool starts an image whose environment is filled by a package manager that stands in one of its own: it brings
// packages that the program must not see.
func (p *planner) besideTool(img *Image, name string, env ...EnvVar) (program string, taken knowledge.ToolRelease, err error) {
	img.BuildEnv = withPip(append(env, EnvVar{Name: "VIRTUAL_ENV", Value: venv})...)
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	newVenv(img)
	return p.fromPyPI(img, name)
}

// fromPyPI puts a package manager into an environment of its own in the builder, at a release that reads the lock and
// runs on the Python of the image.
func (p *planner) fromPyPI(img *Image, name string) (program string, taken knowledge.ToolRelease, err error) {
	tool, err := p.tool(name)
	if err != nil {
		return "", taken, err
	}
	for _, r := range tool.Releases {
		reads := p.manager.Lock == "" || slices.ContainsFunc(r.Locks, func(l string) bool { return p.manager.Lock == l || strings.HasPrefix(p.manager.Lock, l+".") })
		fits := p.manager.Requires == nil || allowed(p.manager.Requires.Specifier, r.Version)
		if !reads || !fits || !pythonFits(r.Python, p.service.Python.Version) {
			continue
		}
		home, wanted := "/opt/"+name, name
		if r.Extra != "" {
			wanted += "[" + r.Extra + "]"
		}
		img.Prepare = append(
			img.Prepare,
			Step{Argv: append(slices.Clone(img.Python), "-m", "venv", home)},
			p.fetches(fmt.Sprintf("%s %s, which %s, in an environment of its own", name, r.Version, orElse(r.Why, tool.Why)), "/root/.cache/pip",
				home+"/bin/pip", "install", wanted+"=="+r.Version),
		)
		p.decide(Decision{Topic: name, Choice: r.Version, Reason: orElse(r.Why, tool.Why), Origin: "default", Evidence: []source.Evidence{p.manager.Evidence}})
		return home + "/bin/" + name, r, nil
	}
	return "", taken, &Question{
		Topic: name, Flag: "--python", Evidence: []source.Evidence{p.manager.Evidence},
		Text: fmt.Sprintf("no release of %s that reads %s (version %s) is known to run on Python %s", name, p.manager.File, orElse(p.manager.Lock, "unknown"), p.service.Python.Version),
		Hint: orElse(lockCommands[p.manager.Format], "--python "+p.newestSettled()),
	}
}
