package packaging

import (
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// readToolVersions reads .tool-versions of asdf, which mise reads, too: "python 3.12.1 3.11.8", the first version
// first. Lines of other tools are passed over.
// Source: https://asdf-vm.com/manage/configuration.html#tool-versions
func readToolVersions(t *source.Tree) (*Demand, error) {
	const file = ".tool-versions"
	if !t.Has(file) {
		return nil, nil
	}
	text, err := t.Text(file)
	if err != nil {
		return nil, unreadable(file, err)
	}
	number := 0
	for line := range strings.SplitSeq(text, "\n") {
		number++
		line, _, _ = strings.Cut(line, "#")
		tool, versions, _ := strings.Cut(strings.TrimSpace(strings.ReplaceAll(line, "\t", " ")), " ")
		if tool != "python" {
			continue
		}
		for version := range strings.FieldsSeq(versions) {
			demand, ok := toolVersion(version)
			if !ok {
				return nil, wrongPython(file, number, version, "asdf set python latest:%s")
			}
			if demand.says() {
				demand.Evidence = source.At(file, number, line)
				return &demand, nil
			}
		}
	}
	return nil, nil
}

// toolVersion reads a version as asdf and mise write it: beside plain ones latest, latest:3.12, prefix:3.12,
// ref:v3.12.1 (a tag, a branch or a commit of CPython), path:/opt/python.
func toolVersion(text string) (Demand, bool) {
	kind, version, ok := strings.Cut(text, ":")
	if !ok {
		return pythonDemand(text)
	}
	switch kind {
	case "latest", "prefix", "version":
		return pythonDemand(version)
	case "ref", "tag", "branch":
		if demand, ok := pythonDemand(strings.TrimPrefix(version, "v")); ok && !strings.Contains(demand.Version, "/") && demand.says() &&
			strings.ContainsAny(version[:1], "v23") {
			return demand, true
		}
		return named(text)
	}
	return named(text)
}

// named is a demand for what has a name and no number.
func named(text string) (Demand, bool) {
	return Demand{Version: text}, len(text) <= maxPython && !unprintable(text) && strings.ContainsAny(text[:1], "abcdefghijklmnopqrstuvwxyz")
}
