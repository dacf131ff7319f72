package packaging

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
)

// poetryClosure follows the dependencies of a lock before 2.1. Every list of dependencies is queued once, and every
// extra of a package, so that the work is bounded by the file.
type poetryClosure struct {
	lock    *PoetryLock
	env     MarkerEnv
	byName  map[string][]int
	byEdge  map[int]map[string][]int // package -> name -> its dependencies of that name; where an extra was asked for
	matched map[string][]int         // dependency -> packages
	budget  int
	seen    []bool
	kept    []bool               // packages whose own marker may hold
	extras  map[poetryExtra]bool // that were asked for
	queue   []poetryEdges
}

// poetryExtra is an extra of a package, by its place in the lock.
type poetryExtra struct {
	index int
	name  string
}

// poetryEdges are dependencies that hold together.
type poetryEdges struct {
	list   []PoetryDependency
	extras []string // that are asked for
}

// maxMatches bounds the versions that are compared. Above it a dependency brings every package of its name.
const maxMatches = 10_000

func (l *PoetryLock) reached(p *Poetry, env MarkerEnv, wanted map[string]bool) []bool {
	c := &poetryClosure{
		lock: l, env: env, byName: make(map[string][]int, len(l.Packages)), byEdge: map[int]map[string][]int{},
		matched: map[string][]int{}, budget: maxMatches, seen: make([]bool, len(l.Packages)), extras: map[poetryExtra]bool{},
	}
	for i, q := range l.Packages {
		c.byName[q.Name] = append(c.byName[q.Name], i)
		c.kept = append(c.kept, holds(q.Marker, env))
	}
	asked := map[string]bool{}
	for _, extra := range env.Extras {
		for _, name := range p.Extras[extra] {
			asked[name] = true
		}
	}
	for _, dependency := range p.Dependencies {
		if !dependency.Optional || asked[dependency.Name] {
			dependency.Optional = false
			c.follow([]PoetryDependency{dependency}, env.Extras)
		}
	}
	for name, group := range p.Groups {
		if wanted[name] {
			c.follow(group.Requirements, env.Extras)
		}
	}
	for len(c.queue) > 0 {
		next := c.queue[0]
		c.queue = c.queue[1:]
		c.follow(next.list, next.extras)
	}
	return c.seen
}

// follow marks what dependencies bring. Without extras the optional ones among them bring nothing.
func (c *poetryClosure) follow(edges []PoetryDependency, extras []string) {
	env := c.env
	env.Extras = extras
	for _, e := range edges {
		if e.Optional && extras == nil || !holds(e.Marker, env) {
			continue
		}
		for _, i := range c.match(e) {
			q := &c.lock.Packages[i]
			if !c.kept[i] {
				continue
			}
			if !c.seen[i] {
				c.seen[i] = true
				c.queue = append(c.queue, poetryEdges{list: q.Dependencies})
			}
			for _, extra := range e.Extras {
				c.extra(i, extra)
			}
		}
	}
}

// match gives the packages that a dependency can mean: those whose version it allows, and all where it allows none.
func (c *poetryClosure) match(e PoetryDependency) []int {
	all := c.byName[e.Name]
	if len(all) < 2 || e.URL != "" {
		return all
	}
	key := e.Name + e.Specifier + fmt.Sprint(e.Alternatives)
	if found, ok := c.matched[key]; ok {
		return found
	}
	if c.budget -= len(all) * len(e.specifiers()); c.budget < 0 {
		return all
	}
	var found []int
	for _, i := range all {
		if e.Allows(c.lock.Packages[i].Version) {
			found = append(found, i)
		}
	}
	if found == nil {
		found = all
	}
	found = c.newest(found)
	c.matched[key] = found
	return found
}

// newest keeps, where the version of Python is known, what Poetry chooses among packages that all fit: the newest that
// runs on it. For any Python it keeps all.
func (c *poetryClosure) newest(list []int) []int {
	best := -1
	for _, i := range list {
		q := c.lock.Packages[i]
		if c.env.Python != "" && c.kept[i] && runsOn(q.Python, c.env.Python) && (best < 0 || pep440.Older(c.lock.Packages[best].Version, q.Version)) {
			best = i
		}
	}
	if best < 0 {
		return list
	}
	return []int{best}
}

// runsOn reports whether a constraint allows a version of Python: of "3.12" the newest patch release. One that cannot
// be read allows all.
func runsOn(constraint, python string) bool {
	alternatives, err := PoetryConstraint(constraint)
	if err != nil {
		return true
	}
	for _, specifier := range alternatives {
		allows := pep440.Allows
		if strings.Count(python, ".") == 1 {
			allows = pep440.PythonNewestAllowed
		}
		if held, err := allows(specifier, python); held || err != nil {
			return true
		}
	}
	return false
}

// extra queues what an extra of a package brings, among it other extras of the same package ("all" as "a[b,c]").
func (c *poetryClosure) extra(i int, extra string) {
	q := &c.lock.Packages[i]
	for open := []string{extra}; len(open) > 0; open = open[1:] {
		brought := q.Extras[open[0]]
		key := poetryExtra{i, open[0]}
		if len(brought) == 0 || c.extras[key] {
			continue
		}
		c.extras[key] = true
		if c.byEdge[i] == nil {
			c.byEdge[i] = map[string][]int{}
			for n, e := range q.Dependencies {
				c.byEdge[i][e.Name] = append(c.byEdge[i][e.Name], n)
			}
		}
		var edges []PoetryDependency
		var names []string
		for _, b := range brought {
			if b.Name == q.Name {
				open = append(open, b.Extras...)
			}
			names = append(names, b.Name)
		}
		slices.Sort(names)
		for _, name := range slices.Compact(names) {
			for _, n := range c.byEdge[i][name] {
				edges = append(edges, q.Dependencies[n])
			}
		}
		c.queue = append(c.queue, poetryEdges{list: edges, extras: []string{open[0]}})
	}
}
