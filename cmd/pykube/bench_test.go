package main

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/pykube/pykube/internal/config"
)

// BenchmarkTrip measures the way from a directory to files in memory, on a small repository and on one of 20,000 files.
func BenchmarkTrip(b *testing.B) {
	small := filepath.Join("..", "..", "golden", "flask-factory-pinned", "in")
	b.Run("small", func(b *testing.B) { benchmarkTrip(b, small) })
	large := b.TempDir()
	if err := os.CopyFS(large, os.DirFS(small)); err != nil {
		b.Fatal(err)
	}
	fill(b, large)
	b.Run("20000 files", func(b *testing.B) { benchmarkTrip(b, large) })
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

// fill adds 200 packages of 100 modules each; one in ten imports Flask, so that it must be parsed.
func fill(b *testing.B, dir string) {
	b.Helper()
	var body strings.Builder
	for i := range 20 {
		fmt.Fprintf(&body, "def function_%d(a, b=1, *args, **kw):\n    \"\"\"Text.\"\"\"\n    return [x for x in range(a) if x > b]\n\n", i)
	}
	for p := range 200 {
		pkg := filepath.Join(dir, fmt.Sprintf("lib%d", p))
		if err := os.MkdirAll(pkg, 0o755); err != nil {
			b.Fatal(err)
		}
		for m := range 100 {
			text := body.String()
			if m%10 == 0 {
				text = fmt.Sprintf("from flask import current_app\nfrom lib%d import m%d\n\n\n", (p+1)%200, (m+1)%100) + text
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
