package plan

import (
	"fmt"
	"path"
	"slices"
	"strings"
)

// composeSource decides whether the source is mounted over that of the image. What is built into the source would then
// be hidden, and so would the version that a package is given while it is built.
func (p *planner) composeSource(c *Compose, d *Decision) {
	img := p.service.Image
	var writes []string
	unnamed := 0
	for _, s := range img.BuildSteps {
		if writes = append(writes, s.Writes); s.Writes == "" {
			unnamed++
		}
	}
	switch {
	case p.manager.Versioned != nil && !img.CopySource:
		d.Reason += "; the source is not mounted, since the package gets its version when it is built"
	case len(p.service.Image.FrontEnds) > 0:
		d.Reason += "; the source is not mounted, since a front end is built into it"
	case unnamed > p.ownSteps:
		d.Reason += "; the source is not mounted, since the build writes into it"
	default:
		c.Source, c.ReadOnly = true, true
		for _, dir := range writes {
			if dir != "" && below(dir, img.Root) && !slices.Contains(c.Built, dir) {
				c.Built, c.ReadOnly = append(c.Built, dir), false // the engine makes the directory that it mounts there
			}
		}
		if p.manager.Packaged {
			dirs := path.Join(img.Root, p.app.Root)
			if i := slices.IndexFunc(img.Env, func(e EnvVar) bool { return e.Name == "PYTHONPATH" }); i >= 0 && img.Env[i].Value != dirs {
				dirs += ":" + img.Env[i].Value
			}
			c.Environment = append(c.Environment, EnvVar{
				Name: "PYTHONPATH", Value: dirs, Why: "the source is found before the package that is installed",
			})
		}
	}
}

// composeStorage makes what the program writes to writable.
func (p *planner) composeStorage(c *Compose) {
	var paths []string
	for _, s := range p.service.Storage {
		if below(s.Path, p.service.Image.Root) {
			c.ReadOnly = false // the engine makes the directory that it mounts there
		}
		if !s.Lasting {
			if s.Path != tmpDir {
				c.Scratch = append(c.Scratch, s.Path)
			}
			continue
		}
		name := "data"
		if len(c.Lasting) > 0 {
			name += fmt.Sprintf("-%d", len(c.Lasting)+1)
		}
		c.Lasting = append(c.Lasting, ComposeVolume{Name: name, Path: s.Path})
		paths = append(paths, s.Path)
	}
	if len(paths) > 0 {
		c.Owner = p.composeName("volumes")
		code := fmt.Sprintf("import os; [os.chown(path, %d, %d) for path in ('%s',)]", p.service.Image.User, p.service.Image.User, strings.Join(paths, "', '"))
		c.OwnerRun = []string{"python", "-Ic", code}
	}
}
