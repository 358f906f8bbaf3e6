#!/bin/sh
# One round of healing for a bot that is a member of groups: reads what is new in its
# mail, and tells the other members what they missed. Safe to run every minute: rounds
# do not overlap, and the same correction is sent once.
#
#   STORE=FILE FIX=DIR heal.sh DEVICE MAIL KEY [flags of gmmtool apply]
#
# MAIL is the bot's archive, KEY its secret key, STORE where its mail is indexed, FIX a
# folder for the corrections. Without --yes it shows what it would send.
set -eu

device=$1 mail=$2 key=$3
shift 3
gmmtool=${GMMTOOL:-gmmtool}

# run leaves the exit code of a command in code: 0 and 1 are answers.
run() {
	code=0
	"$@" || code=$?
	[ "$code" -le 1 ] || exit "$code"
}

# deliver sends what of a correction was not sent yet, and puts it aside when all is.
deliver() {
	run "$gmmtool" apply "$FIX/plan" "$@"
	if [ "$code" -eq 0 ]; then
		mv "$FIX/plan" "$FIX/sent-$(date -u +%Y%m%dT%H%M%SZ)"
	fi
}

# gist is a plan without what is different each time it is written: hashes and names of
# files.
gist() { sed -e '/"sha256"/d' -e '/"file"/d' "$1"; }

mkdir -p "$FIX"
mkdir "$FIX/round" 2>/dev/null || {
	echo "heal: another round is going on; if there is none, remove $FIX/round" >&2
	exit 4
}
trap 'rm -rf "$FIX/round"' EXIT
trap 'exit 130' INT TERM

if [ -e "$FIX/plan" ]; then # the round before could not send all of it
	deliver "$@"
	[ ! -e "$FIX/plan" ] || exit 1
fi
run "$gmmtool" index "$device=$mail" --key "$device=$key" --store "$STORE" --quiet >"$FIX/round/index"
if grep -q ' 0 archives read, ' "$FIX/round/index" && [ -e "$FIX/last" ]; then
	exit 0
fi
run "$gmmtool" correct "$STORE" --as "$device" --key "$device=$key" --out "$FIX/round/plan" --quiet >"$FIX/round/said"
if [ "$code" -eq 0 ]; then
	: >"$FIX/last"
	exit 0
fi
gist "$FIX/round/plan/plan.json" >"$FIX/round/gist"
if cmp -s "$FIX/round/gist" "$FIX/last"; then
	exit 0 # it was told already; whoever did not get it is for a person to look at
fi
sed '/^Nothing was sent/d' "$FIX/round/said"
mv "$FIX/round/plan" "$FIX/plan"
mv "$FIX/round/gist" "$FIX/last"
deliver "$@"
