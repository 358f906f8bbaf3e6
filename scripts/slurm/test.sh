#!/usr/bin/env bash
# Holds submit.sh against a real Slurm: a controller and two nodes on this machine, 200
# made-up mailboxes. One node is killed while it is writing a store; its share is queued
# again; the result has to be, byte for byte, that of one plain run.
#
# Needs root, and slurmctld, slurmd and munged (Debian: slurm-wlm, munge), which it
# installs if it can. The exit code is 75 if they are missing.
set -euo pipefail
cd "$(dirname "$0")/../.."

readonly cannot_install=75 # EX_TEMPFAIL of sysexits.h
readonly mailboxes=200 messages=30 shares=4
work=$(mktemp -d)
readonly work
started=() # processes to end

main() {
	trap clean_up EXIT
	export PATH=$PATH:/usr/sbin
	install_slurm
	chmod 755 "$work"
	go build -o "$work/gmmtool" ./cmd/gmmtool
	go run ./scripts/life "$work/case" "$mailboxes" "$messages" groups
	"$work/gmmtool" analyze "$work/case" --format json -q -o "$work/plain.json" || (($? == 1))
	start_slurm

	write_program_that_stops
	local last
	last=$(GMMTOOL=$work/stopping scripts/slurm/submit.sh "$work/case" "$work/out" "$shares")
	until_true 60 "a store is half written" test -s "$work/midway"
	kill_node n1
	until_true 240 "the last job is done" is_done "$last"

	grep -q . "$work/restarted" || fail "no share was queued again"
	cmp "$work/plain.json" "$work/out/result.json" || fail "the results differ"
	echo "   $mailboxes mailboxes in $shares shares, a node killed: $(stat -c %s "$work/out/result.json") bytes, those of one run"
}

install_slurm() {
	command -v slurmctld >/dev/null && command -v slurmd >/dev/null && command -v munged >/dev/null && ((EUID == 0)) && return
	((EUID == 0)) && command -v apt-get >/dev/null || missing
	export DEBIAN_FRONTEND=noninteractive
	local install=(timeout 180 apt-get install -y -q --no-install-recommends slurm-wlm munge)
	{ "${install[@]}" || { timeout 60 apt-get update -q && "${install[@]}"; }; } >/dev/null 2>&1 </dev/null || missing
}

missing() {
	echo "Slurm is missing, and cannot be installed here" >&2
	exit "$cannot_install"
}

# start_slurm has munge and Slurm keep everything in the work folder, on ports of their
# own, so that it disturbs no other Slurm.
start_slurm() {
	local host port=$((20000 + $$ % 20000)) node
	host=$(hostname -s)
	mkdir -p "$work"/{state,n1,n2,munge}
	head -c 128 /dev/urandom >"$work/munge/key"
	chmod 700 "$work/munge" && chmod 600 "$work/munge/key"
	cat >"$work/slurm.conf" <<-CONF
		ClusterName=gmmtool
		SlurmctldHost=$host(127.0.0.1)
		SlurmctldPort=$port
		SlurmUser=root
		SlurmdUser=root
		AuthType=auth/munge
		AuthInfo=socket=$work/munge/socket,cred_expire=20
		StateSaveLocation=$work/state
		SlurmdSpoolDir=$work/%n
		SlurmctldPidFile=$work/slurmctld.pid
		SlurmdPidFile=$work/%n.pid
		SlurmctldLogFile=$work/slurmctld.log
		SlurmdLogFile=$work/%n.log
		ProctrackType=proctrack/linuxproc
		TaskPlugin=task/none
		JobAcctGatherType=jobacct_gather/none
		SelectType=select/cons_tres
		SelectTypeParameters=CR_CPU
		SlurmdParameters=config_overrides
		SchedulerParameters=sched_interval=2,bf_interval=2
		MpiDefault=none
		ReturnToService=2
		JobRequeue=1
		MinJobAge=600
		NodeName=n1 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 1)) CPUs=1
		NodeName=n2 NodeHostname=$host NodeAddr=127.0.0.1 Port=$((port + 2)) CPUs=1
		PartitionName=all Nodes=n1,n2 Default=YES MaxTime=10 State=UP
	CONF
	export SLURM_CONF=$work/slurm.conf
	in_background munged --foreground --force --socket="$work/munge/socket" --key-file="$work/munge/key" \
		--pid-file="$work/munge/pid" --log-file="$work/munge/log" --seed-file="$work/munge/seed"
	until_true 10 "munge listens" test -S "$work/munge/socket"
	in_background slurmctld -D -f "$SLURM_CONF"
	for node in n1 n2; do
		in_background slurmd -D -N "$node" -f "$SLURM_CONF"
		echo $! >"$work/$node.process"
	done
	until_true 30 "both nodes are idle" both_idle
}

in_background() {
	"$@" >>"$work/daemons.log" 2>&1 </dev/null &
	started+=($!)
}

both_idle() { [[ $(sinfo -h -N -t idle -o %N | sort -u | wc -l) == 2 ]]; }

is_done() { [[ $(scontrol show job "$1" | grep -oE 'JobState=[A-Z_]+') == JobState=COMPLETED ]]; }

# write_program_that_stops stands for gmmtool: on node n1, the first index stops as soon
# as it has written to its store, and says which processes there are to kill.
write_program_that_stops() {
	cat >"$work/stopping" <<-'PROGRAM'
		#!/usr/bin/env bash
		work=$(dirname "$0")
		[[ -z ${SLURM_RESTART_COUNT:-} ]] || echo "$SLURM_ARRAY_TASK_ID" >>"$work/restarted"
		if [[ $1 != index || $SLURMD_NODENAME != n1 ]] || ! mkdir "$work/stopped" 2>/dev/null; then
			exec "$work/gmmtool" "$@"
		fi
		"$work/gmmtool" "$@" &
		store=${*:4:1}
		until [[ -s $store-wal || -s $store ]]; do :; done
		kill -STOP $!
		echo "$$ $! $PPID $(ps -o ppid= -p "$PPID")" >"$work/midway.new"
		mv "$work/midway.new" "$work/midway"
		sleep 600
	PROGRAM
	chmod +x "$work/stopping"
}

# kill_node ends a node as a power cut does: its daemon, and what runs on it.
kill_node() {
	read -ra processes <"$work/midway"
	kill -9 "$(<"$work/$1.process")" "${processes[@]}" 2>/dev/null || true
	scontrol update "nodename=$1" state=down reason=killed
}

until_true() {
	local seconds=$1 what=$2 end=$((SECONDS + $1))
	shift 2
	until "$@" >/dev/null 2>&1; do
		((SECONDS < end)) || fail "after $seconds s it is not true that $what"
		sleep 0.2
	done
}

fail() {
	echo "$1" >&2
	squeue -l >&2 || true
	tail -n 20 "$work"/*.log "$work"/out/*.log >&2 || true
	exit 1
}

clean_up() {
	((${#started[@]} == 0)) || kill "${started[@]}" 2>/dev/null || true
	wait 2>/dev/null || true
	rm -rf "$work"
}

main "$@"
