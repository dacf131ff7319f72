package packaging

import (
	"slices"
	"strconv"
	"strings"
)

// Platform is a kind of Linux that wheels are made for.
type Platform struct {
	Libc string // glibc, musl
	Arch string // x86_64, aarch64
}

func (p Platform) String() string { return p.Libc + "-" + p.Arch }

// Platforms are those that images are made for.
var Platforms = []Platform{{"glibc", "x86_64"}, {"glibc", "aarch64"}, {"musl", "x86_64"}, {"musl", "aarch64"}}

// Newest release of each libc that a wheel may ask for: Debian bookworm has glibc 2.36, the oldest that images are based
// on, and Alpine musl 1.2.
const (
	maxGlibc = 36
	maxMusl  = 2
)

// WheelInstalls reports whether a wheel, by the tags in its file's name, installs on CPython X.Y on a platform. A wheel
// for pure Python installs everywhere.
// Source: https://packaging.python.org/en/latest/specifications/platform-compatibility-tags/
func WheelInstalls(file, python string, on Platform) bool {
	parts := strings.Split(strings.TrimSuffix(file, ".whl"), "-")
	if len(parts) < 5 || !strings.HasSuffix(file, ".whl") {
		return false
	}
	pythons, abis, platforms := parts[len(parts)-3], parts[len(parts)-2], parts[len(parts)-1]
	if !slices.ContainsFunc(strings.Split(platforms, "."), on.runs) {
		return false
	}
	_, minor, _ := strings.Cut(python, ".")
	have, err := strconv.Atoi(minor)
	if err != nil {
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

// PureWheel reports whether a wheel holds nothing that is compiled.
func PureWheel(file string) bool { return strings.HasSuffix(file, "-none-any.whl") }

// runs reports whether a platform tag of a wheel fits.
func (p Platform) runs(tag string) bool {
	if tag == "any" {
		return true
	}
	rest, ok := strings.CutSuffix(tag, "_"+p.Arch)
	if !ok {
		return false
	}
	if p.Libc == "musl" {
		release, ok := strings.CutPrefix(rest, "musllinux_1_")
		minor, err := strconv.Atoi(release)
		return ok && err == nil && minor <= maxMusl
	}
	switch rest {
	case "linux", "manylinux1", "manylinux2010", "manylinux2014": // PEP 513, 571, 599
		return true
	}
	release, ok := strings.CutPrefix(rest, "manylinux_2_") // PEP 600
	minor, err := strconv.Atoi(release)
	return ok && err == nil && minor <= maxGlibc
}
