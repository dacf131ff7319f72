package knowledge

import "slices"

// KeepsModels reports whether a variable of the environment says where a module keeps the models that it fetches.
func (t *Tables) KeepsModels(variable string) bool {
	return variable != "" && slices.ContainsFunc(t.behaviour.models.Module, func(m ModelModule) bool { return m.Variable == variable })
}
