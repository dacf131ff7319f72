package detect

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/dockerfile"
	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/detect/shell"
)

// Bounds of compose files.
const (
	maxComposeFiles    = 50
	maxComposeServices = 100
)

// compose reads the services of a compose file that are built from the repository, or start something of it.
// Source: https://docs.docker.com/reference/compose-file/services/
func (s *commandSearch) compose(l launch) {
	raw, err := s.tree.Read(l.file)
	if err != nil || !composeKeys.Match(raw) { // spares the parser, which takes its time
		return
	}
	root, err := s.commandValue(l.file)
	if err != nil {
		return
	}
	services := root.Get("services")
	if !services.IsTable() { // the first form had no key for them
		if root.Get("version").Text() == "" {
			services = root
		}
	}
	for i, name := range services.Keys() {
		if i >= maxComposeServices {
			break
		}
		service := services.Get(name)
		if !service.IsTable() || !plainRole(name) {
			continue
		}
		s.service(l, name, service, services)
	}
}

var composeKeys = regexp.MustCompile(`\b(build|command|entrypoint)["']?:`)

// composeKey gives a key of a service, or of the one that it extends in the same file.
func composeKey(service, services packaging.Value, keys ...string) packaging.Value {
	for range 4 {
		if v := service.Get(keys...); v.Line() > 0 {
			return v
		}
		base := service.Get("extends", "service").Text()
		if base == "" {
			base = service.Get("extends").Text()
		}
		if base == "" || service.Get("extends", "file").Text() != "" {
			break
		}
		service = services.Get(base)
	}
	return packaging.Value{}
}

var composeVariable = regexp.MustCompile(`\$\$|\$\{[A-Za-z_]\w*:?-[^${}]*\}`)

// interpolated puts in the defaults of a value as compose does. "$$" is a "$" that the container sees.
// Source: https://docs.docker.com/reference/compose-file/interpolation/
func interpolated(text string) string {
	return composeVariable.ReplaceAllStringFunc(text, func(found string) string {
		if found == "$$" {
			return "$"
		}
		_, value, _ := strings.Cut(found, "-")
		return strings.TrimSuffix(value, "}")
	})
}

func (s *commandSearch) service(l launch, name string, service, services packaging.Value) {
	l.role = name
	l.dev = l.dev || packaging.DevelopmentName(name) && s.tables.RoleKind(name) != "web"
	dir := path.Dir(l.file)
	build := composeKey(service, services, "build")
	context, file, target := "", "", ""
	switch {
	case build.IsTable():
		context = interpolated(composeKey(service, services, "build", "context").Text())
		file, target = interpolated(build.Get("dockerfile").Text()), interpolated(build.Get("target").Text())
		if context == "" {
			context = "."
		}
	case build.Text() != "":
		context = interpolated(build.Text())
	}
	var image *builtImage
	var stage *imageStage
	if context != "" && !strings.Contains(context, "://") && !strings.Contains(context, "$") {
		context = path.Join(dir, context)
		if file == "" {
			file = "Dockerfile"
		}
		if !strings.HasPrefix(context, "..") && !path.IsAbs(context) {
			image = s.builtFrom(path.Join(context, file), []string{context})
		}
		if image == nil && !strings.HasPrefix(context, "..") && !path.IsAbs(context) && s.tree.Has(path.Join(dir, file)) {
			image = s.builtFrom(path.Join(dir, file), []string{context})
		}
	}
	if image != nil {
		if stage = image.stage(target); stage != nil && packaging.DevelopmentFile(image.file) || stage != nil && stage.dev {
			l.dev = true
		}
	}
	if stage == nil {
		stage = &imageStage{workdir: "/", env: map[string]string{}}
		image = &builtImage{file: l.file, copies: &dockerfile.Copies{Tree: s.tree, Contexts: []string{dir}}}
	}
	entrypoint, cmd := stage.entrypoint, stage.cmd
	command, entry := composeKey(service, services, "command"), composeKey(service, services, "entrypoint")
	if command.Line() == 0 && entry.Line() == 0 {
		return // the Dockerfile says it
	}
	if entry.Line() > 0 {
		entrypoint, cmd = composeCommand(entry), nil
	}
	if command.Line() > 0 {
		cmd = composeCommand(command)
	}
	image = withVolumes(image, composeKey(service, services, "volumes"), dir)
	inner := *stage
	if workdir := interpolated(composeKey(service, services, "working_dir").Text()); path.IsAbs(workdir) {
		inner.workdir = path.Clean(workdir)
	}
	l = l.withAll(composeEnvironment(composeKey(service, services, "environment")))
	at := command
	if at.Line() == 0 {
		at = entry
	}
	l.via = nil
	s.startService(l, image, &inner, entrypoint, cmd, at)
}

// startService is startImage with the evidence of the compose file.
func (s *commandSearch) startService(l launch, image *builtImage, stage *imageStage, entrypoint, cmd *imageCommand, at packaging.Value) {
	env := maps.Clone(stage.env)
	maps.Copy(env, l.env)
	l.image, l.cwd, l.env = image, stage.workdir, env
	var words []string
	for _, c := range []*imageCommand{entrypoint, cmd} {
		switch {
		case c == nil:
		case c.words == nil && c.line > 0: // the shell of the Dockerfile
			words = append(words, "/bin/sh", "-c", strings.ReplaceAll(c.text, "\\\n", " "))
		case c.words == nil:
			split := shell.Split(c.text, 1, maps.Clone(env))
			switch {
			case len(split) == 1 && (c == entrypoint || len(words) > 0):
				words = append(words, split[0].Words...)
			case len(words) > 0:
				words = append(words, "/bin/sh", "-c", c.text)
			default: // people write what only a shell understands
				s.process(l.role, "", func() { s.line(l, c.text, at.Evidence(), []string{}) })
				return
			}
		default:
			words = append(words, c.words...)
		}
	}
	s.process(l.role, "", func() { s.words(l, words, at.Evidence()) })
}

// composeCommand reads a command of compose: a list, or a line.
func composeCommand(v packaging.Value) *imageCommand {
	c := &imageCommand{}
	if v.IsList() {
		c.words = []string{}
		for _, word := range v.Texts() {
			c.words = append(c.words, interpolated(word))
		}
		return c
	}
	c.text = interpolated(v.Text())
	return c
}

// composeEnvironment reads variables in either form.
func composeEnvironment(v packaging.Value) []CommandVariable {
	var found []CommandVariable
	for _, name := range v.Keys() {
		found = append(found, CommandVariable{Name: name, Value: interpolated(v.Get(name).Text())})
	}
	for _, item := range v.Texts() {
		if name, value, ok := strings.Cut(item, "="); ok {
			found = append(found, CommandVariable{Name: name, Value: interpolated(value)})
		}
	}
	return slices.DeleteFunc(found, func(v CommandVariable) bool { return v.Value == "" || strings.Contains(v.Value, "$") })
}

// withVolumes adds the directories of the repository that a service mounts: what is there hides what was copied.
func withVolumes(image *builtImage, volumes packaging.Value, dir string) *builtImage {
	var mounts [][2]string
	for _, v := range volumes.Items() {
		from, to := interpolated(v.Get("source").Text()), v.Get("target").Text()
		if parts := strings.Split(interpolated(v.Text()), ":"); v.Text() != "" && len(parts) > 1 {
			from, to = parts[0], parts[1]
		}
		if strings.HasPrefix(from, ".") && path.IsAbs(to) && !strings.HasPrefix(path.Join(dir, from), "..") && len(mounts) < 50 {
			mounts = append(mounts, [2]string{path.Join(dir, from), path.Clean(to)})
		}
	}
	if len(mounts) == 0 {
		return image
	}
	mounted := *image
	mounted.copies = image.copies.With(mounts)
	return &mounted
}
