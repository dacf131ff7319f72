package packaging

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
)

// pyKind is what a value of setup.py is.
type pyKind uint8

const (
	pyUnknown pyKind = iota // cannot be known without running something
	pyNone
	pyBool
	pyNumber
	pyText
	pyPath  // of pathlib
	pyFile  // an open file with its text
	pyList  // and sets
	pyTuple // and iterators
	pyDict
	pyDef  // a function of the file
	pyName // something from outside the file, by its dotted name
	pyFind // find_packages(where)
)

// pyValue is a value. Lists and dicts are shared by the names that stand for them, as in Python: what makes one of them
// unknown does so for all.
type pyValue struct {
	kind   pyKind
	text   string // of a text, a path, a file; the dotted name; where packages are found
	number int    // of a number; 1 for true
	items  []*pyValue
	keys   []*pyValue // of a dict, beside items
	def    *pysource.Stmt
	frame  *pyFrame // in which a function was defined
	file   string   // that the text was read from, "" for setup.py
	line   int      // of the text's first line, or where the value became unknown
}

// setupRoot stands for the directory of setup.py in absolute paths. It holds a character that no path in the tree has.
const setupRoot = "/\x00"

func (v *pyValue) known() bool { return v.kind != pyUnknown }

// spoil makes a value unknown for all names that share it.
func (v *pyValue) spoil(line int) {
	switch v.kind {
	case pyList, pyTuple, pyDict, pyFile:
		*v = pyValue{kind: pyUnknown, line: line}
	}
}

func (v *pyValue) isText(text string) bool { return v.kind == pyText && v.text == text }

// get is the value of a key of a dict.
func (v *pyValue) get(key string) *pyValue {
	for i := len(v.keys) - 1; i >= 0; i-- {
		if v.keys[i].isText(key) {
			return v.items[i]
		}
	}
	return nil
}

func (v *pyValue) set(key, item *pyValue) {
	for i, k := range v.keys {
		if same(k, key) == yes {
			v.items[i] = item
			return
		}
	}
	v.keys, v.items = append(v.keys, key), append(v.items, item)
}

// truth is bool(v).
func (v *pyValue) truth() answer {
	truth := false
	switch v.kind {
	case pyUnknown, pyName, pyFind:
		return maybe
	case pyNone:
	case pyBool, pyNumber:
		truth = v.number != 0
	case pyText:
		truth = v.text != ""
	case pyList, pyTuple, pyDict:
		truth = len(v.items) > 0
	default:
		truth = true
	}
	if truth {
		return yes
	}
	return no
}

// same is a == b.
func same(a, b *pyValue) answer {
	plain := func(v *pyValue) bool { return v.kind >= pyNone && v.kind <= pyText }
	number := func(v *pyValue) bool { return v.kind == pyNumber || v.kind == pyBool }
	switch {
	case !plain(a) || !plain(b):
		return maybe
	case a.kind != b.kind && (!number(a) || !number(b)):
		return no
	case a.text == b.text && a.number == b.number:
		return yes
	}
	return no
}

// lines is str.splitlines: each line has its place.
func (v *pyValue) lines(keepEnds bool) []*pyValue {
	if v.text == "" {
		return nil
	}
	var found []*pyValue
	for i, line := range splitLines(v.text) {
		if keepEnds {
			line += "\n"
		}
		at := v.line
		if v.file != "" {
			at += i
		}
		found = append(found, &pyValue{kind: pyText, text: line, file: v.file, line: at})
	}
	if last := len(found) - 1; keepEnds && !strings.HasSuffix(v.text, "\n") {
		found[last].text = strings.TrimSuffix(found[last].text, "\n")
	}
	return found
}

// derived is a text made of v, with its place.
func (v *pyValue) derived(text string) *pyValue {
	return &pyValue{kind: pyText, text: text, file: v.file, line: v.line}
}

func boolean(truth answer, line int) *pyValue {
	switch truth {
	case yes:
		return &pyValue{kind: pyBool, number: 1, line: line}
	case no:
		return &pyValue{kind: pyBool, line: line}
	}
	return &pyValue{line: line}
}
