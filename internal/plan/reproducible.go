package plan

import "slices"

// withoutDebug has what is compiled in the builder compiled without debug information: nobody debugs in the final image,
// and the information names the directory of the build, which has another name each time, so that two builds of one
// commit would differ. Build back ends append CFLAGS to what Python was built with.
// Source: https://setuptools.pypa.io/en/latest/userguide/ext_modules.html
func (p *planner) withoutDebug(img *Image) {
	compiler := func(name string) bool { return name == "gcc" || name == "g++" || name == "build-base" }
	if slices.ContainsFunc(p.service.SystemPackages.Build, compiler) {
		img.BuildEnv = append([]EnvVar{{Name: "CFLAGS", Value: "-g0"}, {Name: "CXXFLAGS", Value: "-g0"}}, img.BuildEnv...)
	}
}
