package packaging

import (
	"errors"
	"fmt"
	"strings"
)

// option is an option of pip, its name in the long form.
type option struct{ name, value string }

// pipOptions are those that some pip since 20 takes in a requirements file, and whether a value follows.
// Source: https://pip.pypa.io/en/stable/reference/requirements-file-format/#supported-options
var pipOptions = []struct {
	long, short string
	value       bool
}{
	{"--requirement", "-r", true},
	{"--constraint", "-c", true},
	{"--editable", "-e", true},
	{"--index-url", "-i", true},
	{"--pypi-url", "", true},
	{"--extra-index-url", "", true},
	{"--no-index", "", false},
	{"--find-links", "-f", true},
	{"--no-binary", "", true},
	{"--only-binary", "", true},
	{"--prefer-binary", "", false},
	{"--require-hashes", "", false},
	{"--no-require-hashes", "", false},
	{"--pre", "", false},
	{"--all-releases", "", true},
	{"--only-final", "", true},
	{"--trusted-host", "", true},
	{"--use-feature", "", true},
	{"--hash", "", true},
	{"--config-settings", "-C", true},
	{"--global-option", "", true},
	{"--install-option", "", true},
}

// cutOptions cuts a line at the first word that begins with a dash, as pip does.
func cutOptions(line string) (text, options string) {
	for start := 0; start < len(line); {
		end := strings.IndexByte(line[start:], ' ')
		if line[start] == '-' {
			return strings.TrimSpace(line[:start]), line[start:]
		}
		if end < 0 {
			break
		}
		start += end + 1
	}
	return strings.TrimSpace(line), ""
}

// parseOptions reads words as a shell would split them, in the forms "-r x", "-rx", "--requirement x" and
// "--requirement=x". A long name may be shortened as far as one option alone begins with it.
func parseOptions(text string) ([]option, error) {
	words, err := shellWords(text)
	if err != nil {
		return nil, err
	}
	var found []option
	for i := 0; i < len(words); i++ {
		word := words[i]
		if word == "--" { // pip passes over all that follows
			break
		}
		if !strings.HasPrefix(word, "-") || word == "-" { // and over it
			continue
		}
		name, value, given := word, "", false
		if strings.HasPrefix(word, "--") {
			name, value, given = strings.Cut(word, "=")
		} else if len(word) > 2 {
			name, value, given = word[:2], word[2:], true
		}
		long, takes, err := pipOption(name)
		switch {
		case err != nil:
			return nil, err
		case given && !takes:
			return nil, fmt.Errorf("option %s: takes no value", quoted(long))
		case takes && !given:
			if i++; i == len(words) {
				return nil, fmt.Errorf("option %s: its value is missing", quoted(long))
			}
			value = words[i]
		}
		if long == "--config-settings" && !strings.Contains(value, "=") {
			return nil, fmt.Errorf("option %s: %s is not of the form KEY=VALUE", quoted(long), quoted(value))
		}
		found = append(found, option{long, value})
	}
	return found, nil
}

func pipOption(name string) (long string, takes bool, err error) {
	matches := 0
	for _, o := range pipOptions {
		if name == o.long || name == o.short {
			return o.long, o.value, nil
		}
		if len(name) > 2 && strings.HasPrefix(o.long, name) {
			long, takes = o.long, o.value
			matches++
		}
	}
	if matches != 1 {
		return "", false, fmt.Errorf("%s: is not an option that pip takes in a requirements file", quoted(name))
	}
	return long, takes, nil
}

// shellWords splits as a POSIX shell does, without expansion.
func shellWords(text string) ([]string, error) {
	var words []string
	var word strings.Builder
	inWord := false
	quote := byte(0)
	for i := 0; i < len(text); i++ {
		c := text[i]
		switch {
		case quote != 0 && c == quote:
			quote = 0
		case quote == '\'':
			word.WriteByte(c)
		case c == '\\' && i+1 < len(text) && (quote == 0 || text[i+1] == '"' || text[i+1] == '\\'):
			i++
			inWord = true
			word.WriteByte(text[i])
		case quote != 0:
			word.WriteByte(c)
		case c == '"' || c == '\'':
			quote, inWord = c, true
		case c == ' ' || c == '\t':
			if inWord {
				words = append(words, word.String())
				word.Reset()
			}
			inWord = false
		default:
			inWord = true
			word.WriteByte(c)
		}
	}
	if quote != 0 {
		return nil, errors.New("a quotation mark is not closed")
	}
	if inWord {
		words = append(words, word.String())
	}
	return words, nil
}

// options acts on a line of options alone. Like pip, it follows the first -r, else the first -c; else the first -e.
func (r *requirementsReader) options(l logical, options []option) error {
	if _, err := hashesOf(options); err != nil { // of no requirement: pip checks them and passes over them
		return l.fail("%s", err)
	}
	for _, name := range []string{"--editable", "--requirement", "--constraint"} {
		for _, o := range options {
			switch {
			case o.name != name:
			case name == "--editable":
				return r.editable(l, o.value)
			default:
				return r.include(l, o.value, name == "--constraint")
			}
		}
	}
	for _, o := range options {
		switch o.name {
		case "--hash":
		case "--require-hashes":
			r.list.NeedsHashes = true
		default:
			r.list.Options = append(r.list.Options, Located{Value: strings.TrimSpace(o.name + " " + o.value), Evidence: l.at()})
		}
	}
	return nil
}
