#compdef tracker
# Completion of tracker in zsh, from 5.0 on.
_tracker() {
    local program=$words[1] line tab=$'\t'
    (( $+commands[$program] )) || [[ -x $program ]] || program=tracker
    local -a answer values texts open_values open_texts fields
    answer=("${(@f)$(command $program __complete zsh "${(j: :)words[1,CURRENT-1]} $QIPREFIX$IPREFIX$PREFIX" 2>/dev/null)}")
    if [[ $answer[1] == files ]]; then
        _files
        return
    fi
    local foreign=0
    for line in "${(@)answer[2,-1]}"; do
        fields=("${(@ps:$tab:)line}")
        [[ $fields[1] == "${(Q)PREFIX}"* ]] || foreign=1
        if [[ $fields[3] == open ]]; then
            open_values+=("$fields[1]")
            open_texts+=("$fields[1]${fields[2]:+  -- $fields[2]}")
        else
            values+=("$fields[1]")
            texts+=("$fields[1]${fields[2]:+  -- $fields[2]}")
        fi
    done
    (( $#values )) && compadd -U -l -V tracker -d texts -a values
    (( $#open_values )) && compadd -U -l -V fields -S '' -d open_texts -a open_values
    # What begins otherwise than what was typed must not take its place unseen: show it to be chosen from.
    (( foreign && $#values + $#open_values > 1 )) && compstate[insert]=menu
    (( $#values + $#open_values ))
}
if (( ! $+functions[compdef] )); then
    autoload -Uz compinit && compinit
fi
compdef _tracker tracker
