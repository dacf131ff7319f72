package render

// File is one file that pykube wants to stand in the repository. Files say nothing of modes: whoever writes them
// keeps the mode of a file that exists, and gives a new one that of a plain text.
type File struct {
	Path string // relative to the output root, with slashes on every platform
	Text []byte // UTF-8 with \n at the end of lines; the same for the same input
}
