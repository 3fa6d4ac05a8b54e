# fish completion of dsz-sync
# Made from the command line by dsz-sync-docs. Do not edit.

complete -c dsz-sync -f
complete -c dsz-sync -s h -l help -d 'Print this help message and exit'
complete -c dsz-sync -l version -d 'Display program version information and exit'
complete -c dsz-sync -l config -r -F -d 'Configuration'
complete -c dsz-sync -s q -l quiet -d 'Print nothing when all went well'
complete -c dsz-sync -s v -l verbose -d 'Log every request'
complete -c dsz-sync -l log-format -x -a 'text json' -d 'text or json'
complete -c dsz-sync -l json -d 'Print one JSON object on stdout, also on failure (docs/JSON.md)'
complete -c dsz-sync -l lock-wait -x -d 'Wait so long for another run to end, instead of leaving with exit code 11'

complete -c dsz-sync -n 'not __fish_seen_subcommand_from fetch match sync apply undo history status report check init notify-test' -a fetch -d 'Get the supplier\'s stock into the inventory file'
complete -c dsz-sync -n '__fish_seen_subcommand_from fetch' -l mode -x -a 'full targeted delta auto' -d 'full (the default): the supplier\'s whole catalogue'
complete -c dsz-sync -n '__fish_seen_subcommand_from fetch' -l jitter -x -d 'Begin after a random wait of up to so long, for an hour that is crowded'

complete -c dsz-sync -n 'not __fish_seen_subcommand_from fetch match sync apply undo history status report check init notify-test' -a match -d 'Compare the inventory file with the store, and write what differs'
complete -c dsz-sync -n '__fish_seen_subcommand_from match' -s n -l dry-run -d 'Write nothing to the store'
complete -c dsz-sync -n '__fish_seen_subcommand_from match' -l plan -r -F -d 'With --dry-run: save what would be written, for dsz-sync apply'
complete -c dsz-sync -n '__fish_seen_subcommand_from match' -l allow-missing -x -d 'Let this one run through although exactly N selected products are missing at the supplier'
complete -c dsz-sync -n '__fish_seen_subcommand_from match' -l detailed-exitcode -d 'A dry run that finds changes exits with 100 instead of 0'
complete -c dsz-sync -n '__fish_seen_subcommand_from match' -l inventory -r -F -d 'Use this inventory file instead of the one that fetch writes'
complete -c dsz-sync -n '__fish_seen_subcommand_from match' -l jitter -x -d 'Begin after a random wait of up to so long, for an hour that is crowded'

complete -c dsz-sync -n 'not __fish_seen_subcommand_from fetch match sync apply undo history status report check init notify-test' -a sync -d 'Fetch, then match: what cron runs'
complete -c dsz-sync -n '__fish_seen_subcommand_from sync' -l mode -x -a 'full targeted delta auto' -d 'How to fetch, as for fetch --mode'
complete -c dsz-sync -n '__fish_seen_subcommand_from sync' -s n -l dry-run -d 'Write nothing to the store'
complete -c dsz-sync -n '__fish_seen_subcommand_from sync' -l plan -r -F -d 'With --dry-run: save what would be written, for dsz-sync apply'
complete -c dsz-sync -n '__fish_seen_subcommand_from sync' -l allow-missing -x -d 'Let this one run through although exactly N selected products are missing at the supplier'
complete -c dsz-sync -n '__fish_seen_subcommand_from sync' -l detailed-exitcode -d 'A dry run that finds changes exits with 100 instead of 0'
complete -c dsz-sync -n '__fish_seen_subcommand_from sync' -l jitter -x -d 'Begin after a random wait of up to so long, for an hour that is crowded'

complete -c dsz-sync -n 'not __fish_seen_subcommand_from fetch match sync apply undo history status report check init notify-test' -a apply -d 'Write a plan that a dry run saved'
complete -c dsz-sync -n '__fish_seen_subcommand_from apply' -F
complete -c dsz-sync -n '__fish_seen_subcommand_from apply' -s n -l dry-run -d 'Write nothing to the store'
complete -c dsz-sync -n '__fish_seen_subcommand_from apply' -l detailed-exitcode -d 'A dry run that finds changes exits with 100 instead of 0'

complete -c dsz-sync -n 'not __fish_seen_subcommand_from fetch match sync apply undo history status report check init notify-test' -a undo -d 'Put back what a run wrote'
complete -c dsz-sync -n '__fish_seen_subcommand_from undo' -s n -l dry-run -d 'Show what would be put back, and stop'
complete -c dsz-sync -n '__fish_seen_subcommand_from undo' -l yes -d 'Do not ask'

complete -c dsz-sync -n 'not __fish_seen_subcommand_from fetch match sync apply undo history status report check init notify-test' -a history -d 'Show past runs, or what one run changed'

complete -c dsz-sync -n 'not __fish_seen_subcommand_from fetch match sync apply undo history status report check init notify-test' -a status -d 'Show what stands now: inventory, sign-in, quota, last run'

complete -c dsz-sync -n 'not __fish_seen_subcommand_from fetch match sync apply undo history status report check init notify-test' -a report -d 'Tell the owner what stands, what needs a look, and how the last runs went'
complete -c dsz-sync -n '__fish_seen_subcommand_from report' -l html -r -F -d 'Write it as one page for the browser, with charts over 90 days and lists'

complete -c dsz-sync -n 'not __fish_seen_subcommand_from fetch match sync apply undo history status report check init notify-test' -a check -d 'Try configuration, both services and this machine, and say what to mend'

complete -c dsz-sync -n 'not __fish_seen_subcommand_from fetch match sync apply undo history status report check init notify-test' -a init -d 'Write a first configuration, and check it'
complete -c dsz-sync -n '__fish_seen_subcommand_from init' -l email -x -d 'The e-mail address of the account at Dropshipzone'
complete -c dsz-sync -n '__fish_seen_subcommand_from init' -l password-file -r -F -d 'A file of mode 600 that holds its password'
complete -c dsz-sync -n '__fish_seen_subcommand_from init' -l password-command -x -d 'A command that prints its password'
complete -c dsz-sync -n '__fish_seen_subcommand_from init' -l store-url -x -d 'The store\'s address as customers see it: https://shop.example'
complete -c dsz-sync -n '__fish_seen_subcommand_from init' -l consumer-key -x -d 'The store\'s REST API key: WooCommerce > Settings > Advanced > REST API, with Read/Write'
complete -c dsz-sync -n '__fish_seen_subcommand_from init' -l consumer-secret-file -r -F -d 'A file of mode 600 that holds the key\'s secret'
complete -c dsz-sync -n '__fish_seen_subcommand_from init' -l consumer-secret-command -x -d 'A command that prints the key\'s secret'

complete -c dsz-sync -n 'not __fish_seen_subcommand_from fetch match sync apply undo history status report check init notify-test' -a notify-test -d 'Send a test message by every notification that is configured'
