package render

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pykube/pykube/internal/source"
)

// Every function here makes one value safe for one place: whatever the value holds, the structure around it stays as
// the template has it. A value that the place cannot hold at all, such as a line end in a Dockerfile, is an error.

const plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-/:=@%+,"

func isPlain(s string) bool {
	return s != "" && !strings.ContainsFunc(s, func(r rune) bool { return !strings.ContainsRune(plain, r) })
}

// maxLine is the longest line, in bytes, that is written: BuildKit refuses a Dockerfile with one above 65535
// (frontend/dockerfile/parser), and an instruction has a few words of its own.
const maxLine = 60_000

// oneLine refuses control characters and line ends, which end an instruction or a pattern, the controls of
// bidirectional text, which show another one than is run, and what is not UTF-8, which no Dockerfile can hold.
func oneLine(s string) error {
	switch {
	case len(s) > maxLine:
		return fmt.Errorf("%q… is longer than %d bytes", strings.ToValidUTF8(s[:60], ""), maxLine)
	case !utf8.ValidString(s):
		return fmt.Errorf("%q is not UTF-8", s)
	case strings.ContainsFunc(s, ends):
		return fmt.Errorf("%q holds a control character", s)
	}
	return nil
}

func ends(r rune) bool {
	return unicode.IsControl(r) || r == '\u2028' || r == '\u2029' || unicode.Is(unicode.Bidi_Control, r)
}

// line gives a whole operand, where it fits on one line.
func line(s string) (string, error) {
	if len(s) > maxLine {
		return "", fmt.Errorf("%q… is longer than %d bytes", strings.ToValidUTF8(s[:60], ""), maxLine)
	}
	return s, nil
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
	return line(strings.Join(quoted, " "))
}

// Docker gives one word for ENV, LABEL and WORKDIR, where Docker itself expands variables and takes quotes away.
// Reference: https://docs.docker.com/reference/dockerfile/#environment-replacement
func Docker(s string) (string, error) {
	if err := oneLine(s); err != nil {
		return "", err
	}
	if isPlain(s) && !strings.HasPrefix(s, "-") {
		return s, nil
	}
	return line(`"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, `$`, `\$`).Replace(s) + `"`)
}

// Reference gives the reference of an image for FROM and --mount, where Docker takes no quotes: any character that no
// reference has is an error.
func Reference(s string) (string, error) {
	if len(s) > 255 || !isPlain(s) || strings.ContainsAny(s, "=%+,") || strings.HasPrefix(s, "-") {
		return "", fmt.Errorf("%.300q is not the reference of an image", s)
	}
	return s, nil
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
	return line("[" + strings.Join(parts, ", ") + "]")
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
		if i < len(from) && (strings.HasPrefix(w, "--") || strings.Contains(w, "<<") || strings.HasPrefix(w, "\ufeff")) {
			// An option, a heredoc, a byte order mark that BuildKit's scanner drops.
			words[i] = "./" + words[i]
		}
	}
	if simple {
		return line(strings.Join(words, " "))
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
		if r >= 0x7f && r <= 0xffff && !unicode.IsPrint(r) {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	return b.String()
}

// Compose gives a YAML scalar for compose.yaml, where Docker Compose itself expands variables.
// Reference: https://docs.docker.com/reference/compose-file/interpolation/
func Compose(s string) string { return YAML(strings.ReplaceAll(s, "$", "$$")) }

// ComposeWords gives a list of YAML for compose.yaml: the words of a command.
func ComposeWords(words []string) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = jsonString(strings.ReplaceAll(w, "$", "$$"))
	}
	return "[" + strings.Join(parts, ", ") + "]"
}
