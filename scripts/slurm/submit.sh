#!/usr/bin/env bash
# Analyses a case on Slurm: an array job reads shares of the archives into stores, a
# second one looks at shares of the groups, and a last job joins what they found.
# docs/many-machines.md tells more.
#
#   scripts/slurm/submit.sh CASE OUT SHARES [SBATCH OPTION...]
#
# CASE and OUT, a new folder, have to be seen by all machines under these names. The
# result is OUT/result.json. GMMTOOL names the program if it is not in the PATH there.
# Prints the number of the last job.
set -euo pipefail

(($# >= 3)) || {
	sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
	exit 2
}
case=$(realpath "$1") out=$(realpath -m "$2") shares=$3
job=$(dirname "$(realpath "$0")")/job.sh
shift 3
mkdir "$out"

# submit queues one step. A machine that fails does not fail the case: its share is
# queued again, and does again only what was not committed.
submit() {
	local step=$1
	shift
	sbatch --parsable --requeue --job-name="gmmtool-$step" --output="$out/$step-%a.log" --open-mode=append "$@" "$job" "$step" "$case" "$out" "$shares"
}

index=$(submit index --array="1-$shares" "$@")
analyze=$(submit analyze --array="1-$shares" --dependency="afterok:$index" --kill-on-invalid-dep=yes "$@")
submit merge --dependency="afterok:$analyze" --kill-on-invalid-dep=yes "$@"
