package detect

import (
	"slices"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// LibcCall is a call of a function that does something else on another C library than glibc.
type LibcCall struct {
	Function string          `json:"function"` // dotted
	Value    string          `json:"value,omitempty"`
	Evidence source.Evidence `json:"evidence"`
}

// readLibcCall notes a call of a function of the table. One with an argument that makes no difference is none: the locale
// of the environment, and that of C, are on every C library.
func (b *behaviourSearch) readLibcCall(at spot, name string, call *pysource.Expr) {
	row, ok := b.tables.MisbehavingCall(name)
	if !ok || len(b.facts.Behaviour.Libc) >= maxNoted {
		return
	}
	found := LibcCall{Function: name, Evidence: b.tree.At(at.file, call.Line)}
	if len(row.Unless) > 0 {
		value := lastArgument(call)
		if value == nil || value.Kind == pysource.Constant && value.Name == "None" {
			return // it asks, and sets nothing
		}
		if text, ok := b.says(at, value); ok && text.whole {
			if found.Value = source.Printable(text.text); slices.Contains(row.Unless, text.text) {
				return
			}
		}
	}
	b.facts.Behaviour.Libc = append(b.facts.Behaviour.Libc, found)
}

// lastArgument is the second argument of a call, or nil: setlocale(category, locale).
func lastArgument(call *pysource.Expr) *pysource.Expr {
	for _, k := range call.Keywords {
		if k.Name == "locale" {
			return k.Value
		}
	}
	if len(call.Args) < 2 {
		return nil
	}
	return call.Args[1]
}
