package plan

import (
	"crypto/sha256"
	"encoding/hex"
	"path"
	"slices"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// chooseProcesses adds what else runs from the same image: workers, schedulers, then what migrates the database.
func (p *planner) chooseProcesses() error {
	for _, group := range p.besideMain() {
		p.addBeside(group)
	}
	for _, m := range p.migrations() {
		p.addMigration(m)
	}
	p.fromCommands()
	p.adviseAtStart()
	return nil
}

// maxBeside bounds the processes of one service.
const maxBeside = 20

// besideMain lists the workers and schedulers that run beside the main process, by their groups of names.
func (p *planner) besideMain() [][]detect.Application {
	var found [][]detect.Application
	for _, kind := range []string{"worker", "scheduler"} {
		for _, g := range p.groups() {
			a := g[0]
			main := slices.ContainsFunc(g, func(x detect.Application) bool {
				return x.Origin == p.app.Origin || x.Target != "" && x.Target == p.app.Target && x.Kind == p.app.Kind
			})
			if a.Kind == kind && !main && p.runsBeside(a) && len(found) < maxBeside {
				found = append(found, g)
			}
		}
	}
	return found
}

// runsBeside reports whether a worker belongs to the service: a framework's, or a program at the top that is named as
// one. Any other loop that does not end may be a tool.
func (p *planner) runsBeside(a detect.Application) bool {
	if p.otherService(a.File) {
		return false
	}
	script := strings.HasPrefix(a.Target, "script:") || strings.HasPrefix(a.Target, "module:")
	if !script {
		return true
	}
	if a.Framework != "" {
		return a.Framework != p.app.Framework || a.Origin != p.app.Origin
	}
	dir := path.Dir(a.File)
	return (dir == "." || dir == p.app.Root) && slices.Contains(workerFiles, path.Base(a.File))
}

// workerFiles are the names that people give to programs that work in the background.
var workerFiles = []string{"clock.py", "consumer.py", "cron.py", "listener.py", "scheduler.py", "worker.py", "workers.py"}

// otherService reports whether a file stands in a directory that declares its own dependencies, and the main program
// does not.
func (p *planner) otherService(file string) bool {
	return slices.ContainsFunc(p.facts.Elsewhere, func(dir string) bool {
		return strings.HasPrefix(file, dir+"/") && !strings.HasPrefix(p.app.File, dir+"/")
	})
}

// besideWithin reports whether all that runs beside the main process can do so without the repository's files.
func (p *planner) besideWithin(within func(string) bool) bool {
	for _, g := range p.besideMain() {
		if !within(g[0].File) || strings.HasPrefix(g[0].Target, "script:") || strings.HasPrefix(g[0].Target, "django:") {
			return false
		}
	}
	return len(p.migrations()) == 0
}

func (p *planner) addBeside(group []detect.Application) {
	a := group[0]
	name := p.processName(processWords(a)...)
	process := Process{
		Name: name, Kind: a.Kind, Interface: "none", App: a.Name(), Command: a.Command, WorkingDir: p.sideDir(a.Root),
	}
	d := Decision{Topic: "process " + name, Choice: strings.Join(a.Command, " "), Reason: "it runs until it is stopped, beside the main process", Evidence: []source.Evidence{a.Evidence}}
	if fw, ok := p.tables.Framework(a.Framework); ok {
		if !slices.Contains(p.service.Frameworks, fw.Name) {
			p.service.Frameworks = append(p.service.Frameworks, fw.Name)
		}
		d.Reason = fw.Why
		if a.Why != "" && a.Why != fw.Why {
			d.Reason += "; " + a.Why
		}
	}
	for _, other := range group[1:] {
		d.Alternatives = append(d.Alternatives, Alternative{Choice: strings.Join(other.Command, " "), Reason: "the same by another name: " + other.Evidence.String()})
	}
	p.addProcess(process, d)
}

// processWords gives what a process can be called, best first.
func processWords(a detect.Application) []string {
	stem := strings.TrimSuffix(path.Base(a.File), ".py")
	switch {
	case a.Process != "":
		return []string{a.Process, a.Process + "-" + stem}
	case strings.HasPrefix(a.Target, "script:"), strings.HasPrefix(a.Target, "module:"):
		return []string{stem, stem + "-" + path.Base(path.Dir(a.File)), a.Kind}
	}
	return []string{a.Kind, a.Kind + "-" + a.Framework, a.Kind + "-" + stem}
}

// maxProcessName keeps a workload's name readable behind the service's.
const maxProcessName = 20

// processName takes the first of the words that is free, as a DNS label, and numbers the last one where none is.
func (p *planner) processName(words ...string) string {
	taken := func(name string) bool {
		return slices.Contains(reservedNames, name) || slices.ContainsFunc(p.service.Processes, func(x Process) bool { return x.Name == name })
	}
	label := func(text string) string {
		name := strings.TrimLeft(strings.Trim(notInName.ReplaceAllString(strings.ToLower(text), "-"), "-"), "0123456789-")
		if len(name) > maxProcessName {
			sum := sha256.Sum256([]byte(text))
			name = strings.TrimRight(name[:maxProcessName-5], "-") + "-" + hex.EncodeToString(sum[:2])
		}
		return orElse(name, "process")
	}
	for _, w := range words {
		if name := label(w); !taken(name) {
			return name
		}
	}
	for n := 2; ; n++ {
		if name := label(words[0] + "-" + strconv.Itoa(n)); !taken(name) {
			return name
		}
	}
}

// reservedNames are the stems of the other files that stand beside a manifest, and the name of what serves.
var reservedNames = []string{"configmap", "cronjob", "deployment", "hpa", "ingress", "job", "kustomization", "namespace", "networkpolicy", "pdb", "pvc", "service", "serviceaccount", "web"}

// sideDir is where a process starts that needs the repository's files; nothing where only the installed package is there.
func (p *planner) sideDir(root string) string {
	if root == "." || p.installedOnly() {
		return ""
	}
	return root
}

func (p *planner) addProcess(process Process, d Decision) {
	process.Workload = serviceName(p.service.Name + "-" + process.Name)
	process.Manifest = process.Name + ".yaml"
	if process.WorkingDir != p.main().WorkingDir {
		d.Reason += "; started in " + orElse(process.WorkingDir, "the root")
	}
	p.service.Processes = append(p.service.Processes, process)
	p.decide(d)
}

// placeProcesses says where the processes start that do not start where the image does.
func (p *planner) placeProcesses() {
	for i := range p.service.Processes {
		if process := &p.service.Processes[i]; process.WorkingDir != p.main().WorkingDir {
			process.Directory = path.Join(p.service.Image.Root, process.WorkingDir)
		}
	}
}
