package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/packaging"
	"github.com/pykube/pykube/internal/source"
)

// readRequirements looks for the lists that pip installs from.
func readRequirements(r *reading) error {
	if !r.tree.Has("requirements.txt") {
		return nil
	}
	list, err := packaging.ReadRequirements(r.tree, "requirements.txt")
	if err != nil {
		return err
	}
	m := Manager{
		Name: "pip", Format: Requirements, File: list.File, Files: list.Files(), Pinned: list.Pinned(), Hashed: list.Hashed() || list.NeedsHashes,
		Generated: list.Generated, Complete: list.Closed(), Packages: required(list.Items), Evidence: source.At(list.File, 0, ""),
	}
	for _, o := range list.Options {
		m.Options = append(m.Options, o.Value)
		name, value, _ := strings.Cut(o.Value, " ")
		if name == "--index-url" || name == "--extra-index-url" || name == "--find-links" && strings.Contains(value, "://") {
			m.Indexes = append(m.Indexes, indexAt("", value, o.Evidence))
		}
	}
	for _, v := range list.Variables {
		m.Variables = append(m.Variables, Named{Name: v.Value, Evidence: v.Evidence})
	}
	for _, l := range list.Locals {
		m.Locals = append(m.Locals, l.Evidence)
		m.LocalDirs = append(m.LocalDirs, l.Value)
	}
	r.add(m)
	return nil
}
