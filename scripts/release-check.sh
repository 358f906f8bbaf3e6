#!/usr/bin/env bash
# Holds a release that scripts/release.sh built against what docs/install.md
# promises: the checksums are right, the packages install into an empty system and
# the program in them takes the tour of README.md, and building once more, in
# another folder and with nothing kept from before, gives the same bytes.
#
#   scripts/release-check.sh OUT
#
# What needs a program that is not there, or root, is NOT CHECKED.
set -euo pipefail
cd "$(dirname "$0")/.."

work=$(mktemp -d)
readonly work
trap 'rm -rf "$work"' EXIT

main() {
	[[ -d ${1:-} ]] || {
		sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
		exit 2
	}
	local out
	out=$(cd "$1" && pwd)
	(cd "$out" && sha256sum --quiet --check SHA256SUMS && complete)
	installs_deb "$out"
	installs_rpm "$out"
	same_bytes "$out"
}

# complete fails for a file that SHA256SUMS does not name.
complete() {
	local file
	for file in *; do
		[[ $file == SHA256SUMS ]] || grep -qF "  $file" SHA256SUMS || {
			echo "SHA256SUMS lacks $file"
			return 1
		}
	done
}

installs_deb() {
	local package root=$work/deb
	package=$(ours "$1"/*_"$(go env GOARCH)".deb)
	if [[ -z $package || $EUID != 0 ]] || ! command -v dpkg >/dev/null; then
		not_checked "the .deb: needs one for this machine, dpkg and root"
		return 0
	fi
	mkdir -p "$root/var/lib/dpkg/updates" "$root/var/lib/dpkg/info"
	touch "$root/var/lib/dpkg/status"
	dpkg --root="$root" --log=/dev/null -i "$package" >"$work/log" 2>&1 || { cat "$work/log" && return 1; }
	runs_alone "$root"
	takes_the_tour "$root"
	dpkg --root="$root" --log=/dev/null --purge gmmtool >"$work/log" 2>&1 || { cat "$work/log" && return 1; }
	[[ ! -e $root/usr/bin/gmmtool ]] || { echo "purging the .deb leaves the program" && return 1; }
	echo "   the .deb installs, takes the tour, and goes again"
}

installs_rpm() {
	local package root=$work/rpm
	package=$(ours "$1"/*."$(uname -m)".rpm)
	if [[ -z $package || $EUID != 0 ]] || ! command -v rpm >/dev/null; then
		not_checked "the .rpm: needs one for this machine, rpm and root"
		return 0
	fi
	mkdir -p "$root"
	rpm --root "$root" --initdb
	rpm --root "$root" --nosignature --install "$package" 2>"$work/log" || { cat "$work/log" && return 1; }
	runs_alone "$root"
	echo "   the .rpm installs"
}

# runs_alone starts the program where nothing else is: no library, no time zones.
runs_alone() {
	chroot "$1" /usr/bin/gmmtool version >"$work/version"
	grep -q '^gmmtool v' "$work/version" || { echo "it says its version is $(<"$work/version")" && return 1; }
	local file
	for file in share/man/man1/gmmtool.1.gz share/bash-completion/completions/gmmtool share/fish/vendor_completions.d/gmmtool.fish; do
		[[ -s $1/usr/$file ]] || { echo "no /usr/$file" && return 1; }
	done
	[[ -s $1/usr/share/zsh/vendor-completions/_gmmtool || -s $1/usr/share/zsh/site-functions/_gmmtool ]] || { echo "no completion for zsh" && return 1; }
}

# takes_the_tour types what README.md and docs/ of the commit show, and compares
# what is printed.
takes_the_tour() {
	git clone -q . "$work/tour" 2>/dev/null
	(cd "$work/tour" && GMMTOOL_PROGRAM=$1/usr/bin/gmmtool go test -count=1 -run '^TestTheManualIsTrue$/^shown_commands' .)
}

# same_bytes builds once more what is for this machine.
same_bytes() {
	local file system compared=0
	system=$(go env GOHOSTOS)/$(go env GOHOSTARCH)
	compgen -G "$1/*_${system/\//_}.tar.gz" >/dev/null || {
		not_checked "the same bytes: nothing is built for $system"
		return 0
	}
	COMPILED=$work/compiled TMPDIR=$work scripts/release.sh "$work/again" "$system" >/dev/null
	for file in "$work/again"/*; do
		[[ ${file##*/} != SHA256SUMS ]] || continue
		cmp "$file" "$1/${file##*/}"
		compared=$((compared + 1))
	done
	((compared >= 2)) || { echo "building once more gave only $compared files" && return 1; }
	echo "   built once more: $compared files, the same bytes"
}

# ours is the one file that a pattern was for, or nothing.
ours() { [[ ! -e $1 ]] || echo "$1"; }

not_checked() { echo "   $1: NOT CHECKED"; }

main "$@"
