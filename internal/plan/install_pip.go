package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// chooseForPip decides whether the files are a lock. A list of exact versions that somebody wrote by hand leaves out
// what its packages need themselves: installed with --no-deps, it would give an image that does not start.
func (p *planner) chooseForPip() (installMode, Decision) {
	m := p.manager
	d := Decision{Evidence: []source.Evidence{m.Evidence}}
	if m.Generated != nil {
		d.Evidence = []source.Evidence{*m.Generated}
	}
	vcs := slices.ContainsFunc(m.Packages, func(d detect.Package) bool { return strings.HasPrefix(d.Address, "git+") })
	switch {
	case m.Hashed && vcs:
		d.Choice, d.Reason = "uv pip install --no-deps", "the list has hashes, and packages from version control beside them, which pip refuses and uv takes"
		return modeLocked, d
	case m.Hashed:
		d.Choice, d.Reason = "pip install --require-hashes", "every requirement has a hash"
		return modeHashed, d
	case m.Complete && m.Resolved != "" && m.Resolved != p.service.Python.Version:
		d.Choice, d.Reason = "pip install", fmt.Sprintf("every requirement has one exact version, and the list was made for Python %s: another one may need more", m.Resolved)
		return modeUnlocked, d
	case m.Complete:
		d.Choice, d.Reason = "pip install --no-deps, pip check", "every requirement has one exact version, and a tool made the list"
		return modePinned, d
	case !m.Pinned:
		d.Choice, d.Reason = "pip install", "not every version is fixed, so two builds may differ"
		return modeUnlocked, d
	}
	if why := p.incomplete(); why != "" {
		d.Choice, d.Reason = "pip install", "every requirement has one exact version, but "+why
		return modeUnlocked, d
	}
	d.Choice, d.Reason = "pip install --no-deps, pip check", "every requirement has one exact version, and the list holds all that they need"
	return modePinned, d
}

// incomplete gives the reason to think that a list of exact versions leaves out what its packages need; "" where it is
// known to be complete: everything in it is known, and so is all that it needs.
func (p *planner) incomplete() string {
	unknown := ""
	for _, listed := range p.facts.Packages {
		needs, ok := p.tables.Needs(listed.Name, listed.Version)
		if !ok && unknown == "" {
			unknown = fmt.Sprintf("what %s needs is not known, so the list may not be complete", listed.Name)
		}
		for _, n := range needs {
			if p.facts.Package(n) == nil {
				return fmt.Sprintf("%s needs %s, which is not listed", listed.Name, n)
			}
		}
	}
	return unknown
}

func (p *planner) installWithPip(img *Image) error {
	for _, r := range p.manager.Remote {
		p.advise(Advice{
			Topic: "install", Evidence: []source.Evidence{r.Evidence},
			Text: "another list is fetched when the image is built; what it asks for is not known, and no system package is installed for it",
		})
	}
	img.BuildEnv = withPip()
	img.Copies = copies(p.manager.Files, p.manager.LocalDirs)
	if p.install == modeLocked {
		return p.installListWithUV(img)
	}
	install := p.pip("install", "--requirement", p.manager.File)
	for _, list := range p.manager.Also {
		install = append(install, "--requirement", list)
	}
	install = append(install, p.gpu.pip...)
	switch p.install {
	case modeHashed:
		install = append(install, "--require-hashes")
	case modePinned:
		install = append(install, "--no-deps")
	}
	newVenv(img)
	img.Install = []Step{p.dependencies(pipCache, install...)}
	p.addToEnvironment(img, pipCache, p.pip("install")...)
	if p.install != modeUnlocked {
		img.Install = append(img.Install, Step{Why: "fails where something that is needed is missing, or has another version", Argv: p.pip("check")})
	}
	return nil
}

// installListWithUV installs a list that pip refuses.
func (p *planner) installListWithUV(img *Image) error {
	if err := p.takeUV(img); err != nil {
		return err
	}
	img.BuildEnv = p.uvEnv()
	newVenv(img)
	img.Install = []Step{p.dependencies(uvCache,
		uvPip("install", "--no-deps", "--requirement", p.manager.File)...)}
	p.addToEnvironment(img, uvCache, uvPip("install")...)
	img.Install = append(img.Install, Step{Why: "fails where something that is needed is missing, or has another version", Argv: uvPip("check")})
	removeUVLock(img)
	return nil
}

// lockList gives the command that makes a lock of a list: the list becomes its source.
func (p *planner) lockList() Advice {
	list := p.manager.File
	from := strings.TrimSuffix(list, ".txt") + ".in"
	return Advice{
		Text: fmt.Sprintf("%s is no lock: what it leaves open is chosen anew by each build; to lock it", list),
		Command: fmt.Sprintf("mv %s %s && uv pip compile --universal --python-version %s --generate-hashes --output-file %s %s",
			shellWord(list), shellWord(from), p.service.Python.Version, shellWord(list), shellWord(from)),
	}
}

// addToList is nothing where the list is made from another file.
func addToList(p *planner, requirements ...string) string {
	if p.install != "" && p.install != modeUnlocked { // made by a tool
		return ""
	}
	// The last line of the list may have no end.
	return `printf '\n%s\n' ` + requirementWords(requirements) + " >> " + shellWord(p.manager.File)
}
