"""The tokens of a file, one line each, in the words of tokens_test.go.

Comments and empty lines are left out. Since Python 3.12 an f-string is several
tokens: of them the opening, the closing and those of the fields are given, not
the text. Before, it is one token.
"""

import codecs
import io
import re
import token
import tokenize

KNOWN = {"utf-8", "utf-8-sig", "ascii", "iso8859-1", "iso8859-15", "cp1252"}
LEFT_OUT = {"COMMENT", "NL", "ENCODING", "ENDMARKER", "FSTRING_MIDDLE", "TSTRING_MIDDLE", "TYPE_IGNORE", "TYPE_COMMENT"}


def plain(source, lines):
    """The lines, with ~ for letters of encodings that Parse has no tables of."""
    if codecs.lookup(encoding(source)).name in KNOWN:
        return lines
    return [re.sub(u"[^\x00-\x7f]", "~", line) for line in lines]


def encoding(source):
    return tokenize.detect_encoding(io.BytesIO(source.replace(b"\r\n", b"\n").replace(b"\r", b"\n")).readline)[0]


def tokens(source):
    # As tokenize.open does: all ends of lines become "\n".
    text = io.TextIOWrapper(io.BytesIO(source), encoding(source))
    out = []
    for t in tokenize.generate_tokens(text.readline):
        kind = token.tok_name[t.type]
        if kind in LEFT_OUT:
            continue
        word = t.string
        if kind in ("NEWLINE", "DEDENT"):
            word = ""
        out.append("%d:%d %s %s" % (t.start[0], t.start[1], kind.replace("TSTRING", "FSTRING"), word))
    return plain(source, out)
