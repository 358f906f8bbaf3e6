#!/usr/bin/env bash
# One task of one step of the work on a case. submit.sh queues it on Slurm; another
# scheduler has only to say which of the shares this is, in SHARE, counted from 1.
#
#   job.sh index|analyze|merge CASE OUT SHARES
#
# Each step may be done again at any time, after any interruption.
set -euo pipefail

step=$1 case=$2 out=$3 shares=$4
share=${SHARE:-${SLURM_ARRAY_TASK_ID:-1}}
gmmtool=${GMMTOOL:-gmmtool}

# found is for commands that exit with 1 if there is something to report.
found() {
	local code=0
	"$@" || code=$?
	((code <= 1)) || exit "$code"
}

case $step in
index) "$gmmtool" index "$case" --store "$out/$share.store" --shard "$share/$shares" --quiet ;;
analyze)
	stores=()
	for ((i = 1; i <= shares; i++)); do stores+=("$out/$i.store"); done
	found "$gmmtool" analyze "${stores[@]}" --group-shard "$share/$shares" --format json --replace -o "$out/$share.json" --quiet
	;;
merge)
	results=()
	for ((i = 1; i <= shares; i++)); do results+=("$out/$i.json"); done
	found "$gmmtool" merge-results "${results[@]}" --format json --replace -o "$out/result.json"
	;;
*)
	echo "no step \"$step\"" >&2
	exit 2
	;;
esac
