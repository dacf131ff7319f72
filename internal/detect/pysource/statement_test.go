package pysource

import "testing"

var statementTests = []struct {
	name, src string
	want      string
	errors    int
}{
	{name: "empty"},
	{name: "comment alone", src: "# x"},
	{
		name: "imports",
		src:  "import a, b.c as d; import e . f",
		want: `Import a b.c=d; Import e.f`,
	},
	{
		name: "from",
		src:  "from a.b import (c as d, e,)\nfrom ... import f\nfrom .import g\nfrom .....h import *",
		want: `ImportFrom 0:a.b c=d e; ImportFrom 3: f; ImportFrom 1: g; ImportFrom 5:h *`,
	},
	{
		name: "lazy imports, 3.15",
		src:  "lazy import a.b as c\nlazy from . import d\nlazy from.e import f\nlazy = 1\nlazy(e)\nimport lazy",
		want: `lazy Import a.b=c; lazy ImportFrom 1: d; lazy ImportFrom 1:e f; Assign lazy = 1; ExprStmt = lazy(e); Import lazy`,
	},
	{
		name: "unpacking in comprehensions, 3.15",
		src:  "[*a for a in b]\n{**c for c in d}\n(*e for e in f)\ng(*h for h in i)",
		want: `ExprStmt = <Comprehension list <Starred a> [a,b]>; ExprStmt = <Comprehension dict c [c,d]>; ExprStmt = <Comprehension generator <Starred e> [e,f]>; ExprStmt = g(<Comprehension generator <Starred h> [h,i]>)`,
	},
	{
		name: "assignments",
		src:  "a = b.c = d\ne: int = 1\nf: str\ng += 2\nh, *i = j\nk = yield l",
		want: `Assign a,b.c = d; Assign e :int = 1; Assign f :str; AugAssign += g = 2; Assign <Tuple [h,<Starred i>]> = j; Assign k = <Other yield l>`,
	},
	{
		name: "operators",
		src:  "a + b + c - d * e ** -f @ g // h\na or b and not c or d\na < b <= c is not d not in e\n-a ** b << c | d ^ e & ~f % g",
		want: `ExprStmt = <BinOp - <BinOp + a [b,c]> [<BinOp // <BinOp @ <BinOp * d [<BinOp ** e [<UnaryOp - f>]>]> [g]> [h]>]>; ExprStmt = <BoolOp or [a,<BoolOp and [b,<UnaryOp not c>]>,d]>; ExprStmt = <Compare < <= is not not in [a,b,c,d,e]>; ExprStmt = <BinOp | <BinOp << <UnaryOp - <BinOp ** a [b]>> [c]> [<BinOp ^ d [<BinOp & e [<BinOp % <UnaryOp ~ f> [g]>]>]>]>`,
	},
	{
		name: "precedence of not",
		src:  "not a == b and c",
		want: `ExprStmt = <BoolOp and [<UnaryOp not <Compare == [a,b]>>,c]>`,
	},
	{
		name: "conditional and lambda",
		src:  "a if b else c if d else e\nlambda x, *y, z=1, **w: x",
		want: `ExprStmt = <IfExp a [b,<IfExp c [d,e]>]>; ExprStmt = <Lambda x [1]>`,
	},
	{
		name: "calls",
		src:  "f(a, *b, c=d, **e)(x for x in y)[1, 2:3, ::4].g",
		want: `ExprStmt = <Subscript f(a,<Starred b>|c=d,=e)(<Comprehension generator x [x,y]>) [1,<Other : [2,3]>,<Other : [4]>]>.g`,
	},
	{
		name: "walrus",
		src:  "if (a := f(b)): pass\nwhile c := g(): pass\nf(x := 1)",
		want: `If = <Walrus a f(b)> {Pass}; While = <Walrus c g()> {Pass}; ExprStmt = f(<Walrus x 1>)`,
	},
	{
		name: "displays",
		src:  "[], (), {}, [a, *b], (c,), (d), {e, f}, {g: h, **i}",
		want: `ExprStmt = <Tuple [<List>,<Tuple>,<Dict>,<List [a,<Starred b>]>,<Tuple [c]>,d,<Set [e,f]>,<Dict [g,] [h,i]>]>`,
	},
	{
		name: "comprehensions",
		src:  "[a for b, c in d if e if f]\n{g: h for i in j}\n{k for l in m}\n(n async for o in p for q in r)\n[[s for t in u]]",
		want: `ExprStmt = <Comprehension list a [<Tuple [b,c]>,d,e,f]>; ExprStmt = <Comprehension dict g [i,j] [h]>; ExprStmt = <Comprehension set k [l,m]>; ExprStmt = <Comprehension generator n [o,p,q,r]>; ExprStmt = <List [<Comprehension list s [t,u]>]>`,
	},
	{
		name: "constants",
		src:  "True, False, None, ..., 0x1F, 1_000, 1e-5, .5, 1., 2j, 1if a else 2",
		want: `ExprStmt = <Tuple [True,False,None,...,0x1F,1_000,1e-5,.5,1.,2j,<IfExp 1 [a,2]>]>`,
	},
	{
		name: "joined strings",
		src:  "x = 'a' \"b\" '''c''' r'\\d' \\\n 'e'",
		want: `Assign x = "abc\\de"`,
	},
	{
		name: "bytes",
		src:  "x = b'a\\xff' rb'\\x'",
		want: `Assign x = <Bytes "a\xff\\x">`,
	},
	{
		name: "if",
		src:  "if a: b\nelif c:\n  d\nelif e: f\nelse:\n  g",
		want: `If = a {ExprStmt = b} else {If = c {ExprStmt = d} else {If = e {ExprStmt = f} else {ExprStmt = g}}}`,
	},
	{
		name: "loops",
		src:  "for a, b in c, d:\n  break\nelse: continue\nwhile a: b; c\nfor x in *a, b: pass",
		want: `For <Tuple [a,b]> = <Tuple [c,d]> {Break} else {Continue}; While = a {ExprStmt = b; ExprStmt = c}; For x = <Tuple [<Starred a>,b]> {Pass}`,
	},
	{
		name: "try",
		src:  "try:\n  a\nexcept b as c: d\nexcept (e, f): g\nexcept: h\nelse: i\nfinally: j\ntry: k\nexcept* l: m",
		want: `Try {ExprStmt = a} Except c = b {ExprStmt = d} Except = <Tuple [e,f]> {ExprStmt = g} Except {ExprStmt = h} else {ExprStmt = i} finally {ExprStmt = j}; Try {ExprStmt = k} Except = l {ExprStmt = m}`,
	},
	{
		name: "except without brackets, 3.14",
		src:  "try: a\nexcept B, C: d\nexcept B, C, D: e\nexcept f.G, h.error: i\nexcept* B, C: j",
		want: `Try {ExprStmt = a} Except = <Tuple [B,C]> {ExprStmt = d} Except = <Tuple [B,C,D]> {ExprStmt = e} Except = <Tuple [f.G,h.error]> {ExprStmt = i} Except = <Tuple [B,C]> {ExprStmt = j}`,
	},
	{
		name: "with",
		src:  "with a: b\nwith a as b, c() as (d, e): f\nwith (a as b, c,): d\nwith (a, b) as c: d\nwith (yield): a\nwith (a).b as c: d\nwith (a, *b): c\nwith (a := b, c): d\nwith (a := b): c",
		want: `With items a {ExprStmt = b}; With b,<Tuple [d,e]> items a,c() {ExprStmt = f}; With b, items a,c {ExprStmt = d}; With c items <Tuple [a,b]> {ExprStmt = d}; With items <Other yield> {ExprStmt = a}; With c items a.b {ExprStmt = d}; With items <Tuple [a,<Starred b>]> {ExprStmt = c}; With items <Tuple [<Walrus a b>,c]> {ExprStmt = d}; With items <Walrus a b> {ExprStmt = c}`,
	},
	{
		name: "functions",
		src:  "def f(a, /, b: int = 1, *, c, **d) -> e: pass\nasync def g(*args: h): return\ndef i[T: int, *U, **V](j): yield",
		want: `FunctionDef f (a,b:int=1,kw:c,**d) ->e {Pass}; async FunctionDef g (*args:h) {Return}; FunctionDef i (j) {ExprStmt = <Other yield>}`,
	},
	{
		name: "classes",
		src:  "class A: pass\nclass B(A, c.D, metaclass=E, **f):\n  x = 1\nclass C[T](D[T]): pass",
		want: `ClassDef A {Pass}; ClassDef B args A,c.D metaclass=E,=f {Assign x = 1}; ClassDef C args <Subscript D [T]> {Pass}`,
	},
	{
		name: "decorators",
		src:  "@a\n@b.c(d)\n# comment\n\nclass E: pass\n@f\nasync def g(): pass",
		want: `ClassDef E @a,b.c(d) {Pass}; async FunctionDef g @f {Pass}`,
	},
	{
		name: "async",
		src:  "async def f():\n  async with a as b: pass\n  async for c in d: await e\n  return await f()",
		want: `async FunctionDef f {async With b items a {Pass}; async For c = d {ExprStmt = <Await e>}; Return = <Await f()>}`,
	},
	{
		name: "small statements",
		src:  "del a, b[0]; global c, d; assert e, f; raise g from h; raise; return; pass",
		want: `Delete a,<Subscript b [0]>; Global c d; Assert = e args f; Raise = g args h; Raise; Return; Pass`,
	},
	{
		name: "match",
		src:  "match a, *b:\n  case 1 | 'x' if c(): d\n  case A(b=[1, *_], c={'d': e, **f}) as g:\n    h\n  case _: i",
		want: `Match = <Tuple [a,<Starred b>]> {Case = c() {ExprStmt = d}; Case {ExprStmt = h}; Case {ExprStmt = i}}`,
	},
	{
		name: "match as a name",
		src:  "match = 1\nmatch.x\nmatch(a)\nmatch[a]\nmatch: int = 1\nmatch -a\nmatch in b\nmatch (a), b",
		want: `Assign match = 1; ExprStmt = match.x; ExprStmt = match(a); ExprStmt = <Subscript match [a]>; Assign match :int = 1; ExprStmt = <BinOp - match [a]>; ExprStmt = <Compare in [match,b]>; ExprStmt = <Tuple [match(a),b]>`,
	},
	{
		name: "match of brackets",
		src:  "match (a):\n  case (b): c\nmatch -a:\n  case 1: pass\nmatch [a]:\n  case [b]: pass",
		want: `Match = a {Case {ExprStmt = c}}; Match = <UnaryOp - a> {Case {Pass}}; Match = <List [a]> {Case {Pass}}`,
	},
	{
		name: "case and type as names",
		src:  "case = 1\ncase(a)\ntype = 2\ntype(a)\ntype in b\ntype.c",
		want: `Assign case = 1; ExprStmt = case(a); Assign type = 2; ExprStmt = type(a); ExprStmt = <Compare in [type,b]>; ExprStmt = type.c`,
	},
	{
		name: "type alias",
		src:  "type X = int\ntype Y[T] = list[T]",
		want: `TypeAlias X = int; TypeAlias Y = <Subscript list [T]>`,
	},
	{
		name: "defaults of type parameters, 3.13",
		src:  "type A[T = int, *U = *B, **V = [C, D]] = T\ndef f[T: (int, str) = int](x: T): pass\nclass E[T = list[int]]: pass",
		want: `TypeAlias A = T; FunctionDef f (x:T) {Pass}; ClassDef E {Pass}`,
	},
	{
		name: "any expression as a decorator, 3.9",
		src:  "@a[0].b\n@c or d\n@(e := f)\n@lambda g: g\ndef h(): pass",
		want: `FunctionDef h @<Subscript a [0]>.b,<BoolOp or [c,d]>,<Walrus e f>,<Lambda g> {Pass}`,
	},
	{
		name: "line continuation in the margin",
		src:  "class A:\n\\\n  b\n  \\\n c\n\\\nd",
		want: `ClassDef A {ExprStmt = b; ExprStmt = c}; ExprStmt = d`,
	},
	{
		name: "f-strings in patterns, which ast reads",
		src:  "match a:\n  case f'{b:{c}}' 'd': e",
		want: `Match = a {Case {ExprStmt = e}}`,
	},
	{
		name: "line continuation",
		src:  "a = b + \\\n  c\nif a and \\\n   b: pass",
		want: `Assign a = <BinOp + b [c]>; If = <BoolOp and [a,b]> {Pass}`,
	},
	{
		name: "newlines in brackets",
		src:  "a = f(\n  b, # comment\n\n c\n)\nd",
		want: `Assign a = f(b,c); ExprStmt = d`,
	},
	{
		name: "tabs",
		src:  "if a:\n\tb\n        c\n\tif d:\n\t  e\nf",
		want: `If = a {ExprStmt = b; ExprStmt = c; If = d {ExprStmt = e}}; ExprStmt = f`,
	},
	{
		name: "form feed",
		src:  "if a:\n  b\n\f\nc\n  \f\nd",
		want: `If = a {ExprStmt = b}; ExprStmt = c; ExprStmt = d`,
	},
	{
		name: "carriage returns",
		src:  "a\rif b:\r  c\r\nd\n",
		want: `ExprStmt = a; If = b {ExprStmt = c}; ExprStmt = d`,
	},
	{
		name: "no newline at the end",
		src:  "if a:\n  b\n  # c",
		want: `If = a {ExprStmt = b}`,
	},
	{
		name: "unicode names",
		src:  "größe = ファイル.π",
		want: `Assign größe = ファイル.π`,
	},
	{
		name: "stars",
		src:  "a[*b] = *c, d\nprint(*e or f, **g or h)",
		want: `Assign <Subscript a [<Starred b>]> = <Tuple [<Starred c>,d]>; ExprStmt = print(<Starred <BoolOp or [e,f]>>|=<BoolOp or [g,h]>)`,
	},
	{
		name: "annotation of a star",
		src:  "def f(*args: *Ts): pass",
		want: `FunctionDef f (*args:<Starred Ts>) {Pass}`,
	},

	{
		name: "print statement",
		src:  "print 'a' % b, c\nprint\nprint a\nprint ('b')\nprint >>f, c,\nprint not a\nprint `b`\nd",
		want: `ExprStmt = print(<BinOp % "a" [b]>,c); ExprStmt = print; ExprStmt = print(a); ExprStmt = print("b"); ExprStmt = <Tuple [<BinOp >> print [f]>,c]>; ExprStmt = print(<UnaryOp not a>); ExprStmt = print(<Other [b]>); ExprStmt = d`,
	},
	{
		name: "print as a name",
		src:  "print = a\nprint.b\nprint in c\nprint if d else e\nprint not in f\nprint and g",
		want: `Assign print = a; ExprStmt = print.b; ExprStmt = <Compare in [print,c]>; ExprStmt = <IfExp print [d,e]>; ExprStmt = <Compare not in [print,f]>; ExprStmt = <BoolOp and [print,g]>`,
	},
	{
		name: "print of what begins with a sign",
		src:  "print ~a\nprint .5, b\nprint.c",
		want: `ExprStmt = print(<UnaryOp ~ a>); ExprStmt = print(.5,b); ExprStmt = print.c`,
	},
	{
		name: "exec statement",
		src:  "exec 'a' in b, c\nexec code\nexec(d)",
		want: `ExprStmt = exec(<Compare in ["a",b]>,c); ExprStmt = exec(code); ExprStmt = exec(d)`,
	},
	{
		name: "old except",
		src:  "try: a\nexcept B, e: c\nexcept (D, E), f: g\nexcept socket.error, (h, i): j\nk",
		want: `Try {ExprStmt = a} Except e = B {ExprStmt = c} Except f = <Tuple [D,E]> {ExprStmt = g} Except = socket.error {ExprStmt = j}; ExprStmt = k`,
	},
	{
		name: "old raise",
		src:  "raise A, 'b', c\nd",
		want: `Raise = A args "b",c; ExprStmt = d`,
	},
	{
		name: "old literals",
		src:  "a = `b` + ur'\\d' + 0777 + 10L + 0xffL\nc <> d",
		want: `Assign a = <BinOp + <Other [b]> ["\\d",0777,10L,0xffL]>; ExprStmt = <Compare <> [c,d]>`,
	},
	{
		name: "old parameters",
		src:  "def f(a, (b, c)=d): pass\nlambda (x, y): x",
		want: `FunctionDef f (a,=d) {Pass}; ExprStmt = <Lambda x>`,
	},
	{
		name: "old list",
		src:  "[a for b in 1, 2, 3 if c]",
		want: `ExprStmt = <Comprehension list a [b,<Tuple [1,2,3]>,c]>`,
	},
	{
		name: "async as a name",
		src:  "async = 1\nf(async=True)\na.async.await\nfrom b import async",
		want: `Assign async = 1; ExprStmt = f(|async=True); ExprStmt = a.async.await; ImportFrom 0:b async`,
	},

	{
		name:   "broken line",
		src:    "import a\nx = = 1\nimport b",
		want:   `Import a; Import b`,
		errors: 1,
	},
	{
		name:   "broken header keeps its block",
		src:    "def f(a b):\n  import c\nimport d",
		want:   `FunctionDef f (a) {Import c}; Import d`,
		errors: 1,
	},
	{
		name:   "broken statement with a block",
		src:    "unless a:\n  import b\nimport c",
		want:   `Other {Import b}; Import c`,
		errors: 1,
	},
	{
		name:   "bracket not closed",
		src:    "x = f(\n  a,\nimport b\nc",
		want:   `Import b; ExprStmt = c`,
		errors: 1,
	},
	{
		name:   "bracket not closed before if",
		src:    "x = [1\nif a:\n  import b\nfor c in d:\n  import e",
		want:   `If = a {Import b}; For c = d {Import e}`,
		errors: 1,
	},
	{
		name:   "f-string after what is broken",
		src:    "x = a b, f'''\n)c = \"1\n'''\nimport d\ndef e(a b=f'''(\n'''):\n  import f",
		want:   `Import d; FunctionDef e (a) {Import f}`,
		errors: 2,
	},
	{
		name:   "bracket not closed at the end",
		src:    "x = f(\n  a\ny = 1\nz = 2",
		want:   `Assign y = 1; Assign z = 2`,
		errors: 1,
	},
	{
		name:   "bracket not closed in a block",
		src:    "class A:\n  x = [\n  def f(self):\n    pass\nB",
		want:   `ClassDef A {FunctionDef f (self) {Pass}}; ExprStmt = B`,
		errors: 1,
	},
	{
		name:   "bracket too many",
		src:    "x = f())\ny",
		want:   `ExprStmt = y`,
		errors: 1,
	},
	{
		name:   "string not closed",
		src:    "x = 'abc\ny = 1",
		want:   `Assign y = 1`,
		errors: 1,
	},
	{
		name:   "triple string not closed",
		src:    "x = '''abc\nimport y\n",
		want:   `Import y`,
		errors: 1,
	},
	{
		name:   "unexpected indentation",
		src:    "a\n  b\nc",
		want:   `ExprStmt = a; Other {ExprStmt = b}; ExprStmt = c`,
		errors: 1,
	},
	{
		name:   "missing block",
		src:    "def f():\ndef g():\n  a",
		want:   `FunctionDef f; FunctionDef g {ExprStmt = a}`,
		errors: 1,
	},
	{
		name:   "dedent to no block",
		src:    "if a:\n    b\n  c\nd",
		want:   `If = a {ExprStmt = b; ExprStmt = c}; ExprStmt = d`,
		errors: 1,
	},
	{
		name:   "merge conflict",
		src:    "<<<<<<< HEAD\nimport a\n=======\nimport b\n>>>>>>> c\nimport d",
		want:   `Import a; Import b; Import d`,
		errors: 3,
	},
	{
		name:   "notebook",
		src:    "%matplotlib inline\n!pip install a\nimport b\nc?\nd",
		want:   `Import b; ExprStmt = d`,
		errors: 3,
	},
	{
		name:   "template",
		src:    "import {{ name }}\nimport b\n{% if x %}\nimport c",
		want:   `Import b; Import c`,
		errors: 2,
	},
	{
		name:   "decorator of nothing",
		src:    "@a\nx = 1",
		want:   `Assign x = 1`,
		errors: 1,
	},
	{
		name:   "NUL",
		src:    "a = 1\x00\nb",
		want:   `ExprStmt = b`,
		errors: 1,
	},
}

func TestStatements(t *testing.T) {
	for _, test := range statementTests {
		t.Run(test.name, func(t *testing.T) {
			m := Parse([]byte(test.src))
			if got := dump(m.Body); got != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.src, got, test.want)
			}
			if len(m.Errors) != test.errors {
				t.Errorf("errors %v, want %d", m.Errors, test.errors)
			}
		})
	}
}
