package packaging

import (
	"crypto/md5"
	"crypto/sha256"
	"encoding/hex"
	"hash"
	"maps"
	"slices"
	"strings"
)

// pdmHashes are the parts of pyproject.toml that the releases of PDM put into content_hash, newest first. The lock does
// not say which release wrote it, and releases with the same lock_version differ, so each is tried.
// Source: content_hash in src/pdm/project/project_file.py, before 2.3 get_content_hash in pdm/project/core.py
var pdmHashes = []func(p *node) (parts map[string]*node, ok bool){
	func(p *node) (map[string]*node, bool) { // 2.20 and newer
		parts := pdmParts(p)
		parts["resolution"] = orEmpty(p.find("tool", "pdm", "resolution"), tableKind)
		groups, ok := pdmMergedGroups(p)
		parts["dev-dependencies"] = groups
		return parts, ok
	},
	func(p *node) (map[string]*node, bool) { // 2.16 to 2.19
		parts := pdmParts(p)
		parts["resolution"] = orEmpty(p.find("tool", "pdm", "resolution"), tableKind)
		return parts, true
	},
	func(p *node) (map[string]*node, bool) { // 1.12 to 2.15
		parts := pdmParts(p)
		overrides := p.find("tool", "pdm", "overrides")
		if overrides == nil {
			overrides = p.find("tool", "pdm", "resolution", "overrides")
		}
		parts["overrides"] = orEmpty(overrides, tableKind)
		return parts, true
	},
	func(p *node) (map[string]*node, bool) { return pdmParts(p), true }, // 1.5 to 1.11
}

// pdmParts are those that all releases take.
func pdmParts(p *node) map[string]*node {
	return map[string]*node{
		"sources":               orEmpty(p.find("tool", "pdm", "source"), listKind),
		"dependencies":          orEmpty(p.find("project", "dependencies"), listKind),
		"dev-dependencies":      orEmpty(p.find("tool", "pdm", "dev-dependencies"), tableKind),
		"optional-dependencies": orEmpty(p.find("project", "optional-dependencies"), tableKind),
		"requires-python":       orEmpty(p.find("project", "requires-python"), textKind),
	}
}

// orEmpty is a value, or an empty one of a kind where there is none.
func orEmpty(n *node, k kind) *node {
	if n == nil {
		return &node{kind: k}
	}
	return n
}

func tableOf(parts map[string]*node) *node {
	return &node{table: parts, keys: slices.Collect(maps.Keys(parts))} // in any order: they are sorted when written
}

// pdmMergedGroups is [dependency-groups] with [tool.pdm.dev-dependencies] after it, by normal name.
func pdmMergedGroups(p *node) (groups *node, ok bool) {
	groups = &node{table: map[string]*node{}}
	for _, table := range []*node{p.find("dependency-groups"), p.find("tool", "pdm", "dev-dependencies")} {
		if table == nil {
			continue
		}
		for _, key := range table.keys {
			list := table.table[key]
			if list.kind != listKind {
				return groups, false
			}
			name := pdmNormal(key)
			if groups.table[name] == nil {
				groups.table[name] = &node{kind: listKind}
				groups.keys = append(groups.keys, name)
			}
			groups.table[name].list = append(groups.table[name].list, list.list...)
		}
	}
	return groups, true
}

// pdmNormal is what PDM makes of the name of a group: unlike PEP 503, each run of anything but letters and digits is "-".
func pdmNormal(name string) string {
	var b strings.Builder
	for i := range len(name) {
		switch c := name[i]; {
		case alphanumeric(c):
			b.WriteByte(c)
		case i == 0 || alphanumeric(name[i-1]):
			b.WriteByte('-')
		}
	}
	return strings.ToLower(b.String())
}

// Stale reports whether the lock is out of step with pyproject.toml: its content_hash is that of no release of PDM.
// known is false where this cannot be told: the lock has lock_inputs (2.28) or no hash, the project is one of a
// workspace, or PDM would convert its metadata from another tool's.
func (l *PDMLock) Stale(p *PyProject) (stale, known bool) {
	if p == nil || !p.HasProject || p.document.root.find("tool", "pdm", "workspace") != nil {
		return false, false
	}
	algorithm, want, ok := strings.Cut(l.ContentHash.Value, ":")
	if !ok {
		return false, false
	}
	for _, parts := range pdmHashes {
		table, ok := parts(p.document.root)
		if !ok {
			continue
		}
		var sum hash.Hash
		switch algorithm {
		case "sha256":
			sum = sha256.New()
		case "md5":
			sum = md5.New() // not for security: it is the name of a state
		default:
			return false, false
		}
		text, ok := pythonJSON(tableOf(table), ", ", ": ")
		if !ok {
			return false, false
		}
		sum.Write([]byte(text))
		if hex.EncodeToString(sum.Sum(nil)) == want {
			return false, true
		}
	}
	return true, true
}
