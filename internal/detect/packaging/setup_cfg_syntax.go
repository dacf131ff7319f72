package packaging

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"github.com/pykube/pykube/internal/source"
)

// config is a file in the syntax of Python's configparser, as ConfigParser reads it: comments only on lines of
// their own.
// Source: https://docs.python.org/3/library/configparser.html#supported-ini-file-structure
type config struct {
	file     string
	sections map[string]map[string]*configValue
	lines    map[string]int // of the headers
	names    []string       // of the sections, in order
}

// configValue is one option with the lines of its value; a line that is empty or a comment may stand between them.
type configValue struct {
	key  string
	line int // of the key
	rows []configRow
}

type configRow struct {
	text string
	line int
}

// maxConfig is the largest file taken, in bytes.
const maxConfig = 4 << 20

func readConfig(t *source.Tree, file string) (*config, error) {
	text, err := t.Text(file)
	if err != nil {
		return nil, &Error{File: file, Text: strings.TrimPrefix(err.Error(), source.Printable(file)+": ")}
	}
	if len(text) > maxConfig {
		return nil, &Error{File: file, Text: fmt.Sprintf("larger than %d bytes", maxConfig)}
	}
	c := &config{file: file, sections: map[string]map[string]*configValue{}, lines: map[string]int{}}
	var section map[string]*configValue
	var value *configValue
	indent := 0
	for i, raw := range strings.Split(text, "\n") {
		line := strings.TrimSpace(raw)
		if line == "" || line[0] == '#' || line[0] == ';' {
			continue
		}
		at := strings.IndexFunc(raw, func(r rune) bool { return !unicode.IsSpace(r) })
		if value != nil && at > indent {
			value.rows = append(value.rows, configRow{line, i + 1})
			continue
		}
		indent = at
		fail := func(format string, args ...any) error {
			return &Error{File: file, Line: i + 1, Text: fmt.Sprintf(format, args...)}
		}
		if end := strings.LastIndexByte(line, ']'); line[0] == '[' && end > 1 {
			name := line[1:end]
			if before, twice := c.lines[name]; twice && name != "DEFAULT" {
				return nil, fail("section %s: already on line %d", quoted(name), before)
			}
			if c.sections[name] == nil {
				c.sections[name] = map[string]*configValue{}
				c.names = append(c.names, name)
			}
			c.lines[name], section, value = i+1, c.sections[name], nil
			continue
		}
		if section == nil {
			return nil, fail("line %s: stands before the first section", quoted(line))
		}
		mark := strings.IndexAny(line, "=:")
		if mark <= 0 {
			return nil, fail("line %s: is neither [SECTION] nor KEY = VALUE", quoted(line))
		}
		key := strings.TrimSpace(line[:mark])
		if section[key] != nil {
			return nil, fail("key %s: already on line %d", quoted(key), section[key].line)
		}
		value = &configValue{key: key, line: i + 1}
		if first := strings.TrimSpace(line[mark+1:]); first != "" {
			value.rows = []configRow{{first, i + 1}}
		}
		section[key] = value
	}
	if err := c.interpolate(); err != nil {
		return nil, err
	}
	return c, nil
}

// get gives a value; setuptools takes keys of its own sections with "-" for "_" and in any case.
func (c *config) get(section, key string) *configValue {
	found := c.sections[section][key]
	if found != nil {
		return found
	}
	for written, v := range c.sections[section] {
		if strings.ToLower(strings.ReplaceAll(written, "-", "_")) == key && (found == nil || v.line > found.line) {
			found = v
		}
	}
	return found
}

// keys lists the options of a section in their order.
func (c *config) keys(section string) []*configValue {
	var found []*configValue
	for _, v := range c.sections[section] {
		found = append(found, v)
	}
	slices.SortFunc(found, func(a, b *configValue) int { return a.line - b.line })
	return found
}

// text is the value as configparser gives it, but for the empty lines.
func (v *configValue) text() string {
	if v == nil {
		return ""
	}
	var rows []string
	for _, r := range v.rows {
		rows = append(rows, r.text)
	}
	return strings.Join(rows, "\n")
}

// directive gives the rest of "file: …" or "attr: …".
func (v *configValue) directive(name string) (string, bool) {
	rest, ok := strings.CutPrefix(v.text(), name+":")
	return strings.TrimSpace(rest), ok
}

// list is a value of several lines, or one line cut at the separators.
func (v *configValue) list(file, separator string) []Located {
	if v == nil {
		return nil
	}
	rows := v.rows
	// "key = a, b" is one line to setuptools; with anything on a second line each line is an item.
	if len(rows) == 1 && rows[0].line == v.line {
		var cut []configRow
		for part := range strings.SplitSeq(rows[0].text, separator) {
			cut = append(cut, configRow{part, rows[0].line})
		}
		rows = cut
	}
	var found []Located
	for _, r := range rows {
		if text := strings.TrimSpace(r.text); text != "" && text[0] != '#' {
			found = append(found, Located{Value: text, Evidence: source.At(file, r.line, text)})
		}
	}
	return found
}
