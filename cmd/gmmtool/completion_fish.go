package main

// fishCompletion leaves the path after "NAME=" to fish, which completes files
// there by itself.
const fishCompletion = `# fish completion for gmmtool

# __gmmtool_words is true if so many words stand before the one to complete.
function __gmmtool_words
	test (count (commandline -opc)) -eq $argv[1]
end

function __gmmtool_command
	set -l words (commandline -opc)
	test (count $words) -ge 2; and test $words[2] = $argv[1]
end

complete -c gmmtool -f
<%range .%>complete -c gmmtool -n '__gmmtool_words 1' -a <%.Name%> -d '<%quote .Usage%>'
<%end%><%range $c := .%>
complete -c gmmtool -n '__gmmtool_command <%.Name%>' -s h -l help -d 'explain the command'
<%if .First%>complete -c gmmtool -n '__gmmtool_command <%.Name%>; and __gmmtool_words 2' -a '<%join .First " "%>'
<%end%><%if .Arguments.Words%>complete -c gmmtool -n '__gmmtool_command <%.Name%>; and __gmmtool_words 2' -a '<%join .Arguments.Words " "%>'
<%else if .Arguments.Files%>complete -c gmmtool -n '__gmmtool_command <%.Name%>' -F
<%end%><%range .Flags%>complete -c gmmtool -n '__gmmtool_command <%$c.Name%>'<%range .Names%><%if eq (len .) 2%> -s <%slice . 1%><%else%> -l <%slice . 2%><%end%><%end%><%if .Takes%><%if .Value.Words%> -x -a '<%join .Value.Words " "%>'<%else if .Value.Files%> -r -F<%else if .Value.IsAssigned%> -r<%if .Value.Folders%> -F<%else%> -f<%end%><%else if .Value.Folders%> -x -a '(__fish_complete_directories)'<%else%> -x<%end%><%end%> -d '<%quote .Usage%>'
<%end%><%end%>`
