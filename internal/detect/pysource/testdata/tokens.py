"""The tokens of a file, one line each, in the words of tokens_test.go.

Comments and empty lines are left out. Since Python 3.12 an f-string is several
tokens: of them the opening, the closing and those of the fields are given, not
the text. Before, it is one token.
"""

import codecs
import io
import re
import sys
import tokenize

if sys.version_info < (3,):
    from lib2to3.pgen2.tokenize import detect_encoding
else:
    from tokenize import detect_encoding

KNOWN = {"utf-8", "utf-8-sig", "ascii", "iso8859-1", "iso8859-15", "cp1252"}
LEFT_OUT = {"COMMENT", "NL", "ENCODING", "ENDMARKER", "FSTRING_MIDDLE"}


def unlettered(source):
    """Whether Parse has no table of the letters of the encoding."""
    return codecs.lookup(encoding(source)).name not in KNOWN


def plain(source, lines):
    """The lines, with ~ for letters that Parse does not know."""
    if not unlettered(source):
        return lines
    return [re.sub(u"[^\x00-\x7f]", "~", line) for line in lines]


def encoding(source):
    return detect_encoding(io.BytesIO(source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")).readline)[0]


def text(source):
    # As tokenize.open does: all ends of lines become "\n".
    decoded = io.TextIOWrapper(io.BytesIO(source), encoding(source)).read()
    if sys.version_info < (3,) and not decoded.endswith("\n"):
        decoded += "\n"  # without it, tokenize of Python 2 gives no NEWLINE
    return decoded


def tokens(source):
    out = []
    for t in tokenize.generate_tokens(io.StringIO(text(source)).readline):
        kind = tokenize.tok_name[t[0]].replace("TSTRING", "FSTRING")
        if kind in LEFT_OUT:
            continue
        if kind == "ERRORTOKEN":
            raise ValueError("tokenize cannot read what ast can: %r" % t[1])
        word = "" if kind in ("NEWLINE", "DEDENT") else t[1]
        if kind in ("ASYNC", "AWAIT"):  # of 3.6
            kind = "NAME"
        out.append("%d:%d %s %s" % (t[2][0], t[2][1], kind, word))
    for n in range(len(out) - 1, -1, -1):
        if not out[n].endswith(" DEDENT "):
            break
        out[n] = "DEDENT"  # versions differ in where the end of the file is
    return plain(source, out)
