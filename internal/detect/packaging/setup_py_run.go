package packaging

import (
	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// setupRun follows setup.py statement by statement over values that are known or not. It runs nothing: what is not in
// its tables gives an unknown value, and spoils what it could have changed.
type setupRun struct {
	tree   *source.Tree
	lines  []string // of setup.py
	m      *Manifest
	frame  *pyFrame
	globe  *pyFrame
	calls  []*setupCall
	steps  int
	bytes  int
	depth  int
	end    int    // last line of the statement that is followed
	opaque int    // how often something unknown was met
	raised string // an exception that is sure: FileNotFoundError for a file that is not there
}

// pyFrame holds the names of the file or of one call of a function.
type pyFrame struct {
	names   map[string]*pyValue
	outer   map[string]bool // declared global or nonlocal
	parent  *pyFrame
	result  *pyValue
	yielded *pyValue // what a generator gave
}

// setupCall is one call of setup().
type setupCall struct {
	arguments map[string]*pyValue
	order     []string
	line      int
	rest      *pyValue // ** of something unknown
}

// Bounds of what is followed; real files stay far below.
const (
	maxSetupSteps = 200_000
	maxSetupBytes = 16 << 20 // of all texts that are made
	maxSetupDepth = 12       // functions that call each other
)

// flow is how a block ends.
type flow uint8

const (
	goesOn flow = iota
	breaks
	continues
	returns
	raises
	doubts // it may have ended by break, continue or return, or not
)

func (r *setupRun) spent() bool {
	r.steps++
	return r.steps > maxSetupSteps || r.bytes > maxSetupBytes
}

func (r *setupRun) block(body []*pysource.Stmt) flow {
	for i, s := range body {
		if r.spent() {
			return doubts
		}
		f := r.statement(s)
		if r.raised != "" {
			return raises
		}
		if f == doubts {
			r.spoilBlock(body[i+1:], s.Line)
		}
		if f != goesOn {
			return f
		}
	}
	return goesOn
}

func (r *setupRun) statement(s *pysource.Stmt) flow {
	end := r.end
	r.end = s.EndLine
	defer func() { r.end = end }()
	switch s.Kind {
	case pysource.Import, pysource.ImportFrom:
		r.imports(s)
	case pysource.FunctionDef:
		v := &pyValue{kind: pyDef, def: s, frame: r.frame, line: s.Line}
		if len(s.Decorators) > 0 || s.Async {
			v = &pyValue{line: s.Line}
		}
		r.bind(s.Name, v)
	case pysource.ClassDef:
		r.class(s)
	case pysource.Assign:
		if s.Value != nil {
			v := r.eval(s.Value)
			for _, t := range s.Targets {
				r.assign(t, v)
			}
		}
	case pysource.AugAssign:
		r.augment(s)
	case pysource.ExprStmt:
		if isYield(s.Value) {
			r.yield(s.Value)
		} else if v := r.eval(s.Value); v.kind == pyName && v.text == exits {
			return raises
		}
	case pysource.If:
		return r.branch(s)
	case pysource.For:
		return r.loop(s)
	case pysource.Try:
		return r.try(s)
	case pysource.With:
		for i, item := range s.Items {
			v := r.eval(item)
			if i < len(s.Targets) && s.Targets[i] != nil {
				r.assign(s.Targets[i], v)
			}
		}
		if r.raised != "" {
			return raises
		}
		return r.block(s.Body)
	case pysource.Return:
		v := &pyValue{kind: pyNone, line: s.Line}
		if s.Value != nil {
			v = r.eval(s.Value)
		}
		r.frame.result = v
		return returns
	case pysource.Raise:
		return raises
	case pysource.Break:
		return breaks
	case pysource.Continue:
		return continues
	case pysource.Global, pysource.Nonlocal:
		for _, a := range s.Names {
			r.frame.outer[a.Name] = true
		}
	case pysource.Pass, pysource.Assert:
	default:
		return r.doubt(s)
	}
	return goesOn
}

// doubt passes over a statement that may run or not, once or often.
func (r *setupRun) doubt(s *pysource.Stmt) flow {
	r.opaque++
	r.spoilBlock([]*pysource.Stmt{s}, s.Line)
	if leaves([]*pysource.Stmt{s}) {
		return doubts
	}
	return goesOn
}

func (r *setupRun) branch(s *pysource.Stmt) flow {
	test := r.eval(s.Value)
	if r.raised != "" {
		return raises
	}
	switch test.truth() {
	case yes:
		return r.block(s.Body)
	case no:
		return r.block(s.Else)
	}
	return r.doubt(s)
}

func (r *setupRun) loop(s *pysource.Stmt) flow {
	over, ok := r.iterate(r.eval(s.Value))
	if r.raised != "" {
		return raises
	}
	if !ok || len(s.Targets) != 1 {
		return r.doubt(s)
	}
	for _, item := range over {
		if r.spent() {
			return doubts
		}
		r.assign(s.Targets[0], item)
		switch f := r.block(s.Body); f {
		case breaks:
			return goesOn
		case returns, raises:
			return f
		case doubts:
			return r.doubt(s)
		}
	}
	return r.block(s.Else)
}
