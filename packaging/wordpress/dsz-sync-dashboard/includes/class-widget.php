<?php

namespace DszSync\Dashboard;

defined('ABSPATH') || exit;

/**
 * The box on the dashboard.
 */
final class Widget
{
    private const COLOURS = ['green' => '#00a32a', 'amber' => '#dba617', 'red' => '#d63638'];
    private const LONGEST_SENTENCE = 600;

    public static function register(): void
    {
        if (Settings::mayLook()) {
            wp_add_dashboard_widget(
                'dsz_sync_dashboard',
                __('Stock from the supplier (dsz-sync)', 'dsz-sync-dashboard'),
                [self::class, 'render']
            );
        }
    }

    public static function render(): void
    {
        if (!Settings::mayLook()) {
            return;
        }
        $status = Status::read(Settings::statusFile());
        if (is_string($status)) {
            self::line('amber', $status);
            return;
        }
        self::success($status);
        self::lastError($status);
        self::guards($status);
        self::figures($status);
        self::footer($status);
    }

    private static function success(Status $status): void
    {
        $time = $status->time('last_success', 'ended_at');
        if ($time === null) {
            self::line('red', __('The stock was never brought up to date.', 'dsz-sync-dashboard'));
            return;
        }
        $hours = (time() - $time) / HOUR_IN_SECONDS;
        $colour = $hours > Settings::amberHours() ? 'amber' : 'green';
        $colour = $hours > Settings::redHours() ? 'red' : $colour;
        /* translators: %s: a time and how long ago it was */
        $sentence = __('The stock was last brought up to date %s.', 'dsz-sync-dashboard');
        self::line($colour, sprintf($sentence, self::moment($time)));
    }

    private static function lastError(Status $status): void
    {
        $time = $status->time('last_failure', 'ended_at');
        if ($time === null) {
            return;
        }
        $is_last = $status->number('last_failure', 'run') === $status->number('last_run', 'run');
        $text = $is_last
            /* translators: 1: command, 2: a time and how long ago it was, 3: what went wrong */
            ? __('The last run (%1$s, %2$s) did not succeed: %3$s', 'dsz-sync-dashboard')
            /* translators: 1: command, 2: a time and how long ago it was, 3: what went wrong */
            : __('The last error (%1$s, %2$s), before the last run: %3$s', 'dsz-sync-dashboard');
        $sentence = self::shortened($status->text('last_failure', 'sentence'));
        $words = sprintf($text, $status->text('last_failure', 'command'), self::moment($time), $sentence);
        self::line($is_last ? 'red' : '', $words);
    }

    private static function guards(Status $status): void
    {
        $tripped = $status->trippedGuards();
        if ($tripped === []) {
            self::line('', __('Guards: none has stopped the last run that asked them.', 'dsz-sync-dashboard'));
        }
        foreach ($tripped as $guard) {
            /* translators: 1: name of a guard, 2: its figures */
            $text = __('Guard %1$s stopped the run, and nothing was written: %2$s', 'dsz-sync-dashboard');
            self::line('red', sprintf($text, $guard['name'], self::shortened($guard['sentence'])));
        }
    }

    private static function figures(Status $status): void
    {
        $titles = [
            'selected' => __('Products of the supplier in the shop', 'dsz-sync-dashboard'),
            'unchanged' => __('Right already', 'dsz-sync-dashboard'),
            'updated' => __('Updated', 'dsz-sync-dashboard'),
            'failed' => __('Not updated: refused, unclear or not sent', 'dsz-sync-dashboard'),
            'ignored' => __('Not updated: the shop kept its value', 'dsz-sync-dashboard'),
            'missing' => __('Missing at the supplier', 'dsz-sync-dashboard'),
            'unknown' => __('Left alone: stock not known', 'dsz-sync-dashboard'),
        ];
        $rows = '';
        foreach ($titles as $name => $title) {
            $count = $status->number('products', $name);
            if ($count !== null) {
                $rows .= '<tr><td>' . esc_html($title) . '</td><td style="text-align:right">'
                    . esc_html(number_format_i18n($count)) . '</td></tr>';
            }
        }
        if ($rows !== '') {
            echo '<table class="widefat striped"><tbody>' . $rows . '</tbody></table>'; // escaped above
        }
    }

    private static function footer(Status $status): void
    {
        $parts = [];
        $fetched = $status->time('inventory', 'fetched_at');
        if ($fetched !== null) {
            /* translators: %s: a time and how long ago it was */
            $parts[] = esc_html(sprintf(__('Inventory fetched %s.', 'dsz-sync-dashboard'), self::moment($fetched)));
        }
        $updated = $status->time('updated_at');
        if ($updated !== null) {
            /* translators: %s: a time and how long ago it was */
            $parts[] = esc_html(sprintf(__('Last word from dsz-sync %s.', 'dsz-sync-dashboard'), self::moment($updated)));
        }
        $report = Settings::reportUrl();
        if ($report !== '') {
            $parts[] = '<a href="' . esc_url($report) . '">' . esc_html__('Report', 'dsz-sync-dashboard') . '</a>';
        }
        echo '<p>' . implode(' ', $parts) . '</p>'; // each part is escaped
    }

    /** @param string $colour a key of COLOURS, or "" for none */
    private static function line(string $colour, string $sentence): void
    {
        $style = $colour === '' ? '' : 'border-left:4px solid ' . self::COLOURS[$colour] . ';padding-left:8px';
        printf(
            '<p class="dsz-sync-%1$s" style="%2$s">%3$s</p>',
            esc_attr($colour === '' ? 'plain' : $colour),
            esc_attr($style),
            esc_html($sentence)
        );
    }

    /** "3 hours ago (22 November 2026 08:00)" in the site's language and time zone. */
    private static function moment(int $time): string
    {
        $date = wp_date(get_option('date_format') . ' ' . get_option('time_format'), $time);
        if ($time > time()) {
            return (string) $date;
        }
        /* translators: 1: a span of time, 2: a date and time */
        return sprintf(__('%1$s ago (%2$s)', 'dsz-sync-dashboard'), human_time_diff($time), (string) $date);
    }

    private static function shortened(string $sentence): string
    {
        return mb_strlen($sentence) > self::LONGEST_SENTENCE
            ? mb_substr($sentence, 0, self::LONGEST_SENTENCE) . '…'
            : $sentence;
    }
}
