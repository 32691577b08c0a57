# The part of the completion for bash that is written by hand. The maker puts before it, from the tables
# of options:
#
#     _stance_commands                   prints the names of the commands
#     _stance_options COMMAND            prints its options
#     _stance_values COMMAND OPTION      prints what the option takes: words, FILE, ANY, or nothing

_stance_words() {
    mapfile -t COMPREPLY < <(compgen -W "$1" -- "$2")
}

_stance_files() {
    COMPREPLY=()
    compopt -o default
}

_stance() {
    local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD - 1]}
    local command=${COMP_WORDS[1]} values i
    COMPREPLY=()
    if ((COMP_CWORD == 1)); then
        _stance_words "$(_stance_commands) help --help --version" "$word"
        return
    fi
    if [[ $command == help ]]; then
        _stance_words "$(_stance_commands)" "$word"
        return
    fi
    for ((i = 2; i < COMP_CWORD; i++)); do
        if [[ ${COMP_WORDS[i]} == -- ]]; then
            _stance_files
            return
        fi
    done
    # "--format=csv" comes as three words.
    if [[ $word == '=' ]]; then
        word=
    elif [[ $before == '=' ]]; then
        before=${COMP_WORDS[COMP_CWORD - 2]}
    fi
    values=$(_stance_values "$command" "$before")
    case $values in
    FILE) _stance_files ;;
    ANY) ;;
    ?*) _stance_words "$values" "$word" ;;
    *)
        case $word in
        -*) _stance_words "$(_stance_options "$command")" "$word" ;;
        *) _stance_files ;;
        esac
        ;;
    esac
}

complete -F _stance stance
