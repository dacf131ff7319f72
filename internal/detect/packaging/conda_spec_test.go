package packaging

import (
	"fmt"
	"strings"
	"testing"
)

// What conda 24 and rattler make of these was compared with what stands here.
func TestParseCondaSpec(t *testing.T) {
	tests := []struct{ text, want string }{
		{"numpy", "numpy|||true||"},
		{"Numpy", "numpy|||true||"},
		{"python=3.10", "python|==3.10.*||true||"},
		{"python 3.10", "python|==3.10|3.10|true||"},
		{"python==3.10", "python|==3.10|3.10|true||"},
		{"python=3.10.*", "python|==3.10.*||true||"},
		{"python 3.10.*", "python|==3.10.*||true||"},
		{"python>=3.9,<3.12", "python|>=3.9,<3.12||true||"},
		{"python >=3.9, <3.12", "python|>=3.9,<3.12||true||"},
		{"numpy >= 1.2", "numpy|>=1.2||true||"},
		{"numpy = 1.2", "numpy|==1.2.*||true||"},
		{"numpy =1.2.3 py_0", "numpy|==1.2.3|1.2.3|true|py_0|"},
		{"numpy=1.2.3=py310_0", "numpy|==1.2.3|1.2.3|true|py310_0|"},
		{"numpy==1.2.3=py310_0", "numpy|==1.2.3|1.2.3|true|py310_0|"},
		{"numpy 1.2.3 py310_0", "numpy|==1.2.3|1.2.3|true|py310_0|"},
		{"numpy=1.2=*cuda*", "numpy|==1.2|1.2|true|*cuda*|"},
		{"numpy>=1.20=py_0", "numpy|>=1.20||true|py_0|"},
		{"pytorch=*=cuda*", "pytorch|||true|cuda*|"},
		{"numpy=1.2*", "numpy|==1.2.*||true||"},
		{"numpy 1.*", "numpy|==1.*||true||"},
		{"numpy *", "numpy|||true||"},
		{"numpy=1.2,<3", "numpy|==1.2.*,<3||true||"},
		{"numpy>=1.2.*", "numpy|>=1.2||true||"},
		{"numpy!=1.2.*", "numpy|!=1.2.*||true||"},
		{"numpy~=1.2.3", "numpy|~=1.2.3||true||"},
		{"numpy <2.0a0", "numpy|<2.0a0||true||"},
		{"numpy=1.7|1.8", "numpy|||false||"},
		{"numpy>=1.2 | <1", "numpy|||false||"},
		{"openssl=1.1.1k", "openssl|||false||"},
		{"openssl==1.1.1k", "openssl||1.1.1k|false||"},
		{"_libgcc_mutex=0.1=conda_forge", "_libgcc_mutex|==0.1|0.1|true|conda_forge|"},
		{"pytorch::pytorch", "pytorch|||true||pytorch"},
		{"conda-forge::geopandas=0.14.0=py310h_0", "geopandas|==0.14.0|0.14.0|true|py310h_0|conda-forge"},
		{"conda-forge/linux-64::geopandas", "geopandas|||true||conda-forge/linux-64"},
		{"https://repo.example.org/ch::numpy>1", "numpy|>1||true||https://repo.example.org/ch"},
		{"numpy[version='>=1.2,<2', build=py_0]", "numpy|>=1.2,<2||true|py_0|"},
		{`numpy[version=">=1.2",channel=conda-forge]`, "numpy|>=1.2||true||conda-forge"},
		{"black[jupyter]", "black|||true||"},
		{"numpy # ours", "numpy|||true||"},
		{"https://h.org/conda-forge/linux-64/numpy-1.26.4-py310_0.conda#0a0a", "numpy|==1.26.4|1.26.4|true|py310_0|https://h.org/conda-forge"},
		{"https://h.org/main/noarch/python-dateutil-2.8.2-pyhd3eb1b0_0.tar.bz2", "python-dateutil|==2.8.2|2.8.2|true|pyhd3eb1b0_0|https://h.org/main"},
	}
	for _, tt := range tests {
		s, err := ParseCondaSpec(tt.text)
		if err != nil {
			t.Errorf("%q: %v", tt.text, err)
			continue
		}
		if got := fmt.Sprintf("%s|%s|%s|%v|%s|%s", s.Name, s.Specifier, s.Exact, s.Translated, s.Build, s.Channel); got != tt.want {
			t.Errorf("%q: %s, want %s", tt.text, got, tt.want)
		}
	}
}

func TestParseCondaSpecRefuses(t *testing.T) {
	tests := []struct{ text, want string }{
		{"", `package "": does not begin with the name of a package of conda`},
		{"pip:", `package "pip:": does not begin with the name of a package of conda`},
		{"=1.2", `package "=1.2": does not begin with the name of a package of conda`},
		{"numpy*", `package "numpy*": does not begin with the name of a package of conda`},
		{"{{ name }}", `package "{{ name }}": does not begin with the name of a package of conda`},
		{"numpy==", `package "numpy==": a version is missing`},
		{"numpy=1.2.3=", `package "numpy=1.2.3=": a version is missing`},
		{"a\x00", `package "a\x00": holds a character that cannot be printed`},
		{strings.Repeat("a", 5000), `package "` + strings.Repeat("a", maxQuoted) + `…": longer than 4096 bytes`},
	}
	for _, tt := range tests {
		if _, err := ParseCondaSpec(tt.text); err == nil || err.Error() != tt.want {
			t.Errorf("%q: %v, want %s", tt.text, err, tt.want)
		}
	}
}
