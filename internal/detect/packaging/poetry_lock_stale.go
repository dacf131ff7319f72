package packaging

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/pykube/pykube/internal/pep440"
)

// Keys of pyproject.toml that Poetry hashes. Of the first, those that are missing are null where nothing of [project] and
// [dependency-groups] is hashed.
var (
	poetryHashed  = []string{"dependencies", "source", "extras", "dev-dependencies"}
	projectHashed = []string{"requires-python", "dependencies", "optional-dependencies"}
)

// Stale reports whether the lock was made for another pyproject.toml than p was read from, as Poetry does before it
// installs: by content-hash. why says what differs; where stale is false and why is not empty, it is not known.
//
// A lock before 2.1 is judged as Poetry 1.2 to 1.8 do, which do not look at [project]; one of 2.1 as Poetry 2 does:
// since 2.3 with [dependency-groups], and without for a lock that an older one wrote.
// Source: _get_content_hash in https://github.com/python-poetry/poetry/blob/main/src/poetry/packages/locker.py
func (l *PoetryLock) Stale(p *Poetry) (stale bool, why string) {
	if p == nil {
		return false, "pyproject.toml says nothing to Poetry"
	}
	if l.ContentHash.Value == "" {
		return true, "poetry.lock has no content-hash"
	}
	variants := []poetryHash{{project: l.grouped, groups: l.grouped}}
	if older, err := pep440.Allows("<2.3", l.GeneratedBy.Value); l.grouped && err == nil && older {
		variants = append(variants, poetryHash{project: true})
	}
	var first string
	for _, v := range variants {
		hash, err := v.of(p.document.root)
		if err != nil {
			return false, "whether poetry.lock fits pyproject.toml is not known: " + err.Error()
		}
		if hash == l.ContentHash.Value {
			return false, ""
		}
		if first == "" {
			first = hash
		}
	}
	return true, fmt.Sprintf("content-hash is %s, where pyproject.toml gives %q", quoted(l.ContentHash.Value), first)
}

// maxHashDepth is the deepest value that is hashed. Honest ones are seven deep.
const maxHashDepth = 50

// poetryHash says which tables beside [tool.poetry] are hashed.
type poetryHash struct{ project, groups bool }

// of gives the SHA-256 of the JSON that Poetry makes of what it hashes.
func (h poetryHash) of(root *node) (string, error) {
	hashed := &node{}
	if h.project {
		if project := chosen(root.find("project"), projectHashed, false); len(project.table) > 0 {
			hashed.set("project", project)
		}
	}
	if groups := root.find("dependency-groups"); h.groups && groups != nil && len(groups.table) > 0 {
		hashed.set("dependency-groups", groups)
	}
	own := chosen(root.find("tool", "poetry"), poetryHashed, len(hashed.table) == 0)
	if group := root.find("tool", "poetry", "group"); group != nil {
		own.set("group", group)
	}
	if len(hashed.table) > 0 {
		tool := &node{}
		tool.set("poetry", own)
		hashed.set("tool", tool)
	} else {
		hashed = own
	}
	text, err := appendJSON(nil, hashed, 0)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(text)
	return hex.EncodeToString(sum[:]), nil
}

// chosen copies some keys of a table. nulls: those that are missing as nil, which is null.
func chosen(from *node, keys []string, nulls bool) *node {
	found := &node{}
	for _, key := range keys {
		if value := from.find(key); value != nil || nulls {
			found.set(key, value)
		}
	}
	return found
}

func (n *node) set(key string, value *node) {
	if n.table == nil {
		n.table = map[string]*node{}
	}
	n.table[key] = value
	n.keys = append(n.keys, key)
}

// appendJSON writes a value as json.dumps(value, sort_keys=True) of Python does.
// What Python writes in a way of its own, or not at all, is an error: floats, dates, integers that are not plain.
func appendJSON(to []byte, n *node, depth int) ([]byte, error) {
	if depth > maxHashDepth {
		return nil, fmt.Errorf("pyproject.toml: its values are more than %d deep", maxHashDepth)
	}
	if n == nil {
		return append(to, "null"...), nil
	}
	var err error
	switch n.kind {
	case textKind:
		return appendJSONString(to, n.text), nil
	case boolKind:
		return append(to, n.text...), nil
	case listKind:
		to = append(to, '[')
		for i, item := range n.list {
			if i > 0 {
				to = append(to, ", "...)
			}
			if to, err = appendJSON(to, item, depth+1); err != nil {
				return nil, err
			}
		}
		return append(to, ']'), nil
	case tableKind:
		to = append(to, '{')
		keys := slices.Clone(n.keys)
		slices.Sort(keys) // the order of UTF-8 is that of the characters
		for i, key := range keys {
			if i > 0 {
				to = append(to, ", "...)
			}
			to = append(appendJSONString(to, key), ": "...)
			if to, err = appendJSON(to, n.table[key], depth+1); err != nil {
				return nil, err
			}
		}
		return append(to, '}'), nil
	}
	if number, err := strconv.ParseInt(n.text, 10, 64); err == nil && strconv.FormatInt(number, 10) == n.text {
		return append(to, n.text...), nil
	}
	return nil, errors.New("pyproject.toml: the value on line " + strconv.Itoa(n.line) + " is neither a string nor a plain number")
}

// appendJSONString escapes all that is not printable ASCII, in UTF-16.
func appendJSONString(to []byte, text string) []byte {
	const hexits = "0123456789abcdef"
	to = append(to, '"')
	for _, r := range text {
		if i := strings.IndexRune("\"\\\n\r\t\f\b", r); i >= 0 {
			to = append(to, '\\', `"\nrtfb`[i])
			continue
		}
		if r >= ' ' && r <= '~' {
			to = append(to, byte(r))
			continue
		}
		units := []uint16{uint16(r)}
		if r > 0xffff {
			units = utf16.AppendRune(nil, r)
		}
		for _, u := range units {
			to = append(to, '\\', 'u', hexits[u>>12], hexits[u>>8&15], hexits[u>>4&15], hexits[u&15])
		}
	}
	return append(to, '"')
}
