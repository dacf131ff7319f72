package detect

import (
	"github.com/pykube/pykube/internal/source"
)

// Disk is what the program writes to disk, and the models that it loads.
type Disk struct {
	Writes []Write `json:"writes"` // each place once, by what is kept there
	Loads  []Load  `json:"loads"`
}

func emptyDisk() Disk { return Disk{Writes: []Write{}, Loads: []Load{}} }

// WriteKind says what is kept in a place.
type WriteKind string

// What is written.
const (
	WriteDatabase WriteKind = "database"
	WriteUpload   WriteKind = "upload" // what users give the program
	WriteData     WriteKind = "data"   // files that the program reads again
	WriteLog      WriteKind = "log"
	WriteCache    WriteKind = "cache"   // what can be made again
	WriteScratch  WriteKind = "scratch" // what is needed for a while
	WriteModel    WriteKind = "model"   // what a library fetches and keeps
)

// What a path of a Write is relative to.
const (
	FromRepository = "repository"
	FromWorking    = "working_directory" // that of the process
	FromHome       = "home"              // the directory that HOME names
)

// Write is a place on disk that the program writes to.
type Write struct {
	Kind      WriteKind `json:"kind"`
	By        string    `json:"by"`             // the call or the setting that says so
	Path      string    `json:"path,omitempty"` // "" where it is computed; absolute where From is ""
	From      string    `json:"from,omitempty"`
	Directory bool      `json:"directory,omitempty"` // Path is a directory, not a file
	Lasting   bool      `json:"lasting,omitempty"`   // it must outlive the container
	Start     bool      `json:"start,omitempty"`     // it is written when the program starts
	Variable  string    `json:"variable,omitempty"`  // one of the environment that says where
	Unless    string    `json:"unless,omitempty"`    // one of the environment that says whether
	// Otherwise is where the program says to write somewhere else instead, on a condition.
	Otherwise *source.Evidence `json:"otherwise,omitempty"`
	// Shared is a file of the repository that stands in the directory: nothing can be mounted there without hiding it.
	Shared   string          `json:"shared,omitempty"`
	Why      string          `json:"why"`
	Evidence source.Evidence `json:"evidence"`
}

// Load is a call that loads a model.
type Load struct {
	By       string          `json:"by"`              // the dotted name of what is called
	Start    bool            `json:"start,omitempty"` // when the program starts
	Fetched  bool            `json:"fetched,omitempty"`
	Path     string          `json:"path,omitempty"` // of the file or the name of the model
	Evidence source.Evidence `json:"evidence"`
}
