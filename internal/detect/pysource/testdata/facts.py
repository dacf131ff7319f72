"""Print what CPython's own parser reads in the installed Python files.

usage: facts.py SHARD SHARDS SECONDS

One JSON object a line and file: {"path", "facts"}, or {"path", "skip"} where
CPython cannot read the file. It stops after SECONDS, the standard library
first. It runs on every Python from 2.7 on; there calls and strings are left
out, for print is a statement and strings are bytes.
"""

import ast
import json
import os
import re
import sys
import sysconfig
import time
import warnings
import zlib

MODERN = sys.version_info >= (3, 8)
PATTERNS = (getattr(ast, "pattern", ()),)
JOINED = (getattr(ast, "JoinedStr", ()), getattr(ast, "TemplateStr", ()))


def files():
    root = sysconfig.get_paths()["stdlib"]
    std, site = [], []
    for folder, _, names in os.walk(root):
        for name in names:
            if name.endswith(".py"):
                path = os.path.join(folder, name)
                (site if "site-packages" in path else std).append(path)
    # Shuffled, always the same way, so that a cut leaves a fair sample.
    order = lambda path: zlib.crc32(path.encode("utf-8", "replace") if MODERN else path)
    return sorted(std, key=order) + sorted(site, key=order)


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


def facts(path):
    with open(path, "rb") as f:
        source = f.read()
    found = Facts()
    found.read(ast.parse(source))
    if MODERN:
        found.add("calls", found.calls)
        if b"\\N{" not in source:
            found.add("strings", found.strings)
    return sorted(found.out)


def main():
    shard, shards, seconds = int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3])
    warnings.simplefilter("ignore")
    deadline = time.time() + seconds
    every = files()[shard::shards]
    for n, path in enumerate(every):
        if time.time() > deadline:
            print(json.dumps({"left": len(every) - n}))
            break
        try:
            print(json.dumps({"path": path, "facts": facts(path)}))
        except Exception as e:
            print(json.dumps({"path": path, "skip": repr(e)[:200]}))


main()
