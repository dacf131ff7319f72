package pysource

import (
	"bufio"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// TestAgainstCPython compares Parse with CPython's ast, and the tokens that it
// reads with tokenize, over the installed standard library and packages: a
// fixed 1000 files, unless told otherwise by
//
//	PYSOURCE_FILES   how many files, 0 for all
//	PYSOURCE_PYTHON  the interpreters to compare with, separated as in PATH; each brings its own files
//	PYSOURCE_FOLDERS folders with more files, separated in the same way, for each interpreter
//
// Compared are, with Python 3.8 and later, all statements with all their
// expressions and lines, and in the order and the blocks in which they stand;
// with older ones, Python 2.7 included, the imports, functions, classes,
// decorators and assignments of calls. The tokens are compared by their kind,
// text, line and column: before Python 3.12 an f-string is one token, from then
// on those of its fields are compared too.
func TestAgainstCPython(t *testing.T) {
	setting := func(name, otherwise string) string { return or(os.Getenv("PYSOURCE_"+name), otherwise) }
	files := setting("FILES", "1000")
	if testing.Short() {
		files = "200"
	}
	for _, python := range filepath.SplitList(setting("PYTHON", "python3")) {
		t.Run(filepath.Base(python), func(t *testing.T) {
			path, err := exec.LookPath(python)
			if err != nil {
				t.Skipf("no %s on PATH: nothing to compare with", python)
			}
			version, err := exec.Command(path, "-c", "import sys; print('%d.%d %d' % (sys.version_info[:2] + (sys.version_info[0]*100 + sys.version_info[1],)))").Output()
			if err != nil {
				t.Skipf("%s does not run: %v", python, err)
			}
			name, number, _ := strings.Cut(strings.TrimSpace(string(version)), " ")
			c := &comparison{t: t}
			if c.version, err = strconv.Atoi(number); err != nil {
				t.Fatal(err)
			}
			c.run(path, append([]string{files}, filepath.SplitList(setting("FOLDERS", ""))...))
			t.Logf("Python %s: %d files compared, %d of them by their tokens too; %d differ; %d skipped, for it cannot read them; %d left out",
				name, c.files, c.tokenized, c.differ, c.skipped, c.left)
			if c.files == 0 || c.tokenized == 0 {
				t.Error("nothing was compared")
			}
		})
	}
}

type comparison struct {
	t       *testing.T
	version int // of Python, 312 for 3.12

	mu                                      sync.Mutex
	files, tokenized, differ, skipped, left int
}

// modern reports whether the whole tree is compared, not the facts alone.
func (c *comparison) modern() bool { return c.version >= 308 }

// reference is a line that testdata/facts.py prints.
type reference struct {
	Path        string
	Facts       []string
	Tree        []uint32
	Names       [][2]string // as they are written, and as CPython has them
	Unlettered  bool        // letters beyond ASCII are ~
	Tokens      []uint32
	Untokenized string // why there are no tokens
	Skip        string // why there is nothing
	Left        int
}

// run shares the files among processes, and reads what they print.
func (c *comparison) run(python string, args []string) {
	shards := max(1, runtime.NumCPU())
	var wg sync.WaitGroup
	for n := range shards {
		wg.Go(func() {
			cmd := exec.Command(python, append([]string{"-EsB", "testdata/facts.py", strconv.Itoa(n), strconv.Itoa(shards)}, args...)...)
			if err := c.shard(cmd); err != nil {
				c.t.Errorf("running facts.py: %v", err)
			}
		})
	}
	wg.Wait()
}

func (c *comparison) shard(cmd *exec.Cmd) error {
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return err
	}
	if err := cmd.Start(); err != nil {
		return err
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var r reference
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			c.t.Errorf("reading facts.py: %v", err)
			continue
		}
		c.add(r, c.compare(r))
	}
	if err := lines.Err(); err != nil {
		return err
	}
	return cmd.Wait()
}

func (c *comparison) compare(r reference) (diff []string) {
	if r.Path == "" || r.Skip != "" {
		return nil
	}
	src, err := os.ReadFile(r.Path)
	if err != nil {
		return []string{err.Error()}
	}
	if !c.modern() && strings.HasSuffix(r.Path, "test_grammar.py") {
		return nil // [x for x in lambda: True, lambda: False if x()] ended with Python 2
	}
	m := Parse(src)
	diff = complaints(m, src, c.modern())
	if c.modern() {
		diff = append(diff, differentLines(r.Tree, r.plain(treeLines(m, src, c.version, r.Names)), "")...)
	} else {
		diff = append(diff, differentFacts(r.Facts, facts(m))...)
	}
	if r.Untokenized == "" {
		diff = append(diff, differentLines(r.Tokens, r.plain(tokenLines(src, c.version)), " NEWLINE")...)
	}
	return diff
}

func (c *comparison) add(r reference, diff []string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left += r.Left
	switch {
	case r.Skip != "":
		c.skipped++
		return
	case r.Path == "":
		return
	}
	c.files++
	if r.Untokenized == "" {
		c.tokenized++
	} else if testing.Verbose() {
		c.t.Logf("%s: %s", r.Path, r.Untokenized)
	}
	if len(diff) == 0 {
		return
	}
	c.differ++
	if c.differ <= 20 {
		c.t.Errorf("%s:\n\t%s", r.Path, strings.Join(diff[:min(len(diff), 6)], "\n\t"))
	} else {
		c.t.Fail()
	}
}
