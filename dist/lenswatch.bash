# SPDX-License-Identifier: BSD-2-Clause
#
# Bash completion of lenswatch. It asks the program itself: commands stand below
# "Commands:" in its --help, and an option's line there says what it takes, as in
# "--format table|json", "--output FILE" or "--copy-blurry DIR".

_lenswatch_commands() {
    "$@" --help 2>/dev/null </dev/null |
        sed -n '/^Commands:/,/^$/s/^  \([a-z][a-z-]*\).*/\1/p'
}

_lenswatch() {
    local program=$1 cur=${COMP_WORDS[COMP_CWORD]} previous= word found commands help takes
    local -a path=()
    COMPREPLY=()
    type -P "$program" >/dev/null || return 0

    # The words before this one that name a command: "camera", "camera add".
    for word in "${COMP_WORDS[@]:1:COMP_CWORD-1}"; do
        commands=$(_lenswatch_commands "$program" "${path[@]}")
        found=$(grep -cxF -- "$word" <<<"$commands")
        [ "$found" = 0 ] || path+=("$word")
        [ -n "$commands" ] || break
    done
    help=$("$program" "${path[@]}" --help 2>/dev/null </dev/null)

    # --option=value comes as three words.
    previous=${COMP_WORDS[COMP_CWORD-1]}
    if [ "$cur" = "=" ]; then
        cur=
    elif [ "$previous" = "=" ]; then
        previous=${COMP_WORDS[COMP_CWORD-2]}
    fi
    if [[ $previous == --* ]]; then
        takes=$(sed -n "s/^ .*$previous[ =]\([A-Za-z][^ ]*\)\( .*\)\{0,1\}\$/\1/p" <<<"$help" |
            head -n 1)
        case $takes in
        "") ;;
        *DIR*) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- "$cur"); return 0 ;;
        *FILE*) compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- "$cur"); return 0 ;;
        *[a-z]*)
            mapfile -t COMPREPLY < <(compgen -W "$(tr '|,' '  ' <<<"${takes%,...}")" -- "$cur")
            return 0
            ;;
        *) return 0 ;;
        esac
    fi

    if [[ $cur == -* ]]; then
        mapfile -t COMPREPLY < <(compgen -W \
            "$(grep -oE -- '--[a-z][a-z0-9-]*' <<<"$help" | sort -u)" -- "$cur")
        return 0
    fi
    commands=$(_lenswatch_commands "$program" "${path[@]}")
    if [ -n "$commands" ]; then
        mapfile -t COMPREPLY < <(compgen -W "$commands" -- "$cur")
    else
        compopt -o filenames 2>/dev/null
        mapfile -t COMPREPLY < <(compgen -f -- "$cur")
    fi
}

complete -F _lenswatch lenswatch
