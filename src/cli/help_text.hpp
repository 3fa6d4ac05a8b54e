#pragma once

/// What --help says. Kept apart from the parsing, so that it can be read as one text.
namespace dsz::help {

inline constexpr const char* kProgram = "Keeps a WooCommerce store's stock equal to its supplier's (Dropshipzone).";
inline constexpr const char* kProgramFooter = R"(
Examples:
  dsz-sync init                  write a first configuration, and check it
  dsz-sync fetch                 get the supplier's stock into the inventory file
  dsz-sync match --dry-run       show what would change in the store
  dsz-sync match                 write it
  dsz-sync -q sync               both, silent when all went well: for cron

Exit codes:
  0 done, or nothing to do    1 unexpected error    2 wrong usage or configuration
  3 partly done: some updates failed or were ignored by the store
  4 a guard stopped the run, nothing written
  10 supplier unreachable or its data unusable      11 another run holds the lock
  12 credentials refused      13 store unreachable  130, 143 interrupted
  100 with --detailed-exitcode: a dry run found changes

dsz-sync COMMAND --help explains each command.)";

inline constexpr const char* kConfig =
    "Configuration; else $DSZ_SYNC_CONFIG, ./config.json, $XDG_CONFIG_HOME/dsz-sync/config.json, "
    "/etc/dsz-sync/config.json";
inline constexpr const char* kQuiet = "Print nothing when all went well";
inline constexpr const char* kVerbose = "Log every request";
inline constexpr const char* kLogFormat = "text or json; else as configured";
inline constexpr const char* kJson = "Print one JSON object on stdout, also on failure (docs/JSON.md)";
inline constexpr const char* kLockWait = "Wait so long for another run to end, instead of leaving with exit code 11";

inline constexpr const char* kJitter =
    "Begin after a random wait of up to so long, for an hour that is crowded; on a terminal at once";

inline constexpr const char* kDryRun = "Write nothing to the store; show what would be written";
inline constexpr const char* kAllowMissing =
    "Let this one run through although exactly N selected products are missing at the supplier";
inline constexpr const char* kDetailedExitcode = "A dry run that finds changes exits with 100 instead of 0";
inline constexpr const char* kInventory = "Use this inventory file instead of the one that fetch writes";

inline constexpr const char* kFetchMode =
    "full (the default): the supplier's whole catalogue; targeted: only the SKUs that the store sells, by name; delta: "
    "what changed since the last inventory; auto: the cheapest of these";
inline constexpr const char* kSyncMode = "How to fetch, as for fetch --mode; auto is the default";

inline constexpr const char* kFetch = "Get the supplier's stock into the inventory file";
inline constexpr const char* kFetchFooter = R"(
Reads the whole catalogue of the supplier, within its limits of 60 requests a minute and 600 an hour (165,000
products take over an hour), and then replaces dropshipzone_inventory.json. After any failure the old file stands
as it was, and the next full fetch goes on where this one stopped. The store is not touched.

With --mode targeted the store is read, and the supplier is asked for what it sells, up to 100 products a request:
2,000 products take less than a minute. Such an inventory speaks of those products only.
With --mode delta the supplier's log of changes is applied to the last inventory; when that is too old, or the log may
not be whole, the fetch becomes a targeted one. With --mode auto the cheapest is chosen; the log says why.

Examples:
  dsz-sync fetch
  dsz-sync fetch --mode targeted
  dsz-sync fetch --mode auto)";

inline constexpr const char* kMatch = "Compare the inventory file with the store, and write what differs";
inline constexpr const char* kMatchFooter = R"(
Reads the store, compares each selected product with the inventory file, checks the guards, and writes the stock
that differs. When a guard trips nothing is written, and the exit code is 4; a dry run then exits with 4 too,
because that is what the run would do. A selected product that the inventory does not have is asked for at the
supplier by name before it counts as missing.

Examples:
  dsz-sync match --dry-run                       show what would change
  dsz-sync match -n --detailed-exitcode          the same; exit code 100 when something would change
  dsz-sync match -n --plan plan.json             save it, for dsz-sync apply
  dsz-sync match --allow-missing 45              45 products are missing, and that is right
  dsz-sync --json match -n --inventory old.json  as JSON, for another program)";

inline constexpr const char* kSync = "Fetch, then match: what cron runs";
inline constexpr const char* kSyncFooter = R"(
When the fetch fails, nothing is matched. With --dry-run the inventory file is fetched and replaced all the same;
only the store is left alone. When a guard trips the exit code is 4, in a dry run too.

Examples:
  dsz-sync -q sync
  17 */6 * * *  /usr/local/bin/dsz-sync --config /home/shop/.config/dsz-sync/config.json -q sync --jitter 900)";

inline constexpr const char* kSavePlan = "With --dry-run: save what would be written, for dsz-sync apply";
inline constexpr const char* kPlan = "The plan that match --dry-run --plan FILE saved";

inline constexpr const char* kApply = "Write a plan that a dry run saved";
inline constexpr const char* kApplyFooter = R"(
Reads the store again and writes exactly the plan. A product whose stock changed since, that is gone, or that became
another (SKU, type, parent) is skipped and listed, and the exit code is 3. A plan is good for 24 hours, for one store,
and for the settings it was made with; one that was edited is refused.

Examples:
  dsz-sync match --dry-run --plan plan.json    show what would change, and save it
  dsz-sync apply plan.json --dry-run           what of it would be written now
  dsz-sync apply plan.json                     write it)";

inline constexpr const char* kUndo = "Put back what a run wrote";
inline constexpr const char* kUndoRun = "Number of the run; else the newest that wrote anything";
inline constexpr const char* kUndoDryRun = "Show what would be put back, and stop";
inline constexpr const char* kYes = "Do not ask";
inline constexpr const char* kUndoFooter = R"(
Puts the old value back for each product where the store still has what that run wrote. What changed since (an
order, another run, a person) is left alone and listed. An undo is a run as well, and can be undone. The next sync
writes the supplier's stock again: mend the cause first.

Examples:
  dsz-sync undo --dry-run     what the newest run wrote, and what would be put back
  dsz-sync undo 12 --yes      undo run 12 without being asked)";

inline constexpr const char* kHistory = "Show past runs, or what one run changed";
inline constexpr const char* kHistoryRun = "Number of the run whose changes to show; else the newest runs";
inline constexpr const char* kHistoryFooter = R"(
Examples:
  dsz-sync history            the newest runs
  dsz-sync history 12         what run 12 wrote, with old and new values)";

inline constexpr const char* kStatus = "Show what stands now: inventory, sign-in, quota, last run";
inline constexpr const char* kStatusFooter = R"(
Asks neither service and takes no lock: it can be run at any time.

Example:
  dsz-sync status)";

inline constexpr const char* kReport = "Tell the owner what stands, what needs a look, and how the last runs went";
inline constexpr const char* kHtml = "Write it as one page for the browser, with charts over 90 days and lists";
inline constexpr const char* kReportFooter = R"(
Asks neither service and takes no lock: it can be run at any time. The page needs no network and no server: open it
from the disk, or send it by mail. A new file gets mode 600, since it tells what the shop has and lacks; one that is
there keeps its mode. With report.html_file in the configuration each run writes the page anew.

Examples:
  dsz-sync report                       in short, on the terminal
  dsz-sync report --html report.html    the page)";

inline constexpr const char* kCheck = "Try configuration, both services and this machine, and say what to mend";
inline constexpr const char* kCheckFooter = R"(
One line for each thing that a run needs: ok, a warning, or what to mend. It goes on after a trouble; what rests on
that is skipped. The store is only read, never changed: a batch without items tells whether the key may write. The
supplier is asked for nothing but a sign-in, and no lock is taken: it can be run at any time. With -q only warnings and
troubles are shown. The exit code is 2 when something on this machine must be mended, 12 for refused credentials, 10 for
the supplier, 13 for the store.

Examples:
  dsz-sync check
  dsz-sync --json check | jq -r '.findings[] | select(.state != "ok") | .sentence')";

inline constexpr const char* kInit = "Write a first configuration, and check it";
inline constexpr const char* kEmail = "The e-mail address of the account at Dropshipzone";
inline constexpr const char* kPasswordFile = "A file of mode 600 that holds its password; the configuration names it";
inline constexpr const char* kPasswordCommand = "A command that prints its password; the configuration names it";
inline constexpr const char* kStoreUrl = "The store's address as customers see it: https://shop.example";
inline constexpr const char* kConsumerKey =
    "The store's REST API key: WooCommerce > Settings > Advanced > REST API, with Read/Write";
inline constexpr const char* kSecretFile = "A file of mode 600 that holds the key's secret; the configuration names it";
inline constexpr const char* kSecretCommand = "A command that prints the key's secret; the configuration names it";
inline constexpr const char* kInitFooter = R"(
Asks on a terminal for what is not given; a password or a secret is not shown while it is typed, and never stands on
the command line. Writes config.json (mode 600, in a folder of mode 700) where --config says, else where
$DSZ_SYNC_CONFIG says, else as ~/.config/dsz-sync/config.json, never over a file that is there. Then it does what
dsz-sync check does, with the same exit codes.

Examples:
  dsz-sync init
  dsz-sync --config ~/dsz-sync/config.json init --email owner@shop.example --password-command 'pass show dropshipzone'
    --store-url https://shop.example --consumer-key ck_123 --consumer-secret-file ~/dsz-sync/secret)";

inline constexpr const char* kNotifyTest = "Send a test message by every notification that is configured";
inline constexpr const char* kNotifyTestFooter = R"(
One line for each: ok, or what went wrong. The exit code is 0 when all were taken, 3 when some failed, and 2 when none
is configured (docs/NOTIFICATIONS.md). Takes no lock and asks neither service.

Example:
  dsz-sync notify-test)";

}  // namespace dsz::help
