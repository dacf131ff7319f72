package pysource

import "strings"

// ExprKind says which expression an Expr is, and so which of its fields are set.
type ExprKind uint8

// The kinds of expressions. Two more have no name and are Other, by Expr.Name:
// ":" is a slice (its parts in Args), "yield" and "yield from" hold their value in X.
const (
	_             ExprKind = iota
	Name                   // Name
	Attribute              // X.Name
	Call                   // X(Args, Keywords)
	String                 // Text
	Bytes                  // Text, one byte a byte
	Number                 // Text, as written
	Constant               // Name: True, False, None or ...
	List                   // Args
	Tuple                  // Args
	Set                    // Args
	Dict                   // Args are the keys (nil for `**`), Values the values
	FString                // Args are the fields, Text the rest with {} for each field, Name "t" for a template
	Subscript              // X[Args]
	BinOp                  // X Name Args...: `a + b + c` is one node; in alternating chains of hundreds Name is "+ - +"
	BoolOp                 // Args joined by Name
	Compare                // Args joined by Name; "< <=" for chains
	UnaryOp                // Name X
	IfExp                  // X if Args[0] else Args[1]
	Lambda                 // X; Args are the defaults of the parameters
	Await                  // X
	Starred                // *X
	Comprehension          // X for ...: Name is list, set, dict or generator; Args are targets, iterables and conditions, Values[0] the value of a dict
	Walrus                 // Name := X
)

var exprNames = [...]string{
	"Other", "Name", "Attribute", "Call", "String", "Bytes", "Number", "Constant", "List", "Tuple", "Set",
	"Dict", "FString", "Subscript", "BinOp", "BoolOp", "Compare", "UnaryOp", "IfExp", "Lambda", "Await",
	"Starred", "Comprehension", "Walrus",
}

// String gives the name of the kind.
func (k ExprKind) String() string { return nameOf(exprNames[:], int(k)) }

// Expr is an expression. Fields that its kind does not use are zero, and
// fields that it uses are not nil, but for the keys of `**` in a Dict.
type Expr struct {
	Kind ExprKind
	Line int    // 1-based, of the first token
	Name string // identifier, attribute, constant or operator
	Text string // value of a String or Bytes, joined and with its escapes resolved (\N{...} stays as written); Number as written

	X        *Expr     // the operand, the function of a Call, the left side of a BinOp
	Args     []*Expr   // see the kinds
	Values   []*Expr   // Dict: parallel to Args
	Keywords []Keyword // Call
}

// Dotted gives "a.b.c" for names and chains of attributes, else "".
func (e *Expr) Dotted() string {
	if e == nil {
		return ""
	}
	if e.Kind == Name {
		return e.Name
	}
	parts := make([]string, 0, 8)
	for ; e != nil && e.Kind == Attribute; e = e.X {
		parts = append(parts, e.Name)
	}
	if e == nil || e.Kind != Name || len(parts) == 0 {
		return ""
	}
	var b strings.Builder
	b.WriteString(e.Name)
	for i := len(parts) - 1; i >= 0; i-- {
		b.WriteByte('.')
		b.WriteString(parts[i])
	}
	return b.String()
}

// Str reports the value of a string that is known without running anything: a
// literal, an f-string without fields, and those joined with +.
func (e *Expr) Str() (string, bool) {
	if e == nil {
		return "", false
	}
	switch {
	case e.Kind == String, e.Kind == FString && len(e.Args) == 0:
		return e.Text, true
	case e.Kind != BinOp || e.Name != "+":
		return "", false
	}
	var b strings.Builder
	left, ok := e.X.Str()
	for _, a := range e.Args {
		if !ok {
			return "", false
		}
		b.WriteString(left)
		left, ok = a.Str()
	}
	if !ok {
		return "", false
	}
	b.WriteString(left)
	return b.String(), true
}

// Keyword gives the value of a keyword argument of a call, nil where it has none.
func (e *Expr) Keyword(name string) *Expr {
	if e == nil {
		return nil
	}
	for _, k := range e.Keywords {
		if k.Name == name {
			return k.Value
		}
	}
	return nil
}
