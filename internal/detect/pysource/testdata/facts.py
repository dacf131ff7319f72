"""Print what CPython reads in the installed Python files.

usage: facts.py SHARD SHARDS COUNT FOLDER...
       facts.py show FILE

Of the standard library, the installed packages and the files in the folders,
the first COUNT, or all for 0. One JSON object a line and file: digests of the
whole tree and of the tokens, or why CPython cannot read the file. With show,
the words behind the digests.

It runs on every Python from 2.7 on. Before 3.8 ast has other trees and fewer
lines: instead of them, there are the facts that all have, in words.
"""

import ast
import json
import os
import sys
import sysconfig
import warnings
import zlib

import tokens

MODERN = sys.version_info >= (3, 8)
if MODERN:
    import tree


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
                    found.append((zlib.crc32(key if bytes is str else key.encode("utf-8", "replace")), path))
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


def facts(module):
    """What a file says, in words that every Python has."""
    out = []
    for node in ast.walk(module):
        name = type(node).__name__
        words = []
        if name == "Import":
            words = [("import", node.lineno, a.name, a.asname or "-") for a in node.names]
        elif name == "ImportFrom":
            words = [("from", node.lineno, node.level, node.module or "-", a.name, a.asname or "-") for a in node.names]
        elif name in ("FunctionDef", "AsyncFunctionDef"):
            words = [(name, node.name, decorators(node))]
        elif name == "ClassDef":
            words = [(name, node.name, decorators(node), ",".join(dotted(b) for b in node.bases) or "-")]
        elif name == "Assign" and isinstance(node.value, ast.Call):
            targets = "=".join(dotted(t) for t in node.targets)
            keywords = ",".join(k.arg for k in node.value.keywords if k.arg)
            words = [("assign", node.lineno, targets, dotted(node.value.func), keywords)]
        out += [" ".join(str(w) for w in line) for line in words]
    return sorted(out)


def decorators(node):
    return ",".join(dotted(d.func if isinstance(d, ast.Call) else d) for d in node.decorator_list) or "-"


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
    out = {"path": path, "unlettered": tokens.unlettered(source)}
    try:
        out["tokens"] = digests(tokens.tokens(source), " NEWLINE")
    except Exception as e:  # tokenize reads less than the parser does
        out["untokenized"] = repr(e)[:200]
    if MODERN:
        out["names"] = [] if out["unlettered"] else tree.normal_names(tokens.text(source))
        out["tree"] = digests(tokens.plain(source, tree.tree(source, module, out["names"])), "")
    else:
        out["facts"] = facts(module)
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


if __name__ == "__main__":
    main()
