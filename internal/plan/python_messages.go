package plan

import (
	"fmt"
	"regexp"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// unknownPatches is how many patch releases may have come out since the tables were made: at six a year, the most that
// there have been, it takes a year and a half.
const unknownPatches = 10

// judgePin gives the question for a pin that no image can follow; nil where one can.
func (p *planner) judgePin(pin detect.Python, n pythonNumber) error {
	q := &Question{Topic: "python", Flag: "--python", Evidence: []source.Evidence{pin.Evidence}, Looked: []string{p.span()}}
	newest := p.tables.Pythons.Python[len(p.tables.Pythons.Python)-1].Version
	r, known := p.tables.Pythons.Get(n.minor)
	past := slices.IndexFunc(p.tables.Pythons.Past, func(r knowledge.PastPython) bool { return r.Version == n.minor })
	switch {
	case known && n.patch > r.Patch+unknownPatches:
		q.Text = fmt.Sprintf("there is no Python %s: the newest patch release of %s is %s.%d, on %s", pin.Version, n.minor, n.minor, r.Patch, p.tables.Pythons.Checked)
		q.Hint = repin(pin, n.minor)
	case known:
		return nil
	case n.minor == "3.1":
		q.Text = fmt.Sprintf("there is no image for Python 3.1, which got its last fixes on %s; 3.10 becomes 3.1 where a file has it as a number, without quotes", p.tables.Pythons.Past[past].Ends)
		q.Hint = repin(pin, "3.10")
	case strings.HasPrefix(n.minor, "2.") && past >= 0:
		q.Text = fmt.Sprintf("there is no image for Python %s, which got its last fixes on %s; the program must be ported to Python 3 first", n.minor, p.tables.Pythons.Past[past].Ends)
		q.Hint = repin(pin, p.newestSettled())
	case strings.HasPrefix(n.minor, "2."):
		q.Text = fmt.Sprintf("there is no Python %s: 2.7 was the last release of Python 2", pin.Version)
		q.Hint = repin(pin, p.newestSettled())
	case past >= 0:
		q.Text = fmt.Sprintf("there is no image for Python %s, which got its last fixes on %s; the oldest release that gets them is %s", n.minor, p.tables.Pythons.Past[past].Ends, p.oldestKept())
		q.Hint = repin(pin, p.oldestKept())
	case n.pre != "":
		q.Text = fmt.Sprintf("Python %s is a pre-release of %s, which is not out; the newest release on %s is %s", pin.Version, n.minor, p.tables.Pythons.Checked, newest)
		q.Hint = repin(pin, newest)
	default:
		q.Text = fmt.Sprintf("there is no Python %s: the newest release on %s is %s", pin.Version, p.tables.Pythons.Checked, newest)
		q.Hint = repin(pin, p.newestSettled())
	}
	return q
}

// pinConflict is the question where the ranges refuse a pin. It names the lines of both.
func (p *planner) pinConflict(pin detect.Python, n pythonNumber, ranges []detect.Python, allowed []knowledge.Python) error {
	against := refusing(ranges, n.minor)
	newest, _ := p.newest(allowed)
	return &Question{
		Topic: "python", Flag: "--python", Evidence: append([]source.Evidence{pin.Evidence}, evidence(against)...), Looked: []string{p.span()},
		Text: fmt.Sprintf("Python %s is pinned, but the project asks for %s", pin.Version, asks(against)),
		Hint: repin(pin, newest.Version),
	}
}

// kindsOfName tells what a pin that is no number names, by how it begins.
var kindsOfName = []struct {
	start *regexp.Regexp
	what  string
}{
	{regexp.MustCompile(`^(?i:pypy|pp\d)`), "is PyPy, and pykube writes images of CPython alone"},
	{regexp.MustCompile(`^(?i:graalpy|graalpython|gp\d)`), "is GraalPy, and pykube writes images of CPython alone"},
	{regexp.MustCompile(`^(?i:jython|ironpython|micropython|stackless|pyston|cinder|nogil|rustpython|pyodide|activepython)`), "is another implementation, and pykube writes images of CPython alone"},
	{regexp.MustCompile(`^(?i:miniconda|anaconda|miniforge|mambaforge)`), "is a distribution of conda, and does not say which release of Python it brings"},
	{regexp.MustCompile(`^(?:ref|tag|branch|rev):`), "is a revision of CPython's source, and images are made of releases"},
	{regexp.MustCompile(`^(?:path:|[~/.])|/`), "is a path on one machine, and does not say which release of Python stands there"},
	{regexp.MustCompile(``), "is not a release of Python: it looks like the name of a virtual environment, which exists on one machine alone"},
}

func (p *planner) whatIsNamed(pin detect.Python) string {
	for _, k := range kindsOfName {
		if k.start.MatchString(pin.Version) {
			return fmt.Sprintf("%q %s", source.Printable(pin.Version), k.what)
		}
	}
	return ""
}

// releaseIn finds a release in a name: pypy3.10-7.3.15, myproject-3.11.4.
var releaseIn = regexp.MustCompile(`(?:^|[^\d.])(3\.\d{1,2})(?:\D|$)`)

// namedPython is the question where the only pin names no release of CPython.
func (p *planner) namedPython(pin detect.Python, allowed []knowledge.Python) error {
	newest, _ := p.newest(allowed)
	q := &Question{
		Topic: "python", Flag: "--python", Evidence: []source.Evidence{pin.Evidence}, Looked: []string{p.span()},
		Text: p.whatIsNamed(pin), Hint: "--python " + newest.Version,
	}
	if meant := releaseIn.FindStringSubmatch(pin.Version); meant != nil && slices.ContainsFunc(allowed, func(r knowledge.Python) bool { return r.Version == meant[1] }) {
		q.Candidates = []Candidate{{Value: meant[1], Why: "the release of CPython that the name holds", Evidence: pin.Evidence}}
		q.Hint = "--python " + meant[1]
	}
	return q
}

// adviseNumber says where the image is not quite what the pin asks for.
func (p *planner) adviseNumber(pin detect.Python, n pythonNumber, r knowledge.Python) {
	if n.free {
		p.advise(Advice{
			Topic: "python", Evidence: []source.Evidence{pin.Evidence},
			Text: fmt.Sprintf("%s is the build without the global lock, which there is no official image of: the image has the ordinary build of %s", pin.Version, r.Version),
		})
	}
	if n.patch > r.Patch {
		p.advise(Advice{
			Topic: "python", Evidence: []source.Evidence{pin.Evidence}, Command: edit(pin, r.Version),
			Text: fmt.Sprintf("Python %s is not known: the newest patch release of %s is %s.%d, on %s; the image has the newest that there is", pin.Version, r.Version, r.Version, r.Patch, p.tables.Pythons.Checked),
		})
	}
}

// adviseMisspelled names files that nothing reads.
func (p *planner) adviseMisspelled(files []detect.Python) {
	for _, f := range files {
		meant := ".python-version"
		if name := strings.ToLower(f.Evidence.File); strings.Contains(name, "time") || strings.HasPrefix(strings.TrimSpace(name), "run") {
			meant = "runtime.txt"
		}
		p.advise(Advice{
			Topic: "python", Evidence: []source.Evidence{f.Evidence}, Command: "mv " + shellWord(f.Evidence.File) + " " + meant,
			Text: fmt.Sprintf("%q names Python %s and is read by nothing: did you mean %q?", f.Evidence.File, f.Version+f.Specifier, meant),
		})
	}
}

// repin is the line to type for another release: the one that makes the file name it, else the flag.
func repin(f detect.Python, version string) string {
	if line := edit(f, version); line != "" {
		return line
	}
	return "--python " + version
}

// edit is the command that makes a file name another release; "" where it is edited by hand.
func edit(f detect.Python, version string) string {
	switch f.Evidence.File {
	case ".python-version", ".python-versions":
		return "echo " + version + " > " + f.Evidence.File
	case "runtime.txt":
		return "echo python-" + version + " > runtime.txt"
	case ".tool-versions":
		return "asdf set python latest:" + version
	case "mise.toml", ".mise.toml", "mise/config.toml", ".mise/config.toml", ".config/mise.toml", ".config/mise/config.toml":
		return "mise use python@" + version
	}
	return ""
}

// ended says that a release gets no more fixes, and which ones do.
func (p *planner) ended(r knowledge.Python) string {
	text := fmt.Sprintf("Python %s got its last security fixes on %s", r.Version, r.Ends)
	oldest, _ := p.tables.Pythons.Get(p.oldestKept())
	newest, _ := p.tables.Pythons.Get(p.newestSettled())
	return text + fmt.Sprintf("; %s gets them until %s, %s until %s", oldest.Version, oldest.Ends, newest.Version, newest.Ends)
}

// oldestKept is the oldest release that gets security fixes.
func (p *planner) oldestKept() string {
	for _, r := range p.tables.Pythons.Python {
		if !p.tables.Pythons.EndOfLife(r) {
			return r.Version
		}
	}
	return p.newestSettled()
}
