# Run by the interpreter of an image, in it: what is said on stdout must be nothing.
#
# A module that has no bytecode is compiled at every start, for nothing can be written; bytecode by time of change is
# stale wherever times are set anew, and is not the same in two builds. See PEP 552.
import importlib.util
import os
import sys

prefix, *roots = sys.argv[1:]
if sys.prefix != prefix:
    print(f"python is that of {sys.prefix}, not of {prefix}")
for root in [os.path.join(prefix, "lib"), *roots]:
    for directory, names, files in os.walk(root):
        names[:] = [n for n in names if n != "__pycache__"]
        for file in sorted(f for f in files if f.endswith(".py")):
            path = os.path.join(directory, file)
            try:
                with open(path, "rb") as f:
                    source = f.read()
            except OSError as e:
                print(f"not readable: {path}: {e}")
                continue
            try:
                with open(importlib.util.cache_from_source(path), "rb") as f:
                    head = f.read(16)
            except OSError:
                try:
                    compile(source, path, "exec", dont_inherit=True)
                except (SyntaxError, ValueError, RecursionError, MemoryError):
                    continue  # there is no bytecode of it
                print(f"not compiled: {path}")
                continue
            if head[:4] != importlib.util.MAGIC_NUMBER:
                print(f"compiled for another Python: {path}")
            elif not head[4] & 1:
                print(f"compiled by time: {path}")
            elif head[8:] != importlib.util.source_hash(source):
                print(f"compiled from another source: {path}")
