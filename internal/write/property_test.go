package write

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/render"
)

// Over random sequences of edits and generations, no line that a user wrote is lost unless --force names its file or
// the user took it out, and every run that succeeds leaves nothing to do.
func TestNoLineOfAUserIsLost(t *testing.T) {
	sequences := 2000
	if testing.Short() {
		sequences = 200
	}
	kinds := map[Kind]int{}
	for seed := range sequences {
		s := &sequence{repo: newRepo(t), random: rand.New(rand.NewPCG(uint64(seed), 7)), kinds: kinds}
		for range 12 {
			s.step()
			if t.Failed() {
				t.Fatalf("in sequence %d:\n%s", seed, strings.Join(s.log, "\n"))
			}
		}
		s.root.Close()
		os.RemoveAll(s.dir)
	}
	for _, k := range []Kind{Create, Same, Replace, Conflict, Kept, Stale} {
		if kinds[k] < sequences/20 {
			t.Errorf("%s came up only %d times in %v: the sequences prove little", k, kinds[k], kinds)
		}
	}
}

var sequencePaths = []string{"Dockerfile", ".dockerignore", "k8s/web.yaml"}

type sequence struct {
	*repo
	random *rand.Rand
	lines  int
	log    []string
	kinds  map[Kind]int
}

func (s *sequence) note(format string, args ...any) {
	s.log = append(s.log, fmt.Sprintf(format, args...))
}

func (s *sequence) step() {
	name := sequencePaths[s.random.IntN(len(sequencePaths))]
	switch s.random.IntN(10) {
	case 0, 1:
		s.edit(name)
	case 2:
		switch s.random.IntN(4) {
		case 0:
			s.remove(name)
		case 1:
			s.remove(lockName)
		case 2:
			s.rewrite(name, func(text string) string { return text + keepMark + "\n" })
		case 3:
			s.rewrite(name, func(text string) string { return strings.ReplaceAll(text, keepMark+"\n", "") })
		}
	case 3:
		s.rewrite(name, func(text string) string {
			text = strings.ReplaceAll(text, "\r\n", "\n")
			if s.random.IntN(2) == 0 {
				text = strings.ReplaceAll(text, "\n", "\r\n")
			}
			return text
		})
	default:
		s.generate()
	}
}

// edit puts a line that no one else writes somewhere into the file.
func (s *sequence) edit(name string) {
	s.lines++
	mine := fmt.Sprintf("user %d\n", s.lines)
	s.rewrite(name, func(text string) string {
		lines := strings.SplitAfter(text, "\n")
		return strings.Join(slices.Insert(lines, s.random.IntN(len(lines)), mine), "")
	})
}

func (s *sequence) rewrite(name string, change func(string) string) {
	raw, err := os.ReadFile(filepath.Join(s.dir, name))
	if err != nil {
		raw = nil
	}
	text := change(string(raw))
	s.note("write %s %q", name, text)
	s.write(name, text)
}

func (s *sequence) remove(name string) {
	s.note("rm %s", name)
	_ = os.Remove(filepath.Join(s.dir, name))
}

// users are the lines of a user in each file.
func (s *sequence) users() map[string][]string {
	found := map[string][]string{}
	for _, name := range sequencePaths {
		raw, _ := os.ReadFile(filepath.Join(s.dir, name))
		for line := range strings.Lines(string(raw)) {
			if strings.HasPrefix(line, "user ") {
				found[name] = append(found[name], strings.TrimSpace(line))
			}
		}
	}
	return found
}

func (s *sequence) generate() {
	var files []render.File
	var opt Options
	for _, name := range sequencePaths {
		if s.random.IntN(5) == 0 {
			continue
		}
		files = append(files, file(name, fmt.Sprintf("ours\nversion %d\nends\n", s.random.IntN(3))))
		if s.random.IntN(6) == 0 {
			opt.Force = append(opt.Force, name)
		}
	}
	opt.Partial = s.random.IntN(4) == 0
	before := s.users()
	s.note("generate %q %+v", files, opt)
	c, err := Compare(s.root, files, opt)
	var known *Error
	if errors.As(err, &known) && strings.Contains(known.Text, "forbids --force") {
		return
	}
	if err != nil {
		s.Errorf("Compare: %v", err)
		return
	}
	for _, f := range c.Files {
		s.kinds[f.Kind]++
	}
	if s.random.IntN(4) == 0 { // a disk that fails somewhere
		c.rename = func(from, to string) error {
			if s.random.IntN(2) == 0 {
				return errors.New("no luck")
			}
			return s.root.Rename(from, to)
		}
	}
	err = c.Apply()
	s.note("  %v", err)
	after := s.users()
	for name, lines := range before {
		for _, line := range lines {
			if !slices.Contains(after[name], line) && !slices.Contains(opt.Force, name) {
				s.Errorf("%s lost %q", name, line)
			}
		}
	}
	if err != nil {
		return
	}
	if c := s.compare(Options{Partial: opt.Partial}, files...); len(c.Pending()) != 0 || len(c.Conflicts()) != 0 {
		s.Errorf("after a generation are pending %+v, conflicts %+v", c.Pending(), c.Conflicts())
	}
}
