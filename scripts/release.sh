#!/usr/bin/env bash
# Builds what is published of a release: for every system an archive with the
# program, man page and completions; .deb and .rpm for Linux; a bill of materials
# for each program; SHA256SUMS of all. docs/install.md tells more.
#
#   scripts/release.sh OUT                 all systems, into the new folder OUT
#   scripts/release.sh OUT linux/amd64     only these
#
# It builds the commit HEAD, never what was changed since, and the same commit
# gives the same bytes with the same Go: in any folder, at any time. Needs git, Go
# and GNU tar. With COMPILED=FOLDER, what is compiled is kept there, not in Go's cache.
set -euo pipefail
cd "$(dirname "$0")/.."

readonly systems=(linux/amd64 linux/arm64 darwin/amd64 darwin/arm64 windows/amd64 freebsd/amd64)
readonly largest=25000000 # bytes of a program; docs/install.md gives the reason for what is larger
work=$(mktemp -d)
readonly work
trap 'rm -rf "$work"' EXIT

main() {
	[[ ${1:-} && $1 != -* ]] || {
		sed -n '2,/^set/s/^# \{0,1\}//p' "$0" >&2
		exit 2
	}
	local out=$1 system
	local wanted=("${@:2}")
	((${#wanted[@]})) || wanted=("${systems[@]}")
	mkdir "$out"
	out=$(cd "$out" && pwd)
	check_out
	for system in "${wanted[@]}"; do
		release "$system" "$out"
	done
	(cd "$out" && sha256sum -- * >"$work/sums" && cp "$work/sums" SHA256SUMS)
	echo "$version, committed $(date -u -d "@$SOURCE_DATE_EPOCH" +%F), by $(go env GOVERSION)"
}

# check_out makes what the systems have in common. In a clone, so that nothing but
# the commit is built and the toolchain can stamp it.
check_out() {
	local revision
	revision=$(git rev-parse --verify HEAD)
	[[ -z $(git status --porcelain) ]] || echo "changes since $revision are left out" >&2
	git clone -q --no-checkout . "$work/source" 2>/dev/null
	git -C "$work/source" checkout -q --detach "$revision"
	SOURCE_DATE_EPOCH=$(git log -1 --format=%ct "$revision")
	export SOURCE_DATE_EPOCH
	# Tools are built for this machine, whatever is built with them.
	go build -modfile=.ci/tools/go.mod -o "$work/nfpm" github.com/goreleaser/nfpm/v2/cmd/nfpm
	cd "$work/source"
	go build -o "$work/sbom" ./scripts/sbom
	build "$(go env GOHOSTOS)" "$(go env GOHOSTARCH)" "$work/gmmtool"
	version=$("$work/gmmtool" version | cut -d ' ' -f 2)
	readonly version
	common_files "$work/common"
}

# build links no C library, and leaves out symbols for debuggers, what tells where it
# was built, and a writer of manual pages that comes with the parser of flags.
build() {
	GOOS=$1 GOARCH=$2 CGO_ENABLED=0 GOFLAGS='' GOCACHE=${COMPILED:-$(go env GOCACHE)} \
		go build -tags urfave_cli_no_docs -trimpath -buildvcs=true -ldflags='-s -w -buildid=' -o "$3" ./cmd/gmmtool
}

# common_files are those that every archive and package has beside the program.
common_files() {
	mkdir -p "$1/completion"
	cp -R README.md CHANGELOG.md LICENSE docs "$1"
	"$work/gmmtool" man | gzip -9n >"$1/gmmtool.1.gz"
	"$work/gmmtool" completion bash >"$1/completion/gmmtool.bash"
	"$work/gmmtool" completion zsh >"$1/completion/_gmmtool"
	"$work/gmmtool" completion fish >"$1/completion/gmmtool.fish"
	third_party_licences >"$1/THIRD-PARTY-LICENSES"
}

# third_party_licences gives the words under which others let us pass on their work.
third_party_licences() {
	local module folder
	go version -m "$work/gmmtool" | awk '$1 == "dep" { print $2 }' | while read -r module; do
		folder=$(go list -m -f '{{.Dir}}' "$module")
		printf '%s\n\n' "== $module"
		find "$folder" -maxdepth 1 -type f \( -iname 'LICEN[CS]E*' -o -iname 'COPYING*' -o -iname 'NOTICE*' \) -print0 | sort -z | xargs -0r cat
		printf '\n'
	done
	printf '%s\n\n' "== Go"
	cat "$(go env GOROOT)/LICENSE"
}

release() {
	local os=${1%/*} arch=${1#*/} out=$2
	local name=gmmtool_${version#v}_${os}_$arch
	local stage=$work/$name program=gmmtool size
	[[ $os != windows ]] || program=gmmtool.exe
	cp -R "$work/common" "$stage"
	build "$os" "$arch" "$stage/$program"
	size=$(stat -c %s "$stage/$program")
	echo "$os/$arch  $size bytes$( ((size <= largest)) || echo "  (more than $largest)")"
	"$work/sbom" "$stage/$program" >"$out/$name.cdx.json"
	chmod -R u=rwX,go=rX "$stage"
	find "$stage" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
	tar -C "$work" --format=ustar --sort=name --mtime="@$SOURCE_DATE_EPOCH" --owner=0 --group=0 --numeric-owner -c "$name" | gzip -9n >"$out/$name.tar.gz"
	[[ $os != linux ]] || packages "$arch" "$stage" "$out"
	rm -r "$stage"
}

packages() {
	local format
	for format in deb rpm; do
		SITE=/usr/share/zsh/site-functions
		[[ $format == rpm ]] || SITE=/usr/share/zsh/vendor-completions
		SITE=$SITE ARCH=$1 STAGE=$2 VERSION=${version%%+*} \
			"$work/nfpm" package --config scripts/release/nfpm.yaml --packager "$format" --target "$3" >"$work/packed" || { cat "$work/packed" >&2; return 1; }
	done
}

main "$@"
