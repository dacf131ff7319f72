package plan

import "strconv"

// user is the numeric user and group that the container runs as. It is above 10000, where no user of a node is.
const user = 10001

// chooseUser decides the numeric user and group that the container runs as.
func (p *planner) chooseUser() int {
	chosen, d := user, Decision{
		Topic: "user", Choice: strconv.Itoa(user), Origin: "default",
		Reason: "a numeric user, so that Kubernetes can tell that it is not root; it owns no file of the image",
	}
	if p.traits.User > 0 {
		chosen, d.Choice = p.traits.User, strconv.Itoa(p.traits.User)
		d.Reason = "the user that " + p.service.Base.Runtime + " is made for, by its number, so that Kubernetes can tell that it is not root; it owns no file of the image"
	}
	p.decide(d)
	return chosen
}
