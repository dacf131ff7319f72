package plan

import "fmt"

// Times of a stop, in seconds. The pod waits preStop so that no new request is sent to it, then the server has its
// graceful time-out of 30 seconds (servers.toml), and both are over before the kubelet kills.
const (
	preStop = 10
	grace   = 45
)

func (p *planner) chooseResources() error {
	p.service.Resources = Resources{CPU: "100m", Memory: "256Mi", Ephemeral: "128Mi"}
	p.service.Kubernetes = Kubernetes{Replicas: 2, PreStop: preStop, Grace: grace, ServicePort: 80}
	p.decide(Decision{
		Topic: "resources", Choice: "cpu 100m, memory 256Mi", Origin: "default",
		Reason: "a start for a service of this size, to be set by what it uses; memory is requested as it is limited, so that " +
			"the node has it; there is no CPU limit, since one makes requests wait while the node is idle",
	})
	if p.local != nil {
		p.service.Kubernetes.Replicas = 1
	}
	p.chooseReplicas()
	if p.app.Kind != "web" {
		return nil
	}
	p.decide(p.replicas())
	p.decide(Decision{
		Topic: "termination", Choice: fmt.Sprintf("%d s", grace), Origin: "default",
		Reason: fmt.Sprintf("%d s in which the pod leaves the Service, then 30 s in which the server answers what is under way, with 5 s to spare", preStop),
	})
	return nil
}

// chooseReplicas gives each process its number: two of what serves, one of what works, none of what ends by itself.
func (p *planner) chooseReplicas() {
	for i := range p.service.Processes {
		switch process := &p.service.Processes[i]; process.Kind {
		case "web":
			process.Replicas = p.service.Kubernetes.Replicas
		case "worker", "scheduler":
			process.Replicas = 1
		}
	}
}
