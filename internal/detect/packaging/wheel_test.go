package packaging

import (
	"slices"
	"testing"
)

func TestWheelInstalls(t *testing.T) {
	for _, c := range []struct {
		file, python string
		want         bool
	}{
		{"numpy-2.1.0-cp313-cp313-manylinux_2_39_x86_64.whl", "3.13", false}, // newer than bookworm's glibc
		{"numpy-1.9.0-cp313-cp313-manylinux2010_x86_64.whl", "3.13", true},
		{"flask-3.1.0-py3-none-any.whl", "3.14", true},
		{"six-1.17.0-py2.py3-none-any.whl", "3.14", true},
		{"numpy-2.1.0-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "3.13", true},
		{"numpy-2.1.0-cp313-cp313-manylinux_2_17_x86_64.manylinux2014_x86_64.whl", "3.14", false},
		{"numpy-2.1.0-cp313-cp313t-manylinux_2_17_x86_64.whl", "3.13", false},
		{"numpy-2.1.0-cp313-cp313-manylinux_2_17_aarch64.whl", "3.13", false},
		{"numpy-2.1.0-cp313-cp313-musllinux_1_2_x86_64.whl", "3.13", false},
		{"numpy-2.1.0-cp313-cp313-macosx_14_0_x86_64.whl", "3.13", false},
		{"cryptography-44.0.0-cp37-abi3-manylinux_2_28_x86_64.whl", "3.14", true},
		{"cryptography-44.0.0-cp39-abi3-manylinux_2_28_x86_64.whl", "3.8", false},
		{"torch-2.5.0-1-cp312-none-linux_x86_64.whl", "3.12", true},
		{"uv-0.5.0-py3-none-manylinux_2_17_x86_64.whl", "3.12", true},
		{"old-1.0-py27-none-any.whl", "3.12", false},
		{"x.whl", "3.12", false},
		{"flask-3.1.0.tar.gz", "3.12", false},
	} {
		if got := WheelInstalls(c.file, c.python, Platform{"glibc", "x86_64"}); got != c.want {
			t.Errorf("WheelInstalls(%q, %s) = %v", c.file, c.python, got)
		}
	}
}

func TestWheelPlatforms(t *testing.T) {
	for _, c := range []struct {
		file string
		want []string
	}{
		{"flask-3.1.0-py3-none-any.whl", []string{"glibc-x86_64", "glibc-aarch64", "musl-x86_64", "musl-aarch64"}},
		{"a-1-cp313-cp313-manylinux_2_17_aarch64.manylinux2014_aarch64.whl", []string{"glibc-aarch64"}},
		{"a-1-cp313-cp313-musllinux_1_2_x86_64.whl", []string{"musl-x86_64"}},
		{"a-1-cp313-cp313-musllinux_1_1_aarch64.whl", []string{"musl-aarch64"}},
		{"a-1-cp313-cp313-musllinux_2_0_x86_64.whl", nil},
		{"a-1-cp313-cp313-macosx_11_0_arm64.whl", nil},
	} {
		var got []string
		for _, p := range Platforms {
			if WheelInstalls(c.file, "3.13", p) {
				got = append(got, p.String())
			}
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s installs on %v, want %v", c.file, got, c.want)
		}
	}
}
