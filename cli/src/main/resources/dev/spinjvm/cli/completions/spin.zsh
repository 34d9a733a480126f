#compdef spin
# Completion of spin for zsh. Load it with: source <(spin completions zsh)
# or store it as a file `_spin` in a folder of $fpath.

_spin() {
    local kind='' line value
    local -a values descriptions
    while IFS= read -r line; do
        if [[ -z $kind ]]; then
            kind=$line
            continue
        fi
        value=${line%%$'\t'*}
        values+=("$value")
        if [[ $line == *$'\t'* ]]; then
            descriptions+=("$value  -- ${line#*$'\t'}")
        else
            descriptions+=("$value")
        fi
    done < <("${(Q)words[1]}" complete --shell zsh --index $((CURRENT - 1)) -- "${(@Q)words}" 2>/dev/null)
    [[ $PREFIX == --*=* ]] && compset -P '*='
    case $kind in
        files) _files ;;
        directories) _files -/ ;;
        *) (( ${#values} )) && compadd -l -d descriptions -a values ;;
    esac
}

if [[ ${funcstack[1]} == _spin ]]; then
    _spin "$@"
elif (( $+functions[compdef] )); then
    compdef _spin spin
fi
