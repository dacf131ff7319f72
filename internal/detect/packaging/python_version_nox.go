package packaging

import (
	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// readNox gives the releases that sessions of noxfile.py run on: @nox.session(python=["3.11", "3.12"]), a string, or
// the name of a list at the top of the file.
// Source: https://nox.thea.codes/en/stable/config.html#configuring-a-session-s-virtualenv
func readNox(t *source.Tree, file string) []Demand {
	raw, err := t.Read(file)
	if err != nil || len(raw) > maxOutline {
		return nil
	}
	var found []outlined
	lists := map[string]*pysource.Expr{}
	seen := map[*pysource.Expr]bool{}
	for _, st := range pysource.Parse(raw).Body {
		if st.Kind == pysource.Assign && len(st.Targets) == 1 && st.Targets[0] != nil && st.Targets[0].Kind == pysource.Name {
			lists[st.Targets[0].Name] = st.Value
		}
		for _, d := range st.Decorators {
			if d == nil || d.Kind != pysource.Call || d.X.Dotted() != "nox.session" && d.X.Dotted() != "session" && d.X.Dotted() != "nox_poetry.session" {
				continue
			}
			python := d.Keyword("python")
			if python != nil && python.Kind == pysource.Name {
				python = lists[python.Name]
			}
			if python == nil || seen[python] {
				continue
			}
			seen[python] = true
			texts := []*pysource.Expr{python}
			if python.Kind == pysource.List || python.Kind == pysource.Tuple {
				texts = python.Args
			}
			for _, e := range texts {
				if e == nil {
					continue
				}
				if version, ok := e.Str(); ok {
					found = append(found, outlined{value: version, line: e.Line})
				}
			}
		}
	}
	return weak(found, func(line int) source.Evidence { return t.At(file, line) })
}
