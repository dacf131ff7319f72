package packaging

import (
	"regexp"
	"strconv"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Bounds of the environments that are read from one tox.ini.
const (
	maxToxLines = 1000
	maxToxNames = 1000
)

// readTox gives the releases that envlist of tox.ini names: py39, py3.12, py{310,311}-django{42,52}, py{310-314}.
// Source: https://tox.wiki/en/latest/config.html#generative-environment-list
func readTox(t *source.Tree, file string) []Demand {
	text, err := t.Text(file)
	if err != nil || len(text) > maxOutline {
		return nil
	}
	var found []outlined
	section, listed, number := "", false, 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		trimmed := strings.TrimSpace(line)
		switch {
		case trimmed == "" || trimmed[0] == '#' || trimmed[0] == ';' || len(line) > maxOutlineLine:
			continue
		case trimmed[0] == '[':
			section, listed = trimmed, false
			continue
		case line[0] != ' ' && line[0] != '\t':
			key, value, _ := strings.Cut(trimmed, "=")
			key = strings.TrimSpace(key)
			listed, trimmed = section == "[tox]" && (key == "envlist" || key == "env_list"), value
		}
		if !listed || len(found) > maxToxNames {
			continue
		}
		for _, name := range toxNames(withoutComment(trimmed)) {
			found = append(found, outlined{value: toxPython(name), line: number})
		}
	}
	return weak(found, func(line int) source.Evidence { return t.At(file, line) })
}

// toxNames splits names at commas and white space outside of braces, and fills in what the braces hold.
func toxNames(line string) []string {
	var names []string
	depth, start := 0, 0
	for i := 0; i <= len(line); i++ {
		switch {
		case i < len(line) && line[i] == '{':
			depth++
		case i < len(line) && line[i] == '}':
			depth--
		case i == len(line) || depth <= 0 && strings.IndexByte(", \t", line[i]) >= 0:
			if i > start {
				names = append(names, expanded(line[start:i])...)
			}
			start = i + 1
		}
		if len(names) > maxToxNames {
			return names[:maxToxNames]
		}
	}
	return names
}

var numbers = regexp.MustCompile(`^(\d{1,4})-(\d{1,4})$`)

// expanded fills in the first braces of a name, where the version of Python stands; those behind it are other factors.
func expanded(name string) []string {
	before, rest, ok := strings.Cut(name, "{")
	inside, after, closed := strings.Cut(rest, "}")
	if !ok || !closed || strings.Contains(before, "-") {
		return []string{name}
	}
	after, _, _ = strings.Cut(after, "{")
	var names []string
	for part := range strings.SplitSeq(inside, ",") {
		part = strings.TrimSpace(part)
		if ends := numbers.FindStringSubmatch(part); ends != nil {
			from, _ := strconv.Atoi(ends[1])
			to, _ := strconv.Atoi(ends[2])
			for n := from; n <= to && n < from+100; n++ {
				names = append(names, before+strconv.Itoa(n)+after)
			}
			continue
		}
		names = append(names, before+part+after)
	}
	return names
}

var toxFactor = regexp.MustCompile(`^(?:py|python)?([23])\.?(\d{1,2})$`)

// toxPython is X.Y of the first factor of a name that names a release; "" where none does.
func toxPython(name string) string {
	for factor := range strings.SplitSeq(name, "-") {
		if parts := toxFactor.FindStringSubmatch(factor); parts != nil {
			return parts[1] + "." + parts[2]
		}
	}
	return ""
}
