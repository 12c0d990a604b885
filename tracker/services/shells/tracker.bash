# Completion of tracker in bash, from 3.2 on.
_tracker_complete() {
    local program=$1 kind="" line
    type -P -- "$program" >/dev/null || program=tracker
    COMPREPLY=()
    while IFS= read -r line; do
        if [ -n "$kind" ]; then
            COMPREPLY+=("$line")
        else
            kind=$line
        fi
    done < <(command -- "$program" __complete bash "${COMP_LINE:0:COMP_POINT}" "$COMP_WORDBREAKS" "$COMP_TYPE" 2>/dev/null)
    if [ "$kind" = files ]; then
        compopt +o nospace -o default 2>/dev/null || COMPREPLY=($(compgen -f -- "$2"))
    fi
}
complete -o nosort -o nospace -F _tracker_complete tracker 2>/dev/null ||
    complete -o nospace -F _tracker_complete tracker
