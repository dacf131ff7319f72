package knowledge

import (
	"fmt"
	"strings"

	"github.com/pelletier/go-toml/v2"
)

// Nodes are the releases of Node.js, which builds front ends.
type Nodes struct {
	Checked toml.LocalDate `toml:"checked"`
	Source  string         `toml:"source"`
	Why     string         `toml:"why"`
	Node    []Node         `toml:"node"`    // oldest first
	Manager []NodeManager  `toml:"manager"` // by name
}

// NodeManager is a program that installs packages of JavaScript.
type NodeManager struct {
	Name    string            `toml:"name"`
	Package string            `toml:"package"` // what npm installs to have it; "" where it comes with Node.js
	Version string            `toml:"version"` // of the package
	Locked  []string          `toml:"locked"`
	Open    []string          `toml:"open"`
	Run     []string          `toml:"run"`     // goes before the name of a script
	Cache   string            `toml:"cache"`   // absolute
	Formats map[string]string `toml:"formats"` // version of the package, by the format of the lock
	Why     string            `toml:"why"`
	Source  string            `toml:"source"`
	Checked toml.LocalDate    `toml:"checked"`
}

// Node is one release with long-term support.
type Node struct {
	Version  int            `toml:"version"` // the major one
	LTS      toml.LocalDate `toml:"lts"`     // the first day of long-term support
	Ends     toml.LocalDate `toml:"ends"`    // the last day
	Codename string         `toml:"codename"`
}

// storages is the table of Django's storages.
type storages struct {
	Storage []struct {
		Class   string         `toml:"class"`
		Why     string         `toml:"why"`
		Source  string         `toml:"source"`
		Checked toml.LocalDate `toml:"checked"`
	} `toml:"storage"`
}

// Newest gives the newest release with long-term support that a test accepts; false where none is.
func (n Nodes) Newest(fits func(major int) bool) (Node, bool) {
	for i := len(n.Node) - 1; i >= 0; i-- {
		if begun := n.Node[i].LTS.String() <= n.Checked.String(); begun && fits(n.Node[i].Version) {
			return n.Node[i], true
		}
	}
	return Node{}, false
}

// Named gives the release of a codename.
func (n Nodes) Named(codename string) (Node, bool) {
	for _, row := range n.Node {
		if row.Codename != "" && strings.EqualFold(row.Codename, codename) {
			return row, true
		}
	}
	return Node{}, false
}

// Ended gives the last day of a release that is past; "" for one that is not, or that is not in the table.
func (n Nodes) Ended(major int) string {
	for _, row := range n.Node {
		if day := row.Ends.String(); row.Version == major && day < n.Checked.String() {
			return day
		}
	}
	return ""
}

// By gives the manager of a name.
func (n Nodes) By(name string) (NodeManager, bool) {
	for _, m := range n.Manager {
		if m.Name == name {
			return m, true
		}
	}
	return NodeManager{}, false
}

// RemoteStorage says which service a storage of Django sends files to; "" for one that keeps them, or is not known.
func (t *Tables) RemoteStorage(class string) string {
	for _, row := range t.storages.Storage {
		if strings.HasPrefix(class, row.Class) {
			return row.Why
		}
	}
	return ""
}

// checkMade checks the tables of what makes files for an image.
func (t *Tables) checkMade() error {
	if n := t.Nodes; n.Why == "" || n.Source == "" || n.Checked.Year == 0 || len(n.Node) == 0 {
		return fmt.Errorf("nodes.toml: why, source, checked and a node are needed")
	}
	for i, row := range t.Nodes.Node {
		if row.LTS.Year == 0 || row.Ends.Year == 0 || i > 0 && row.Version <= t.Nodes.Node[i-1].Version {
			return fmt.Errorf("nodes.toml: %d: lts and ends are needed, and the releases stand in their order", row.Version)
		}
	}
	if err := ordered("nodes.toml", t.Nodes.Manager, func(m NodeManager) string { return m.Name }); err != nil {
		return err
	}
	for _, m := range t.Nodes.Manager {
		if len(m.Locked) == 0 || len(m.Open) == 0 || len(m.Run) == 0 || m.Cache == "" || m.Why == "" || m.Source == "" || m.Checked.Year == 0 {
			return fmt.Errorf("nodes.toml: %s: locked, open, run, cache, why, source and checked are needed", m.Name)
		}
	}
	for i, row := range t.storages.Storage {
		if row.Class == "" || row.Why == "" || row.Source == "" || row.Checked.Year == 0 || i > 0 && row.Class <= t.storages.Storage[i-1].Class {
			return fmt.Errorf("storages.toml: %s: class, why, source and checked are needed, in the order of the classes", row.Class)
		}
	}
	return nil
}
