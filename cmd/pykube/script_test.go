package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"pykube": main})
}

// TestScripts runs the sessions in testdata/script. Beside testscript's own commands they have
//
//	exits N pykube ARGS…   runs pykube and demands the exit code
//	json FILE PATH WANT    reads JSON and demands a value at a path such as services.0.name
//	snapshot DIR           remembers every file below DIR
//	unescape FILE          writes Go's escapes in a file, \x1b and its like, as what they mean
//	untouched DIR          demands that no file below DIR was made, changed, written anew or removed since
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits": exits, "snapshot": snapshot, "untouched": untouched, "unescape": unescape, "json": value,
		},
		Setup: func(env *testscript.Env) error {
			for _, v := range env.Vars {
				if strings.HasPrefix(v, "PYKUBE_") {
					return fmt.Errorf("%s is set", v)
				}
			}
			return nil
		},
	})
}

func exits(ts *testscript.TestScript, neg bool, args []string) {
	want, err := strconv.Atoi(args[0])
	if neg || err != nil || len(args) < 2 {
		ts.Fatalf("usage: exits N COMMAND…")
	}
	err = ts.Exec(args[1], args[2:]...)
	got := 0
	var exit *exec.ExitError
	if errors.As(err, &exit) {
		got = exit.ExitCode()
	} else if err != nil {
		ts.Fatalf("%v", err)
	}
	stdout, stderr := ts.ReadFile("stdout"), ts.ReadFile("stderr")
	if got != want {
		ts.Fatalf("exit %d, want %d\n%s%s", got, want, stdout, stderr)
	}
	for _, text := range []string{stdout, stderr} {
		if c := controls(text); c != "" {
			ts.Fatalf("the output holds %s: colour, or worse", c)
		}
	}
	if got != exitDone && got != exitFound {
		if stdout != "" {
			ts.Fatalf("words on stdout:\n%s", stdout)
		}
		if !strings.HasPrefix(stderr, "pykube: error: ") {
			ts.Fatalf("no error on stderr, but\n%s", stderr)
		}
	}
	if words.MatchString(stdout) {
		ts.Fatalf("words on stdout:\n%s", stdout)
	}
}

// words are what pykube says to people, which goes to stderr.
var words = regexp.MustCompile(`(?m)^pykube: (error|hint|advice|found|looked at)`)

// controls names the first character of a text that a terminal could act on, "" where there is none.
func controls(text string) string {
	for _, r := range text {
		if r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r) || r == '\u2028' || r == '\u2029') {
			return fmt.Sprintf("%q", r)
		}
	}
	return ""
}

// state says all that is to be known of the files below a directory.
func state(dir string) (string, error) {
	var b strings.Builder
	err := filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		info, err := d.Info()
		if err != nil {
			return err
		}
		fmt.Fprintf(&b, "%q %v", path, info.Mode())
		if info.Mode().IsRegular() && info.Size() < 1<<20 {
			text, err := os.ReadFile(path)
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, " %v %q", info.ModTime(), text)
		}
		b.WriteByte('\n')
		return nil
	})
	return b.String(), err
}

func snapshot(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: snapshot DIR")
	}
	s, err := state(ts.MkAbs(args[0]))
	ts.Check(err)
	ts.Setenv("SNAPSHOT_"+args[0], s)
}

func untouched(ts *testscript.TestScript, neg bool, args []string) {
	if len(args) != 1 {
		ts.Fatalf("usage: [!] untouched DIR")
	}
	want := ts.Getenv("SNAPSHOT_" + args[0])
	if want == "" {
		ts.Fatalf("%s: no snapshot", args[0])
	}
	got, err := state(ts.MkAbs(args[0]))
	ts.Check(err)
	if (got == want) == neg {
		ts.Fatalf("%s: now\n%s\nbefore\n%s", args[0], got, want)
	}
}

func unescape(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 1 {
		ts.Fatalf("usage: unescape FILE")
	}
	text, err := strconv.Unquote(`"` + strings.ReplaceAll(strings.TrimSuffix(ts.ReadFile(args[0]), "\n"), "\n", `\n`) + `"`)
	ts.Check(err)
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), []byte(text+"\n"), 0o644))
}

// value is the command "json FILE PATH WANT": the file is one JSON value, and what stands at the path is wanted.
func value(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: json FILE PATH WANT")
	}
	var v any
	ts.Check(json.Unmarshal([]byte(ts.ReadFile(args[0])), &v))
	for key := range strings.SplitSeq(args[1], ".") {
		switch in := v.(type) {
		case map[string]any:
			v = in[key]
		case []any:
			i, err := strconv.Atoi(key)
			if err != nil || i >= len(in) {
				ts.Fatalf("%s: no element %s", args[1], key)
			}
			v = in[i]
		default:
			ts.Fatalf("%s: nothing at %s", args[1], key)
		}
	}
	if got := fmt.Sprint(v); got != args[2] {
		ts.Fatalf("%s is %q, want %q", args[1], got, args[2])
	}
}
