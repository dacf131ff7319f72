package plan

import (
	"fmt"
	"slices"
	"strings"

	"github.com/pykube/pykube/internal/detect"
	"github.com/pykube/pykube/internal/knowledge"
	"github.com/pykube/pykube/internal/source"
)

// adviseBlocking names the calls that stop the event loop: while one waits, the process answers no other request.
func (p *planner) adviseBlocking() {
	if p.app.Kind != "web" || p.app.Interface == "wsgi" || p.app.Interface == "grpc" {
		return
	}
	var drivers []string
	for _, call := range p.facts.Behaviour.Blocking {
		if !slices.Contains(drivers, call.Driver) {
			drivers = append(drivers, call.Driver)
		}
	}
	for _, name := range drivers {
		var calls []string
		var lines []source.Evidence
		for _, call := range p.facts.Behaviour.Blocking {
			if call.Driver == name {
				calls = append(calls, blockingPlace(call))
				lines = append(lines, call.Evidence)
			}
		}
		row, ok := p.tables.Driver(name)
		if !ok {
			continue
		}
		p.advise(Advice{
			Topic: "blocking", Evidence: firstOf(lines),
			Text: fmt.Sprintf("%s, called in a coroutine, %s, and no other request is answered meanwhile: %s. Instead: %s", driverName(row), row.Why, strings.Join(firstOf(calls), ", "), row.Instead),
		})
	}
}

// driverName is what a reader knows the driver by: of the standard library, the module.
func driverName(row knowledge.Driver) string {
	return strings.TrimPrefix(row.Name, "python-")
}

func blockingPlace(call detect.BlockingCall) string {
	place := fmt.Sprintf("%s in %s (%s:%d)", call.Call, call.In, call.Evidence.File, call.Evidence.Line)
	if call.Via != nil {
		place = fmt.Sprintf("%s (%s:%d), called by %s (%s:%d)", call.Call, call.Evidence.File, call.Evidence.Line, call.In, call.Via.File, call.Via.Line)
	}
	return place
}
