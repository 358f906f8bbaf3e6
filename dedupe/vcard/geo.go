package vcard

import (
	"strconv"
	"strings"
)

// placeOf reads GEO: a geo: URI in 4.0 (RFC 6350, section 6.5.2, and RFC 5870), two
// numbers before (RFC 2426, section 3.4.2). It gives the coordinates, and what the
// URI says of them, as the URI has them.
//
// QUIRK: versit vCard 2.1 has the numbers between commas, and longitude first;
// programs write latitude first in all versions.
func placeOf(text string) (coordinates []string, rest string, ok bool) {
	text = trim(text)
	if bare := trimScheme(text, "geo:"); len(bare) < len(text) {
		text, rest, _ = strings.Cut(bare, ";")
	} else {
		text = strings.Replace(text, ";", ",", 1)
	}
	coordinates = strings.Split(text, ",")
	for i, coordinate := range coordinates {
		coordinates[i] = trim(coordinate)
		if _, err := strconv.ParseFloat(coordinates[i], 64); err != nil || strings.Trim(coordinates[i], "+-.0123456789") != "" {
			return nil, "", false
		}
	}
	return coordinates, rest, len(coordinates) == 2 || len(coordinates) == 3
}

// writtenPlace writes GEO for a version. What is no place stays as it is.
func writtenPlace(text string, version Version) string {
	coordinates, rest, ok := placeOf(text)
	switch {
	case !ok:
		return text
	case version != V40:
		return strings.Join(coordinates[:2], ";")
	case rest != "":
		rest = ";" + rest
	}
	return "geo:" + strings.ReplaceAll(strings.Join(coordinates, ","), "+", "") + rest
}

// meaningOfPlace is equal for the same numbers.
func meaningOfPlace(text string) string {
	coordinates, rest, ok := placeOf(text)
	if !ok {
		return text
	}
	for i, coordinate := range coordinates {
		number, _ := strconv.ParseFloat(coordinate, 64) // placeOf has read it
		coordinates[i] = strconv.FormatFloat(number, 'f', -1, 64)
	}
	return strings.Join(coordinates, ",") + ";" + rest
}
