package packaging

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// pbrRequirements reads what pbr takes for install_requires: the file requirements.txt beside setup.cfg, and what that
// includes by -r. Options that pbr passes over are passed over; an address stays unknown, since pbr rewrites it.
// Source: https://docs.openstack.org/pbr/latest/user/features.html#requirements
func pbrRequirements(t *source.Tree, m *Manifest) error {
	at := m.Evidence
	m.VersionTool = &Located{Value: "pbr", Evidence: at}
	for _, file := range []string{"requirements.txt", "tools/pip-requires"} {
		if t.Has(file) {
			return pbrFile(t, m, file, map[string]bool{})
		}
	}
	return nil
}

func pbrFile(t *source.Tree, m *Manifest, file string, seen map[string]bool) error {
	if seen[file] || len(seen) > maxNesting || !t.Has(file) {
		return nil
	}
	seen[file] = true
	text, err := t.Text(file)
	if err != nil {
		return &Error{File: file, Text: strings.TrimPrefix(err.Error(), source.Printable(file)+": ")}
	}
	m.addFile(file)
	for i, line := range strings.Split(text, "\n") {
		line = strings.TrimSpace(line)
		at := source.At(file, i+1, line)
		switch {
		case line == "" || line[0] == '#' || strings.HasPrefix(line, "-i") || strings.HasPrefix(line, "--"):
		case strings.HasPrefix(line, "-r"):
			if err := pbrFile(t, m, path.Join(path.Dir(file), strings.TrimSpace(line[2:])), seen); err != nil {
				return err
			}
		case line[0] == '-' || strings.Contains(line, "://"):
			m.unknown("install_requires", at)
		default:
			found, err := setuptoolsRequirements([]Located{{Value: line, Evidence: at}})
			if err != nil {
				return err
			}
			m.Dependencies = append(m.Dependencies, found...)
		}
	}
	return nil
}
