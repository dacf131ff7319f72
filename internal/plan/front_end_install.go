package plan

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// plainVersion is what can stand behind the name of a package of npm.
var plainVersion = regexp.MustCompile(`^[0-9][0-9A-Za-z.-]{0,40}$`)

// installFrontEnd decides how the packages of a front end are installed, and what the script sees of the repository:
// the files that pin packages come first, so that a change of a page does not install them again.
func (p *planner) installFrontEnd(img *Image, stage *FrontEndStage, fe detect.FrontEnd, manager knowledge.NodeManager, whole bool) {
	in := fe.Install
	secrets := p.registrySecrets(img, in)
	fetch := func(why, cache string, argv ...string) Step {
		return Step{Why: why, Argv: argv, Cache: cache, Secrets: secrets}
	}
	if manager.Package != "" {
		version := orElse(manager.Formats[in.Format], manager.Version)
		if plainVersion.MatchString(in.Version) {
			version = in.Version
		}
		step := fetch(manager.Why, "/root/.npm", "npm", "install", "--global", "--force", manager.Package+"@"+version)
		step.Secrets = nil
		for _, s := range secrets {
			if s.Value == "" { // certificates; no .npmrc is there yet that reads a password
				step.Secrets = append(step.Secrets, s)
			}
		}
		stage.Prepare = append(stage.Prepare, step)
	}
	here := Copy{From: []string{"."}, To: appDir + "/"}
	switch {
	case in.Whole != nil:
		stage.Copies = []Copy{here}
	default:
		for _, c := range copies(in.Files, in.Dirs) {
			c.To = path.Join(appDir, c.To) + "/"
			stage.Copies = append(stage.Copies, c)
		}
		if fe.Directory != "." && in.Outside == nil && !whole {
			here = Copy{From: []string{fe.Directory}, To: stage.Directory + "/"}
		}
		stage.Source = &here
	}
	stage.Install = fetch("its packages, those that build included", manager.Cache, manager.Locked...)
	if in.Lock == "" {
		stage.Install.Argv = manager.Open
		p.advise(Advice{
			Topic: "front end", Evidence: []source.Evidence{fe.Evidence}, Command: strings.TrimPrefix("cd "+requirementWord(fe.Directory)+" && "+fe.Manager+" install", "cd . && "),
			Text: "no lock pins the packages of " + fe.Evidence.File + ": every build may get others; make one, and keep it in the repository",
		})
	}
}

// registrySecrets decides what npm and its like need to be let in: the variables that their configuration reads, and the
// certificates that are asked for.
func (p *planner) registrySecrets(img *Image, in detect.FrontEndInstall) []Secret {
	var secrets []Secret
	for _, v := range in.Variables {
		secrets = append(secrets, Secret{
			ID: v.Name, Value: v.Name, Target: "/run/secrets/" + v.Name, Required: true,
			Why: fmt.Sprintf("%s names the variable", v.Evidence), Type: "--secret id=" + v.Name + ",env=" + v.Name,
		})
	}
	for _, s := range secrets {
		if !slices.ContainsFunc(append(slices.Clone(img.Secrets), p.secrets...), func(have Secret) bool { return have.ID == s.ID }) {
			img.Secrets = append(img.Secrets, s)
		}
	}
	for _, s := range p.secrets {
		if p.options.BuildCA.Set() && s.ID == p.options.BuildCA.Value {
			s.Env = []string{"NODE_EXTRA_CA_CERTS"}
			secrets = append(secrets, s)
		}
	}
	return secrets
}
