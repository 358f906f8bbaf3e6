#!/usr/bin/env bash
# Heals the groups of real Delta Chat clients with gmmtool: installs what that
# needs and runs the tests of e2e/. docs/e2e.md tells more.
#
#   scripts/e2e.sh             a selection, in less than two minutes
#   scripts/e2e.sh all         everything
#   scripts/e2e.sh install     only install
#   scripts/e2e.sh all -run 'TestRealClients/a_lost_removal' -v
#
# CLIENTS=FOLDER keeps the clients elsewhere than in the user's cache. The exit
# code is 75 if something is missing that cannot be installed here.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly package=@deltachat/stdio-rpc-server-linux-x64
readonly selected_releases=(1.160.0 2.33.0 2.62.0)
readonly other_releases=(1.139.3 1.151.3 2.57.0) # only in a run of everything
readonly clients=${CLIENTS:-${XDG_CACHE_HOME:-$HOME/.cache}/gmmtool/clients}
readonly cannot_install=75 # EX_TEMPFAIL of sysexits.h

main() {
	local what=${1:-selection}
	(($#)) && shift
	PATH=$PATH:/usr/sbin # where Dovecot is, and not everybody looks
	case $what in
	selection)
		install_all "${selected_releases[@]}"
		run_tests "$@"
		;;
	all)
		install_all "${selected_releases[@]}" "${other_releases[@]}"
		GMMTOOL_LONG=1 run_tests "$@"
		;;
	install) install_all "${selected_releases[@]}" "${other_releases[@]}" ;;
	*)
		sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
		exit 2
		;;
	esac
}

run_tests() {
	# Most of the time the clients wait for each other, so more run than there
	# are cores.
	GMMTOOL_E2E_CLIENTS=$clients go test -count=1 -timeout 20m -parallel 4 "$@" ./e2e </dev/null
}

install_all() {
	[[ $(uname -sm) == "Linux x86_64" ]] || missing "Linux on x86_64: the clients are built for nothing else"
	need dovecot dovecot-imapd
	[[ $(dovecot --version) == 2.3.* ]] || missing "Dovecot 2.3; this is $(dovecot --version)"
	for release in "$@"; do
		install_client "$release"
	done
}

# need installs the Debian package $2 if there is no command $1.
need() {
	command -v "$1" >/dev/null && return
	command -v apt-get >/dev/null || missing "$1, and there is no apt-get to install it with"
	((EUID == 0)) || missing "$1: sudo apt-get install $2"
	echo "   installing $2"
	local log
	log=$(mktemp)
	if ! { apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -y -q --no-install-recommends "$2"; } >"$log" 2>&1 </dev/null; then
		tail -n 5 "$log" >&2
		missing "$1, and apt-get cannot install $2"
	fi
	rm -f "$log"
}

# install_client puts one release of the client into a folder of its own. It
# appears there only when it is complete.
install_client() {
	local release=$1 into=$clients/$1 unpacked
	[[ -x $into/deltachat-rpc-server ]] && return
	echo "   installing Delta Chat core $release"
	need npm npm
	mkdir -p "$clients"
	unpacked=$(mktemp -d -p "$clients")
	(cd "$unpacked" && npm pack --silent "$package@$release" >/dev/null </dev/null && tar -xzf ./*.tgz) || {
		rm -rf "$unpacked"
		missing "the npm package $package@$release, which npm cannot get"
	}
	rm -rf "$into"
	mv "$unpacked/package" "$into"
	rm -rf "$unpacked"
	chmod +x "$into/deltachat-rpc-server"
}

missing() {
	echo "missing: $1" >&2
	exit "$cannot_install"
}

main "$@"
