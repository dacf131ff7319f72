package shell

import (
	"maps"
	"slices"
	"strconv"
	"strings"
)

// Step is a command of a script as it would run: functions are put in where they are called, "$@" stands for what the
// script is called with, and what follows an exec is left out.
type Step struct {
	Command
	Branch     bool     // it stands in a branch that may not be taken
	Never      bool     // it stands in a branch that is not taken, as far as the variables and arguments tell
	Case       string   // the pattern of the branch of a case that it stands in, "" for none, and for the one that is taken
	Conditions []string // the words of the conditions of the branches around it; "!" stands before those of an else
	Function   string   // the function that it stands in
}

// Bounds of a script's steps.
const (
	maxSteps  = 2_000
	maxCalls  = 6   // functions in functions
	maxCalled = 200 // calls of functions in all
	maxBlocks = 50  // blocks in blocks
)

// Script gives the steps of a script that begins on a line, and what its variables have for a value at its end.
// variables are those that have one before; args are the words that it is called with, nil where they are not known.
func Script(text string, line int, variables map[string]string, args []string) ([]Step, map[string]string) {
	own := maps.Clone(variables)
	if own == nil {
		own = map[string]string{}
	}
	for i, arg := range args[:min(len(args), 9)] {
		if !strings.Contains(arg, "$") {
			own[strconv.Itoa(i+1)] = arg
		}
	}
	w := &walker{args: args, functions: map[string][]Command{}}
	w.walk(w.define(Split(text, line, own)), nil, "")
	return w.found, own
}

// walker follows the blocks of a script.
type walker struct {
	args      []string
	functions map[string][]Command
	found     []Step
	calls     int  // under way
	called    int  // in all
	ended     bool // by exec or exit, outside of all branches
}

// block is an if, case, loop or group that is open.
type block struct {
	kind      string // if, case, loop, group
	condition []string
	asking    bool  // the words between if and then, or before the pattern's ")"
	taken     truth // of an if: whether its condition holds; of a case: whether a pattern fitted
	over      bool  // a branch before this one is the one that is taken
	unsure    bool  // a branch before this one may be
	otherwise bool  // in the else of an if
	subject   string
	patterns  []string
	fits      truth // of a case: whether the present branch is the one
}

// truth is what is known of a condition before it is asked.
type truth uint8

const (
	open truth = iota
	yes
	no
)

// define takes the functions out of a script.
func (w *walker) define(commands []Command) []Command {
	var rest []Command
	for i := 0; i < len(commands); i++ {
		name, body := "", i+1
		words := commands[i].Words
		switch {
		case len(words) == 1 && commands[i].End == "(" && isFunctionName(words[0]) && i+1 < len(commands) && commands[i+1].Words[0] == "{":
			name = words[0]
		case len(words) >= 2 && words[0] == "function":
			name = strings.TrimSuffix(words[1], "()")
			if len(words) > 2 && words[2] == "{" {
				commands[i].Words = words[2:]
				body = i
			}
		}
		if name == "" || body >= len(commands) || commands[body].Words[0] != "{" {
			rest = append(rest, commands[i])
			continue
		}
		end, depth := body, 0
		for ; end < len(commands); end++ {
			if depth += groups(commands[end].Words); depth <= 0 {
				break
			}
		}
		end = min(end, len(commands)-1)
		if len(w.functions) < MaxVariables {
			w.functions[name] = commands[body : end+1]
		}
		i = end
	}
	return rest
}

// groups counts the braces that a command opens and closes.
func groups(words []string) int {
	depth := 0
	for _, word := range words {
		switch word {
		case "{":
			depth++
		case "}":
			return depth - 1
		case "if", "then", "else", "elif", "while", "until", "do", "!":
		default:
			return depth
		}
	}
	return depth
}

func isFunctionName(word string) bool {
	return word != "" && strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.:") == ""
}

// walk gives the steps of commands that stand in the blocks around them.
func (w *walker) walk(commands []Command, around []*block, function string) {
	blocks := slices.Clone(around)
	guarded := false // by "[ … ] &&" or "… ||" before it
	for _, c := range commands {
		if w.ended || len(w.found) >= maxSteps {
			return
		}
		words := c.Words
		blocks, words = w.keywords(blocks, words, c.End, len(around))
		before := guarded
		guarded = c.End == "||" || c.End == "&&" && (before || isTest(words))
		if len(words) > 0 {
			w.step(Command{Words: words, Line: c.Line, End: c.End}, blocks, before, function)
		}
		if last := len(blocks) - 1; c.End == ";;" && last >= len(around) && blocks[last].kind == "case" {
			blocks[last].next()
		}
	}
}

func isTest(words []string) bool {
	return len(words) > 0 && slices.Contains([]string{"[", "[[", "test", "command", "which", "grep", "type"}, words[0])
}

// step notes one command without its keywords.
func (w *walker) step(c Command, blocks []*block, guarded bool, function string) {
	s := Step{Command: c, Branch: guarded, Function: function}
	asking := false
	for _, b := range blocks {
		if b.asking {
			b.condition = append(b.condition, c.Words...)
			asking = true
			continue
		}
		switch b.kind {
		case "if":
			if b.otherwise {
				s.Conditions = append(s.Conditions, "!")
			}
			s.Conditions = append(s.Conditions, b.condition...)
			s.Branch = s.Branch || b.runs() != yes
			s.Never = s.Never || b.runs() == no
		case "case":
			if b.fits != yes && len(b.patterns) > 0 {
				s.Branch = true
				s.Never = s.Never || b.fits == no
				s.Case = b.patterns[0]
			}
		}
	}
	if asking {
		s.Branch = false // the condition itself is asked
	}
	switch body, defined := w.functions[c.Words[0]]; {
	case defined && w.calls < maxCalls && w.called < maxCalled:
		w.calls++
		w.called++
		w.walk(body, opened(blocks, &block{kind: "group"}), c.Words[0])
		w.calls--
		return
	case c.Words[0] == "shift" && !s.Branch:
		w.args = w.args[min(1, len(w.args)):]
		return
	case c.Words[0] == "set" && len(c.Words) > 1 && c.Words[1] == "--" && !s.Branch:
		w.args = w.given(c.Words[2:])
		return
	}
	if s.Case == "" { // in another branch of a case they would be others
		s.Words = w.given(c.Words)
	}
	inBranch := s.Branch || slices.ContainsFunc(blocks, func(b *block) bool { return b.kind != "group" })
	if !inBranch && (c.Words[0] == "exec" && len(s.Words) > 1 || c.Words[0] == "exit") && c.End != "|" && c.End != "&" {
		w.ended = true
	}
	if len(s.Words) > 0 {
		w.found = append(w.found, s)
	}
}

// given puts the arguments in for "$@".
func (w *walker) given(words []string) []string {
	i := slices.IndexFunc(words, func(word string) bool {
		return word == "$@" || word == "$*" || word == "${@}" || word == "${*}"
	})
	if i < 0 || w.args == nil {
		return words
	}
	return slices.Concat(words[:i], w.args[:min(len(w.args), MaxWords)], words[i+1:])
}
