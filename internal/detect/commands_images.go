package detect

import (
	"maps"
	"path"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/dockerfile"
	"github.com/pykube/pykube/internal/detect/packaging"
)

// dockerfile reads what the image of a Dockerfile starts.
func (s *commandSearch) dockerfile(l launch) {
	contexts := packaging.ImageContexts(l.file)
	for key, image := range s.images { // compose says where it is built
		if image != nil && image.file == l.file && len(image.copies.Contexts) == 1 && strings.HasPrefix(key, l.file+"\n") {
			contexts = image.copies.Contexts
		}
	}
	image := s.builtFrom(l.file, contexts)
	if image == nil {
		return
	}
	l.role = dockerfileRole(l.file)
	last := image.stage("")
	s.imageBuilds(l, image)
	for _, stage := range image.stages {
		if stage != last && !stage.own {
			continue
		}
		inner := l
		if stage.dev {
			inner.dev = true
		}
		if stage != last && !strings.Contains(stage.name, "base") && !strings.Contains(stage.name, "build") {
			inner.role = stage.name
		}
		s.startImage(inner, image, stage, stage.entrypoint, stage.cmd)
	}
}

// dockerfileRole is what the name of a Dockerfile says of the process in it: Dockerfile.worker, worker.Dockerfile.
func dockerfileRole(file string) string {
	base := strings.ToLower(path.Base(file))
	var words []string
	for _, word := range commandWords(base) {
		if word != "dockerfile" && word != "containerfile" && word != "default" && !packaging.DevelopmentName(word) && !packaging.ProductionName(word) {
			words = append(words, word)
		}
	}
	if len(words) != 1 || strings.ContainsAny(base, "0123456789") {
		return ""
	}
	return words[0]
}

// startImage reads what an image starts with an ENTRYPOINT and a CMD.
func (s *commandSearch) startImage(l launch, image *builtImage, stage *imageStage, entrypoint, cmd *imageCommand) {
	env := maps.Clone(stage.env)
	maps.Copy(env, l.env)
	l.image, l.cwd, l.env = image, stage.workdir, env
	file := image.file
	s.process(l.role, l.kind, func() {
		switch {
		case entrypoint == nil && cmd == nil:
			s.startBase(l, stage)
		case entrypoint != nil && entrypoint.words == nil: // CMD is not heard
			s.imageText(l, file, entrypoint)
		case entrypoint == nil && cmd.words == nil:
			s.imageText(l, file, cmd)
		case entrypoint == nil:
			s.words(l, cmd.words, s.tree.At(file, cmd.line))
		default:
			words := slices.Clone(entrypoint.words)
			at := s.tree.At(file, entrypoint.line)
			switch {
			case cmd != nil && cmd.words == nil:
				words = append(words, "/bin/sh", "-c", strings.ReplaceAll(cmd.text, "\\\n", " "))
			case cmd != nil:
				words = append(words, cmd.words...)
			}
			if cmd != nil {
				l.via = append(l.via, at)
				at = s.tree.At(file, cmd.line)
			}
			s.words(l, words, at)
		}
	})
}

// startBase reads what an image starts that has no command of its own: what the image does that it is built from.
func (s *commandSearch) startBase(l launch, stage *imageStage) {
	row := s.tables.StartImage(stage.base)
	if row == nil {
		return
	}
	l.cwd = row.Dir
	at := s.tree.At(l.image.file, stage.from)
	if file, ok := l.image.copies.Find(row.Before); ok && s.tree.Has(file) {
		s.followFile(l.deeper(at), row.Before, file)
	}
	app, module, attr := l.env[row.Variables[0]], l.env[row.Variables[1]], l.env[row.Variables[2]]
	for _, name := range row.Modules {
		if found, ok := s.moduleInImage(l, []string{row.Dir}, strings.Split(name, ".")); module == "" && ok && found.rest == "" {
			module = name
		}
	}
	if attr == "" {
		attr = row.Attr
	}
	if app == "" && module != "" {
		app = module + ":" + attr
	}
	if app == "" {
		return
	}
	var words []string
	for _, word := range row.Command {
		words = append(words, strings.ReplaceAll(word, "{app}", app))
	}
	s.words(l, words, at)
}

func (s *commandSearch) imageText(l launch, file string, c *imageCommand) {
	if c.line == 0 { // of compose
		s.line(l, c.text, s.tree.At(l.file, 0), nil)
		return
	}
	s.script(l, file, c.text, c.line)
}

// imageBuilds notes the steps of the build that prepare what is started: collectstatic, migrations, cron.
func (s *commandSearch) imageBuilds(l launch, image *builtImage) {
	for _, run := range image.runs {
		inner := l
		inner.image, inner.cwd, inner.env, inner.role = image, run.stage.workdir, run.stage.env, "build"
		inner.dev = inner.dev || run.stage.dev
		for strings.HasPrefix(run.text, "--") {
			_, rest, _ := strings.Cut(run.text, " ")
			trimmed := strings.TrimLeft(rest, " \t\\\n")
			run.line += strings.Count(rest[:len(rest)-len(trimmed)], "\n")
			run.text = trimmed
		}
		before := len(s.found)
		text := run.text
		if c := commandIn(dockerfile.Instruction{Text: text}); c.words != nil {
			s.words(inner, c.words, s.tree.At(image.file, run.line))
		} else {
			s.script(inner, image.file, text, run.line)
		}
		kept := s.found[:before]
		for _, c := range s.found[before:] {
			if c.Kind == "build" || c.Kind == "migration" {
				kept = append(kept, c)
			}
		}
		s.found = kept
		for _, m := range echoedCron.FindAllStringSubmatch(text, 10) {
			inner.role = ""
			s.cronLine(inner, m[1], true, s.tree.At(image.file, run.line))
		}
	}
}

// echoedCron is a line that a RUN writes into a crontab.
var echoedCron = regexp.MustCompile(`(?:echo|printf)\s+(?:-e\s+)?["']((?:[\d*/,-]+\s+){4}[\d*/,-]+\s+[^"'\n]+?)(?:\\n)?["']\s*(?:>>?|\|)`)

// crontabsIn lists the files of the repository that an image reads as crontabs.
func (s *commandSearch) crontabsIn(l launch, named string) []string {
	if named != "" {
		if file, ok := s.fileOf(l, named); ok {
			return []string{file}
		}
		return nil
	}
	var found []string
	context := l.image.copies.Contexts[0]
	for _, file := range s.tree.Files() {
		base := strings.ToLower(path.Base(file))
		if strings.Contains(base, "cron") && !slices.Contains(notCrontabs, path.Ext(base)) && !packaging.IsDockerfile(file) && len(found) < 10 &&
			(context == "." || strings.HasPrefix(file, context+"/")) && commandPlace(file) {
			found = append(found, file)
		}
	}
	return found
}

// notCrontabs are the ends of names of files that are about cron, but no crontab.
var notCrontabs = []string{".py", ".sh", ".md", ".rst", ".yml", ".yaml", ".json", ".toml", ".html", ".log"}
