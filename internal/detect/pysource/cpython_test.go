package pysource

import (
	"bufio"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// TestAgainstCPython compares Parse with CPython's own ast, over the installed
// standard library and site-packages. PYSOURCE_PYTHON names another interpreter
// than python3, PYSOURCE_SECONDS how long each of its processes may take: 12 are enough for the standard library and a
// fair part of the packages, 60 for all of them.
func TestAgainstCPython(t *testing.T) {
	python, seconds := os.Getenv("PYSOURCE_PYTHON"), os.Getenv("PYSOURCE_SECONDS")
	if python == "" {
		python = "python3"
	}
	if seconds == "" {
		seconds = "12"
	}
	if testing.Short() {
		seconds = "3"
	}
	path, err := exec.LookPath(python)
	if err != nil {
		t.Skipf("no %s on PATH: nothing to compare with", python)
	}
	c := &comparison{t: t, modern: true}
	version, err := exec.Command(path, "-c", "import sys; print(sys.version_info[0])").Output()
	if err != nil {
		t.Skipf("%s does not run: %v", python, err)
	}
	c.modern = strings.TrimSpace(string(version)) != "2"
	shards := max(1, runtime.NumCPU())
	var wg sync.WaitGroup
	for n := range shards {
		wg.Go(func() { c.shard(path, n, shards, seconds) })
	}
	wg.Wait()
	t.Logf("%d files compared, %d of them differ; %d skipped, for %s cannot read them; %d left out for the time", c.files, c.differ, c.skipped, python, c.left)
	if c.files == 0 {
		t.Error("no file was compared")
	}
}

type comparison struct {
	t      *testing.T
	modern bool // Python 3.8 or later: calls, strings and ends of lines are compared too

	mu                           sync.Mutex
	files, differ, skipped, left int
}

type reference struct {
	Path  string
	Facts []string
	Skip  string
	Left  int
}

func (c *comparison) shard(python string, n, shards int, seconds string) {
	cmd := exec.Command(python, "-I", "testdata/facts.py", strconv.Itoa(n), strconv.Itoa(shards), seconds)
	if !c.modern {
		cmd.Args = slices.Delete(cmd.Args, 1, 2)
	}
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err == nil {
		err = cmd.Start()
	}
	if err != nil {
		c.t.Error(err)
		return
	}
	lines := bufio.NewScanner(out)
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		var r reference
		if err := json.Unmarshal(lines.Bytes(), &r); err != nil {
			c.t.Errorf("reading facts.py: %v", err)
			continue
		}
		c.compare(r)
	}
	if err := cmd.Wait(); err != nil {
		c.t.Errorf("running facts.py: %v", err)
	}
}

func (c *comparison) compare(r reference) {
	var diff []string
	if r.Skip == "" && r.Left == 0 {
		src, err := os.ReadFile(r.Path)
		if err != nil {
			c.t.Error(err)
			return
		}
		if !c.modern && strings.HasSuffix(r.Path, "test_grammar.py") {
			return // [x for x in lambda: True, lambda: False if x()] ended with Python 2
		}
		diff = c.difference(r.Facts, src)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case r.Left > 0:
		c.left += r.Left
		return
	case r.Skip != "":
		c.skipped++
		return
	}
	c.files++
	if diff == nil {
		return
	}
	c.differ++
	if c.differ <= 20 {
		c.t.Errorf("%s:\n\t%s", r.Path, strings.Join(diff[:min(len(diff), 6)], "\n\t"))
	} else {
		c.t.Fail()
	}
}

func (c *comparison) difference(want []string, src []byte) []string {
	m := Parse(src)
	got := c.facts(m)
	// What \N{...} stands for is not resolved, and few encodings are known.
	encoding := encodingName(src)
	_, known := charsets[encoding]
	known = known || encoding == "" || encoding == "ascii" || strings.HasPrefix(encoding, "utf")
	if strings.Contains(string(src), `\N{`) || !known {
		want = slices.DeleteFunc(want, func(f string) bool { return strings.HasPrefix(f, "strings ") })
		got = slices.DeleteFunc(got, func(f string) bool { return strings.HasPrefix(f, "strings ") })
	}
	slices.Sort(got)
	slices.Sort(want)
	var diff []string
	for _, e := range m.Errors {
		diff = append(diff, fmt.Sprintf("error on line %d: %s", e.Line, e.Text))
	}
	// Python 3 reads `print >>file, x`, as something else.
	if c.modern && m.Python2 > 0 && !strings.Contains(strings.Split(string(src), "\n")[m.Python2-1], "print >>") {
		diff = append(diff, fmt.Sprintf("line %d taken for Python 2", m.Python2))
	}
	for len(got) > 0 || len(want) > 0 {
		switch {
		case len(want) == 0 || len(got) > 0 && got[0] < want[0]:
			diff = append(diff, "only here:    "+got[0])
			got = got[1:]
		case len(got) == 0 || want[0] < got[0]:
			diff = append(diff, "only CPython: "+want[0])
			want = want[1:]
		default:
			got, want = got[1:], want[1:]
		}
	}
	return diff
}
