# bash completion of dsz-sync
# Made from the command line by dsz-sync-docs. Do not edit.

_dsz_sync_words() {
  local word
  COMPREPLY=()
  while IFS= read -r word; do COMPREPLY+=("$word"); done < <(compgen -W "$1" -- "$cur")
}

_dsz_sync_files() {
  local file
  compopt -o filenames 2>/dev/null
  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$cur")
}

_dsz_sync() {
  local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD - 1]} command= words i
  # The shell takes --option=value apart at the sign.
  if [[ $prev == = ]]; then prev=${COMP_WORDS[COMP_CWORD - 2]}; fi
  if [[ $cur == = ]]; then cur=; fi
  for ((i = 1; i < COMP_CWORD; i++)); do
    case ${COMP_WORDS[i]} in
      --config | --log-format | --lock-wait) [[ ${COMP_WORDS[i + 1]} == = ]] && ((i++)); ((i++)) ;;
      fetch | match | sync | apply | undo | history | status | report | check | init | notify-test) command=${COMP_WORDS[i]}; break ;;
    esac
  done
  COMPREPLY=()
  case $command:$prev in
    *:--config) _dsz_sync_files; return ;;
    *:--log-format) _dsz_sync_words 'text json'; return ;;
    *:--lock-wait) :; return ;;
    fetch:--mode) _dsz_sync_words 'full targeted delta auto'; return ;;
    fetch:--jitter) :; return ;;
    match:--plan) _dsz_sync_files; return ;;
    match:--allow-missing) :; return ;;
    match:--inventory) _dsz_sync_files; return ;;
    match:--jitter) :; return ;;
    sync:--mode) _dsz_sync_words 'full targeted delta auto'; return ;;
    sync:--plan) _dsz_sync_files; return ;;
    sync:--allow-missing) :; return ;;
    sync:--jitter) :; return ;;
    report:--html) _dsz_sync_files; return ;;
    init:--email) :; return ;;
    init:--password-file) _dsz_sync_files; return ;;
    init:--password-command) :; return ;;
    init:--store-url) :; return ;;
    init:--consumer-key) :; return ;;
    init:--consumer-secret-file) _dsz_sync_files; return ;;
    init:--consumer-secret-command) :; return ;;
  esac
  words='-h --help --version --config -q --quiet -v --verbose --log-format --json --lock-wait'
  case $command in
    '') words+=' fetch match sync apply undo history status report check init notify-test' ;;
    fetch) words+=' --mode --jitter' ;;
    match) words+=' -n --dry-run --plan --allow-missing --detailed-exitcode --inventory --jitter' ;;
    sync) words+=' --mode -n --dry-run --plan --allow-missing --detailed-exitcode --jitter' ;;
    apply) words+=' -n --dry-run --detailed-exitcode' ;;
    undo) words+=' -n --dry-run --yes' ;;
    report) words+=' --html' ;;
    init) words+=' --email --password-file --password-command --store-url --consumer-key --consumer-secret-file --consumer-secret-command' ;;
  esac
  _dsz_sync_words "$words"
  if [[ $command == apply ]]; then _dsz_sync_files; fi
}

complete -F _dsz_sync dsz-sync
