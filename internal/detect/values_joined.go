package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// joinedText gives a text that is put together of values: "[::]:" + port, "%s:%d" % (host, port), "{}:{}".format(…).
func (p *program) joinedText(in scope, e *pysource.Expr, hops int) value {
	form, parts := "", []*pysource.Expr(nil)
	switch {
	case e.Kind == pysource.BinOp && e.Name == "+":
		parts = append([]*pysource.Expr{e.X}, e.Args...)
		form = strings.Repeat("{}", len(parts))
	case e.Kind == pysource.BinOp && e.Name == "%" && len(e.Args) == 1:
		text, ok := e.X.Str()
		if !ok {
			return value{}
		}
		form, parts = strings.NewReplacer("%s", "{}", "%d", "{}", "%i", "{}").Replace(text), e.Args
		if e.Args[0].Kind == pysource.Tuple {
			parts = e.Args[0].Args
		}
	case e.Kind == pysource.Call && e.X.Kind == pysource.Attribute && e.X.Name == "format" && len(e.Keywords) == 0:
		text, ok := e.X.X.Str()
		if !ok {
			return value{}
		}
		form, parts = text, e.Args
	default:
		return value{}
	}
	return p.filled(in, &pysource.Expr{Kind: pysource.FString, Line: e.Line, Text: form, Args: parts}, hops)
}
