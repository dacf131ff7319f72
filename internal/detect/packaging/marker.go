package packaging

import (
	"fmt"
	"strings"
)

// Bounds of one marker. uv writes some of a few hundred bytes.
const (
	maxMarker      = 32 << 10 // bytes
	maxMarkerDepth = 50       // parentheses
)

// markerReader evaluates a marker (PEP 508) while it reads it:
//
//	or    = and { "or" and }
//	and   = atom { "and" atom }
//	atom  = "(" or ")" | value operator value
//	value = name | string
type markerReader struct {
	text  string
	next  int
	depth int
	env   MarkerEnv
}

// evaluate reads the whole marker.
func evaluate(marker string, env MarkerEnv) (answer, error) {
	if len(marker) > maxMarker {
		return no, fmt.Errorf("marker %s: longer than %d bytes", quoted(marker), maxMarker)
	}
	r := markerReader{text: marker, env: env}
	held, err := r.or()
	if err == nil && r.peek() != "" {
		err = fmt.Errorf("%s stands where \"and\" or \"or\" can stand", quoted(r.peek()))
	}
	if err != nil {
		return no, fmt.Errorf("marker %s: %w", quoted(marker), err)
	}
	return held, nil
}

func (r *markerReader) or() (answer, error) {
	held, err := r.and()
	for err == nil && r.peek() == "or" {
		r.take()
		var right answer
		right, err = r.and()
		held = max(held, right)
	}
	return held, err
}

func (r *markerReader) and() (answer, error) {
	held, err := r.atom()
	for err == nil && r.peek() == "and" {
		r.take()
		var right answer
		right, err = r.atom()
		held = min(held, right)
	}
	return held, err
}

func (r *markerReader) atom() (answer, error) {
	if r.peek() != "(" {
		return r.comparison()
	}
	r.take()
	if r.depth++; r.depth > maxMarkerDepth {
		return no, fmt.Errorf("more than %d parentheses deep", maxMarkerDepth)
	}
	held, err := r.or()
	if err != nil {
		return no, err
	}
	if r.peek() != ")" {
		return no, fmt.Errorf("a parenthesis is not closed")
	}
	r.take()
	r.depth--
	return held, nil
}

func (r *markerReader) comparison() (answer, error) {
	left, err := r.value()
	if err != nil {
		return no, err
	}
	operator := r.take()
	switch operator {
	case "===", "==", "~=", "!=", "<=", ">=", "<", ">", "in":
	case "not":
		if r.take() != "in" {
			return no, fmt.Errorf("\"not\" stands without \"in\"")
		}
		operator = "not in"
	default:
		return no, fmt.Errorf("%s stands where a comparison should", quoted(operator))
	}
	right, err := r.value()
	if err != nil {
		return no, err
	}
	return r.env.compare(left, operator, right)
}

// operand is a variable or a string of a marker.
type operand struct {
	variable bool
	text     string
}

func (r *markerReader) value() (operand, error) {
	token := r.take()
	if token == "" {
		return operand{}, fmt.Errorf("ends where a variable or a string should stand")
	}
	if token[0] == '"' || token[0] == '\'' {
		if len(token) < 2 || token[len(token)-1] != token[0] {
			return operand{}, fmt.Errorf("a string is not closed")
		}
		if strings.Contains(token, `\`) {
			return operand{}, fmt.Errorf("the string %s holds a backslash", quoted(token))
		}
		return operand{text: token[1 : len(token)-1]}, nil
	}
	name := token
	if other, ok := oldVariables[token]; ok {
		name = other
	}
	if sets[name] && !r.env.Lock {
		return operand{}, fmt.Errorf("%s is a variable of lock files alone (PEP 751)", quoted(token))
	}
	if !variables[name] && !sets[name] {
		return operand{}, fmt.Errorf("%s is not a variable of PEP 508", quoted(token))
	}
	return operand{variable: true, text: name}, nil
}

// take gives the next token, "" at the end.
func (r *markerReader) take() string {
	token := r.peek()
	r.next += len(token)
	return token
}

// peek skips white space and gives the next token without taking it.
func (r *markerReader) peek() string {
	for r.next < len(r.text) && (r.text[r.next] == ' ' || r.text[r.next] == '\t') {
		r.next++
	}
	rest := r.text[r.next:]
	if rest == "" {
		return ""
	}
	switch c := rest[0]; {
	case c == '"' || c == '\'':
		if end := strings.IndexByte(rest[1:], c); end >= 0 {
			return rest[:end+2]
		}
		return rest[:1]
	case alphanumeric(c) || c == '_':
		end := 1
		for end < len(rest) && (alphanumeric(rest[end]) || rest[end] == '_' || rest[end] == '.') {
			end++
		}
		return rest[:end]
	}
	for _, op := range comparisons {
		if strings.HasPrefix(rest, op) {
			return op
		}
	}
	return rest[:1]
}

// comparisons are the operators of markers, each before its own prefixes.
var comparisons = []string{"===", "==", "~=", "!=", "<=", ">=", "<", ">"}
