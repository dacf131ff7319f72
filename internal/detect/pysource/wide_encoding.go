package pysource

import "unicode/utf8"

// wide is an encoding in which a letter takes several bytes, of which the
// second may look like a backslash or a bracket: read byte by byte, a string
// would end in the wrong place. The tables of letters are large, and what the
// letters are does not matter here: each becomes one of the private use, the
// same one each time.
type wide struct {
	first  string // ranges of the first byte of a letter, "az" for a to z
	second string // ranges of the second
	alone  string // ranges of the high bytes that are letters of their own
	three  byte   // the first byte of letters of three bytes, 0 for none
	four   bool   // after a digit a letter has four bytes
}

var (
	shiftJIS = wide{first: "\x81\x9f\xe0\xfc", second: "\x40\x7e\x80\xfc", alone: "\xa1\xdf"}
	eucJP    = wide{first: "\x8e\x8f\xa1\xfe", second: "\xa1\xfe", three: 0x8f}
	gb18030  = wide{first: "\x81\xfe", second: "\x40\x7e\x80\xfe", four: true}
	big5     = wide{first: "\x81\xfe", second: "\x40\x7e\xa1\xfe"}
	uhc      = wide{first: "\x81\xfe", second: "\x41\x5a\x61\x7a\x81\xfe"}
	johab    = wide{first: "\x84\xd3\xd8\xde\xe0\xf9", second: "\x31\x7e\x81\xfe"}
)

var wideCharsets = map[string]*wide{
	"shiftjis": &shiftJIS, "sjis": &shiftJIS, "csshiftjis": &shiftJIS, "cp932": &shiftJIS, "932": &shiftJIS,
	"ms932": &shiftJIS, "mskanji": &shiftJIS, "windows31j": &shiftJIS, "cswindows31j": &shiftJIS, "xmacjapanese": &shiftJIS,
	"shiftjis2004": &shiftJIS, "sjis2004": &shiftJIS, "shiftjisx0213": &shiftJIS, "sjisx0213": &shiftJIS,
	"eucjp": &eucJP, "ujis": &eucJP, "eucjis2004": &eucJP, "jisx0213": &eucJP, "eucjisx0213": &eucJP,
	"cseucpkdfmtjapanese": &eucJP,
	"gbk":                 &gb18030, "cp936": &gb18030, "936": &gb18030, "ms936": &gb18030, "gb18030": &gb18030,
	"gb180302000": &gb18030, "gb2312": &gb18030, "gb23121980": &gb18030, "gb231280": &gb18030, "euccn": &gb18030,
	"eucgb2312cn": &gb18030, "chinese": &gb18030, "csiso58gb231280": &gb18030, "isoir58": &gb18030,
	"csgb2312": &gb18030, "csgbk": &gb18030, "csgb18030": &gb18030, "windows936": &gb18030, "xmacsimpchinese": &gb18030,
	"big5": &big5, "big5tw": &big5, "csbig5": &big5, "cp950": &big5, "950": &big5, "ms950": &big5,
	"big5hkscs": &big5, "csbig5hkscs": &big5, "hkscs": &big5, "xmactradchinese": &big5,
	"cp949": &uhc, "949": &uhc, "ms949": &uhc, "uhc": &uhc, "euckr": &uhc, "korean": &uhc, "ksc5601": &uhc,
	"ksc56011987": &uhc, "ksc56011989": &uhc, "csksc56011987": &uhc, "ksx1001": &uhc, "isoir149": &uhc, "cseuckr": &uhc,
	"xmackorean": &uhc,
	"johab":      &johab, "cp1361": &johab, "ms1361": &johab,
}

func (w *wide) decode(src []byte) []byte {
	out := make([]byte, 0, len(src)+len(src)/2)
	for len(src) > 0 {
		n := w.size(src)
		r := rune(src[0])
		if n > 1 {
			r = 0xf0000 + rune(src[n-2])<<8 + rune(src[n-1])
		}
		out = utf8.AppendRune(out, r)
		src = src[n:]
	}
	return out
}

// size gives the number of bytes of the letter at the start. What is no letter
// is one byte.
func (w *wide) size(src []byte) int {
	c := src[0]
	switch {
	case c < utf8.RuneSelf || len(src) < 2 || within(c, w.alone) || !within(c, w.first):
		return 1
	case w.four && src[1] >= '0' && src[1] <= '9' && len(src) >= 4 && within(src[2], w.first) && src[3] >= '0' && src[3] <= '9':
		return 4
	case !within(src[1], w.second):
		return 1
	case c == w.three && w.three != 0 && len(src) >= 3 && within(src[2], w.second):
		return 3
	}
	return 2
}

func within(c byte, ranges string) bool {
	for i := 0; i+1 < len(ranges); i += 2 {
		if c >= ranges[i] && c <= ranges[i+1] {
			return true
		}
	}
	return false
}
