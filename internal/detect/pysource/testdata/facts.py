"""Print what CPython reads in the installed Python files.

usage: facts.py SHARD SHARDS COUNT FOLDER...
       facts.py show FILE

Of the standard library, the installed packages and the files in the folders,
the first COUNT, or all for 0. One JSON object a line and file: what ast finds
in words, and digests of the whole tree and of the tokens; or why CPython
cannot read the file. With show, the words behind the digests.

It runs on every Python from 2.7 on. Before 3.8 there is no tree, and calls and
strings are left out, for print is a statement and strings are bytes.
"""

import ast
import json
import os
import re
import sys
import sysconfig
import warnings
import zlib

import tokens

MODERN = sys.version_info >= (3, 8)
PATTERNS = (getattr(ast, "pattern", ()),)
if MODERN:
    import tree
JOINED = (getattr(ast, "JoinedStr", ()), getattr(ast, "TemplateStr", ()))


def files(folders):
    """All files, the standard library first, each part in an order that is
    mixed and the same everywhere: its beginning is a fair sample."""
    roots = [sysconfig.get_paths()["stdlib"]] + [p for p in sys.path if p.endswith("-packages")] + folders
    seen, out = set(), []
    for root in roots:
        found = []
        for folder, below, names in os.walk(root):
            below[:] = [b for b in below if not b.endswith("-packages") or root in folders]
            for name in names:
                path = os.path.join(folder, name)
                real = os.path.realpath(path)
                if name.endswith((".py", ".pyi")) and os.path.isfile(real) and real not in seen:
                    seen.add(real)
                    key = path[len(root):]
                    found.append((zlib.crc32(key.encode("utf-8", "replace") if MODERN else key), path))
        out += [path for _, path in sorted(found)]
    return out


def dotted(node):
    parts = []
    while isinstance(node, ast.Attribute):
        parts.append(node.attr)
        node = node.value
    if not isinstance(node, ast.Name) or node.id in ("None", "True", "False"):
        return ""  # those are names in Python 2
    return ".".join([node.id] + parts[::-1])


def skipped(node):
    if isinstance(node, PATTERNS):
        return True
    return type(node).__name__ in ("TypeVar", "ParamSpec", "TypeVarTuple")


class Facts:
    def __init__(self):
        self.out = []
        self.calls = 0
        self.strings = 0

    def add(self, *words):
        self.out.append(" ".join(str(w) for w in words))

    def span(self, node):
        return "%d-%d" % (node.lineno, node.end_lineno) if MODERN else str(node.lineno)

    def read(self, tree):
        stack = [tree]
        while stack:
            node = stack.pop()
            self.visit(node)
            if isinstance(node, JOINED):
                stack.extend(v for v in node.values if not self.literal(v))
                continue
            stack.extend(c for c in ast.iter_child_nodes(node) if not skipped(c))

    def literal(self, node):
        return isinstance(node, ast.Constant)

    def visit(self, node):
        name = type(node).__name__
        if name == "Import":
            for a in node.names:
                self.add("import", self.span(node), a.name, a.asname or "-")
        elif name == "ImportFrom":
            for a in node.names:
                self.add("from", self.span(node), node.level, node.module or "-", a.name, a.asname or "-")
        elif name in ("FunctionDef", "AsyncFunctionDef"):
            self.add(name, self.def_span(node), node.name, self.decorators(node), self.params(node))
        elif name == "ClassDef":
            bases = ",".join(dotted(b) for b in node.bases) or "-"
            self.add(name, self.def_span(node), node.name, self.decorators(node), bases)
        elif name == "Assign" and isinstance(node.value, ast.Call):
            targets = "=".join(dotted(t) for t in node.targets)
            keywords = ",".join(k.arg or "**" for k in node.value.keywords)
            args = len(node.value.args) if MODERN else "?"
            self.add("assign", self.span(node), targets, dotted(node.value.func), args, keywords)
        elif name in ("If", "For", "AsyncFor", "While", "With", "AsyncWith", "Try", "TryStar", "Match", "Return", "Raise", "AugAssign", "AnnAssign", "TypeAlias"):
            if MODERN:
                self.add(name.replace("Star", ""), self.span(node))
        elif name == "ExceptHandler" and MODERN:
            self.add(name, self.span(node), node.name or "-", dotted(node.type) or "-")
        elif name == "Call":
            self.calls += 1
        elif name == "Constant" and isinstance(node.value, str):
            text = re.sub(u"[\ud800-\udfff]", u"\ufffd", node.value)
            self.strings = (self.strings + zlib.crc32(text.encode("utf-8"))) % 2**32

    def def_span(self, node):
        # Python 2 counts from the first decorator.
        return self.span(node) if MODERN else "?"

    def decorators(self, node):
        return ",".join(dotted(d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list) or "-"

    def params(self, node):
        if not MODERN:
            return "?"
        a = node.args
        words = [p.arg for p in a.posonlyargs + a.args]
        words += ["*" + p.arg for p in [a.vararg] if p]
        words += ["=" + p.arg for p in a.kwonlyargs]
        words += ["**" + p.arg for p in [a.kwarg] if p]
        return ",".join(words) or "-"


def facts(source, module):
    found = Facts()
    found.read(module)
    if MODERN:
        found.add("calls", found.calls)
        if b"\\N{" not in source:
            found.add("strings", found.strings)
    return sorted(found.out)


def digests(lines, ends):
    """One number for each line, or for each group of them that ends with one
    that holds the word."""
    out, n = [], 0
    for line in lines:
        n = zlib.crc32(line.encode("utf-8", "replace"), n)
        if ends in line:
            out.append(n & 0xFFFFFFFF)
            n = 0
    return out + [n & 0xFFFFFFFF]


def read(path):
    with open(path, "rb") as f:
        source = f.read()
    module = ast.parse(source)
    out = {"path": path, "facts": facts(source, module)}
    try:
        lines = tokens.tokens(source)
        out["tokens"] = digests(lines, " NEWLINE")
    except Exception as e:  # tokenize reads less than the parser does
        out["untokenized"] = repr(e)[:200]
        lines = []
    if MODERN:
        out["names"] = tree.normal_names(lines)
        out["tree"] = digests(tokens.plain(source, tree.tree(source, module, out["names"])), "")
    return out


def main():
    warnings.simplefilter("ignore")
    if sys.argv[1] == "show":
        with open(sys.argv[2], "rb") as f:
            source = f.read()
        for line in tree.tree(source, ast.parse(source), []) + tokens.tokens(source):
            print(line)
        return
    shard, shards, count = int(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3])
    every = files(sys.argv[4:])
    chosen = every[: count or len(every)]
    for path in chosen[shard::shards]:
        try:
            print(json.dumps(read(path)))
        except Exception as e:
            print(json.dumps({"path": path, "skip": repr(e)[:200]}))
    print(json.dumps({"left": len(every) - len(chosen) if shard == 0 else 0}))


main()
