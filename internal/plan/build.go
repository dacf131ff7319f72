package plan

import (
	"github.com/pykube/pykube/internal/config"
	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// planner makes the plan of one service. Each of its steps decides one topic; later steps use what earlier ones chose.
type planner struct {
	facts   *detect.Facts
	options config.Options
	tables  *knowledge.Tables

	app      detect.Application
	manager  detect.Manager
	install  installMode
	patch    string   // of Python, where the project insists on one: X.Y.Z
	extras   []string // of the project, normalised
	packages []string // requirements beside those of the files
	secrets  []Secret // that a step which asks an index mounts
	locales  []knowledge.Locale
	gpu      gpuBuild
	server   chosenServer
	traits   knowledge.Traits // of the final image
	debian   string           // its release, where it is Debian
	older    []onlyThere      // what keeps it on the release before the newest
	schedule string           // of a main process that runs by one
	port     int              // 0 where nothing is served
	local    *detect.Write    // what is kept on the disk of one pod, nil for nothing
	service  Service
	ownSteps int     // build steps of the package manager; the others write into the source
	placed   *placed // nil where the repository is one service
}

// Build decides everything. What the facts leave open is a *Question, an Option that cannot be followed an *Invalid.
func Build(facts *detect.Facts, options config.Options, tables *knowledge.Tables, version string) (*Plan, error) {
	return buildAmong(facts, options, tables, version, nil)
}

func buildAmong(facts *detect.Facts, options config.Options, tables *knowledge.Tables, version string, among *placed) (*Plan, error) {
	p := &planner{facts: facts, options: options, tables: tables, placed: among}
	p.service = Service{
		Root: ".", Frameworks: []string{}, Environment: []Variable{}, Storage: []Storage{}, Processes: []Process{},
		SystemPackages: SystemPackages{Build: []string{}, Runtime: []string{}},
		Decisions:      []Decision{}, Advice: []Advice{},
	}
	for _, step := range []func() error{
		p.checkRepository,
		p.placeService,
		p.chooseApplication,
		p.chooseSettings,
		p.chooseName,
		p.chooseManager,
		p.choosePackages,
		p.choosePython,
		p.chooseInstall,
		p.chooseGPU,
		p.adviseImports,
		p.chooseBase,
		p.chooseSystemPackages,
		p.chooseServer,
		p.choosePort,
		p.chooseMain,
		p.chooseHealth,
		p.chooseProcesses,
		p.chooseImage,
		p.chooseStorage,
		p.adviseHiddenStatic,
		p.adviseBehaviour,
		p.chooseResources,
		p.chooseEnvironment,
		p.chooseCompose,
	} {
		if err := step(); err != nil {
			return nil, err
		}
	}
	return &Plan{Schema: Schema, Pykube: version, Services: []Service{p.service}}, nil
}

// main is the process that the image is for.
func (p *planner) main() *Process { return &p.service.Processes[0] }

// decide records a decision. Without an origin it is one that was detected.
func (p *planner) decide(d Decision) {
	if d.Origin == "" {
		d.Origin = "detected"
	}
	if d.Evidence == nil {
		d.Evidence = []source.Evidence{}
	}
	if d.Alternatives == nil {
		d.Alternatives = []Alternative{}
	}
	p.service.Decisions = append(p.service.Decisions, d)
}

// chosen records a decision that the user made.
func (p *planner) chosen(topic, choice, override string, o config.Option) {
	p.decide(p.wished(topic, choice, override, o))
}

// wished is a decision that the user made.
func (p *planner) wished(topic, choice, override string, o config.Option) Decision {
	d := Decision{Topic: topic, Choice: choice, Reason: "asked for by " + o.Origin.Name, Override: override, Origin: string(o.Origin.Kind)}
	if o.Origin.Evidence != nil {
		d.Evidence = []source.Evidence{*o.Origin.Evidence}
		d.Reason = "asked for in " + string(o.Origin.Kind)
	}
	return d
}

func (p *planner) advise(a Advice) {
	if a.Evidence == nil {
		a.Evidence = []source.Evidence{}
	}
	p.service.Advice = append(p.service.Advice, a)
}
