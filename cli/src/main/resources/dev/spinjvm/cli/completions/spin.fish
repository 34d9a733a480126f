# Completion of spin for fish. Load it with: spin completions fish | source
# or store it as ~/.config/fish/completions/spin.fish

function __spin_complete
    set -l words (commandline -opc)
    set -l current (commandline -ct)
    set -l answer ($words[1] complete --shell fish --index (count $words) -- $words "$current" 2>/dev/null)
    switch "$answer[1]"
        case files
            __fish_complete_path "$current"
        case directories
            __fish_complete_directories "$current"
    end
    if set -q answer[2]
        printf '%s\n' $answer[2..-1]
    end
end

complete -c spin -f -a '(__spin_complete)'
