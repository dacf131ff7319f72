package packaging

import (
	_ "embed"
	"flag"
	"fmt"
	"math/rand/v2"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/pep440"
)

// referenceLines is how many lines TestLinesLikePackaging makes. A million takes minutes.
var referenceLines = flag.Int("reference-lines", 30_000, "requirements to compare with packaging")

// requirementLines are requirements in the shapes that real files have, and slips.
//
//go:embed testdata/requirement_lines.txt
var requirementLines string

// referenceEnvironments are what each marker is evaluated in.
var referenceEnvironments = []MarkerEnv{
	{Python: "3.8.18", Machine: "x86_64"},
	{Python: "3.12.4", Machine: "x86_64", Extras: []string{"a"}},
	{Python: "3.13.0", Machine: "aarch64"},
	{Python: "3.9.1", Machine: "aarch64", Extras: []string{"test-extra"}},
}

// TestLinesLikePackaging compares what is taken, what is refused, and every part of what is taken.
func TestLinesLikePackaging(t *testing.T) {
	lines := strings.Split(strings.TrimSuffix(requirementLines, "\n"), "\n")
	g := &lineMaker{rand: rand.New(rand.NewPCG(508, 440)), real: lines}
	lines = slices.Clone(lines)
	for len(lines) < *referenceLines {
		lines = append(lines, g.line())
	}
	const batch = 100_000
	taken, stricter := 0, 0
	for part := range slices.Chunk(lines, batch) {
		a := askLines(t, part)
		for i, line := range part {
			ok, strict := sameAsReference(t, line, a.Lines[i])
			taken += ok
			stricter += strict
		}
	}
	t.Logf("%d lines, %d of them requirements; %d that packaging takes are refused for their characters or their size", len(lines), taken, stricter)
	if taken < len(lines)/4 || taken > len(lines)*3/4 {
		t.Errorf("%d of %d lines are requirements: one of both kinds is hardly tested", taken, len(lines))
	}
	if stricter > len(lines)/100 {
		t.Errorf("%d of %d lines are refused that packaging takes", stricter, len(lines))
	}
}

// ours are refusals that packaging does not make, on purpose: bounds, and characters that no honest file holds.
var ours = []string{
	"longer than", "cannot be printed", "punctuation of versions", "parentheses deep", "more than 100 clauses", "holds a backslash",
	`"===": the version is missing`,
}

// beyond are lines that packaging takes though they are not of PEP 508 or PEP 440: a name that ends with "_", "===1,,>2"
// with a comma that it takes for a part of the version; and those with a number of a version above 64 bits.
func beyond(line string, want referenceLine) bool {
	ends := func(name string) bool { return strings.HasSuffix(name, "-") }
	return ends(want.Name) || slices.ContainsFunc(want.Extras, ends) || beyondVersion.MatchString(line)
}

var beyondVersion = regexp.MustCompile(`[0-9]{20}|===[ \t]*[^ \t;)]*,`)

func sameAsReference(t *testing.T, line string, want referenceLine) (taken, stricter int) {
	t.Helper()
	got, err := ParseRequirement(line)
	if err != nil && want.OK &&
		(beyond(line, want) || slices.ContainsFunc(ours, func(text string) bool { return strings.Contains(err.Error(), text) })) {
		return 0, 1
	}
	if (err == nil) != want.OK {
		t.Errorf("%q: error %v, packaging takes it: %v", line, err, want.OK)
		return 0, 0
	}
	if err != nil {
		return 0, 0
	}
	clauses := slices.Compact(slices.Sorted(strings.FieldsFuncSeq(got.Specifier, func(r rune) bool { return r == ',' })))
	if got.Name != want.Name || got.URL != want.URL || !slices.Equal(got.Extras, want.Extras) || !slices.Equal(clauses, want.Specifiers) {
		t.Errorf("%q: %+v, packaging: %+v", line, got, want)
	}
	if got.Marker == "" {
		if len(want.Markers) > 0 {
			t.Errorf("%q: no marker, packaging: %v", line, want.Markers)
		}
		return 1, 0
	}
	for i, env := range referenceEnvironments {
		held, err := MarkerHolds(got.Marker, env)
		said := word(held, err)
		// What a marker says of the kernel is not known here: such a marker may hold.
		unknown := said == "True" && strings.Contains(got.Marker, "platform")
		if said != want.Markers[i] && !(unknown && want.Markers[i] == "False" && (strings.Contains(got.Marker, "release") || strings.Contains(got.Marker, "version"))) {
			t.Errorf("%q with %+v: %s (%v), packaging: %s", line, env, said, err, want.Markers[i])
		}
	}
	return 1, 0
}

func TestSpecifiersOfLinesLikePackaging(t *testing.T) {
	g := &lineMaker{rand: rand.New(rand.NewPCG(440, 1))}
	questions := make([][2]string, 20_000)
	for i := range questions {
		questions[i] = [2]string{g.specifier(), g.version()}
	}
	a := ask(t, map[string]any{"specifiers": questions, "requirements": []string{}, "markers": []string{}})
	for i, q := range questions {
		held, err := pep440.Allows(q[0], q[1])
		if got := word(held, err); got != a.Specifiers[i] {
			t.Errorf("%q allows %q: %s (%v), packaging %s: %s", q[0], q[1], got, err, a.Version, a.Specifiers[i])
		}
	}
}

// lineMaker makes requirements, the same ones each time: by the grammar, and real ones with a slip.
type lineMaker struct {
	rand *rand.Rand
	real []string
}

func (g *lineMaker) one(of ...string) string { return of[g.rand.IntN(len(of))] }

func (g *lineMaker) often(percent int) bool { return g.rand.IntN(100) < percent }

func (g *lineMaker) line() string {
	var line string
	if g.often(35) {
		line = g.one(g.real...)
	} else {
		line = g.requirement()
	}
	for n := g.rand.IntN(3); n > 0 && g.often(70); n-- {
		line = g.slip(line)
	}
	return line
}

// slip changes a few characters at one place.
func (g *lineMaker) slip(line string) string {
	chars := []rune(line)
	at := g.rand.IntN(len(chars) + 1)
	to := min(len(chars), at+g.rand.IntN(3))
	put := ""
	if g.often(70) {
		put = g.one(" ", "\t", "[", "]", "(", ")", "<", ">", "=", "!", "~", ",", ";", "@", "'", "\"", `\`, ".", "-", "_", "+", "*",
			"/", ":", "#", "a", "Z", "0", "7", "é", "==", ">=", " and ", " or ", " in ", "not", ".*", "v", "rc1", "{", "$", "&", "|", "%")
	}
	return string(chars[:at]) + put + string(chars[to:])
}

func (g *lineMaker) space() string { return g.one("", "", "", " ", " ", "  ", "\t") }

func (g *lineMaker) requirement() string {
	line := g.space() + g.name() + g.space()
	if g.often(30) {
		line += g.extras() + g.space()
	}
	if g.often(15) {
		line += "@" + g.space() + g.one("https://x/y.whl", "git+https://x/y@v1#egg=z", "file:///x", "./x", "x", "https://x/y;z", "http://x/[a]?b=c&d") + g.one(" ", "", "  ")
	} else if g.often(80) {
		if specifier := g.specifier(); g.often(10) {
			line += "(" + g.space() + specifier + g.space() + ")"
		} else {
			line += specifier
		}
		line += g.space()
	}
	if g.often(45) {
		line += ";" + g.space() + g.marker(0) + g.space()
	}
	return line
}

func (g *lineMaker) name() string {
	return g.one("a", "Flask", "zope.interface", "A_b", "x-Y.z_9", "0", "a--b", "django", "name", "a-", "é")
}

func (g *lineMaker) extras() string {
	var names []string
	for range g.rand.IntN(4) {
		names = append(names, g.space()+g.one("a", "B", "test_Extra", "x.y", "a-b", "a_B")+g.space())
	}
	return "[" + strings.Join(names, ",") + "]"
}

func (g *lineMaker) specifier() string {
	var clauses []string
	for range g.rand.IntN(4) {
		version := g.version()
		if g.often(12) {
			version += ".*"
		}
		clauses = append(clauses, g.one("==", "!=", ">=", "<=", ">", "<", "~=", "===")+g.space()+version)
	}
	text := strings.Join(clauses, g.one(",", ", ", " , "))
	if text != "" && g.often(3) {
		text += ","
	}
	return text
}

func (g *lineMaker) version() string {
	text := g.one("", "", "", "", "", "", "v", "1!", "0!") + fmt.Sprint(g.rand.IntN(4))
	for range g.rand.IntN(4) {
		text += "." + fmt.Sprint(g.rand.IntN(13))
	}
	if g.often(20) {
		text += g.one("", ".", "-", "_") + g.one("a", "b", "rc", "c", "alpha", "beta", "pre", "preview", "RC") + g.one("", ".", "-", "_") + g.one("", "0", "1", "12")
	}
	if g.often(12) {
		text += g.one(".post", "-post", "post", ".rev", "-r", "_post") + g.one("", "0", "1", "-2")
	} else if g.often(3) {
		text += "-" + g.one("0", "1")
	}
	if g.often(10) {
		text += g.one(".dev", "-dev", "dev", "_dev") + g.one("", "0", "1", ".2")
	}
	if g.often(8) {
		text += "+" + g.one("cpu", "cu121", "1", "a.1", "A-b", "a_b", "ubuntu.10", "01")
	}
	return text
}

func (g *lineMaker) marker(depth int) string {
	if depth < 3 && g.often(30) {
		return g.marker(depth+1) + " " + g.one("and", "or") + " " + g.marker(depth+1)
	}
	if depth < 3 && g.often(20) {
		return "(" + g.space() + g.marker(depth+1) + g.space() + ")"
	}
	variable := g.one("python_version", "python_full_version", "os_name", "sys_platform", "platform_machine", "platform_system",
		"platform_python_implementation", "implementation_name", "implementation_version", "extra", "python_implementation", "os.name",
		"platform_release", "platform_version", "sys.platform")
	operator := g.one("==", "!=", "<", "<=", ">", ">=", "in", "not in", "~=", "===")
	value := g.one("3.8", "3.9", "3.12", "3.12.4", "3.13.0", "3.*", "3.9.*", "3", "linux", "Linux", "posix", "nt", "win32", "x86_64", "aarch64",
		"CPython", "cpython", "a", "A", "test_extra", "", "3.8 3.9", "3.8,3.12", "3.12.4rc1", "abc", "linux darwin", "3.12+x")
	if g.often(12) {
		value = g.version()
	}
	quote := g.one("'", "\"")
	parts := []string{variable, operator, quote + value + quote}
	if g.often(15) {
		slices.Reverse(parts)
	}
	return strings.Join(parts, " ")
}
