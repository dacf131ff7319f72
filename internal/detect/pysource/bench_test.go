package pysource

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// BenchmarkParse reads a few large modules of the installed standard library.
// The same in CPython: python3 -c 'import ast, ...; ast.parse(source)'.
func BenchmarkParse(b *testing.B) {
	out, err := exec.Command("python3", "-I", "-c", "import sysconfig; print(sysconfig.get_paths()['stdlib'])").Output()
	if err != nil {
		b.Skipf("no python3 on PATH: no standard library to read: %v", err)
	}
	root := strings.TrimSpace(string(out))
	var sources [][]byte
	size := 0
	for _, name := range []string{"argparse.py", "typing.py", "subprocess.py", "asyncio/base_events.py", "inspect.py", "_pydecimal.py", "json/decoder.py", "test/test_grammar.py"} {
		src, err := os.ReadFile(filepath.Join(root, name))
		if err != nil {
			b.Skip(err)
		}
		sources = append(sources, src)
		size += len(src)
	}
	b.SetBytes(int64(size))
	b.ReportAllocs()
	for b.Loop() {
		for _, src := range sources {
			Parse(src)
		}
	}
}
