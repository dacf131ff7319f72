package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// adviseBehaviour says what the program does that the manifests do not know of.
func (p *planner) adviseBehaviour() error {
	p.adviseBlocking()
	p.adviseModels()
	return nil
}

// adviseModels says what the program loads, fetches and computes on beside answering requests.
func (p *planner) adviseModels() {
	var lines, fetched []source.Evidence
	var variables []string
	for _, l := range p.facts.Disk.Loads {
		if l.Start {
			lines = append(lines, l.Evidence)
		}
		if l.Fetched {
			fetched = append(fetched, l.Evidence)
		}
	}
	for _, w := range p.facts.Disk.Writes {
		if w.Kind == detect.WriteModel && w.Variable != "" && !slices.Contains(variables, w.Variable) {
			variables = append(variables, w.Variable)
		}
	}
	if len(lines) > 0 {
		p.advise(Advice{
			Topic: "models", Evidence: firstOf(lines),
			Text: "a model is loaded when the program starts: until then no probe is answered, and a start that takes longer than the start-up probe waits is ended",
		})
	}
	if len(fetched) > 0 {
		text := "models are fetched from the network, and again by each new pod"
		if len(variables) > 0 {
			text += fmt.Sprintf("; where they are kept: %s", strings.Join(variables, ", "))
		}
		p.advise(Advice{Topic: "models", Text: text, Evidence: firstOf(fetched)})
	}
	p.adviseGPU()
}

// adviseGPU says that the program asks for a GPU.
func (p *planner) adviseGPU() {
	var lines []source.Evidence
	needed := false
	for _, use := range p.facts.Behaviour.GPU {
		lines = append(lines, use.Evidence)
		needed = needed || !use.Optional
	}
	if len(lines) == 0 {
		return
	}
	optional := slices.ContainsFunc(p.facts.Behaviour.GPU, func(use detect.GPUUse) bool { return use.Optional })
	text := "a GPU is used where there is one, and none is planned for: --gpu"
	switch {
	case p.gpu.wanted:
		text = "a GPU is used, and the manifests ask for none: the pod needs a limit of nvidia.com/gpu"
	case needed && !optional:
		text = "a GPU is needed, and none is planned for: --gpu takes the libraries of CUDA, and the pod needs a limit of nvidia.com/gpu"
	}
	p.advise(Advice{Topic: "gpu", Text: text, Evidence: firstOf(lines)})
}
