package main

const zshCompletion = `#compdef gmmtool

# _gmmtool_path completes the path after "NAME=", too. A path may hold a "=" of
# its own.
_gmmtool_path() {
	[[ $PREFIX == */*=* ]] || compset -P 1 '*='
	_files "$@"
}

_gmmtool() {
	local -a commands=(
<%range .%>		'<%.Name%>:<%quote .Usage%>'
<%end%>	)
	if (( CURRENT == 2 )); then
		_describe 'command' commands
		return
	fi
	case $words[2] in
<%range .%>	<%.Name%>)
		shift words
		(( CURRENT-- ))
<%if .First%>		(( CURRENT == 2 )) && compadd -- <%join .First " "%>
<%end%>		_arguments -s -S \
<%range .Flags%><%$flag := .%><%range .Names%>			'<%if $flag.Repeats%>*<%else%>(<%join $flag.Names " "%>)<%end%><%.%><%if $flag.Takes%><%if eq (len .) 2%>+<%else%>=<%end%><%end%>[<%quote $flag.Usage%>]<%if $flag.Takes%>:value:<%template "value" $flag.Value%><%end%>' \
<%end%><%end%>			'(- *)'{-h,--help}'[explain the command]' \
			'<%if .Arguments.Words%>1<%else%>*<%end%>:argument:<%template "value" .Arguments%>' ;;
<%end%>	esac
}

_gmmtool "$@"
<%define "value"%><%if .Words%>(<%join .Words " "%>)<%else if .Folders%><%if .IsAssigned%>_gmmtool_path -/<%else%>_files -/<%end%><%else if .Files%><%if .IsAssigned%>_gmmtool_path<%else%>_files<%end%><%else%> <%end%><%end%>`
