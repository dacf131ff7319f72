package detect

import (
	"strings"

	"github.com/pykube/pykube/internal/detect/pysource"
	"github.com/pykube/pykube/internal/source"
)

// GPUUse is a place where the program asks for a GPU.
type GPUUse struct {
	By       string          `json:"by"`
	Optional bool            `json:"optional,omitempty"` // it asks first whether there is one
	Evidence source.Evidence `json:"evidence"`
}

// gpuModules only run on a GPU, or are made for one.
var gpuModules = []string{"cupy.", "pycuda.", "numba.cuda.", "tensorrt.", "vllm.", "pynvml.", "cudf.", "cuml."}

// gpuChecks ask whether there is a GPU.
var gpuChecks = []string{
	"torch.cuda.is_available", "torch.cuda.device_count", "tensorflow.config.list_physical_devices", "tensorflow.test.is_gpu_available",
	"tensorflow.config.experimental.list_physical_devices", "jax.devices",
}

// readGPU notes a call that asks for a GPU.
func (b *behaviourSearch) readGPU(at spot, name string, call *pysource.Expr, _ []*pysource.Stmt) {
	if len(b.facts.Behaviour.GPU) >= maxNoted {
		return
	}
	note := func(by string, optional bool) {
		b.facts.Behaviour.GPU = append(b.facts.Behaviour.GPU, GPUUse{By: by, Optional: optional, Evidence: b.tree.At(at.file, call.Line)})
	}
	for _, check := range gpuChecks {
		if name == check {
			note(name, true)
			return
		}
	}
	for _, module := range gpuModules {
		if strings.HasPrefix(name, module) {
			note(name, false)
			return
		}
	}
	switch {
	case name == "" && call.X.Kind == pysource.Attribute && call.X.Name == "cuda" && len(call.Args) == 0:
		note("cuda()", false)
		return
	case name == "torch.device" || name == "" && call.X.Kind == pysource.Attribute && call.X.Name == "to":
		if e := argument(call, "device"); namesGPU(e) {
			note("device", false)
			return
		}
	}
	for _, k := range call.Keywords {
		if (k.Name == "device" || k.Name == "device_map") && namesGPU(k.Value) {
			note(k.Name, false)
			return
		}
	}
}

// namesGPU reports whether an expression is a text that names a GPU.
func namesGPU(e *pysource.Expr) bool {
	text, ok := e.Str()
	return ok && (text == "cuda" || strings.HasPrefix(text, "cuda:"))
}
