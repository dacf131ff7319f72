package plan

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// generateModules makes the modules that the program imports and that only the compiler of protocol buffers writes.
// The compiler must fit the library that runs them: where the repository does not install it, that is said.
func (p *planner) generateModules(img *Image) {
	steps := []Step{}
	for _, g := range p.facts.Generated {
		words := []string{"-m", "grpc_tools.protoc", "--proto_path", g.Include, "--python_out", g.Out, "--grpc_python_out", g.Out}
		words = append(words, g.Protos...)
		names := make([]string, len(g.Protos))
		for i, file := range g.Protos {
			names[i] = strings.TrimSuffix(path.Base(file), ".proto") + "_pb2"
		}
		why := "imported, and not in the repository: " + some(names)
		if p.facts.Package("grpcio-tools") != nil && !g.Misplaced {
			steps = append(steps, Step{Why: why, Argv: append([]string{venv + "/bin/python"}, words...)})
			p.decide(Decision{
				Topic: "generated modules", Choice: some(names), Evidence: []source.Evidence{g.Evidence},
				Reason: "the program imports them, they are not in the repository, and grpcio-tools, which the repository installs, makes them from " + some(g.Protos),
			})
			continue
		}
		text := some(names) + " are imported and not in the repository: without them the program does not start. Keep them in the repository, or list grpcio-tools among the dependencies"
		if g.Misplaced {
			text = some(names) + " are imported and not in the repository: without them the program does not start. No directory is known from which " + some(g.Protos) + " could be named so that these modules import each other; keep them in the repository"
		}
		p.advise(Advice{
			Topic: "generated modules", Text: text, Evidence: []source.Evidence{g.Evidence},
			Command: "python " + strings.Join(words, " "),
		})
	}
	img.BuildSteps = append(steps, img.BuildSteps...)
}
