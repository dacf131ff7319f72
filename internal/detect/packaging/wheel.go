package packaging

import (
	"slices"
	"strconv"
	"strings"
)

// WheelInstalls reports whether a wheel, by the tags in its file's name, installs on CPython X.Y on Linux with glibc on
// x86-64. A wheel for pure Python installs everywhere.
// Source: https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/
func WheelInstalls(file, python string) bool {
	parts := strings.Split(strings.TrimSuffix(file, ".whl"), "-")
	if len(parts) < 5 || !strings.HasSuffix(file, ".whl") {
		return false
	}
	pythons, abis, platforms := parts[len(parts)-3], parts[len(parts)-2], parts[len(parts)-1]
	fits := slices.ContainsFunc(strings.Split(platforms, "."), func(p string) bool {
		return p == "any" || strings.Contains(p, "linux") && strings.HasSuffix(p, "_x86_64") && !strings.HasPrefix(p, "musllinux")
	})
	_, minor, _ := strings.Cut(python, ".")
	have, err := strconv.Atoi(minor)
	if !fits || err != nil {
		return false
	}
	for tag := range strings.SplitSeq(pythons, ".") {
		if tag == "py3" {
			return true
		}
		text, ok := strings.CutPrefix(tag, "cp3")
		if !ok {
			text, ok = strings.CutPrefix(tag, "py3")
		}
		made, err := strconv.Atoi(text)
		if !ok || err != nil {
			continue
		}
		for abi := range strings.SplitSeq(abis, ".") {
			switch {
			case abi == "abi3" || abi == "none" && strings.HasPrefix(tag, "py"):
				if made <= have {
					return true
				}
			case made == have && (abi == "cp3"+text || abi == "cp3"+text+"m" || abi == "none"):
				return true
			}
		}
	}
	return false
}
