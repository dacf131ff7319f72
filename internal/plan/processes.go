package plan

// chooseProcesses adds what else runs from the same image: workers, schedulers, migrations.
func (p *planner) chooseProcesses() error {
	return nil
}
