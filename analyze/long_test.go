package analyze_test

import "os"

// long, set by GMMTOOL_LONG=1, tries everything with everything. A plain run tries
// each case and each form or forgery, but not every pair of them.
var long = os.Getenv("GMMTOOL_LONG") != ""
