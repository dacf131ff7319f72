package packaging

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

func (r *setupRun) compare(e *pysource.Expr) answer {
	if len(e.Args) != 2 {
		r.spoilExpr(e)
		r.opaque++
		return maybe
	}
	a, b := r.eval(e.Args[0]), r.eval(e.Args[1])
	found := maybe
	switch e.Name {
	case "==", "is":
		found = same(a, b)
	case "!=", "is not":
		found = yes - same(a, b)
	case "in":
		found = contains(b, a)
	case "not in":
		found = yes - contains(b, a)
	}
	if found == maybe {
		found = comparePython(a, b, e.Name)
	}
	if found == maybe {
		r.opaque++
	}
	return found
}

// contains is item in v.
func contains(v, item *pyValue) answer {
	switch {
	case v.kind == pyText && item.kind == pyText:
		return boolAnswer(strings.Contains(v.text, item.text))
	case v.kind == pyName && item.kind == pyText && (v.text == "os.environ" || v.text == "sys.argv"):
		if v.text == "os.environ" && !setByImage(item.text) || v.text == "sys.argv" && strings.HasPrefix(item.text, "--") {
			return no
		}
	case v.kind == pyList || v.kind == pyTuple || v.kind == pyDict:
		found := no
		list := v.items
		if v.kind == pyDict {
			list = v.keys
		}
		for _, x := range list {
			found = max(found, same(x, item))
		}
		return found
	}
	return maybe
}

func boolAnswer(b bool) answer {
	if b {
		return yes
	}
	return no
}

// Releases of Python that setup.py may run on: 3.7 is the oldest that there are images for, and no 4 is to be seen.
const (
	oldestMinor = 7
	newestMinor = 99
)

// comparePython compares sys.version_info or a part of it, where every release from the oldest on gives one answer.
func comparePython(a, b *pyValue, operator string) answer {
	parts := 0
	switch {
	case a.kind == pyName && a.text == "sys.version_info" && b.kind == pyTuple:
		parts = len(b.items)
	case a.kind == pyName && (a.text == "sys.version_info[0]" || a.text == "sys.version_info.major") && b.kind == pyNumber:
		b = &pyValue{kind: pyTuple, items: []*pyValue{b}}
		parts = -1
	case a.kind == pyName && a.text == "sys.version_info[:2]" && b.kind == pyTuple && len(b.items) == 2:
		parts = -2
	}
	if parts == 0 || len(b.items) == 0 {
		return maybe
	}
	wanted := [3]int{}
	for i, item := range b.items {
		if item.kind != pyNumber || i > 2 {
			return maybe
		}
		wanted[i] = item.number
	}
	// version_info has five parts, and so is greater than any tuple that it begins with.
	order := func(minor int) int {
		have := [3]int{3, minor, 0}
		for i := range len(b.items) {
			if have[i] != wanted[i] {
				if have[i] < wanted[i] {
					return -1
				}
				return 1
			}
		}
		if parts > 0 {
			return 1
		}
		return 0
	}
	if wanted[0] == 3 && len(b.items) > 2 {
		return maybe
	}
	low, high := compared(order(oldestMinor), operator), compared(order(newestMinor), operator)
	if low != high || operator == "==" && len(b.items) > 1 && low == no && wanted[0] == 3 && wanted[1] >= oldestMinor ||
		operator == "!=" && len(b.items) > 1 && low == yes && wanted[0] == 3 && wanted[1] >= oldestMinor {
		return maybe
	}
	return low
}

func compared(order int, operator string) answer {
	switch operator {
	case "<":
		return boolAnswer(order < 0)
	case "<=":
		return boolAnswer(order <= 0)
	case ">":
		return boolAnswer(order > 0)
	case ">=":
		return boolAnswer(order >= 0)
	case "==":
		return boolAnswer(order == 0)
	case "!=":
		return boolAnswer(order != 0)
	}
	return maybe
}
