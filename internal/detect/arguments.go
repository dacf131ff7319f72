package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// argument gives the first positional argument, or the keyword of one of the names.
func argument(call *pysource.Expr, names ...string) *pysource.Expr {
	if len(call.Args) > 0 {
		return call.Args[0]
	}
	for _, k := range call.Keywords {
		if slices.Contains(names, k.Name) {
			return k.Value
		}
	}
	return nil
}

func has(call *pysource.Expr, name string) bool {
	return slices.ContainsFunc(call.Keywords, func(k pysource.Keyword) bool { return k.Name == name })
}

// keyword gives the constant value of a keyword, "" where it is not given; false where it is computed.
func (r *routing) keyword(in scope, call *pysource.Expr, name string) (string, bool) {
	for _, k := range call.Keywords {
		if k.Name == "" {
			return "", false // **options
		}
		if k.Name == name {
			if k.Value.Kind == pysource.Constant && k.Value.Name == "None" {
				return "", true
			}
			return r.constant(in, k.Value)
		}
	}
	return "", true
}

// answersGet reads methods=[…]; without it the frameworks answer GET.
func answersGet(call *pysource.Expr) bool {
	for _, k := range call.Keywords {
		if k.Name != "methods" {
			continue
		}
		return slices.ContainsFunc(k.Value.Args, func(e *pysource.Expr) bool {
			s, ok := e.Str()
			return ok && strings.EqualFold(s, "GET")
		})
	}
	return true
}
