# Completion of tracker in fish, from 3.1 on.
function __tracker_complete
    set -l answer (command tracker __complete fish (commandline -cp | string collect) 2>/dev/null)
    if test "$answer[1]" = files
        __fish_complete_path (commandline -ct)
    else
        printf '%s\n' $answer[2..-1]
    end
end
complete --command tracker --no-files --keep-order --arguments '(__tracker_complete)'
