package packaging

import (
	"github.com/pykube/pykube/internal/source"
)

// miseFiles are the names of mise's configuration, the strongest first, without those for one machine alone.
// Source: https://mise.jdx.dev/configuration.html#mise-toml
var miseFiles = []string{"mise.toml", ".mise.toml", "mise/config.toml", ".mise/config.toml", ".config/mise.toml", ".config/mise/config.toml"}

// readMise reads [tools] python of the first of mise's files that has it: "3.12", ["3.12", "3.11"], {version = "3.12"}
// or a list of such tables. The first version is the one that python starts.
func readMise(t *source.Tree) (*Demand, error) {
	for _, file := range miseFiles {
		if !t.Has(file) {
			continue
		}
		d, err := readTOML(t, file)
		if err != nil {
			return nil, err
		}
		n := d.root.find("tools", "python")
		if n == nil {
			n = d.root.find("tools", "core:python")
		}
		for n != nil && (n.kind == listKind || n.kind == tableKind) {
			switch {
			case n.kind == tableKind:
				n = n.table["version"]
			case len(n.list) > 0:
				n = n.list[0]
			default:
				n = nil
			}
		}
		if n == nil {
			continue
		}
		demand, ok := toolVersion(n.text)
		if !ok {
			return nil, wrongPython(file, n.line, n.text, "mise use python@%s")
		}
		if demand.says() {
			demand.Evidence = d.at(n.line)
			return &demand, nil
		}
	}
	return nil, nil
}
