package detect

import (
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

var procfileLine = regexp.MustCompile(`^([A-Za-z0-9_-]+):\s*(.+)$`)

// procfile reads "web: command" lines.
// Source: https://devcenter.heroku.com/articles/procfile
func (s *commandSearch) procfile(l launch) {
	text, ok := s.commandText(l.file)
	if !ok {
		return
	}
	s.visited[l.file] = true
	if strings.HasSuffix(l.file, ".windows") {
		l.dev = true
	}
	number := 0
	for line := range strings.Lines(text) {
		number++
		m := procfileLine.FindStringSubmatch(strings.TrimSpace(line))
		if m == nil || len(s.found) >= maxCommandList {
			continue
		}
		inner := l
		inner.role = m[1]
		s.process(m[1], s.releaseKind(m[1]), func() { s.script(inner, inner.file, m[2], number) })
	}
}

// releaseKind is the kind of what runs before a release where its program does not tell.
func (s *commandSearch) releaseKind(role string) string {
	if role == "release" {
		return "job"
	}
	return ""
}

var (
	cronTimes = regexp.MustCompile(`^\s*((?:[\d*/,A-Za-z?#L-]+\s+){4}[\d*/,A-Za-z?#L-]+|@(?:yearly|annually|monthly|weekly|daily|midnight|hourly|reboot))\s+(.+)$`)
	cronUser  = regexp.MustCompile(`^[a-z_][a-z0-9_-]*$`)
	cronField = regexp.MustCompile(`^[\d*]`)
)

// crontab reads the lines of a crontab.
func (s *commandSearch) crontab(l launch) {
	text, ok := s.commandText(l.file)
	if !ok {
		return
	}
	s.visited[l.file] = true
	l.source = "crontab"
	number := 0
	for line := range strings.Lines(text) {
		number++
		line = strings.TrimSpace(line)
		if name, value, ok := strings.Cut(line, "="); ok && isIdentifier(strings.TrimSpace(name)) {
			l = l.with(strings.TrimSpace(name), strings.Trim(strings.TrimSpace(value), `"'`))
			continue
		}
		s.cronLine(l, line, false, s.tree.At(l.file, number))
	}
}

// cronLine reads one line of a crontab. That of the system names the user before the command; which one it is, is told
// by the word that stands there.
func (s *commandSearch) cronLine(l launch, line string, echoed bool, at source.Evidence) {
	m := cronTimes.FindStringSubmatch(line)
	if m == nil || strings.HasPrefix(line, "#") || !cronField.MatchString(m[1]) && !strings.HasPrefix(m[1], "@") || len(s.found) >= maxCommandList {
		return
	}
	l.schedule = strings.Join(strings.Fields(m[1]), " ")
	command := m[2]
	user, rest, ok := strings.Cut(command, " ")
	if ok && cronUser.MatchString(user) && s.tables.Program(user) == nil && len(s.tables.Wrappers(user)) == 0 && !isPython(user) && user != "cd" && s.scripts[user].Name == "" {
		if _, file := s.fileOf(l, user); !file {
			command = strings.TrimSpace(rest)
		}
	}
	s.process(l.role, "cron", func() { s.line(l, command, at, []string{}) })
}

// targetFile is a Makefile or a justfile.
type targetFile struct {
	file    string
	names   []string
	recipes map[string][]recipeLine
	values  map[string]string
}

type recipeLine struct {
	text string
	line int
}

var (
	recipeHead  = regexp.MustCompile(`^@?([A-Za-z0-9_.-][A-Za-z0-9_./-]*)[^:=]*::?(?:[^=]|$)`)
	makeValue   = regexp.MustCompile(`^(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*[:?]?:?=[ \t]*(.*)$`)
	makeMention = regexp.MustCompile(`\$[({]([A-Za-z_][A-Za-z0-9_]*)[)}]|\{\{\s*([A-Za-z_]\w*)\s*\}\}`)
)

// targetsOf reads a file of targets.
func (s *commandSearch) targetsOf(file string) *targetFile {
	if t, ok := s.targets[file]; ok {
		return t
	}
	s.targets[file] = nil
	text, ok := s.commandText(file)
	if !ok || isOwn(s.tree, file) {
		return nil
	}
	t := &targetFile{file: file, recipes: map[string][]recipeLine{}, values: map[string]string{}}
	lines := strings.Split(text, "\n")
	current := ""
	for i := 0; i < len(lines); i++ {
		line := lines[i]
		if strings.HasPrefix(line, "\t") || strings.HasPrefix(line, "  ") {
			start, recipe := i, strings.TrimLeft(strings.TrimSpace(line), "@-+")
			for strings.HasSuffix(recipe, `\`) && i+1 < len(lines) && len(recipe) < maxCommandText {
				i++
				recipe += "\n" + strings.TrimSpace(lines[i])
			}
			if current != "" && recipe != "" && !strings.HasPrefix(recipe, "#") {
				t.recipes[current] = append(t.recipes[current], recipeLine{recipe, start + 1})
			}
			continue
		}
		if m := makeValue.FindStringSubmatch(line); m != nil {
			if len(t.values) < maxGiven {
				t.values[m[1]] = strings.Trim(t.expand(strings.TrimSpace(m[2])), `"`)
			}
		} else if m := recipeHead.FindStringSubmatch(line); m != nil {
			if current = m[1]; len(t.names) < maxCommandList && t.recipes[current] == nil {
				t.names = append(t.names, current)
			}
		}
	}
	s.targets[file] = t
	return t
}

// expand puts in the values of the file; "$$" is a "$" of the shell.
func (t *targetFile) expand(text string) string {
	text = makeMention.ReplaceAllStringFunc(text, func(mention string) string {
		m := makeMention.FindStringSubmatch(mention)
		if value, ok := t.values[m[1]+m[2]]; ok && len(value) < 1000 {
			return value
		}
		return mention
	})
	if len(text) > maxCommandText {
		return ""
	}
	return strings.ReplaceAll(text, "$$", "$")
}

// targetCommands reads what the targets of a Makefile start. Nothing starts a target but a person.
func (s *commandSearch) targetCommands(l launch) {
	t := s.targetsOf(l.file)
	if t == nil {
		return
	}
	l.weak = true
	if !packaging.ProductionName(l.file) {
		l.dev = true
	}
	for _, name := range t.names {
		inner := l
		inner.role = name
		s.process(name, "", func() { s.recipe(inner, t, name) })
	}
}

// recipe reads the lines of one target.
func (s *commandSearch) recipe(l launch, t *targetFile, name string) {
	if l.depth++; l.depth > maxCommandDepth {
		return
	}
	for _, r := range t.recipes[name] {
		if len(s.found) >= maxCommandList {
			return
		}
		s.script(l, t.file, t.expand(r.text), r.line)
	}
}

// target follows "make run" and "just run".
func (s *commandSearch) target(l launch, name string, at source.Evidence) {
	for _, dir := range []string{s.dirOf(l), "."} {
		for _, base := range []string{"Makefile", "makefile", "GNUmakefile", "justfile", "Justfile"} {
			file := base
			if dir != "." {
				file = dir + "/" + base
			}
			if t := s.targetsOf(file); dir != "" && s.tree.Has(file) && t != nil && len(t.recipes[name]) > 0 {
				s.recipe(l.deeper(at), t, name)
				return
			}
		}
	}
}
