package packaging

import (
	"fmt"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// readCondaExplicit reads what `conda list --explicit` and `conda-lock render` write: the addresses of packages, in
// the order in which they are installed. conda-lock adds those of PyPI as comments: "# pip NAME @ ADDRESS".
// Source: https://docs.conda.io/projects/conda/en/stable/user-guide/tasks/manage-environments.html#building-identical-conda-environments
func readCondaExplicit(t *source.Tree, file string) (*CondaLock, error) {
	text, err := t.Text(file)
	if err != nil {
		return nil, &Error{File: file, Text: strings.TrimPrefix(err.Error(), source.Printable(file)+": ")}
	}
	l := &CondaLock{File: file, Explicit: true}
	number, marked := 0, false
	for line := range strings.SplitSeq(text, "\n") {
		number++
		fail := func(format string, args ...any) (*CondaLock, error) {
			return nil, &Error{File: file, Line: number, Text: fmt.Sprintf(format, args...)}
		}
		if len(line) > maxCondaSpec {
			return fail("line: longer than %d bytes", maxCondaSpec)
		}
		if len(l.Conda)+len(l.PyPI) > maxItems {
			return fail("more than %d packages", maxItems)
		}
		at := source.At(file, number, line)
		line = strings.TrimSpace(line)
		if platform, ok := strings.CutPrefix(line, "# platform: "); ok && !unprintable(platform) {
			l.Platforms = append(l.Platforms, strings.TrimSpace(platform))
		}
		switch pip, isPip := strings.CutPrefix(line, "# pip "); {
		case isPip:
			requirement, _, _ := strings.Cut(pip, " --hash")
			q, err := ParseRequirement(requirement)
			if err != nil || q.URL == "" {
				continue // a comment that happens to begin so
			}
			p := Pin{Name: q.Name, Extras: q.Extras, Marker: q.Marker, Evidence: at}
			p.located(q.URL)
			if len(p.Wheels) > 0 {
				if parts := strings.Split(p.Wheels[0], "-"); len(parts) >= 5 {
					p.Version = parts[1]
				}
			}
			l.PyPI = append(l.PyPI, p)
		case line == "" || line[0] == '#':
		case line == "@EXPLICIT":
			marked = true
		default:
			p, ok := parseCondaURL(line)
			if !ok {
				return fail("%s: is not the address of a package of conda", quoted(line))
			}
			p.Evidence = at
			l.Conda = append(l.Conda, p)
		}
	}
	if !marked {
		return nil, &Error{File: file, Line: 1, Text: "has no line @EXPLICIT"}
	}
	return l, nil
}
