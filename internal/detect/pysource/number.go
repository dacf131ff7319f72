package pysource

// numberEnd finds the end of a number, Python 2's 0777 and 10L included. In
// `1if x else 2` the number is 1.
func numberEnd(src string, i int) int {
	at := func(i int) byte {
		if i < len(src) {
			return src[i]
		}
		return 0
	}
	run := func(i int, class uint8) int {
		for classes[at(i)]&class != 0 || at(i) == '_' && classes[at(i+1)]&class != 0 {
			i++
		}
		return i
	}
	if at(i) == '0' {
		base := at(i+1) | 0x20
		next := at(i + 2)
		if next == '_' {
			next = at(i + 3)
		}
		switch {
		case base == 'x' && classes[next]&hexDigit != 0:
			return suffix(src, run(i+2, hexDigit))
		case (base == 'o' || base == 'b') && classes[next]&digit != 0:
			return suffix(src, run(i+2, digit))
		}
	}
	i = run(i, digit)
	if at(i) == '.' {
		i = run(i+1, digit)
	}
	if at(i)|0x20 == 'e' {
		j := i + 1
		if at(j) == '+' || at(j) == '-' {
			j++
		}
		if classes[at(j)]&digit != 0 {
			i = run(j, digit)
		}
	}
	return suffix(src, i)
}

// suffix passes over the j of a complex number and the L of Python 2.
func suffix(src string, i int) int {
	if i >= len(src) || i+1 < len(src) && isName(src[i+1]) {
		return i
	}
	switch src[i] {
	case 'j', 'J', 'l', 'L':
		return i + 1
	}
	return i
}

// oldNumber reports what Python 3 refuses: 10L, and octals as 0777.
func oldNumber(text string) bool {
	if last := text[len(text)-1]; last == 'l' || last == 'L' {
		return true
	}
	if len(text) < 2 || text[0] != '0' {
		return false
	}
	zero := true
	for i := range len(text) {
		if classes[text[i]]&digit == 0 {
			return false
		}
		zero = zero && text[i] == '0'
	}
	return !zero
}
