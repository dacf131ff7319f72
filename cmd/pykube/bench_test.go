package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
)

// BenchmarkTrip measures the way from a directory to files in memory, on a small repository and on some of 200, 2,000 and
// 20,000 files: the time must grow as the source does.
func BenchmarkTrip(b *testing.B) {
	small := filepath.Join("..", "..", "golden", "flask-factory-pinned", "in")
	b.Run("small", func(b *testing.B) { benchmarkTrip(b, small) })
	for _, packages := range []int{2, 20, 200} {
		large := b.TempDir()
		if err := os.CopyFS(large, os.DirFS(small)); err != nil {
			b.Fatal(err)
		}
		fill(b, large, packages)
		b.Run(fmt.Sprintf("%d files", 100*packages), func(b *testing.B) { benchmarkTrip(b, large) })
	}
}

func benchmarkTrip(b *testing.B, dir string) {
	for b.Loop() {
		t := trip{dir: dir, lookup: func(string) (string, bool) { return "", false }}
		t.options.Name = optionForTest("shop")
		if err := t.render(); err != nil {
			b.Fatal(err)
		}
	}
}

// fill adds packages of 100 modules each; one in ten imports Flask.
func fill(b *testing.B, dir string, packages int) {
	b.Helper()
	var body strings.Builder
	for i := range 20 {
		fmt.Fprintf(&body, "def function_%d(a, b=1, *args, **kw):\n    \"\"\"Text.\"\"\"\n    return [x for x in range(a) if x > b]\n\n", i)
	}
	for p := range packages {
		pkg := filepath.Join(dir, fmt.Sprintf("lib%d", p))
		if err := os.MkdirAll(pkg, 0o755); err != nil {
			b.Fatal(err)
		}
		for m := range 100 {
			text := body.String()
			if m%10 == 0 {
				text = fmt.Sprintf("from flask import current_app\nfrom lib%d import m%d\n\n\n", (p+1)%packages, (m+1)%100) + text
			}
			if err := os.WriteFile(filepath.Join(pkg, fmt.Sprintf("m%d.py", m)), []byte(text), 0o644); err != nil {
				b.Fatal(err)
			}
		}
	}
}

func optionForTest(value string) config.Option {
	return config.Option{Value: value, Origin: config.Origin{Kind: config.FromFlag, Name: "--name"}}
}
