package detect

import (
	"path"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
)

// Bounds of the manifests that are read: the parser of YAML takes its time.
const (
	maxManifest  = 32 << 10  // bytes of one document
	maxManifests = 128 << 10 // of all of them
)

// manifests reads the commands of Kubernetes' workloads.
// Source: https://kubernetes.io/docs/tasks/inject-data-application/define-command-argument-container/
func (s *commandSearch) manifests(files []string) {
	bytes := 0
	for _, file := range files {
		raw, err := s.tree.Read(file)
		if err != nil || len(raw) > maxCommandText || !strings.Contains(string(raw), "containers:") || !kubernetes.Match(raw) || isOwn(s.tree, file) {
			continue
		}
		l := s.launchOf("kubernetes", file)
		for _, document := range packaging.ReadDocuments(s.tree, file, maxManifest, func(text string) bool {
			wanted := strings.Contains(text, "containers:") && (strings.Contains(text, "command:") || strings.Contains(text, "args:")) && kubernetes.MatchString(text)
			if wanted {
				bytes += len(text)
			}
			return wanted && bytes <= maxManifests
		}) {
			s.workload(l, document)
		}
	}
}

// documents reads the documents of a file that hold one of the words.
func (s *commandSearch) documents(file string, words ...string) []packaging.Value {
	return packaging.ReadDocuments(s.tree, file, maxManifest, func(text string) bool {
		return slices.ContainsFunc(words, func(word string) bool { return strings.Contains(text, word) })
	})
}

func (s *commandSearch) workload(l launch, root packaging.Value) {
	kind := root.Get("kind").Text()
	name := root.Get("metadata", "name").Text()
	pod := root.Get("spec", "template", "spec")
	process := ""
	switch kind {
	case "Pod":
		pod = root.Get("spec")
	case "CronJob":
		pod = root.Get("spec", "jobTemplate", "spec", "template", "spec")
		l.schedule, process = root.Get("spec", "schedule").Text(), "cron"
	case "Job":
		process = "job"
	case "Deployment", "StatefulSet", "DaemonSet", "ReplicaSet":
	case "Service": // of Knative
		if !strings.HasPrefix(root.Get("apiVersion").Text(), "serving.knative.dev/") {
			return
		}
		process = "web"
	default:
		return
	}
	containers := pod.Get("containers").Items()
	for _, c := range pod.Get("initContainers").Items() {
		s.container(l, c.Get("name").Text(), "job", c)
	}
	for _, c := range containers {
		role := name
		if len(containers) > 1 || !plainRole(role) {
			role = c.Get("name").Text()
		}
		s.container(l, role, process, c)
	}
}

// container reads one container: its command takes the place of the image's ENTRYPOINT, its args that of the CMD.
func (s *commandSearch) container(l launch, role, kind string, c packaging.Value) {
	command, args := c.Get("command"), c.Get("args")
	if !command.IsList() && !args.IsList() || !plainRole(role) {
		return
	}
	l.role, l.kind = role, ""
	l = l.withAll(namedTable(c.Get("env"), "name"))
	at := command
	words := command.Texts()
	if file := s.imageNamed(c.Get("image").Text()); file != "" {
		image := s.builtFrom(file, packaging.ImageContexts(file))
		if image != nil && image.stage("") != nil {
			stage := image.stage("")
			if !command.IsList() && stage.entrypoint != nil {
				words = slices.Clone(stage.entrypoint.words)
			}
			l.startIn(image, stage)
		}
	}
	if dir := c.Get("workingDir").Text(); path.IsAbs(dir) && l.image != nil {
		l.cwd = path.Clean(dir)
	}
	if args.IsList() {
		words = append(words, args.Texts()...)
		if !command.IsList() {
			at = args
		}
	}
	for i, word := range words { // $(NAME) is put in by Kubernetes itself
		for name, value := range l.env {
			if strings.Contains(word, "$("+name+")") && len(word) < maxCommandText {
				words[i] = strings.ReplaceAll(words[i], "$("+name+")", value)
			}
		}
	}
	s.process(role, kind, func() { s.words(l, words, at.Evidence()) })
}

// imageNamed gives the Dockerfile that an image is built from: the one in the directory of its name, else the only one.
func (s *commandSearch) imageNamed(image string) string {
	name, _, _ := strings.Cut(path.Base(image), ":")
	name, _, _ = strings.Cut(name, "@")
	var all []string
	for _, file := range s.tree.Files() {
		if !packaging.IsDockerfile(file) || !commandPlace(file) || packaging.DevelopmentFile(file) || !strings.EqualFold(path.Base(file), "dockerfile") {
			continue
		}
		if dir := path.Base(path.Dir(file)); name != "" && dir == name {
			return file
		}
		all = append(all, file)
	}
	if len(all) == 1 && (all[0] == "Dockerfile" || strings.Contains(s.tree.Name(), name) && name != "") {
		return all[0]
	}
	return ""
}
