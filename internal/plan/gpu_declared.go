package plan

import (
	"fmt"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// localBuild is the build in the local part of a version, or in the address of a wheel: 2.9.1+cu128.
var localBuild = regexp.MustCompile(`(?:\+|%2[Bb])(cpu|cu[1-9][0-9]{1,2}|rocm[0-9.]+|xpu)`)

// builtAs gives the build that the files insist on, with the line and a clause that says so; "" for none.
func (p *planner) builtAs(found []gpuFound) (build string, at source.Evidence, said string) {
	if build, at, said = p.localBuilds(); build != "" {
		return build, at, said
	}
	i := slices.IndexFunc(found, func(f gpuFound) bool { return f.row.Index != "" })
	if i < 0 {
		return "", at, ""
	}
	torch := found[i]
	var builds []string
	for _, index := range p.manager.Indexes {
		if strings.HasPrefix(index.URL, torch.row.Index) {
			if name := path.Base(strings.TrimRight(index.URL, "/")); !slices.Contains(builds, name) {
				builds = append(builds, name)
				at = index.Evidence
			}
		}
	}
	if len(builds) == 1 {
		return builds[0], at, fmt.Sprintf("%s names the index of the build %s", at.File, builds[0])
	}
	for _, listed := range p.facts.Packages {
		if strings.HasPrefix(listed.Name, "nvidia-c") || listed.Name == "cuda-toolkit" {
			return "cuda", listed.Evidence, fmt.Sprintf("%s holds the libraries of CUDA that the %s of PyPI needs", listed.Evidence.File, torch.row.Name)
		}
	}
	if p.install == modeLocked || p.install == modeHashed {
		return torch.row.Default, torch.by.Evidence, fmt.Sprintf("%s has the %s of PyPI, which %s", torch.by.Evidence.File, torch.row.Name, torch.row.Why)
	}
	if p.manager.Format == detect.PoetryTable || p.manager.Format == detect.Pipfile {
		return torch.row.Default, torch.by.Evidence, fmt.Sprintf("%s takes the %s of PyPI, which %s", p.manager.Name, torch.row.Name, torch.row.Why)
	}
	return "", at, ""
}

// localBuilds gives the build that versions name. A lock may hold several, of which the extras choose one.
func (p *planner) localBuilds() (build string, at source.Evidence, said string) {
	var builds []string
	for _, listed := range p.facts.Packages {
		row, ok := p.tables.GPUBuild(listed.Name)
		if m := localBuild.FindStringSubmatch(orElse(listed.Version, listed.Specifier) + listed.Address); ok && row.Index != "" && m != nil {
			chosen := slices.ContainsFunc(p.extras, func(extra string) bool { return extra == m[1] || isCUDA(m[1]) && (extra == "cuda" || extra == "gpu") })
			if !slices.Contains(builds, m[1]) {
				builds = append(builds, m[1])
			}
			if build == "" || chosen {
				build, at, said = m[1], listed.Evidence, fmt.Sprintf("%s has %s in the build %s", listed.Evidence.File, listed.Name, m[1])
			}
			if chosen {
				return build, at, said + ", which the extra takes"
			}
		}
	}
	if len(builds) > 1 {
		return strings.Join(builds, " or "), at, fmt.Sprintf("%s has the builds %s, and the extras choose one: --extras", at.File, strings.Join(builds, ", "))
	}
	return build, at, said
}

// localWithoutIndex reports whether a list of pip names a build, and no index that has it: PyPI has none.
func (p *planner) localWithoutIndex(found []gpuFound) bool {
	if slices.ContainsFunc(p.manager.Indexes, func(i detect.Index) bool { return strings.Contains(i.URL, "pytorch") }) {
		return false
	}
	return slices.ContainsFunc(found, func(f gpuFound) bool {
		return f.row.Index != "" && f.by.Address == "" && localBuild.MatchString(orElse(f.by.Version, f.by.Specifier))
	})
}

// otherBuild gives the command with which the files say another build; "" where there is none.
func (p *planner) otherBuild(found []gpuFound, build string) string {
	var names []string
	index := ""
	for _, f := range found {
		if f.row.Index != "" {
			names, index = append(names, f.row.Name), f.row.Index+build
		}
	}
	if len(names) == 0 || build == "cuda" {
		return ""
	}
	words := strings.Join(names, " ")
	switch p.manager.Format {
	case detect.UVLock:
		return fmt.Sprintf("uv add --index pytorch-%s=%s %s", build, index, words)
	case detect.PoetryLock, detect.PoetryTable:
		return fmt.Sprintf("poetry source add --priority explicit pytorch-%s %s && poetry add --source pytorch-%s %s", build, index, build, words)
	case detect.Requirements:
		if p.install == modeHashed || p.install == modePinned {
			return fmt.Sprintf("uv pip compile --torch-backend %s --emit-index-url --output-file %s %s", build, shellWord(p.manager.File), shellWord(strings.TrimSuffix(p.manager.File, ".txt")+".in"))
		}
	}
	return ""
}

// adviseBuild says how a lock would be made smaller, and which packages have another name for the build that is chosen.
func (p *planner) adviseBuild(found []gpuFound, build string, declared bool) {
	if declared && isCUDA(build) && !p.gpu.wanted {
		if i := slices.IndexFunc(found, func(f gpuFound) bool { return f.row.Index != "" && f.row.CPU > 0 }); i >= 0 {
			f := found[i]
			p.advise(Advice{
				Topic: "gpu", Evidence: []source.Evidence{f.by.Evidence}, Command: p.otherBuild(found, "cpu"),
				Text: fmt.Sprintf("%s is installed with CUDA, about %s of the image, and no GPU is asked for: the build for the CPU, from %scpu, adds about %s; where a GPU is meant: --gpu",
					f.row.Name, megabytes(f.row.CUDA), f.row.Index, megabytes(f.row.CPU)),
			})
		}
	}
	for _, f := range found {
		direct := f.by.Name == f.row.Name
		switch {
		case f.row.Other != "" && f.row.Default == "cuda" && !p.gpu.wanted && direct && f.row.OtherMB > 0:
			p.advise(Advice{
				Topic: "gpu", Evidence: []source.Evidence{f.by.Evidence},
				Text: fmt.Sprintf("%s %s, about %s of the image; without a GPU, %s in its place adds about %s", f.row.Name, f.row.Why, megabytes(f.row.CUDA), f.row.Other, megabytes(f.row.OtherMB)),
			})
		case f.row.Other != "" && f.row.Default == "cpu" && p.gpu.wanted && direct:
			p.advise(Advice{
				Topic: "gpu", Evidence: []source.Evidence{f.by.Evidence},
				Text: fmt.Sprintf("%s %s whatever the node has: %s in its place uses the GPU", f.row.Name, f.row.Why, f.row.Other),
			})
		case f.row.Smaller != "" && !p.gpu.wanted && direct:
			p.advise(Advice{
				Topic: "gpu", Evidence: []source.Evidence{f.by.Evidence},
				Text: fmt.Sprintf("%s adds about %s to the image; %s in its place, which has no code for CUDA, adds about %s", f.row.Name, megabytes(f.row.CPU), f.row.Smaller, megabytes(f.row.SmallerMB)),
			})
		}
	}
}
