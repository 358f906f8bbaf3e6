package main

// bashCompletion joins again what bash takes apart at "=", which is what it
// replaces by a proposal only from. Paths are left to readline, which knows how to
// quote them.
const bashCompletion = `# bash completion for gmmtool
_gmmtool() {
	local words=() word i
	for ((i = 0; i <= COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		if ((i > 0)) && [[ $word == =* || ${words[${#words[@]}-1]} == *= ]]; then
			words[${#words[@]}-1]+=$word
		else
			words+=("$word")
		fi
	done
	local last=$((${#words[@]} - 1))
	local command=${words[1]} current=${words[last]} previous=${words[last-1]}
	COMPREPLY=()
	if ((last == 1)); then
		COMPREPLY=($(compgen -W "<%range .%><%.Name%> <%end%>" -- "$current"))
		return
	fi
	local flag="" value=$current
	if [[ $previous == -* && $previous != *=* ]]; then
		flag=$previous
	elif [[ $current == --*=* ]]; then
		flag=${current%%=*} value=${current#*=}
	fi
	case $command:$flag in
<%range $c := .%><%range .Flags%><%if .Takes%>	<%range $i, $name := .Names%><%if $i%>|<%end%><%$c.Name%>:<%$name%><%end%>)
<%if .Value.Words%>		_gmmtool_words "<%join .Value.Words " "%>"
<%else if .Value.Folders%>		_gmmtool_paths dirnames
<%else if .Value.Files%>		_gmmtool_paths default
<%end%>		return ;;
<%end%><%end%><%end%>	esac
	if [[ $current == -* ]]; then
		case $command in
<%range .%>		<%.Name%>) COMPREPLY=($(compgen -W "<%range .Flags%><%range .Names%><%.%> <%end%><%end%>--help" -- "$current")) ;;
<%end%>		esac
		return
	fi
	case $command in
<%range .%><%if .Arguments.Words%>	<%.Name%>)
		((last > 2)) || _gmmtool_words "<%join .Arguments.Words " "%>" ;;
<%else if .Arguments.Files%>	<%.Name%>)
<%if .First%>		((last > 2)) || _gmmtool_words "<%join .First " "%>"
<%end%>		_gmmtool_paths default ;;
<%end%><%end%>	esac
}

# _gmmtool_words proposes those of its words that begin with $value.
_gmmtool_words() {
	COMPREPLY=($(compgen -W "$1" -- "$value"))
	if [[ $value != "$current" && $COMP_WORDBREAKS != *=* ]]; then
		COMPREPLY=("${COMPREPLY[@]/#/${current%%=*}=}")
	fi
}

# _gmmtool_paths lets readline complete a path. Before version 4 of bash a function
# cannot ask for that.
_gmmtool_paths() {
	compopt -o "$1" 2>/dev/null || COMPREPLY+=($(compgen -f -- "$value"))
}
complete -F _gmmtool gmmtool
`
