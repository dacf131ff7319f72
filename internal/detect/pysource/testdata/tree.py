"""The whole tree of a file, one line a statement, in the words of tree_test.go.

A line says where the statement stands (the statements around it, each by its
line and its block), what it is, and all its expressions. Left out is what
Parse passes over: patterns and type parameters. It needs Python 3.8.
"""

import ast
import re
import sys
import unicodedata

sys.setrecursionlimit(20000)

# Until 3.12 the lines within f-strings are wrong, and in 3.8 those of brackets.
LINES_IN_FSTRINGS = sys.version_info >= (3, 12)
LINES = sys.version_info >= (3, 9)

OPERATORS = {
    "Add": "+", "Sub": "-", "Mult": "*", "MatMult": "@", "Div": "/", "Mod": "%", "Pow": "**", "LShift": "<<",
    "RShift": ">>", "BitOr": "|", "BitXor": "^", "BitAnd": "&", "FloorDiv": "//", "And": "and", "Or": "or",
    "Eq": "==", "NotEq": "!=", "Lt": "<", "LtE": "<=", "Gt": ">", "GtE": ">=", "Is": "is", "IsNot": "is not",
    "In": "in", "NotIn": "not in", "Invert": "~", "Not": "not", "UAdd": "+", "USub": "-",
}


def operator(node):
    return OPERATORS[type(node).__name__]


class Tree:
    def __init__(self, source):
        self.out = []
        self.source = re.split(b"\r\n|\r|\n", source)
        self.lines = LINES
        # \N{...} is not resolved, and {x=} leaves no mark in the tree.
        self.texts = b"\\N{" not in source
        self.ftexts = self.texts and not re.search(rb"=\s*(?:![rsa]\s*)?[:}]", source)

    def block(self, body, place):
        for node in body:
            self.statement(node, place)

    def statement(self, node, place):
        kind = type(node).__name__.replace("TryStar", "Try")
        words = [place, "%d-%d" % (node.lineno, node.end_lineno), kind]
        words += getattr(self, "s_" + kind)(node)
        self.out.append(" ".join(words))
        inside = "%s/%s%d" % (place, kind.replace("Async", ""), node.lineno)
        end = getattr(node, "subject", node).end_lineno
        for case in getattr(node, "cases", ()):
            line = self.line_of_case(end)
            end = case.body[-1].end_lineno
            self.out.append("%s.body %d Case %s" % (inside, line, self.expr(case.guard)))
            self.block(case.body, "%s.body/Case%d.body" % (inside, line))
        for block in ("body", "orelse", "finalbody"):
            self.block(getattr(node, block, ()), "%s.%s" % (inside, block))
        for h in getattr(node, "handlers", ()):
            self.out.append("%s %d-%d Except %s %s" % (inside, h.lineno, h.end_lineno, h.name or "", self.expr(h.type)))
            self.block(h.body, "%s/Except%d.body" % (inside, h.lineno))

    def line_of_case(self, line):
        line += 1
        while not self.source[line - 1].lstrip().startswith(b"case"):
            line += 1
        return line

    def names(self, node):
        lazy = ["lazy"] if getattr(node, "is_lazy", 0) else []
        return lazy + [a.name + ("=" + a.asname if a.asname else "") for a in node.names]

    def s_Import(self, node):
        return self.names(node)

    def s_ImportFrom(self, node):
        return [str(node.level), node.module or ""] + self.names(node)

    def s_Assign(self, node):
        return [self.all(node.targets), "", self.expr(node.value)]

    def s_AnnAssign(self, node):
        return [self.expr(node.target), self.expr(node.annotation), self.expr(node.value)]

    def s_AugAssign(self, node):
        return [operator(node.op) + "=", self.expr(node.target), self.expr(node.value)]

    def s_Expr(self, node):
        return [self.expr(node.value)]

    s_Return = s_Expr

    def s_FunctionDef(self, node):
        return [node.name, self.all(node.decorator_list), self.params(node.args), self.expr(node.returns)]

    s_AsyncFunctionDef = s_FunctionDef

    def s_ClassDef(self, node):
        return [node.name, self.all(node.decorator_list), self.all(node.bases), self.keywords(node.keywords)]

    def s_If(self, node):
        return [self.expr(node.test)]

    s_While = s_If

    def s_For(self, node):
        return [self.expr(node.target), self.expr(node.iter)]

    s_AsyncFor = s_For

    def s_With(self, node):
        return [self.expr(i.context_expr) + "=" + self.expr(i.optional_vars) for i in node.items]

    s_AsyncWith = s_With

    def s_Match(self, node):
        return [self.expr(node.subject)]

    def s_Raise(self, node):
        return [self.expr(node.exc), self.expr(node.cause)]

    def s_Assert(self, node):
        return [self.expr(node.test), self.expr(node.msg)]

    def s_Delete(self, node):
        return [self.all(node.targets)]

    def s_Global(self, node):
        return node.names

    s_Nonlocal = s_Global

    def s_TypeAlias(self, node):
        return [node.name.id, self.expr(node.value)]

    def s_Pass(self, node):
        return []

    s_Break = s_Continue = s_Try = s_Pass

    def params(self, a):
        plain = a.posonlyargs + a.args
        defaults = [None] * (len(plain) - len(a.defaults)) + a.defaults
        all = list(zip([""] * len(plain), plain, defaults))
        all += [("*", p, None) for p in [a.vararg] if p]
        all += zip(["="] * len(a.kwonlyargs), a.kwonlyargs, a.kw_defaults)
        all += [("**", p, None) for p in [a.kwarg] if p]
        return "(%s)" % ",".join(s + p.arg + ":" + self.expr(p.annotation) + "=" + self.expr(d) for s, p, d in all)

    def keywords(self, list):
        return ",".join((k.arg or "") + "=" + self.expr(k.value) for k in list)

    def all(self, list):
        return ",".join([self.expr(e) for e in list])

    def expr(self, node):
        if node is None:
            return ""
        words = getattr(self, "e_" + type(node).__name__)(node)
        return "%d:%s" % (node.lineno, words) if self.lines else words

    def e_Name(self, node):
        return node.id

    def e_Attribute(self, node):
        return "(%s . %s)" % (self.expr(node.value), node.attr)

    def e_Call(self, node):
        return "(%s call %s|%s)" % (self.expr(node.func), self.all(node.args), self.keywords(node.keywords))

    def e_Constant(self, node):
        v = node.value
        if isinstance(v, str):
            return "'%s'" % re.sub("[\ud800-\udfff]", "\ufffd", v) if self.texts else "''"
        if isinstance(v, bytes):
            return "b'%s'" % v.decode("latin-1")
        if v is None or isinstance(v, bool):
            return str(v)
        return "..." if v is ... else "number"

    def e_List(self, node):
        return "[%s]" % self.all(node.elts)

    def e_Tuple(self, node):
        return "(%s)" % self.all(node.elts)

    def e_Set(self, node):
        return "{%s}" % self.all(node.elts)

    def e_Dict(self, node):
        return "{:%s|%s}" % (self.all(node.keys), self.all(node.values))

    def e_JoinedStr(self, node):
        lines = self.lines
        self.lines = lines and LINES_IN_FSTRINGS
        text, fields = [], []
        for v in node.values:
            if isinstance(v, ast.Constant):
                text.append(re.sub("[\ud800-\udfff]", "\ufffd", v.value))
            else:
                text.append("{}")
                self.field(v, fields)
        self.lines = lines
        kind = type(node).__name__[0].lower().replace("j", "f")
        return "%s'%s'(%s)" % (kind, "".join(text) if self.ftexts else "", ",".join(fields))

    e_TemplateStr = e_JoinedStr

    def field(self, node, fields):
        fields.append(self.expr(node.value))
        if node.format_spec:
            for v in node.format_spec.values:
                if not isinstance(v, ast.Constant):
                    self.field(v, fields)

    def e_Subscript(self, node):
        s = node.slice
        s = s.value if type(s).__name__ == "Index" else s  # of 3.8, as ExtSlice
        parts = s.elts if isinstance(s, ast.Tuple) else getattr(s, "dims", [s])
        return "(%s @ %s)" % (self.expr(node.value), self.all(parts))

    def e_Index(self, node):
        return self.expr(node.value)

    def e_Slice(self, node):
        return "slice(%s)" % self.all([n for n in (node.lower, node.upper, node.step) if n])

    def e_BinOp(self, node):
        # A chain of one operator is one node there, however long.
        rest, op = [], type(node.op)
        while isinstance(node, ast.BinOp) and isinstance(node.op, op):
            rest.append(self.expr(node.right))
            node = node.left
        return "(%s %s %s)" % (self.expr(node), OPERATORS[op.__name__], ",".join(rest[::-1]))

    def e_BoolOp(self, node):
        return "(%s %s)" % (operator(node.op), self.all(node.values))

    def e_Compare(self, node):
        return "(%s %s)" % (" ".join(operator(o) for o in node.ops), self.all([node.left] + node.comparators))

    def e_UnaryOp(self, node):
        return "(%s %s)" % (operator(node.op), self.expr(node.operand))

    def e_IfExp(self, node):
        return "(%s if %s,%s)" % (self.expr(node.body), self.expr(node.test), self.expr(node.orelse))

    def e_Lambda(self, node):
        a = node.args
        return "lambda(%s|%s)" % (self.all(a.defaults + [d for d in a.kw_defaults if d]), self.expr(node.body))

    def e_Await(self, node):
        return "await(%s)" % self.expr(node.value)

    def e_Yield(self, node):
        return "yield(%s)" % self.expr(node.value)

    def e_YieldFrom(self, node):
        return "yield from(%s)" % self.expr(node.value)

    def e_Starred(self, node):
        return "*(%s)" % self.expr(node.value)

    def e_NamedExpr(self, node):
        return "(%s := %s)" % (node.target.id, self.expr(node.value))

    def comprehension(self, kind, node, x, value=None):
        clauses = []
        for g in node.generators:
            clauses += [g.target, g.iter] + g.ifs
        return "%s(%s|%s|%s)" % (kind, self.expr(x), self.expr(value), self.all(clauses))

    def e_ListComp(self, node):
        return self.comprehension("list", node, node.elt)

    def e_SetComp(self, node):
        return self.comprehension("set", node, node.elt)

    def e_GeneratorExp(self, node):
        return self.comprehension("generator", node, node.elt)

    def e_DictComp(self, node):
        return self.comprehension("dict", node, node.key, node.value)


def normal_names(text):
    """The names that ast gives in another form (NFKC) than they are written,
    and other words like them."""
    names = []
    for word in set(re.split("[\x00-/:-@[-^`{-\x7f]+", text)):
        if word.isascii():
            continue
        normal = unicodedata.normalize("NFKC", word)
        if word != normal and normal.isidentifier():
            names.append((word, normal))
    return sorted(names, key=lambda n: (-len(n[0]), n))


def tree(source, module, names):
    t = Tree(source)
    t.block(module.body, "")
    for written, normal in names:
        t.out = [line.replace(written, normal) for line in t.out]
    return t.out
