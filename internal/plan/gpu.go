package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// gpuBuild is how the installer is told which build it takes.
type gpuBuild struct {
	pip    []string // words for pip install
	uv     string   // UV_TORCH_BACKEND
	wanted bool     // the containers need a GPU
}

// gpuFound is a package of the table with what brings it.
type gpuFound struct {
	row knowledge.GPUBuild
	by  detect.Package // itself, or what needs it
}

// cudaRelease is the name of a build, as PyTorch has it: CUDA 12.8.
var cudaRelease = regexp.MustCompile(`^cu[1-9][0-9]{1,2}$`)

// chooseGPU decides for which processor torch and its like are built: the CPU, unless a GPU is asked for, something does
// nothing without one, or the files say it. A lock is never changed.
func (p *planner) chooseGPU() error {
	o := p.options.GPU
	asked, err := askedGPU(o.Value, o.Origin.Name)
	if err != nil {
		return err
	}
	found := p.gpuPackages()
	if len(found) == 0 {
		if p.gpu.wanted = isCUDA(asked); p.gpu.wanted {
			p.service.GPU = asked
			d := p.wished("gpu", asked, "--gpu", o)
			d.Reason += "; of nothing that is installed a build for it is known, so the same is installed"
			p.decide(d)
		}
		return nil
	}
	only := slices.IndexFunc(found, func(f gpuFound) bool { return f.row.Only })
	build, at, said := p.builtAs(found)
	d := Decision{Topic: "gpu", Override: "--gpu"}
	switch {
	case said != "" && asked != "" && !sameBuild(asked, build):
		return &Invalid{
			Text: fmt.Sprintf("%s: %s (%s), and it is not changed", o.Origin.Name, said, at),
			Hint: orElse(p.otherBuild(found, asked), "--gpu="+strings.Replace(build, "cpu", "none", 1)),
		}
	case said != "":
		d.Choice, d.Reason, d.Evidence = build+", as declared", said, []source.Evidence{at}
	case asked != "":
		build, d.Reason = asked, "asked for by "+o.Origin.Name
		d.Origin = string(o.Origin.Kind)
	case only >= 0:
		build, d.Reason = "cuda", fmt.Sprintf("%s does nothing without a GPU", found[only].by.Name)
	default:
		build, d.Origin, d.Reason = "cpu", "default", "the CPU unless a GPU is asked for"
	}
	p.gpu.wanted = isCUDA(asked) || asked == "" && only >= 0
	d.Choice = orElse(d.Choice, build)
	if p.gpu.wanted {
		p.service.GPU = build
	}
	p.takeBuild(build, found, said != "")
	size, other := gpuSizes(found, isCUDA(build))
	d.Reason += size
	if p.gpu.pip != nil {
		d.Reason += fmt.Sprintf("; pip asks %s beside PyPI, and of the same release takes the build from there: its version, with +%s, is the higher one", p.gpu.pip[1], build)
	}
	d.Alternatives = other
	for _, f := range found {
		if f.row.Index != "" || !slices.ContainsFunc(found, func(f gpuFound) bool { return f.row.Index != "" }) {
			d.Evidence = append(d.Evidence, f.by.Evidence)
		}
	}
	d.Evidence = firstOf(slices.Compact(d.Evidence))
	if at := o.Origin.Evidence; at != nil {
		d.Evidence = append([]source.Evidence{*at}, d.Evidence...)
	}
	p.decide(d)
	p.adviseBuild(found, build, said != "")
	return nil
}

// askedGPU reads the Option: "" where nothing is asked for.
func askedGPU(value, name string) (string, error) {
	switch {
	case value == "" || value == "cuda" || cudaRelease.MatchString(value):
		return value, nil
	case value == "none" || value == "cpu" || value == "false":
		return "cpu", nil
	case value == "true":
		return "cuda", nil
	}
	return "", &Invalid{Text: fmt.Sprintf("%s: %q is not none, cuda, or a release of CUDA such as cu128", name, source.Printable(value)), Hint: "--gpu=cuda"}
}

func isCUDA(build string) bool { return strings.HasPrefix(build, "cu") }

// sameBuild reports whether a build is what is asked for: any release of CUDA is, unless one is named.
func sameBuild(asked, build string) bool {
	return asked == build || isCUDA(asked) && isCUDA(build) && (asked == "cuda" || build == "cuda")
}

// gpuPackages lists the packages that have builds. What an open list leaves to its packages to bring is told by the table.
func (p *planner) gpuPackages() []gpuFound {
	var found []gpuFound
	add := func(row knowledge.GPUBuild, by detect.Package) {
		if !slices.ContainsFunc(found, func(f gpuFound) bool { return f.row.Name == row.Name }) {
			found = append(found, gpuFound{row, by})
		}
	}
	var rows []gpuFound
	for _, listed := range p.facts.Packages {
		if listed.Conda {
			continue // conda takes the build for the machine that it runs on
		}
		for _, name := range append([]string{""}, listed.Extras...) {
			if name != "" {
				name = "[" + name + "]"
			}
			if row, ok := p.tables.GPUBuild(listed.Name + name); ok {
				rows = append(rows, gpuFound{row, listed})
			}
		}
	}
	for _, f := range rows {
		if f.row.Default != "" || f.row.Only {
			add(f.row, f.by)
		}
	}
	if p.install == modeUnlocked {
		for _, f := range rows {
			for _, name := range f.row.Brings {
				if row, ok := p.tables.GPUBuild(name); ok {
					add(row, f.by)
				}
			}
		}
	}
	return found
}

// takeBuild tells the installer, where it has a choice: nothing of what is declared is taken back.
func (p *planner) takeBuild(build string, found []gpuFound, declared bool) {
	for _, f := range found {
		switch {
		case f.row.Extra != "" && p.gpu.wanted && !declared:
			version := f.by.Specifier
			if f.by.Name != f.row.Name {
				version = ""
			} else if f.by.Version != "" {
				version = "==" + f.by.Version
			}
			if !slices.Contains(f.by.Extras, f.row.Extra) {
				p.packages = append(p.packages, f.row.Name+"["+f.row.Extra+"]"+version)
			}
		case f.row.Index == "" || build == "cuda" || p.gpu.pip != nil || p.gpu.uv != "":
		case declared && !p.localWithoutIndex(found):
		case p.manager.Format == detect.ProjectTable:
			p.gpu.uv = build
		case slices.Contains([]detect.Format{detect.Requirements, detect.Setup, undeclared}, p.manager.Format) && p.install != modeLocked:
			p.gpu.pip = []string{"--extra-index-url", f.row.Index + build}
		}
	}
}

// gpuSizes says what both builds add to an image, and gives the other one as the alternative. Where several bring the
// libraries of CUDA they may share some.
func gpuSizes(found []gpuFound, cuda bool) (string, []Alternative) {
	cpu, gpu := 0, 0
	var names []string
	for _, f := range found {
		if f.row.CPU > 0 && f.row.CUDA > 0 {
			cpu, gpu = cpu+f.row.CPU, gpu+f.row.CUDA
			names = append(names, f.row.Name)
		}
	}
	if len(names) == 0 {
		return "", nil
	}
	adds := "; " + names[0] + ", with what it brings, adds about "
	if len(names) > 1 {
		adds = "; " + some(names) + ", with what they bring, add up to "
	}
	if cuda {
		return adds + megabytes(gpu) + " to the image", []Alternative{{Choice: "cpu", Reason: "about " + megabytes(cpu) + ", and no GPU is used: --gpu=none"}}
	}
	return adds + megabytes(cpu) + " to the image", []Alternative{{Choice: "cuda", Reason: "about " + megabytes(gpu) + ", and a GPU; of one release of CUDA: --gpu=cu128"}}
}

// megabytes writes a size with a mark between thousands.
func megabytes(n int) string {
	if n < 1000 {
		return fmt.Sprintf("%d MB", n)
	}
	return fmt.Sprintf("%d,%03d MB", n/1000, n%1000)
}

// gpuEnvironment is what NVIDIA's runtime reads from an image. Which GPUs a container sees is left to the cluster: an image
// that asks for all of them gets those of its node, whatever it was given.
func (p *planner) gpuEnvironment() []EnvVar {
	if !p.gpu.wanted {
		return nil
	}
	return []EnvVar{{Name: "NVIDIA_DRIVER_CAPABILITIES", Value: "compute,utility", Why: "what the driver of the node lends to the container"}}
}
