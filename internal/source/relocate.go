package source

import (
	"path"
	"reflect"
)

var evidenceType, skipType = reflect.TypeFor[Evidence](), reflect.TypeFor[Skip]()

// Relocate makes what was found in a View say where it stands in the whole tree: every Evidence and Skip that the value,
// a pointer, leads to gets the directory before its path. What is kept as a path of the view, in other types, stays one.
// A value must not lead back to itself.
func Relocate(value any, dir string) {
	if dir != "" && dir != "." {
		relocate(reflect.ValueOf(value), dir, map[uintptr]bool{})
	}
}

func relocate(v reflect.Value, dir string, done map[uintptr]bool) {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if !v.IsNil() {
			relocate(v.Elem(), dir, done)
		}
	case reflect.Slice, reflect.Array:
		for i := range v.Len() {
			relocate(v.Index(i), dir, done)
		}
	case reflect.Map:
		for entry := v.MapRange(); entry.Next(); {
			relocate(entry.Value(), dir, done)
		}
	case reflect.Struct:
		if v.Type() == evidenceType || v.Type() == skipType {
			if !v.CanSet() || done[v.Addr().Pointer()] { // lists may share what they hold
				return
			}
			done[v.Addr().Pointer()] = true
			if at := v.Field(0); at.String() != "" {
				at.SetString(path.Join(dir, at.String()))
			}
			return
		}
		for i := range v.NumField() {
			if v.Type().Field(i).IsExported() {
				relocate(v.Field(i), dir, done)
			}
		}
	}
}
