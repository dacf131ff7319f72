package shell

import (
	"path"
	"strings"
)

// keywords takes the words off the front of a command that open, divide and close blocks. least is how many of the
// blocks are those around a function.
func (w *walker) keywords(blocks []*block, words []string, end string, least int) ([]*block, []string) {
	for len(words) > 0 {
		var last *block
		if len(blocks) > least {
			last = blocks[len(blocks)-1]
		}
		if last != nil && last.kind == "case" && words[0] != "esac" && (last.asking || len(words) == 1 && end == ")") {
			return blocks, last.pattern(words, end)
		}
		switch word := words[0]; word {
		case "if", "while", "until", "for", "select":
			kind := "loop"
			if word == "if" {
				kind = "if"
			}
			blocks = opened(blocks, &block{kind: kind, asking: true})
			if word == "for" || word == "select" {
				return blocks, nil
			}
		case "case":
			b := &block{kind: "case", asking: true}
			words = words[1:]
			if len(words) > 0 {
				b.subject = words[0]
			}
			blocks = opened(blocks, b)
			if len(words) < 3 || words[1] != "in" {
				return blocks, nil
			}
			return blocks, b.pattern(words[2:], end)
		case "then", "do":
			if last != nil && last.asking {
				last.asking, last.taken = false, holds(last.condition)
			}
		case "elif":
			if last != nil && last.kind == "if" {
				last.over, last.unsure = last.over || last.taken == yes, last.unsure || last.taken == open
				last.condition, last.asking, last.taken = nil, true, open
			}
		case "else":
			if last != nil && last.kind == "if" {
				last.otherwise = true
			}
		case "{":
			blocks = opened(blocks, &block{kind: "group"})
		case "fi", "done", "esac", "}":
			if last != nil {
				blocks = blocks[:len(blocks)-1]
			}
		case "!":
			if last != nil && last.asking {
				last.condition = append(last.condition, "!")
			}
		default:
			return blocks, words
		}
		words = words[1:]
	}
	return blocks, nil
}

func opened(blocks []*block, b *block) []*block {
	if len(blocks) >= maxBlocks {
		return blocks
	}
	return append(blocks[:len(blocks):len(blocks)], b)
}

// pattern reads the pattern of a branch of a case, or one of several with "|" between them. It gives the words that are
// none.
func (b *block) pattern(words []string, end string) []string {
	if !b.asking { // the branch before it held nothing
		b.next()
	}
	if len(words) != 1 {
		b.asking = false
		if len(b.patterns) == 0 {
			b.patterns = []string{words[0]}
		}
		return words
	}
	b.patterns = append(b.patterns, words[0])
	if end == ")" {
		b.asking = false
		b.fits = b.fit()
	}
	return nil
}

// next ends a branch of a case.
func (b *block) next() {
	if b.fits == yes {
		b.taken = yes
	}
	b.patterns, b.asking, b.fits = nil, true, open
}

// runs tells whether the present branch of an if is the one that is taken.
func (b *block) runs() truth {
	switch {
	case b.over, b.otherwise && b.taken == yes, !b.otherwise && b.taken == no:
		return no
	case b.unsure, b.taken == open:
		return open
	}
	return yes
}

// fit tells whether the subject of a case fits the patterns of a branch.
func (b *block) fit() truth {
	switch {
	case b.taken == yes:
		return no
	case strings.ContainsAny(b.subject, "$`"):
		return open
	}
	for _, p := range b.patterns {
		if ok, err := path.Match(p, b.subject); ok && err == nil {
			return yes
		}
	}
	return no
}

// holds tells whether a condition is true where its words say so: [ a = b ], [ -n "" ].
func holds(condition []string) truth {
	negated := false
	if len(condition) > 0 && condition[0] == "!" {
		negated, condition = true, condition[1:]
	}
	if len(condition) < 3 {
		return open
	}
	switch condition[0] {
	case "test":
		condition = condition[1:]
	case "[", "[[":
		if last := condition[len(condition)-1]; last != "]" && last != "]]" {
			return open
		}
		condition = condition[1 : len(condition)-1]
	default:
		return open
	}
	for _, word := range condition {
		if strings.ContainsAny(word, "$`*?") {
			return open
		}
	}
	result := false
	switch {
	case len(condition) == 2 && condition[0] == "-n":
		result = condition[1] != ""
	case len(condition) == 2 && condition[0] == "-z":
		result = condition[1] == ""
	case len(condition) == 3 && (condition[1] == "=" || condition[1] == "=="):
		result = condition[0] == condition[2]
	case len(condition) == 3 && condition[1] == "!=":
		result = condition[0] != condition[2]
	default:
		return open
	}
	if result != negated {
		return yes
	}
	return no
}
