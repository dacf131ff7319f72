package pysource

// kind is the kind of a token. Each operator and each keyword is its own.
type kind uint8

const (
	tFail kind = iota // stands for any token once a statement has failed: no rule accepts it
	tEOF
	tNewline
	tIndent
	tDedent // kinds up to here have no text

	tError
	tName
	tNumber
	tString
	tFString    // the opening of an f-string: prefix and quotes
	tFStringEnd // its closing quotes

	tLPar
	tRPar
	tLBracket
	tRBracket
	tLBrace
	tRBrace
	tComma
	tColon
	tSemi
	tDot
	tEllipsis
	tAt
	tAssign
	tAugAssign
	tColonAssign
	tArrow
	tBang
	tBacktick
	tPlus
	tMinus
	tStar
	tSlash
	tDoubleSlash
	tPercent
	tDoubleStar
	tAmper
	tBar
	tCaret
	tTilde
	tShift
	tCompare // == != <> < > <= >=

	kAnd
	kAs
	kAssert
	kAsync
	kAwait
	kBreak
	kClass
	kContinue
	kDef
	kDel
	kElif
	kElse
	kExcept
	kFalse
	kFinally
	kFor
	kFrom
	kGlobal
	kIf
	kImport
	kIn
	kIs
	kLambda
	kNone
	kNonlocal
	kNot
	kOr
	kPass
	kRaise
	kReturn
	kTrue
	kTry
	kWhile
	kWith
	kYield
	kinds
)

type token struct {
	kind       kind
	start, end int
	line       int
	endLine    int // differs from line for strings alone
}

// How tightly the binary operators bind.
const (
	precOr = 1 + iota
	precAnd
	precNot
	precCompare
	precBitOr
	precBitXor
	precBitAnd
	precShift
	precSum
	precProduct
)

var precedence = [kinds]uint8{
	kOr: precOr, kAnd: precAnd,
	tCompare: precCompare, kIn: precCompare, kIs: precCompare, kNot: precCompare,
	tBar: precBitOr, tCaret: precBitXor, tAmper: precBitAnd, tShift: precShift,
	tPlus: precSum, tMinus: precSum,
	tStar: precProduct, tSlash: precProduct, tDoubleSlash: precProduct, tPercent: precProduct, tAt: precProduct,
}

// startsExpr holds the tokens with which an element of a list may begin.
var startsExpr = [kinds]bool{
	tName: true, tNumber: true, tString: true, tFString: true, tLPar: true, tLBracket: true, tLBrace: true,
	tEllipsis: true, tBacktick: true, tPlus: true, tMinus: true, tTilde: true, tStar: true,
	kAsync: true, kAwait: true, kFalse: true, kLambda: true, kNone: true, kNot: true, kTrue: true, kYield: true,
}

// startsStmt holds the keywords with which a statement or a clause begins. At
// the margin of a broken statement they show where the next one begins.
var startsStmt = [kinds]bool{
	tAt: true, kAssert: true, kAsync: true, kBreak: true, kClass: true, kContinue: true, kDef: true, kDel: true,
	kElif: true, kElse: true, kExcept: true, kFinally: true, kFor: true, kFrom: true, kGlobal: true, kIf: true,
	kImport: true, kNonlocal: true, kPass: true, kRaise: true, kReturn: true, kTry: true, kWhile: true, kWith: true,
}
