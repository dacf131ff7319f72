package dockerfile

import (
	"path"
	"strings"

	"github.com/pykube/pykube/internal/detect/shell"
	"github.com/pykube/pykube/internal/source"
)

// Copies is what a Dockerfile brings from the repository into the image.
type Copies struct {
	Tree     *source.Tree
	Contexts []string // directories that the image can be built from, the likelier one first
	list     []copied
}

// copied is one source of a COPY or ADD, or of a mount of type bind.
type copied struct {
	from string // in the repository; can hold "*"
	to   string // in the image, absolute
	dir  bool   // to is a directory that from is put into
	root bool   // from is counted from the root of the repository
}

// Add notes what COPY and ADD bring from the repository. workdir is the directory that they run in.
func (s *Copies) Add(text, workdir string) {
	words := strings.Fields(strings.ReplaceAll(text, "\\\n", " "))
	for len(words) > 0 && strings.HasPrefix(words[0], "--") {
		if strings.HasPrefix(words[0], "--from=") {
			return
		}
		words = words[1:]
	}
	if len(words) > 0 && strings.HasPrefix(words[0], "[") {
		words = shell.Quoted(strings.Join(words, " "))
	}
	if len(words) < 2 || len(s.list) >= shell.MaxCommands {
		return
	}
	last := words[len(words)-1]
	to := path.Join("/", workdir, last)
	if path.IsAbs(last) {
		to = path.Clean(last)
	}
	for _, from := range words[:len(words)-1] {
		into := strings.HasSuffix(last, "/") || last == "." || len(words) > 2 || strings.ContainsAny(from, "*?[")
		s.list = append(s.list, copied{from: path.Clean(strings.TrimPrefix(from, "/")), to: to, dir: into})
	}
}

// Mount notes --mount=type=bind,source=requirements.txt,target=/tmp/requirements.txt.
func (s *Copies) Mount(text, workdir string) {
	values := map[string]string{}
	for part := range strings.SplitSeq(text, ",") {
		name, value, _ := strings.Cut(part, "=")
		values[name] = value
	}
	from, to := values["source"]+values["src"], values["target"]+values["dst"]+values["destination"]
	if values["from"] != "" || to == "" || values["type"] != "" && values["type"] != "bind" || from == "" {
		return
	}
	if !path.IsAbs(to) {
		to = path.Join("/", workdir, to)
	}
	s.list = append(s.list, copied{from: path.Clean(strings.TrimPrefix(from, "/")), to: path.Clean(to)})
}

// Len is how many there are.
func (s *Copies) Len() int { return len(s.list) }

// Cut keeps the first n: a mount ends with its command.
func (s *Copies) Cut(n int) { s.list = s.list[:n] }

// Find gives the file or directory of the repository that stands at a place of the image, an absolute path.
func (s *Copies) Find(place string) (string, bool) {
	for i := len(s.list) - 1; i >= 0; i-- {
		for _, context := range s.Contexts {
			if found, ok := s.find(s.list[i], context, place); ok {
				return found, true
			}
		}
	}
	return "", false
}

func (s *Copies) find(c copied, context, place string) (string, bool) {
	from := path.Join(context, c.from)
	if c.root {
		from = c.from
	}
	inside := "."
	if place != c.to {
		rest, ok := strings.CutPrefix(place, strings.TrimSuffix(c.to, "/")+"/")
		if !ok {
			return "", false
		}
		inside = rest
	}
	has := func(name string) bool { return !leadsOut(name) && (s.Tree.Has(name) || s.Tree.HasDir(name)) }
	switch {
	case s.Tree.HasDir(from):
		found := path.Join(from, inside)
		return found, has(found)
	case inside == ".":
		return from, !leadsOut(from) && s.Tree.Has(from) && !c.dir
	case strings.ContainsAny(c.from, "*?["):
		matched, err := path.Match(path.Base(c.from), path.Base(inside))
		found := path.Join(path.Dir(from), inside)
		return found, err == nil && matched && has(found)
	}
	return from, path.Base(from) == inside && has(from)
}

// leadsOut reports whether a cleaned path leaves the root.
func leadsOut(name string) bool {
	return path.IsAbs(name) || name == ".." || strings.HasPrefix(name, "../")
}

// With gives a copy with directories of the repository put over it: {directory, place in the image}.
func (s *Copies) With(mounts [][2]string) *Copies {
	over := &Copies{Tree: s.Tree, Contexts: s.Contexts, list: append([]copied{}, s.list...)}
	for _, m := range mounts {
		over.list = append(over.list, copied{from: m[0], to: m[1], root: true})
	}
	return over
}

// Home gives the directory of the repository whose files stand in a directory of the image, where it was not copied as
// a whole: "COPY app app" and "COPY main.py ." put those of its own directory into the present one.
func (s *Copies) Home(place string) (string, bool) {
	best, rank := "", 0
	for i := len(s.list) - 1; i >= 0; i-- {
		c := s.list[i]
		for _, context := range s.Contexts {
			from := path.Join(context, c.from)
			if leadsOut(from) || c.root || strings.ContainsAny(from, "*?[") {
				continue
			}
			home, r := path.Dir(from), 0
			switch {
			case s.Tree.HasDir(from) && path.Dir(c.to) == place && path.Base(c.to) == path.Base(from):
				r = 3
			case !s.Tree.Has(from) || place != c.to && path.Join(place, path.Base(from)) != c.to:
			case path.Ext(from) == ".py":
				r = 2
			case home == context && context == s.Contexts[0]:
				r = 1
			}
			if r > rank {
				best, rank = home, r
			}
		}
	}
	return best, rank > 0
}
