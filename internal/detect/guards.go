package detect

import (
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// guardWords stand in the names of functions that ask who is calling. A probe cannot answer them.
var guardWords = []string{"auth", "login", "token", "current_user", "permission", "api_key", "apikey", "secur", "credential", "jwt"}

func guardName(dotted string) bool {
	dotted = strings.ToLower(dotted)
	return slices.ContainsFunc(guardWords, func(w string) bool { return strings.Contains(dotted, w) })
}

// guards reports whether a call hands over a dependency that looks like a guard: Depends(get_current_user).
func guards(call *pysource.Expr) bool {
	guarded := false
	for _, k := range call.Keywords {
		if k.Name == "dependencies" {
			guarded = guarded || dependsOnGuard(k.Value)
		}
	}
	return guarded
}

func dependsOnGuard(e *pysource.Expr) bool {
	guarded := false
	e.Walk(func(x *pysource.Expr) bool {
		if x.Kind == pysource.Call && (strings.HasSuffix(x.X.Dotted(), "Depends") || strings.HasSuffix(x.X.Dotted(), "Security")) {
			guarded = guarded || strings.HasSuffix(x.X.Dotted(), "Security") || slices.ContainsFunc(x.Args, func(a *pysource.Expr) bool {
				if a.Kind == pysource.Call {
					return guardName(a.X.Dotted())
				}
				return guardName(a.Dotted())
			})
		}
		return !guarded
	})
	return guarded
}

// guardedDef reports whether a function asks who calls it: by another decorator or by a parameter.
func guardedDef(def *pysource.Stmt) bool {
	for _, d := range def.Decorators {
		if d.Kind == pysource.Call {
			d = d.X
		}
		if guardName(d.Dotted()) {
			return true
		}
	}
	return slices.ContainsFunc(def.Params, func(p pysource.Param) bool {
		return p.Default != nil && dependsOnGuard(p.Default) || p.Annotation != nil && dependsOnGuard(p.Annotation)
	})
}
