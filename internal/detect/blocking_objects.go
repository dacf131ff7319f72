package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// objectOf gives the dotted name of the class or function outside the repository that made an object, or that its
// annotation names; "" where that is not known. What is reached through an object counts as it.
func (b *behaviourSearch) objectOf(at spot, e *pysource.Expr, hops int) string {
	if e == nil || hops == 0 {
		return ""
	}
	switch e.Kind {
	case pysource.Call:
		if name := b.foreign(at, e.X); name != "" {
			if _, ok := b.tables.BlockingObject(name); ok && e.Keyword("class_") == nil {
				return name
			}
			return ""
		}
		if def, where, ok := b.definition(at, e.X); ok {
			return b.objectMade(def, where, hops-1)
		}
		if e.X.Kind == pysource.Attribute {
			return b.objectOf(at, e.X.X, hops-1) // a method: session.query(…)
		}
		return b.objectOf(at, e.X, hops-1) // SessionLocal()
	case pysource.Attribute:
		if e.X.Kind == pysource.Name && (e.X.Name == "self" || e.X.Name == "cls") {
			return b.objectOfSelf(at, e.Name, hops-1)
		}
		if t := b.valueOf(at, e); t.value != nil {
			return b.objectOf(t.at, t.value, hops-1)
		}
		return b.objectOf(at, e.X, hops-1)
	case pysource.Subscript:
		return b.objectOf(at, e.X, hops-1)
	case pysource.Name:
		return b.objectNamed(at, e, hops)
	}
	return ""
}

// objectOfSelf gives the object that __init__ of the class around assigns to an attribute.
func (b *behaviourSearch) objectOfSelf(at spot, name string, hops int) string {
	i := len(at.defs) - 1
	for ; i >= 0 && at.defs[i].Kind != pysource.ClassDef; i-- {
	}
	if i < 0 {
		return ""
	}
	for _, method := range at.defs[i].Body {
		if method.Kind != pysource.FunctionDef || method.Name != "__init__" {
			continue
		}
		for _, st := range method.Body {
			if st.Kind == pysource.Assign && st.Value != nil && len(st.Targets) > 0 && st.Targets[0].Dotted() == "self."+name {
				return b.objectOf(spot{file: at.file, defs: append(at.defs[:i+1:i+1], method)}, st.Value, hops)
			}
		}
	}
	return ""
}

func (b *behaviourSearch) objectNamed(at spot, e *pysource.Expr, hops int) string {
	for i := len(at.defs) - 1; i >= 0; i-- {
		if k := slices.IndexFunc(at.defs[i].Params, func(p pysource.Param) bool { return p.Name == e.Name }); k >= 0 {
			return b.annotated(at, at.defs[i].Params[k].Annotation, hops-1)
		}
		if name := b.withObject(at, at.defs[i], e.Name, hops-1); name != "" {
			return name
		}
	}
	t := b.valueOf(at, e)
	if t.value == nil || t.value == e {
		return ""
	}
	return b.objectOf(t.at, t.value, hops-1)
}

// withObject gives the object that a with statement of a function binds to a name.
func (b *behaviourSearch) withObject(at spot, def *pysource.Stmt, name string, hops int) string {
	if def.Kind != pysource.FunctionDef || hops <= 0 {
		return ""
	}
	bound, again := b.withs[def]
	if !again {
		bound = map[string]*pysource.Expr{}
		pysource.Inspect(def.Body, func(st *pysource.Stmt, _ []*pysource.Stmt) bool {
			if st.Kind == pysource.With && !st.Async {
				for i, target := range st.Targets {
					if target != nil && target.Kind == pysource.Name && i < len(st.Items) && bound[target.Name] == nil {
						bound[target.Name] = st.Items[i]
					}
				}
			}
			return st.Kind != pysource.FunctionDef
		})
		b.withs[def] = bound
	}
	if bound[name] == nil {
		return ""
	}
	return b.objectOf(at, bound[name], hops)
}

// annotated gives the class that an annotation names: Session, Session | None, Annotated[Session, …], or a name for it.
func (b *behaviourSearch) annotated(at spot, e *pysource.Expr, hops int) string {
	if e == nil || hops <= 0 {
		return ""
	}
	switch e.Kind {
	case pysource.Subscript:
		if len(e.Args) > 0 {
			first := e.Args[0]
			if first.Kind == pysource.Tuple && len(first.Args) > 0 {
				first = first.Args[0]
			}
			return b.annotated(at, first, hops-1)
		}
	case pysource.BinOp:
		return b.annotated(at, e.X, hops-1)
	case pysource.Name, pysource.Attribute:
		if name := b.foreign(at, e); name != "" {
			if _, ok := b.tables.BlockingObject(name); ok {
				return name
			}
			return ""
		}
		if t := b.valueOf(at, e); t.value != nil && t.value.Kind == pysource.Subscript {
			return b.annotated(t.at, t.value, hops-1)
		}
	}
	return ""
}

// objectMade gives the object that a function of the repository returns, or a class of it is made from.
func (b *behaviourSearch) objectMade(def *pysource.Stmt, at spot, hops int) string {
	if def.Kind != pysource.FunctionDef || def.Async || hops <= 0 {
		return ""
	}
	if name := b.annotated(spot{file: at.file}, def.Returns, hops); name != "" {
		return name
	}
	for _, st := range def.Body {
		if st.Kind == pysource.Return && st.Value != nil {
			return b.objectOf(at, st.Value, hops-1)
		}
	}
	return ""
}

// valueOf gives the value that a name or an attribute of a module of the repository is assigned.
func (b *behaviourSearch) valueOf(at spot, e *pysource.Expr) boundName {
	dotted := e.Dotted()
	if dotted == "" {
		return boundName{}
	}
	first, rest, _ := strings.Cut(dotted, ".")
	found, ok := b.lookup(at, first)
	switch {
	case ok && rest == "" && found.value != nil:
		return found
	case ok && len(found.at.defs) > 0 && found.imported == "":
		return boundName{}
	}
	t, ok := b.follow(scope{file: at.file}, dotted, maxHops)
	if ok && len(found.at.defs) > 0 {
		t, ok = b.followImport(at.file, join(found.imported, rest), found.level, maxHops)
	}
	if !ok || t.file == "" || t.name == "" || b.module(t.file) == nil {
		return boundName{}
	}
	return boundName{b.module(t.file).names[t.name], spot{file: t.file}}
}
