// Package report prints: facts, plans and changes as text for people and as JSON and YAML for programs. It knows how
// things look and decides nothing. Text of a repository is made printable before it reaches a terminal.
package report

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode"
	"unicode/utf16"

	"github.com/pykube/pykube/internal/render"
	"github.com/pykube/pykube/internal/source"
	"github.com/pykube/pykube/internal/write"
)

// Encode prints a value as json or yaml. Both hold the same, by the same names, in the same order.
func Encode(w io.Writer, format string, value any) error {
	text, err := JSON(value)
	if err != nil {
		return err
	}
	if format == "yaml" {
		if text, err = blockYAML(text); err != nil {
			return err
		}
	}
	_, err = w.Write(text)
	return err
}

// JSON gives a value as indented JSON with a line end.
func JSON(value any) ([]byte, error) {
	var b strings.Builder
	e := json.NewEncoder(&b)
	e.SetIndent("", "  ")
	e.SetEscapeHTML(false)
	err := e.Encode(value)
	return []byte(escaped(b.String())), err
}

// escaped writes characters that a terminal could act on as JSON's escapes. Outside of strings JSON has none.
func escaped(text string) string {
	var b strings.Builder
	for _, r := range text {
		switch {
		case r < 0x7f || unicode.IsPrint(r):
			b.WriteRune(r)
		case r <= 0xffff:
			fmt.Fprintf(&b, `\u%04x`, r)
		default:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		}
	}
	return b.String()
}

// Files prints files: one alone as it is, several each under a line with its path.
func Files(w io.Writer, files []render.File) error {
	for i, f := range files {
		if len(files) > 1 {
			if i > 0 {
				if _, err := fmt.Fprintln(w); err != nil {
					return err
				}
			}
			if _, err := fmt.Fprintf(w, "==> %s <==\n", f.Path); err != nil {
				return err
			}
		}
		if _, err := w.Write(f.Text); err != nil {
			return err
		}
	}
	return nil
}

// Diffs prints unified diffs, line by line made printable: the disk's side is foreign text. Files that do not change
// have none.
func Diffs(w io.Writer, changes []write.Change) error {
	var b strings.Builder
	for _, c := range changes {
		if c.Kind != write.Create && c.Kind != write.Replace && c.Kind != write.Conflict {
			continue
		}
		for line := range strings.SplitSeq(strings.TrimSuffix(c.Diff(), "\n"), "\n") {
			b.WriteString(source.Printable(line))
			b.WriteByte('\n')
		}
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// Changes prints a line for each file: what is done to it, and why where that is not plain. mood goes before the
// word: "would " for what is not done.
func Changes(w io.Writer, changes *write.Changes, mood string) error {
	past := map[write.Kind]string{
		write.Create: "created", write.Replace: "replaced", write.Same: "unchanged", write.Conflict: "conflict", write.Kept: "kept", write.Stale: "stale",
	}
	all := changes.Files
	if slices.ContainsFunc(changes.Pending(), func(c write.Change) bool { return c.Path == changes.Lock.Path }) {
		all = append(slices.Clone(all), changes.Lock)
	}
	for _, c := range all {
		word := past[c.Kind]
		if mood != "" && (c.Kind == write.Create || c.Kind == write.Replace) {
			word = mood + string(c.Kind)
		}
		line := fmt.Sprintf("%-14s %s", word, c.Path)
		if c.Reason != "" && c.Kind != write.Create && c.Kind != write.Replace && c.Kind != write.Same {
			line += ": " + c.Reason
		}
		if _, err := fmt.Fprintln(w, source.Printable(line)); err != nil {
			return err
		}
	}
	return nil
}
