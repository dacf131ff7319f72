package plan

import (
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/source"
)

// fromCommands takes in the processes that deployment files start. Where one is planned already, their words take the
// place of ours: they name queues, pools and options. Where none is, it is added, if it starts something of the
// repository, or a framework that the repository installs.
func (p *planner) fromCommands() {
	for _, c := range p.facts.Commands {
		if !p.isProcess(c) {
			continue
		}
		i := slices.IndexFunc(p.service.Processes, func(x Process) bool { return !x.Main && sameWork(x, c) })
		if i >= 0 && c.Kind == "migration" { // theirs may need what only their image sets: FLASK_APP
			continue
		}
		if i >= 0 {
			p.renameProcess(&p.service.Processes[i], c)
			continue
		}
		if slices.ContainsFunc(p.service.Processes, func(x Process) bool { return x.Main && (x.App == c.Target || sameWork(x, c)) }) ||
			c.Kind == "migration" && slices.ContainsFunc(p.service.Processes, func(x Process) bool { return x.Kind == "migration" }) ||
			len(p.service.Processes) > maxBeside {
			continue
		}
		words := []string{c.Kind, c.Kind + "-2"}
		if c.Kind == "migration" {
			words = []string{"migrate"}
		} else if c.Role != "" {
			words = []string{c.Role, c.Kind}
		}
		name := p.processName(words...)
		p.addProcess(Process{
			Name: name, Kind: c.Kind, Interface: "none", App: orElse(c.Target, strings.Join(c.Argv[:min(2, len(c.Argv))], ":")),
			Command: slices.Clone(c.Argv), WorkingDir: p.sideDir(orElse(c.Dir, ".")), Schedule: c.Schedule,
		}, Decision{
			Topic: "process " + name, Choice: strings.Join(c.Argv, " "), Evidence: []source.Evidence{c.Evidence},
			Reason: c.Evidence.File + " starts it beside the main process",
		})
	}
}

// isProcess reports whether a command is one that a process of its own is for, as it stands. What waits for a server,
// prepares it or shows what others do is none.
func (p *planner) isProcess(c detect.Command) bool {
	kind := c.Kind == "worker" || c.Kind == "scheduler" || c.Kind == "cron" && validSchedule(c.Schedule)
	if !kind && c.Kind != "migration" || kind && !c.Main || c.Dev || c.Weak || c.Branch || len(c.Open) > 0 || len(c.Argv) == 0 {
		return false
	}
	if p.otherService(orElse(c.Runs, c.Dir) + "/") {
		return false
	}
	if c.Runs != "" {
		return c.Target != "" && !(c.Runs == p.app.File && p.app.Attr != "" && strings.HasPrefix(c.Target, "script:"))
	}
	return c.Framework != "" && p.facts.Package(normalName(c.Framework)) != nil
}

// schedule is what a CronJob takes: five fields, or one of the names.
// Source: https://kubernetes.io/docs/concepts/workloads/controllers/cron-jobs/#schedule-syntax
var schedule = regexp.MustCompile(`^(@(yearly|annually|monthly|weekly|daily|midnight|hourly)|[0-9A-Za-z*/,?-]+( [0-9A-Za-z*/,?-]+){4})$`)

func validSchedule(s string) bool { return schedule.MatchString(s) }

// sameWork reports whether a process that is planned does what a command does: the same tool at the same work.
func sameWork(x Process, c detect.Command) bool {
	if x.Kind != c.Kind || len(x.Command) == 0 {
		return false
	}
	ours, theirs := work(x.Command), work(c.Argv)
	if c.Target == "" && len(c.Argv) > 0 && ours == c.Argv[0] && toolTask(x.Command) != toolTask(c.Argv) { // inv incoming, inv outgoing
		return false
	}
	return ours != "" && ours == theirs && (!strings.HasPrefix(c.Target, "script:") && !strings.HasPrefix(c.Target, "module:") || x.App == c.Target)
}

// toolTask is the first word that a tool is told, no option.
func toolTask(argv []string) string {
	for _, w := range argv[min(1, len(argv)):] {
		if !strings.HasPrefix(w, "-") {
			return w
		}
	}
	return ""
}

// work names a tool and what it is told to do: celery worker, manage.py sendalerts, rq worker, python worker.py.
func work(argv []string) string {
	words := slices.DeleteFunc(slices.Clone(argv), func(w string) bool { return strings.HasPrefix(w, "-") })
	if len(words) == 0 {
		return ""
	}
	if strings.HasPrefix(words[0], "python") && len(words) > 1 {
		words = words[1:]
	}
	for _, verb := range []string{"worker", "beat", "scheduler"} {
		if slices.Contains(words[1:], verb) {
			return words[0] + " " + verb
		}
	}
	if words[0] == "manage.py" && len(words) > 1 {
		return words[0] + " " + words[1]
	}
	return words[0]
}

// onDisk are options that make a tool write a file beside the program, which its read-only directory refuses. What is
// logged goes to stdout without them.
var onDisk = []string{"--logfile", "--pidfile", "--schedule", "--statedb", "-s", "-f"}

// renameProcess gives a process the words of a deployment file.
func (p *planner) renameProcess(x *Process, c detect.Command) {
	var argv, left []string
	for i := 0; i < len(c.Argv); i++ {
		name, _, joined := strings.Cut(c.Argv[i], "=")
		if slices.Contains(onDisk, name) {
			left = append(left, c.Argv[i])
			if !joined && i+1 < len(c.Argv) {
				i++
				left = append(left, c.Argv[i])
			}
			continue
		}
		argv = append(argv, c.Argv[i])
	}
	for i, word := range x.Command { // ours that says where in /tmp a file goes
		if slices.Contains(onDisk, word) && i+1 < len(x.Command) {
			argv = append(argv, word, x.Command[i+1])
		}
	}
	d := slices.IndexFunc(p.service.Decisions, func(d Decision) bool { return d.Topic == "process "+x.Name })
	if d < 0 || slices.Equal(argv, x.Command) {
		return
	}
	decision := &p.service.Decisions[d]
	decision.Alternatives = append(decision.Alternatives, Alternative{Choice: decision.Choice, Reason: "what the source alone tells"})
	decision.Reason += "; " + c.Evidence.File + " starts it so"
	if len(left) > 0 {
		decision.Reason += ", but for " + strings.Join(left, " ") + ", which would write into a directory that is read-only"
	}
	decision.Evidence = append(decision.Evidence, c.Evidence)
	x.Command, decision.Choice = argv, strings.Join(argv, " ")
	if c.Dir != "" {
		x.WorkingDir = p.sideDir(c.Dir)
	}
}

// scheduled makes a program that runs once one that runs by a schedule, where a deployment file has one for it.
func (p *planner) scheduled() {
	if p.app.Kind != "job" {
		return
	}
	for _, c := range p.facts.Commands {
		if c.Kind == "cron" && c.Runs == p.app.File && validSchedule(c.Schedule) && !c.Dev {
			p.app.Kind, p.schedule = "cron", c.Schedule
			p.decide(Decision{Topic: "schedule", Choice: c.Schedule, Reason: "the repository runs it by this schedule", Evidence: []source.Evidence{c.Evidence}})
			return
		}
	}
}
