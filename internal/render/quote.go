package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"

	"github.com/pykube/pykube/internal/source"
)

// Every function here makes one value safe for one place: whatever the value holds, the structure around it stays as
// the template has it. A value that the place cannot hold at all, such as a line end in a Dockerfile, is an error.

const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/:=@%+,"

func isPlain(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune(plain, r) })
}

// oneLine refuses control characters and line ends, which end an instruction or a pattern.
func oneLine(s string) error {
	if strings.ContainsFunc(s, func(r rune) bool { return r < ' ' || r == 0x7f || r == 0x85 || r == 0x2028 || r == 0x2029 }) {
		return fmt.Errorf("%q holds a control character", s)
	}
	return nil
}

// Shell gives words for a POSIX shell. The words of a command are put on one line.
func Shell(words []string) (string, error) {
	quoted := make([]string, len(words))
	for i, w := range words {
		if err := oneLine(w); err != nil {
			return "", err
		}
		quoted[i] = w
		if !isPlain(w) {
			quoted[i] = "'" + strings.ReplaceAll(w, "'", `'\''`) + "'"
		}
	}
	return strings.Join(quoted, " "), nil
}

// Docker gives one word for ENV, LABEL and WORKDIR, where Docker itself expands variables and takes quotes away.
// Reference: https://docs.docker.com/reference/dockerfile/#environment-replacement
func Docker(s string) (string, error) {
	if err := oneLine(s); err != nil {
		return "", err
	}
	if isPlain(s) {
		return s, nil
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`).Replace(s) + `"`, nil
}

// Exec gives the JSON form of CMD and ENTRYPOINT. Docker expands nothing in it.
func Exec(words []string) (string, error) {
	for _, w := range words {
		if err := oneLine(w); err != nil {
			return "", err
		}
	}
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = jsonString(w)
	}
	return "[" + strings.Join(parts, ", ") + "]", nil
}

// Copy gives the operands of COPY. Docker expands variables and takes quotes away, then the sources are patterns
// (https://pkg.go.dev/path/filepath#Match): both are escaped. The JSON form is used where there is white space.
func Copy(from []string, to string) (string, error) {
	words := make([]string, 0, len(from)+1)
	for _, f := range from {
		words = append(words, strings.NewReplacer(`\`, `\\`, `*`, `\*`, `?`, `\?`, `[`, `\[`).Replace(f))
	}
	words = append(words, to)
	simple := true
	for i, w := range words {
		if err := oneLine(w); err != nil {
			return "", err
		}
		simple = simple && isPlain(w)
		words[i] = strings.NewReplacer(`\`, `\\`, `"`, `\"`, `'`, `\'`, `$`, `\$`).Replace(w)
		if i < len(from) && strings.HasPrefix(w, "--") {
			words[i] = "./" + words[i]
		}
	}
	if simple {
		return strings.Join(words, " "), nil
	}
	return Exec(words)
}

// Ignore gives a pattern of .dockerignore: one line, in which a path is a pattern.
func Ignore(s string) (string, error) { return s, oneLine(s) }

// Comment gives text for a comment of one line.
func Comment(s string) string { return source.Printable(s) }

// YAML gives a scalar. Text that YAML 1.1 or 1.2 could read as something else than text is quoted.
func YAML(s string) string {
	if yamlPlain.MatchString(s) && !yamlWord.MatchString(s) {
		return s
	}
	return jsonString(s)
}

var (
	yamlPlain = regexp.MustCompile(`^[A-Za-z/][A-Za-z0-9_./-]*(:[A-Za-z0-9_./-]+)*$|^[0-9]+(m|Mi|Gi|Ki)$`)
	yamlWord  = regexp.MustCompile(`(?i)^(y|n|yes|no|on|off|true|false|null)$`)
)

// jsonString is a JSON string, which is a YAML string too. Characters that are not printable are escaped.
func jsonString(s string) string {
	var out bytes.Buffer
	e := json.NewEncoder(&out)
	e.SetEscapeHTML(false)
	_ = e.Encode(strings.ToValidUTF8(s, "\ufffd"))
	quoted := strings.TrimRight(out.String(), "\n")
	var b strings.Builder
	for _, r := range quoted {
		if r == 0x7f || r >= 0x80 && r < 0xa0 || r == 0xfeff || r >= 0x202a && r <= 0x202e || r >= 0x2066 && r <= 0x2069 {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}
