package plan

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// FrontEndStage is a stage that makes pages from JavaScript. The builder takes what it made; nothing else of it, and no
// package of JavaScript, reaches the final image.
type FrontEndStage struct {
	Name      string `json:"name"`
	Image     string `json:"image"`
	Why       string `json:"why"`
	Prepare   []Step `json:"prepare"`          // commands before anything of the repository is there
	Root      string `json:"root"`             // where packages are installed, absolute
	Copies    []Copy `json:"dependency_files"` // what installing needs of the repository; destinations are absolute
	Install   Step   `json:"install"`
	Source    *Copy  `json:"source,omitempty"` // what building needs beside them
	Directory string `json:"directory"`        // where the script is run, absolute
	Build     []Step `json:"build"`
	Output    string `json:"output"` // what is made, absolute: the same place in the builder
}

// maxFrontEndStages bounds the stages of one image.
const maxFrontEndStages = 4

// unnamedOutput are tools that say nowhere in their command where they write; it is among the files of the program.
var unnamedOutput = []string{"esbuild", "grunt", "gulp", "postcss", "rollup", "sass", "tailwind", "webpack"}

// chooseFrontEnds decides which front ends are built in stages of the image: those whose pages the program serves, or
// has among its files. What is a program of its own is advice.
func (p *planner) chooseFrontEnds(img *Image) {
	var apart []string
	var lines []source.Evidence
	for _, fe := range p.facts.Static.FrontEnds {
		if fe.Built || slices.ContainsFunc(strings.Split(fe.Directory, "/"), func(part string) bool { return slices.Contains(besidePages, part) }) {
			continue
		}
		whole := fe.Output == "" && fe.Directory == "." && slices.Contains(unnamedOutput, fe.Tool)
		switch {
		case p.app.Kind != "web":
		case whole || fe.UsedBy != nil || fe.Output != "" && p.amongProgram(fe.Output):
			p.addFrontEnd(img, fe)
		case fe.Output != "" && fe.Directory != ".":
			apart = append(apart, fe.Directory)
			lines = append(lines, fe.Evidence)
		case fe.Output == "" && p.amongProgram(fe.Directory):
			p.advise(Advice{
				Topic: "front end", Evidence: []source.Evidence{fe.Evidence},
				Text: fmt.Sprintf("%s builds something, and where it writes is not known: build it before the image, or name the directory in the script", fe.Evidence.File),
			})
		}
	}
	if len(apart) > 0 {
		p.advise(Advice{
			Topic: "front end", Evidence: firstOf(lines),
			Text: fmt.Sprintf("built from JavaScript, and served by nothing of the program that is known, so no part of this image: %s", strings.Join(firstOf(apart), ", ")),
		})
	}
}

// addFrontEnd makes the stage of one front end.
func (p *planner) addFrontEnd(img *Image, fe detect.FrontEnd) {
	lines := []source.Evidence{fe.Evidence}
	if fe.UsedBy != nil {
		lines = append(lines, *fe.UsedBy)
	}
	manager, ok := p.tables.Nodes.By(fe.Manager + map[bool]string{true: "-berry"}[fe.Install.Format == "berry"])
	problem := ""
	switch {
	case len(img.FrontEnds) >= maxFrontEndStages:
		problem = "there are more than pykube builds"
	case !ok:
		problem = "pykube does not know " + fe.Manager
	case fe.Install.Format == "berry" && fe.Install.Version == "" && !slices.ContainsFunc(fe.Install.Dirs, func(d string) bool { return strings.HasSuffix(d, ".yarn/releases") }):
		problem = "neither packageManager nor .yarn/releases says which Yarn it needs"
	}
	if problem != "" {
		p.advise(Advice{Topic: "front end", Evidence: lines, Text: fmt.Sprintf("%s is not built with the image: %s; build it before", fe.Evidence.File, problem)})
		return
	}
	release, why := p.nodeRelease(fe)
	output := fe.Output
	if fe.Beside || below(fe.Directory, fe.Output) {
		output = "" // all of the program's files are taken, without the packages
	}
	stage := FrontEndStage{
		Name: "front-end", Image: "node:" + release + "-slim", Root: path.Join(appDir, fe.Install.Root), Directory: path.Join(appDir, fe.Directory),
		Output: path.Join(appDir, output), Prepare: []Step{}, Copies: []Copy{},
	}
	if n := len(img.FrontEnds); n > 0 {
		stage.Name += "-" + strconv.Itoa(n+1)
	}
	made := orElse(output, "several directories of the program")
	stage.Why = fmt.Sprintf("%s makes %s from JavaScript; nothing but that is taken from here.", stage.Name, orElse(output, "files of the program"))
	d := Decision{
		Topic: "front end", Choice: stage.Image + ": " + strings.Join(append(slices.Clone(manager.Run), fe.Name), " "), Evidence: lines,
		Reason: fmt.Sprintf("%s makes files in %s; %s; %s", orElse(fe.Tool, fe.Manager), made, manager.Why, why),
		Alternatives: []Alternative{
			{Choice: "building it before the image", Reason: "what is in the image would depend on the machine that it is built on"},
		},
	}
	if fe.UsedBy != nil {
		d.Reason = fmt.Sprintf("%s serves what %s makes in %s; %s; %s", fe.UsedBy, orElse(fe.Tool, fe.Manager), made, manager.Why, why)
	}
	p.installFrontEnd(img, &stage, fe, manager, output == "")
	build := Step{Why: "the script that package.json has for it: " + fe.Name, Argv: append(slices.Clone(manager.Run), fe.Name)}
	build.Environment = []EnvVar{{Name: "NODE_ENV", Value: "production"}}
	stage.Build = []Step{build}
	if output == "" {
		packages := []string{path.Join(stage.Directory, "node_modules")}
		if stage.Root != stage.Directory {
			packages = append(packages, path.Join(stage.Root, "node_modules"))
		}
		stage.Build = append(stage.Build, Step{Why: "everything but the packages is taken from here", Argv: append([]string{"rm", "-rf"}, packages...)})
	}
	if at := fe.Install.NodeAt; at != nil {
		d.Evidence = append(d.Evidence, *at)
	}
	major, _ := strconv.Atoi(strings.SplitN(release, ".", 2)[0])
	if day := p.tables.Nodes.Ended(major); day != "" {
		p.advise(Advice{
			Topic: "front end", Evidence: evidenceAt(fe.Install.NodeAt),
			Text: fmt.Sprintf("Node.js %d has had no security fixes since %s; it builds the pages, and is not in the image", major, day),
		})
	}
	img.FrontEnds = append(img.FrontEnds, stage)
	p.decide(d)
}

// amongProgram reports whether a directory stands in the one that the application is made in, or is called as what
// frameworks serve.
func (p *planner) amongProgram(dir string) bool {
	top, _, _ := strings.Cut(path.Dir(p.app.File), "/")
	first, _, nested := strings.Cut(dir, "/")
	return nested && first == top && top != "." || slices.Contains(strings.Split(dir, "/"), "static") || slices.Contains(strings.Split(dir, "/"), "templates")
}

// besidePages are directories of what is built for others: libraries, and the pages of the project itself.
var besidePages = []string{"packages", "libs", "lib", "website", "www", "docs"}
