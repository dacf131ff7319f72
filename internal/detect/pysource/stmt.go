package pysource

// Other is the kind of what was passed over: a Stmt of which only the block
// could be read, an Expr that has no kind of its own or is nested too deeply.
// It is untyped, to serve as StmtKind and as ExprKind.
const Other = 0

// StmtKind says which statement a Stmt is, and so which of its fields are set.
type StmtKind uint8

// The kinds of statements.
const (
	_ StmtKind = iota
	Import
	ImportFrom
	Assign // plain and annotated
	AugAssign
	ExprStmt // also Python 2's print and exec, as calls
	FunctionDef
	ClassDef
	If
	For
	While
	Try
	Except // in Handlers of a Try
	With
	Match
	Case // in Body of a Match
	Return
	Raise
	Delete
	Global
	Nonlocal
	Assert
	Pass
	Break
	Continue
	TypeAlias
)

var stmtNames = [...]string{
	"Other", "Import", "ImportFrom", "Assign", "AugAssign", "ExprStmt", "FunctionDef", "ClassDef",
	"If", "For", "While", "Try", "Except", "With", "Match", "Case", "Return", "Raise", "Delete",
	"Global", "Nonlocal", "Assert", "Pass", "Break", "Continue", "TypeAlias",
}

// String gives the name of the kind.
func (k StmtKind) String() string { return nameOf(stmtNames[:], int(k)) }

func nameOf(names []string, k int) string {
	if k < len(names) {
		return names[k]
	}
	return "Other"
}

// Stmt is a statement. Fields that its kind does not use are zero. Where a
// header could not be read in full, the fields hold what was read before the
// error, and any expression may be missing.
type Stmt struct {
	Kind    StmtKind
	Async   bool // FunctionDef, For, With
	Lazy    bool // Import, ImportFrom: `lazy import` of Python 3.15
	Line    int  // 1-based, of the first token; of `def` or `class` where there are decorators
	EndLine int  // of the last token, those of the blocks included

	Names  []Alias // Import, ImportFrom; the names of Global and Nonlocal
	Module string  // ImportFrom: dotted, without the leading dots
	Level  int     // ImportFrom: the number of leading dots

	Name       string  // FunctionDef, ClassDef, TypeAlias; AugAssign: the operator, as "+="; Except: the name after `as`
	Targets    []*Expr // Assign (`a = b = v` has two, annotated one), AugAssign, For: one; Delete; With: as long as Items, nil where there is no `as`
	Annotation *Expr   // Assign
	Value      *Expr   // Assign, AugAssign, ExprStmt, Return, Raise, TypeAlias; test of If, While, Assert; iterable of For; subject of Match; guard of Case; type of Except; nil where absent
	Items      []*Expr // With: the context expressions

	Decorators []*Expr   // FunctionDef, ClassDef
	Params     []Param   // FunctionDef
	Returns    *Expr     // FunctionDef
	Args       []*Expr   // ClassDef: bases; Raise: what follows `from` (or the commas of Python 2); Assert: the message
	Keywords   []Keyword // ClassDef

	Body     []*Stmt // the block; Match: its Cases
	Else     []*Stmt // of If, For, While, Try; `elif` is an If of its own in here, the only one but in chains of hundreds
	Handlers []*Stmt // Try: its Excepts
	Final    []*Stmt // Try
}

// Alias is one imported name: `import a.b as c` is {"a.b", "c"}, a star is {"*", ""}.
type Alias struct {
	Name, As string
	Line     int
}

// ParamKind says how a parameter takes its argument.
type ParamKind uint8

// The kinds of parameters.
const (
	Positional ParamKind = iota
	KeywordOnly
	Star       // *args
	DoubleStar // **kwargs
)

// Param is a parameter of a function. Name is "" for Python 2's tuples.
type Param struct {
	Name       string
	Kind       ParamKind
	Default    *Expr // nil where the argument is required
	Annotation *Expr
}

// Keyword is a keyword argument. Name is "" for `**value`.
type Keyword struct {
	Name  string
	Value *Expr
}
