package detect

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// subscript reads app.config["NAME"], os.environ["NAME"] and Path(…).parents[1].
func (s *speaker) subscript(at spot, e *pysource.Expr, hops int) (said, bool) {
	if e.X.Kind == pysource.Attribute && e.X.Name == "parents" && len(e.Args) == 1 && e.Args[0].Kind == pysource.Number && len(e.Args[0].Text) == 1 {
		value, ok := s.eval(at, e.X.X, hops-1)
		if !ok || !value.whole {
			return said{}, false
		}
		value.text = cleanDiskPath(value.text)
		for range int(e.Args[0].Text[0]-'0') + 1 {
			value.text = parent(value.text)
		}
		return value, true
	}
	key, ok := index(e)
	if !ok {
		return said{}, false
	}
	on := e.X.Dotted()
	if strings.HasSuffix(on, "environ") {
		return said{variable: key}, false
	}
	if strings.HasSuffix(on, "config") || strings.HasSuffix(on, "CONFIG") {
		return s.configuration(key, hops)
	}
	b, ok := s.lookup(at, on)
	if !ok || b.value == nil || b.value.Kind != pysource.Dict {
		return said{}, false
	}
	return s.entry(b.at, b.value, key, hops)
}

// entry gives the text of a key of a dictionary.
func (s *speaker) entry(at spot, dict *pysource.Expr, key string, hops int) (said, bool) {
	value := entryOf(dict, key)
	if value == nil {
		return said{}, false
	}
	return s.eval(at, value, hops-1)
}

// entryOf gives the value of a key of a dictionary that is written out, or of dict(key=…).
func entryOf(dict *pysource.Expr, key string) *pysource.Expr {
	if dict == nil {
		return nil
	}
	if dict.Kind == pysource.Call && dict.X.Dotted() == "dict" {
		return dict.Keyword(key)
	}
	if dict.Kind != pysource.Dict {
		return nil
	}
	for i, k := range dict.Args {
		if text, ok := k.Str(); ok && text == key && i < len(dict.Values) {
			return dict.Values[i]
		}
	}
	return nil
}

// configuration gives the text that a configuration of Flask has by a name: the one for production, where there are
// several.
func (s *speaker) configuration(key string, hops int) (said, bool) {
	best, ok := bestConfigured(s.config[key], func(c configured) bool { _, ok := s.eval(c.at, c.value, hops-1); return ok })
	if !ok {
		best, ok = bestConfigured(s.config[key], func(configured) bool { return true })
	}
	if !ok {
		return said{}, false
	}
	return s.eval(best.at, best.value, hops-1)
}

// bestConfigured takes the value of the class for production, else the first that is for no other purpose, of those that
// are known.
func bestConfigured(all []configured, known func(configured) bool) (configured, bool) {
	for _, want := range []func(string) bool{
		func(class string) bool { return strings.Contains(class, "prod") },
		func(class string) bool { return !purposeOfOthers(class) },
	} {
		for _, c := range all {
			if want(c.class()) && known(c) {
				return c, true
			}
		}
	}
	return configured{}, false
}

// class names the class that a value stands in, or its file, in small letters.
func (c configured) class() string {
	if n := len(c.at.defs); n > 0 && c.at.defs[n-1].Kind == pysource.ClassDef {
		return strings.ToLower(c.at.defs[n-1].Name)
	}
	return strings.ToLower(strings.TrimSuffix(path.Base(c.at.file), ".py"))
}

// purposeOfOthers recognises what is configured for tests and for who works on the program.
func purposeOfOthers(name string) bool {
	return strings.HasPrefix(name, "test") || strings.HasPrefix(name, "dev") || strings.HasPrefix(name, "local") || strings.HasPrefix(name, "debug") ||
		strings.HasPrefix(name, "ci") && len(name) < 9 || strings.HasSuffix(name, "testing") || strings.HasSuffix(name, "development")
}
