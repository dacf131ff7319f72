package packaging

import (
	"fmt"
	"strings"
)

// Bounds of the interpolation, "%(name)s" in a value: configparser stops at a depth of ten too.
const (
	maxInterpolation = 10
	maxInterpolated  = 4 << 20 // bytes in all values together
)

// interpolate puts the values of other options of the section, or of [DEFAULT], in for "%(name)s", and "%" for "%%".
// Source: https://docs.python.org/3/library/configparser.html#configparser.BasicInterpolation
func (c *config) interpolate() error {
	spent := 0
	for _, name := range c.names {
		if name != "metadata" && name != "options" && !strings.HasPrefix(name, "options.") {
			continue
		}
		done := map[string][]configRow{}
		for _, v := range c.keys(name) {
			rows, err := c.interpolated(name, v, 1, &spent)
			if err != nil {
				return err
			}
			done[v.key] = rows
		}
		for key, rows := range done {
			c.sections[name][key].rows = rows
		}
	}
	return nil
}

func (c *config) interpolated(section string, v *configValue, depth int, spent *int) ([]configRow, error) {
	var found []configRow
	for _, row := range v.rows {
		if !strings.Contains(row.text, "%") {
			found = append(found, row)
			continue
		}
		text, err := c.interpolatedText(section, row, depth, spent)
		if err != nil {
			return nil, err
		}
		for part := range strings.SplitSeq(text, "\n") {
			found = append(found, configRow{strings.TrimSpace(part), row.line})
		}
	}
	return found, nil
}

func (c *config) interpolatedText(section string, row configRow, depth int, spent *int) (string, error) {
	fail := func(what string) error {
		return &Error{File: c.file, Line: row.line, Text: fmt.Sprintf("value %s: %s", quoted(row.text), what)}
	}
	var b strings.Builder
	for rest := row.text; ; {
		before, after, found := strings.Cut(rest, "%")
		b.WriteString(before)
		if *spent += len(before); *spent > maxInterpolated {
			return "", fail("grows too large by what it names")
		}
		if !found {
			return b.String(), nil
		}
		if escaped, ok := strings.CutPrefix(after, "%"); ok {
			b.WriteByte('%')
			rest = escaped
			continue
		}
		name, tail, ok := strings.Cut(after, ")s")
		if !strings.HasPrefix(after, "(") || !ok {
			return "", fail(`"%" is followed by neither "%" nor "(NAME)s"`)
		}
		name = name[1:]
		other := c.sections[section][name]
		if other == nil {
			other = c.sections["DEFAULT"][name]
		}
		if other == nil {
			return "", fail("names " + quoted(name) + ", which does not exist")
		}
		if depth >= maxInterpolation {
			return "", fail(fmt.Sprintf("more than %d values deep", maxInterpolation))
		}
		rows, err := c.interpolated(section, other, depth+1, spent)
		if err != nil {
			return "", err
		}
		text := (&configValue{rows: rows}).text()
		if len(rows) > 0 && rows[0].line != other.line {
			text = "\n" + text
		}
		if *spent += len(text) + 1; *spent > maxInterpolated {
			return "", fail("grows too large by what it names")
		}
		b.WriteString(text)
		rest = tail
	}
}
