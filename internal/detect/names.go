package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// scope is where a name is looked up: a file, and the function in it, if any.
type scope struct {
	file string
	def  *pysource.Stmt // nil at the top of the file
}

// target is where a name leads: a thing of the repository, or the dotted name of something outside it.
type target struct {
	file     string // of the repository, "" for outside
	name     string // in that file, "" for the module itself
	external string
}

// maxHops bounds how many imports are followed for one name.
const maxHops = 12

// resolve follows a dotted name from the place where it is used.
func (p *program) resolve(in scope, dotted string) (target, bool) {
	if dotted == "" {
		return target{}, false
	}
	return p.follow(in, dotted, maxHops)
}

func (p *program) follow(in scope, dotted string, hops int) (target, bool) {
	m := p.module(in.file)
	if m == nil || hops == 0 {
		return target{}, false
	}
	first, rest, _ := strings.Cut(dotted, ".")
	b, ok := m.local(in.def, first)
	if !ok {
		b, ok = m.names[first]
	}
	switch {
	case !ok:
		return p.star(m, dotted, hops)
	case b.imported != "":
		return p.followImport(in.file, join(b.imported, rest), b.level, hops-1)
	case b.value != nil && b.value.Dotted() != "" && b.value.Dotted() != first:
		return p.follow(scope{file: in.file}, join(b.value.Dotted(), rest), hops-1)
	case rest != "":
		return target{}, false // an attribute of an object
	default:
		return target{file: in.file, name: first}, true
	}
}

// star looks a name up in the modules whose names are all imported: `from .base import *`.
func (p *program) star(m *module, dotted string, hops int) (target, bool) {
	left := hops - 1
	if len(m.stars) > 1 {
		left = max(hops-3, 0) // each of them may lead to several again
	}
	for _, b := range m.stars {
		module := strings.TrimSuffix(strings.TrimSuffix(b.imported, "*"), ".")
		file, rest, ok := p.find(m.file, module, b.level)
		switch {
		case !ok && b.level == 0 && p.starred != nil && p.starred(join(module, dotted)):
			return target{external: join(module, dotted)}, true
		case ok && rest == "" && file != m.file:
			if t, ok := p.follow(scope{file: file}, dotted, left); ok {
				return t, true
			}
		}
	}
	return target{}, false
}

// followImport follows an imported dotted name to a file of the repository, or says that it leads outside.
func (p *program) followImport(from, dotted string, level, hops int) (target, bool) {
	file, rest, ok := p.find(from, dotted, level)
	if !ok {
		return target{external: dotted}, level == 0
	}
	if rest == "" {
		return target{file: file}, true
	}
	if file == from && hops <= 1 {
		return target{}, false
	}
	if t, ok := p.follow(scope{file: file}, rest, hops); ok {
		return t, true
	}
	return target{}, false
}

func join(a, b string) string {
	if b == "" {
		return a
	}
	return a + "." + b
}
