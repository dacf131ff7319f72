package packaging

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/pykube/pykube/internal/source"
)

// requirementsText reads a file in the encodings that pip reads: UTF-8, or UTF-16 by its byte order mark. What is
// neither is in an encoding of one byte, named by a comment (PEP 263) or by the locale of pip; it is read as Latin-1,
// which gives requirements as they are, since all of these agree in ASCII.
func requirementsText(t *source.Tree, file string) (string, error) {
	raw, err := t.Read(file)
	if err != nil {
		return "", &Error{File: file, Text: strings.TrimPrefix(err.Error(), source.Printable(file)+": ")}
	}
	text := source.Decode(raw)
	if utf8.Valid(raw) { // in Latin-1 such a character can be a letter of another encoding
		text = pythonLines.Replace(text)
	}
	return text, nil
}

// pythonLines are the ends of lines that Python's str.splitlines knows besides \r and \n.
var pythonLines = strings.NewReplacer(
	"\v", "\n", "\f", "\n", "\x1c", "\n", "\x1d", "\n", "\x1e", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n",
)

// include reads a file that -r or -c names, relative to the one that names it. A file of constraints includes by -r
// what is required, as in pip.
func (r *requirementsReader) include(l logical, name string, constraints bool) error {
	if isURL(name) || hasVariable(name) {
		r.list.Remote = append(r.list.Remote, Remote{Located: Located{Value: name, Evidence: l.at()}, Constraints: constraints})
		return nil
	}
	if strings.Contains(name, "://") || isFileURL(name) {
		return l.fail("%s: is not in the repository", quoted(name))
	}
	plain := strings.ReplaceAll(name, `\`, "/")
	next := path.Join(path.Dir(l.file), plain)
	key := seenKey(next, constraints)
	switch {
	case plain == "":
		return l.fail("the name of the file to include is missing")
	case path.IsAbs(plain) || leadsOut(next):
		return l.fail("%s: leads out of the repository", quoted(name))
	case slices.Contains(r.open, key):
		return l.fail("%s: is included by itself (%s)", quoted(name), r.way(key))
	case r.seen[key]:
		return nil
	case !r.tree.Has(next):
		return l.hint(r.otherPlace(l, next, constraints), "%s: does not exist", quoted(name))
	case len(r.open) >= maxNesting:
		return l.fail("%s: more than %d files deep", quoted(name), maxNesting)
	case len(r.seen) >= maxIncludes:
		return l.fail("%s: more than %d files are included", quoted(name), maxIncludes)
	}
	to := &r.list.Includes
	if constraints {
		to = &r.list.Constraints
	}
	*to = append(*to, next)
	return r.read(next, constraints)
}

// way lists the files of a cycle, the first one again at its end.
func (r *requirementsReader) way(key string) string {
	var names []string
	for _, one := range r.open[slices.Index(r.open, key):] {
		names = append(names, quoted(strings.TrimPrefix(one, "-c ")))
	}
	if len(names) > 3 {
		names = append(names[:2], "…")
	}
	return strings.Join(append(names, names[0]), " > ")
}

// otherPlace is the line that would include the file where it is instead: people write the path as seen from the
// root. Else it is the command that tells whether git leaves the file out.
func (r *requirementsReader) otherPlace(l logical, missing string, constraints bool) string {
	option := "-r "
	if constraints {
		option = "-c "
	}
	dir := path.Dir(l.file)
	inner := strings.TrimPrefix(missing, dir+"/") // as written, without "../"
	for _, place := range []string{inner, path.Join(dir, path.Base(missing)), "requirements/" + path.Base(missing), path.Base(missing)} {
		if r.tree.Has(place) && place != l.file {
			return option + relative(dir, place)
		}
	}
	return "git check-ignore -v " + missing
}

// relative is a file as seen from a directory; both are relative to the root.
func relative(dir, file string) string {
	up := ""
	for dir != "." && !strings.HasPrefix(file, dir+"/") {
		dir, up = path.Dir(dir), up+"../"
	}
	if dir == "." {
		return up + file
	}
	return up + strings.TrimPrefix(file, dir+"/")
}

// hasVariable reports whether the text holds ${NAME}, for which pip puts in the environment variable.
func hasVariable(text string) bool {
	_, after, found := strings.Cut(text, "${")
	name, _, closed := strings.Cut(after, "}")
	return found && closed && isVariable(name)
}

func isVariable(name string) bool {
	return name != "" && len(name) <= maxName && strings.Trim(name, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_") == ""
}
