package packaging

import (
	"fmt"
	"slices"
)

// sets are the variables that PEP 751 adds to markers; their values are sets of names.
// Source: https://packaging.python.org/en/latest/specifications/pylock-toml/
var sets = map[string]bool{"extras": true, "dependency_groups": true}

// member compares a name with a set. As in packaging, a name is never equal to a set and has no order with it; names
// are compared in their normal form.
func (e MarkerEnv) member(name, operator, set string) (answer, error) {
	held := e.Groups
	if set == "extras" {
		held = e.Extras
	}
	in := slices.ContainsFunc(held, func(n string) bool { return NormalName(n) == NormalName(name) })
	switch operator {
	case "in":
		return truth(in), nil
	case "not in":
		return truth(!in), nil
	case "!=":
		return yes, nil
	case "==", "<", "<=", ">", ">=":
		return no, nil
	}
	return no, fmt.Errorf("%s cannot compare %s with a set", operator, quoted(name))
}
