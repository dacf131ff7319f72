package packaging

import (
	"path"
	"strings"
)

// copied is one source of a COPY or ADD, or of a mount of type bind.
type copied struct {
	from string // in the repository; can hold "*"
	to   string // in the image, absolute
	dir  bool   // to is a directory that from is put into
}

// copy notes what COPY and ADD bring from the repository.
func (f *installFile) copy(text string) {
	words := strings.Fields(strings.ReplaceAll(text, "\\\n", " "))
	for len(words) > 0 && strings.HasPrefix(words[0], "--") {
		if strings.HasPrefix(words[0], "--from=") {
			return
		}
		words = words[1:]
	}
	if len(words) > 0 && strings.HasPrefix(words[0], "[") {
		words = quotedTexts(strings.Join(words, " "))
	}
	if len(words) < 2 || len(f.copies) >= maxCommands {
		return
	}
	last := words[len(words)-1]
	to := path.Join("/", f.workdir, last)
	if path.IsAbs(last) {
		to = path.Clean(last)
	}
	for _, from := range words[:len(words)-1] {
		into := strings.HasSuffix(last, "/") || last == "." || len(words) > 2 || strings.ContainsAny(from, "*?[")
		f.copies = append(f.copies, copied{from: path.Clean(strings.TrimPrefix(from, "/")), to: to, dir: into})
	}
}

// mount notes --mount=type=bind,source=requirements.txt,target=/tmp/requirements.txt.
func (f *installFile) mount(text string) {
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
		to = path.Join("/", f.workdir, to)
	}
	f.copies = append(f.copies, copied{from: path.Clean(strings.TrimPrefix(from, "/")), to: path.Clean(to)})
}

// contexts are the directories that the image can be built from, the likelier one first: the root for docker/Dockerfile,
// services/api for services/api/Dockerfile.
func (f *installFile) contexts() []string {
	dir := path.Dir(f.file)
	for _, word := range nameWords(dir) {
		if productionWords[word] > 0 && productionWords[word] <= rankDeployment+5 && word != "server" || isDevelopment(word) || word == "compose" {
			return []string{".", dir}
		}
	}
	return []string{dir, "."}
}

// copied gives the file or directory of the repository that stands at a place of the image.
func (f *installFile) copied(place string, absolute bool, name string) (string, bool) {
	if absolute {
		place = path.Clean(name)
	}
	for i := len(f.copies) - 1; i >= 0; i-- {
		c := f.copies[i]
		for _, context := range f.contexts() {
			if found, ok := c.find(f, context, place); ok {
				return found, true
			}
		}
	}
	return "", false
}

func (c copied) find(f *installFile, context, place string) (string, bool) {
	from := path.Join(context, c.from)
	inside := "."
	if place != c.to {
		rest, ok := strings.CutPrefix(place, strings.TrimSuffix(c.to, "/")+"/")
		if !ok {
			return "", false
		}
		inside = rest
	}
	has := func(name string) bool { return !leadsOut(name) && (f.tree.Has(name) || f.tree.HasDir(name)) }
	switch {
	case f.tree.HasDir(from):
		found := path.Join(from, inside)
		return found, has(found)
	case inside == ".":
		return from, !leadsOut(from) && f.tree.Has(from) && !c.dir
	case strings.ContainsAny(c.from, "*?["):
		matched, err := path.Match(path.Base(c.from), path.Base(inside))
		found := path.Join(path.Dir(from), inside)
		return found, err == nil && matched && has(found)
	}
	return from, path.Base(from) == inside && has(from)
}
