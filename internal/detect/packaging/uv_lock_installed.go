package packaging

import (
	"fmt"
	"path"
)

// Selection is what `uv sync` is asked for.
type Selection struct {
	Root    string   // the project's name; "" for the package at the root of the repository
	Extras  []string // extras of the project
	Groups  []string // dependency groups of the project
	Python  string   // "3.12"; "" keeps what some version needs
	Machine string   // as in MarkerEnv
}

// Root gives the package that the lock was made for: the one at the root of the repository. Nil for a workspace that
// has none.
func (l *UVLock) Root() *LockedPackage {
	for i := range l.Packages {
		if l.Packages[i].isRoot() {
			return &l.Packages[i]
		}
	}
	return nil
}

func (p LockedPackage) isRoot() bool {
	return p.Source.Kind != "path" && p.Dir != "" && path.Clean(p.Dir) == "."
}

// Locals lists what is built from the repository, the root aside: members of the workspace and packages by path.
// Their Dir is as written; it can lead out of the repository, and can be an archive where Source.Kind is path.
func (l *UVLock) Locals() []LockedPackage {
	var found []LockedPackage
	for _, p := range l.Packages {
		if p.Dir != "" && !p.isRoot() {
			found = append(found, p)
		}
	}
	return found
}

// Installed lists what `uv sync --no-dev` installs for the root, for any version of Python; without a root, all.
func (l *UVLock) Installed() []LockedPackage { return l.Select(Selection{}) }

// Select lists what is installed for the selection, in the order of the file: the dependencies of the project,
// theirs, and those of the extras that are asked for on the way. The project itself is not among them. A dependency
// whose marker cannot hold for CPython on Linux is left out; one whose marker cannot be parsed is kept. Without a
// project at the root, the members of the workspace are followed; where there is no project of that name, all packages
// are given.
func (l *UVLock) Select(s Selection) []LockedPackage {
	c := newClosure(l, s)
	var root LockedPackage
	switch {
	case c.root >= 0:
		root = l.Packages[c.root]
		c.follow(root.Dependencies)
	case s.Root != "" || !c.members():
		return l.Packages
	}
	for _, extra := range s.Extras {
		if c.root >= 0 {
			c.extra(c.root, NormalName(extra))
		}
	}
	for _, group := range s.Groups {
		c.follow(root.DevDependencies[NormalName(group)])
	}
	for len(c.queue) > 0 {
		next := c.queue[0]
		c.queue = c.queue[1:]
		c.follow(next)
	}
	var found []LockedPackage
	for i, p := range l.Packages {
		if c.seen[i] && i != c.root {
			found = append(found, p)
		}
	}
	return found
}

// closure follows the edges of the lock. Each list of edges is queued once, so the work is bounded by the file.
type closure struct {
	lock   *UVLock
	root   int
	byName map[string][]int
	env    MarkerEnv
	held   map[string]bool // markers that were evaluated
	seen   []bool
	extras map[string]bool // "index/extra" that were queued
	queue  [][]LockedDependency
}

func newClosure(l *UVLock, s Selection) *closure {
	c := &closure{
		lock: l, root: -1, byName: make(map[string][]int, len(l.Packages)), held: map[string]bool{},
		seen: make([]bool, len(l.Packages)), extras: map[string]bool{}, env: MarkerEnv{Python: s.Python, Machine: s.Machine},
	}
	for i, p := range l.Packages {
		c.byName[p.Name] = append(c.byName[p.Name], i)
		if c.root < 0 && (s.Root == "" && p.isRoot() || s.Root != "" && p.Dir != "" && p.Name == NormalName(s.Root)) {
			c.root = i
		}
	}
	if c.root < 0 {
		return c
	}
	// Where extras or groups conflict, uv writes them into markers as extra == 'extra-4-shop-cpu'.
	name := l.Packages[c.root].Name
	for _, extra := range s.Extras {
		c.env.Extras = append(c.env.Extras, fmt.Sprintf("extra-%d-%s-%s", len(name), name, NormalName(extra)))
	}
	for _, group := range s.Groups {
		c.env.Extras = append(c.env.Extras, fmt.Sprintf("group-%d-%s-%s", len(name), name, NormalName(group)))
	}
	return c
}

// members follows every member of a workspace that has no project at its root; false where there is none.
func (c *closure) members() bool {
	found := false
	for i, p := range c.lock.Packages {
		if p.Source.Kind == "editable" || p.Source.Kind == "virtual" {
			found, c.seen[i] = true, p.Source.Kind == "editable"
			c.follow(p.Dependencies)
		}
	}
	return found
}

func (c *closure) follow(edges []LockedDependency) {
	for _, e := range edges {
		if !c.holds(e.Marker) {
			continue
		}
		for _, i := range c.byName[e.Name] {
			p := &c.lock.Packages[i]
			if e.Version != "" && p.Version != e.Version || e.Source.Kind != "" && p.Source != e.Source {
				continue
			}
			if !c.seen[i] {
				c.seen[i] = true
				if i != c.root {
					c.queue = append(c.queue, p.Dependencies)
				}
			}
			for _, extra := range e.Extras {
				c.extra(i, extra)
			}
		}
	}
}

func (c *closure) extra(i int, extra string) {
	key := fmt.Sprintf("%d/%s", i, extra)
	if !c.extras[key] {
		c.extras[key] = true
		c.queue = append(c.queue, c.lock.Packages[i].OptionalDependencies[extra])
	}
}

func (c *closure) holds(marker string) bool {
	if marker == "" {
		return true
	}
	held, known := c.held[marker]
	if !known {
		var err error
		held, err = MarkerHolds(marker, c.env)
		held = held || err != nil
		c.held[marker] = held
	}
	return held
}
