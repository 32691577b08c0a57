# The part of the completion for zsh that is written by hand. The maker puts before it, from the tables
# of options:
#
#     _stance_commands               offers the commands
#     _stance_arguments COMMAND      offers its options, their values, and files

_stance() {
    local context state state_descr line
    typeset -A opt_args
    _arguments -C '(- *)--help[list the commands]' '(- *)--version[print the version]' \
        '1:command:_stance_commands' '*::argument:->argument' && return
    case $words[1] in
    help) _stance_commands ;;
    *) _stance_arguments $words[1] ;;
    esac
}

# The file is loaded as the function, or sourced.
if [[ $funcstack[1] == _stance ]]; then
    _stance "$@"
else
    compdef _stance stance
fi
