package packaging

import (
	"fmt"
	"strings"

	"github.com/goccy/go-yaml/token"
)

// Bounds of a YAML file. The parser recurses for each level, for each key of a block mapping and for each tag, keeps
// the path of every value as a string, and takes a time that grows with the square of the keys of one mapping, of
// the values that are not there, which it inserts one by one, of the blank lines of one block scalar and of the tabs of one line. A text is measured before it is parsed, so that none of this can run away.
const (
	maxYAML        = 8 << 20     // bytes; the parser takes about a second for each megabyte
	maxYAMLDepth   = 40          // levels
	maxYAMLKeys    = 20_000_000  // sum over all keys of how many the mapping had before
	maxYAMLPaths   = 256 << 20   // bytes of all paths together
	maxYAMLTabs    = 50_000_000  // sum over all tabs of the length of their line
	maxYAMLBlank   = 500         // blank lines, one after the other
	maxYAMLMarks   = 8           // tags, anchors and "?" before one value
	maxYAMLEmpty   = 500_000_000 // values that are not there, times the number of tokens
	maxYAMLAliases = 1_000       // anchors and aliases
)

// yamlLevel is a mapping or a list that is open.
type yamlLevel struct {
	column int // where its keys or dashes stand; 0 in brackets and braces
	list   bool
	colon  bool // the entry in braces has one
	keys   int
	key    int // length of the last key
}

// yamlMeasure walks over the tokens of a document.
type yamlMeasure struct {
	levels                            []yamlLevel
	keys, path, paths, marks, aliases int
	headers, ends, directives         int
	empty                             int
	flow                              int // how many levels are brackets or braces
}

// slowLines refuses what the scanner is slow with: it counts the blank lines of a block scalar again at each of them,
// and looks at the rest of the line at each tab of a quoted string.
func slowLines(text string) (line int, wrong string) {
	run, tabs := 0, 0
	for row := range strings.Lines(text) {
		line++
		if tabs += strings.Count(row, "\t") * len(row); tabs > maxYAMLTabs {
			return line, "holds too many tabs"
		}
		if blank := strings.Trim(row, " \t\n") == ""; !blank {
			run = 0
		} else if run++; run > maxYAMLBlank {
			return line, fmt.Sprintf("more than %d blank lines in a row", maxYAMLBlank)
		}
	}
	return 0, ""
}

// take measures one token; wrong says which bound it breaks.
func (m *yamlMeasure) take(tk *token.Token) (wrong string) {
	switch tk.Type {
	case token.DocumentHeaderType:
		if m.headers++; m.headers > 1 {
			return "holds more than one document"
		}
	case token.DocumentEndType:
		if m.ends++; m.ends > 1 {
			return "holds more than one document"
		}
	case token.DirectiveType:
		if m.directives++; m.directives > 1 {
			return "holds more than one directive"
		}
	case token.SequenceStartType, token.MappingStartType:
		m.push(yamlLevel{list: tk.Type == token.SequenceStartType})
		m.flow++
	case token.SequenceEndType, token.MappingEndType:
		if m.flow > 0 {
			m.entry()
			m.pop()
			m.flow--
		}
	case token.CollectEntryType:
		m.marks = 0
		m.entry()
	case token.SequenceEntryType:
		if m.flow == 0 {
			m.place(tk.Position.Column, true)
		}
		m.absent(tk, tk.Position.Column, true)
	case token.MappingKeyType:
		if m.flow == 0 {
			m.place(tk.Position.Column, false)
		}
		m.marks++
	case token.MappingValueType:
		m.key(tk)
	case token.TagType, token.AnchorType, token.AliasType:
		m.marks++
		if tk.Type != token.TagType {
			m.aliases++
		}
	}
	m.paths += m.path
	switch {
	case len(m.levels) > maxYAMLDepth:
		return fmt.Sprintf("nested more than %d levels deep", maxYAMLDepth)
	case m.marks > maxYAMLMarks:
		return fmt.Sprintf("more than %d marks before one value", maxYAMLMarks)
	case m.keys > maxYAMLKeys, m.paths > maxYAMLPaths:
		return "holds too many keys"
	case m.aliases > maxYAMLAliases:
		return fmt.Sprintf("holds more than %d anchors and aliases", maxYAMLAliases)
	}
	return ""
}

// key measures the key that ends with this colon.
func (m *yamlMeasure) key(colon *token.Token) {
	key := colon.Prev
	if key == nil {
		key = colon
	}
	length := len(key.Value)
	if m.flow > 0 {
		m.marks++
	} else {
		m.place(yamlKeyColumn(key), false)
	}
	m.absent(colon, key.Position.Column, false)
	top := &m.levels[len(m.levels)-1]
	top.colon = true
	m.path += length - top.key
	top.key = length
	m.keys += top.keys
	top.keys++
}

// entry ends an entry in brackets or braces: "{a, b}" has keys without values.
func (m *yamlMeasure) entry() {
	if m.flow == 0 {
		return
	}
	top := &m.levels[len(m.levels)-1]
	if !top.list && !top.colon {
		m.empty++
	}
	top.colon = false
}

// absent counts a dash or a colon with nothing behind it.
func (m *yamlMeasure) absent(tk *token.Token, column int, dash bool) {
	next := tk.Next
	for next != nil && next.Type == token.CommentType {
		next = next.Next
	}
	switch {
	case next == nil, next.Type == token.CollectEntryType, next.Type == token.MappingEndType, next.Type == token.SequenceEndType,
		next.Position.Line > tk.Position.Line && (next.Position.Column < column || next.Position.Column == column && (dash || next.Type != token.SequenceEntryType)):
		m.empty++
	}
}

// yamlKeyColumn is where a key begins, with its anchor and tag.
func yamlKeyColumn(key *token.Token) int {
	for range maxYAMLMarks {
		switch {
		case key.Prev != nil && key.Prev.Type == token.TagType:
			key = key.Prev
		case key.Prev != nil && key.Prev.Prev != nil && key.Prev.Prev.Type == token.AnchorType:
			key = key.Prev.Prev
		case key.Prev != nil && key.Prev.Type == token.AliasType:
			key = key.Prev
		}
	}
	return key.Position.Column
}

// place finds the level of a key or a dash by its column. A list may stand at the column of the key that it belongs to.
func (m *yamlMeasure) place(column int, list bool) {
	m.marks = 0
	for n := len(m.levels); n > 0; n-- {
		top := m.levels[n-1]
		if top.column < column || top.column == column && (top.list == list || list) {
			break
		}
		m.pop()
	}
	if n := len(m.levels); n == 0 || m.levels[n-1].column != column || m.levels[n-1].list != list {
		m.push(yamlLevel{column: column, list: list})
	}
}

func (m *yamlMeasure) push(l yamlLevel) {
	m.marks = 0
	l.key = len("[000000]")
	m.path += l.key
	m.levels = append(m.levels, l)
}

func (m *yamlMeasure) pop() {
	last := len(m.levels) - 1
	m.path -= m.levels[last].key
	m.levels = m.levels[:last]
}
