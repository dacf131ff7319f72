package packaging

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/pep440"
)

// MarkerEnv is what markers are asked about: CPython on Linux. The zero value knows no version and no machine.
type MarkerEnv struct {
	// Python is "3.12" or "3.12.4". Without a patch number the newest patch release is meant, which is what an image
	// holds: python_full_version >= "3.12.4" holds for "3.12". Empty: not known.
	Python string
	// Machine is "x86_64", "aarch64" … as platform.machine() says. Empty: one of these two, not known which.
	Machine string
	// Extras are the extras asked for, as a set: extra == "a" holds when it is among them.
	Extras []string
	// Lock says that the marker stands in a lock file (PEP 751). It may then ask for Extras and Groups as sets: 'a' in
	// extras, 'dev' in dependency_groups. Elsewhere these variables are wrong.
	Lock   bool
	Groups []string // dependency groups asked for
}

// answer is what a marker says when not all is known. The order makes min the "and", max the "or".
type answer int

const (
	no answer = iota
	maybe
	yes
)

// MarkerHolds reports whether the marker holds, or may hold: where it asks for what env does not know (the release
// of the kernel, or a machine that is not given) and both answers are possible, the answer is true, since a package
// too many does less harm than one that is missing. The empty marker holds. It fails where the marker cannot be
// parsed, asks for a variable that PEP 508 does not have, or compares what cannot be compared.
func MarkerHolds(marker string, env MarkerEnv) (bool, error) {
	if strings.Trim(marker, " \t") == "" {
		return true, nil
	}
	held, err := evaluate(marker, env)
	return held != no, err
}

// variables of PEP 508.
var variables = map[string]bool{
	"python_version": true, "python_full_version": true, "os_name": true, "sys_platform": true,
	"platform_release": true, "platform_system": true, "platform_version": true, "platform_machine": true,
	"platform_python_implementation": true, "implementation_name": true, "implementation_version": true,
	"extra": true,
}

// oldVariables are the names that setuptools used before PEP 508; packaging still takes them.
var oldVariables = map[string]string{
	"os.name": "os_name", "sys.platform": "sys_platform", "platform.version": "platform_version",
	"platform.machine": "platform_machine", "platform.python_implementation": "platform_python_implementation",
	"python_implementation": "platform_python_implementation",
}

// fixed are the variables whose value is the same in every image.
var fixed = map[string]string{
	"os_name": "posix", "sys_platform": "linux", "platform_system": "Linux",
	"platform_python_implementation": "CPython", "implementation_name": "cpython",
}

// versioned are the variables that compare as versions where the other side is one.
var versioned = map[string]bool{
	"python_version": true, "python_full_version": true, "implementation_version": true, "platform_release": true,
}

// newestPatch stands for the patch number of a release that is newer than any that a marker names.
const newestPatch = "999999"

// values are the values that a variable can have; none where nothing is known.
func (e MarkerEnv) values(variable string) []string {
	if value, ok := fixed[variable]; ok {
		return []string{value}
	}
	switch variable {
	case "platform_machine":
		if e.Machine == "" {
			return []string{"x86_64", "aarch64"}
		}
		return []string{e.Machine}
	case "python_version", "python_full_version", "implementation_version":
		minor, patch, ok := cutMinor(e.Python)
		if !ok {
			return nil
		}
		if variable == "python_version" {
			return []string{minor}
		}
		if patch == "" {
			patch = newestPatch
		}
		return []string{minor + "." + patch}
	}
	return nil
}

// cutMinor cuts "3.12.4" into "3.12" and "4".
func cutMinor(python string) (minor, patch string, ok bool) {
	major, rest, ok := strings.Cut(python, ".")
	if !ok {
		return "", "", false
	}
	number, patch, _ := strings.Cut(rest, ".")
	return major + "." + number, patch, major != "" && number != ""
}

func (e MarkerEnv) compare(left operand, operator string, right operand) (answer, error) {
	// As in packaging: of two variables the second stands for its own name, and of two strings the second must be a name.
	switch {
	case left.variable && sets[left.text]:
		return no, fmt.Errorf("%s is a set and can only follow \"in\"", left.text)
	case left.variable && right.variable:
		right.variable = false
	case !left.variable && !right.variable && variables[right.text]:
		right.variable = true
	case !left.variable && !right.variable:
		return no, fmt.Errorf("two strings, %s and %s, are compared", quoted(left.text), quoted(right.text))
	}
	switch {
	case left.text == "extra" && left.variable:
		return e.extra(operator, right.text, false)
	case right.text == "extra" && right.variable:
		return e.extra(operator, left.text, true)
	case right.variable && sets[right.text]:
		return e.member(left.text, operator, right.text)
	}
	variable := left.text
	if right.variable {
		variable = right.text
	}
	values := e.values(variable)
	if values == nil && right.variable && versioned[variable] {
		return maybe, nil
	}
	if values == nil {
		_, err := compareValues(left.text, operator, right.text, versioned[variable])
		return maybe, err
	}
	var answers []answer
	for _, value := range values {
		l, r := value, right.text
		if right.variable {
			l, r = left.text, value
		}
		held, err := compareValues(l, operator, r, versioned[variable])
		if err != nil {
			return no, err
		}
		answers = append(answers, held)
	}
	if slices.Min(answers) != slices.Max(answers) {
		return maybe, nil
	}
	return answers[0], nil
}

// extra compares names in their normal form (PEP 685). Without extras the variable is the empty string.
func (e MarkerEnv) extra(operator, text string, reversed bool) (answer, error) {
	wanted := NormalName(text)
	extras := e.Extras
	if len(extras) == 0 {
		extras = []string{""}
	}
	held := no
	for _, extra := range extras {
		l, r := NormalName(extra), wanted
		if reversed {
			l, r = r, l
		}
		one, err := compareValues(l, operator, r, false)
		if err != nil {
			return no, err
		}
		if operator == "!=" || operator == "not in" {
			one = yes - one
		}
		held = max(held, one)
	}
	if operator == "!=" || operator == "not in" {
		held = yes - held
	}
	return held, nil
}

// compareValues compares as versions where both sides can be, else as strings. Strings have no order: < and > do not
// hold, <= and >= are equality, as in packaging since 26.
func compareValues(left, operator, right string, asVersion bool) (answer, error) {
	if asVersion && operator != "in" && operator != "not in" {
		if _, err := pep440.Normal(operator + right); err == nil && !strings.Contains(right, ",") {
			held, err := pep440.Allows(operator+right, strings.Trim(left, " \t"))
			return truth(err == nil && held), nil
		}
	}
	switch operator {
	case "===":
		if asVersion && !strings.ContainsAny(strings.Trim(right, " \t"), " \t;)") {
			return truth(strings.EqualFold(left, strings.Trim(right, " \t"))), nil
		}
	case "in":
		return truth(strings.Contains(right, left)), nil
	case "not in":
		return truth(!strings.Contains(right, left)), nil
	case "==", "<=", ">=":
		return truth(left == right), nil
	case "!=":
		return truth(left != right), nil
	case "<", ">":
		return no, nil
	}
	return no, fmt.Errorf("%s cannot compare %s with %s", operator, quoted(left), quoted(right))
}

func truth(b bool) answer {
	if b {
		return yes
	}
	return no
}

// Excluded reports whether a marker cannot hold for CPython on Linux, whatever its version. A marker that cannot be
// parsed excludes nothing.
func Excluded(marker string) bool {
	held, err := MarkerHolds(marker, MarkerEnv{})
	return err == nil && !held
}
