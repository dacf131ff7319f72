package pysource

import (
	"bytes"
	"strings"
	"unicode/utf8"
)

// decode gives the source as UTF-8 text with "\n" for every end of a line.
// https://peps.python.org/pep-0263/ says how a file names its encoding; a byte
// order mark says that it is UTF-8, and Python allows no other name after one.
// Without a name, or with one that is not known here, what is not UTF-8 is
// taken for Latin-1, where Python refuses the file or has a table: the
// structure of the file survives, some letters may not. Encodings that switch
// between tables (ISO-2022, HZ, UTF-7) are read as ASCII.
func decode(src []byte) string {
	text, marked := bytes.CutPrefix(src, []byte("\xef\xbb\xbf"))
	name := ""
	if !marked {
		name = encodingName(src)
	}
	high, single := charsets[name]
	switch wide := wideCharsets[name]; {
	case wide != nil:
		text = wide.decode(text)
	case single || hasLetterOfOneByte(name) || !utf8.Valid(text):
		text = eightBit(text, high)
	}
	if bytes.IndexByte(text, '\r') < 0 {
		return string(text)
	}
	return string(unixLines(text))
}

// charsets are the eight-bit encodings: each by the letters in which it
// differs from Latin-1.
var charsets = map[string]map[byte]rune{
	"latin": nil, "latin1": nil, "l1": nil, "iso88591": nil, "isolatin1": nil, "csisolatin1": nil, "8859": nil,
	"iso8859": nil, "iso885911987": nil, "isoir100": nil, "cp819": nil, "ibm819": nil,
	"latin9": latin9, "l9": latin9, "iso885915": latin9, "csiso885915": latin9,
	"cp1252": cp1252, "windows1252": cp1252, "cswindows1252": cp1252, "1252": cp1252,
}

// hasLetterOfOneByte reports whether the name is that of an eight-bit encoding,
// be there a table of it or not: then UTF-8 in the file is not read as such.
func hasLetterOfOneByte(name string) bool {
	for _, family := range []string{"iso8859", "koi8", "windows125", "cp125", "cp8", "cp4", "mac"} {
		if strings.HasPrefix(name, family) {
			return true
		}
	}
	return false
}

var latin9 = map[byte]rune{
	0xa4: '€', 0xa6: 'Š', 0xa8: 'š', 0xb4: 'Ž', 0xb8: 'ž', 0xbc: 'Œ', 0xbd: 'œ', 0xbe: 'Ÿ',
}

var cp1252 = map[byte]rune{
	0x80: '€', 0x82: '‚', 0x83: 'ƒ', 0x84: '„', 0x85: '…', 0x86: '†', 0x87: '‡', 0x88: 'ˆ', 0x89: '‰',
	0x8a: 'Š', 0x8b: '‹', 0x8c: 'Œ', 0x8e: 'Ž', 0x91: '‘', 0x92: '’', 0x93: '“', 0x94: '”', 0x95: '•',
	0x96: '–', 0x97: '—', 0x98: '˜', 0x99: '™', 0x9a: 'š', 0x9b: '›', 0x9c: 'œ', 0x9e: 'ž', 0x9f: 'Ÿ',
}

func eightBit(src []byte, high map[byte]rune) []byte {
	out := make([]byte, 0, len(src)+len(src)/8)
	for _, c := range src {
		if c < utf8.RuneSelf {
			out = append(out, c)
			continue
		}
		r, ok := high[c]
		if !ok {
			r = rune(c)
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

func unixLines(src []byte) []byte {
	out := make([]byte, 0, len(src))
	for i, c := range src {
		switch {
		case c != '\r':
			out = append(out, c)
		case i+1 == len(src) || src[i+1] != '\n':
			out = append(out, '\n')
		}
	}
	return out
}

// encodingName reads the name from the comment that the first or the second
// line may be; "" where there is none. Names are written in many ways: it is
// given in lower case and without hyphens, and without what Emacs adds for the
// ends of lines.
func encodingName(src []byte) string {
	for range 2 {
		end := bytes.IndexAny(src, "\r\n")
		if end < 0 {
			end = len(src)
		}
		line := bytes.TrimLeft(src[:end], " \t\f")
		if len(line) > 0 && line[0] != '#' {
			return ""
		}
		if name := codingIn(string(line)); name != "" {
			name = strings.ReplaceAll(strings.ToLower(name), "_", "-")
			for _, ends := range []string{"-unix", "-dos", "-mac"} {
				name = strings.TrimSuffix(name, ends)
			}
			return strings.ReplaceAll(name, "-", "")
		}
		src = src[end:]
		src = bytes.TrimPrefix(src, []byte("\r"))
		src = bytes.TrimPrefix(src, []byte("\n"))
	}
	return ""
}

func codingIn(comment string) string {
	for {
		_, rest, found := strings.Cut(comment, "coding")
		if !found {
			return ""
		}
		comment = rest
		if !strings.HasPrefix(rest, ":") && !strings.HasPrefix(rest, "=") {
			continue
		}
		rest = strings.TrimLeft(rest[1:], " \t")
		n := 0
		for n < len(rest) && (rest[n] < utf8.RuneSelf && isName(rest[n]) || rest[n] == '-' || rest[n] == '.') {
			n++
		}
		if n > 0 {
			return rest[:n]
		}
	}
}
