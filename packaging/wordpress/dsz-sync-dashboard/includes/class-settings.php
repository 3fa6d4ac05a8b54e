<?php

namespace DszSync\Dashboard;

defined('ABSPATH') || exit;

/**
 * Settings, dsz-sync. Constants in wp-config.php go before what is saved here.
 */
final class Settings
{
    public const OPTION = 'dsz_sync_dashboard';
    private const PAGE = 'dsz-sync-dashboard';
    private const AMBER_HOURS = 8;
    private const RED_HOURS = 24;
    private const MOST_HOURS = 8760;

    public static function mayLook(): bool
    {
        return current_user_can('manage_woocommerce') || current_user_can('manage_options');
    }

    public static function statusFile(): string
    {
        return self::constantOr('DSZ_SYNC_STATUS_FILE', 'status_file');
    }

    /** An http(s) address, or "". */
    public static function reportUrl(): string
    {
        return esc_url_raw(self::constantOr('DSZ_SYNC_REPORT_URL', 'report_url'), ['http', 'https']);
    }

    public static function amberHours(): int
    {
        return self::hours('amber_hours', self::AMBER_HOURS);
    }

    public static function redHours(): int
    {
        return self::hours('red_hours', self::RED_HOURS);
    }

    public static function addPage(): void
    {
        add_options_page('dsz-sync', 'dsz-sync', 'manage_options', self::PAGE, [self::class, 'render']);
    }

    public static function register(): void
    {
        register_setting(self::PAGE, self::OPTION, ['type' => 'array', 'sanitize_callback' => [self::class, 'sanitize']]);
        add_settings_section('main', '', '__return_false', self::PAGE);
        self::addField('status_file', __('Status file (path on this server)', 'dsz-sync-dashboard'), 'text');
        self::addField('amber_hours', __('Amber after so many hours', 'dsz-sync-dashboard'), 'number');
        self::addField('red_hours', __('Red after so many hours', 'dsz-sync-dashboard'), 'number');
        self::addField('report_url', __('Address of the report', 'dsz-sync-dashboard'), 'url');
    }

    /**
     * @param mixed $input
     * @return array<string, mixed>
     */
    public static function sanitize($input): array
    {
        $input = is_array($input) ? $input : [];
        $clean = [
            'status_file' => sanitize_text_field(self::textIn($input, 'status_file')),
            'report_url' => esc_url_raw(self::textIn($input, 'report_url'), ['http', 'https']),
        ];
        foreach (['amber_hours', 'red_hours'] as $name) {
            $hours = absint(self::textIn($input, $name));
            if ($hours >= 1 && $hours <= self::MOST_HOURS) {
                $clean[$name] = $hours;
            }
        }
        return $clean;
    }

    public static function render(): void
    {
        if (!current_user_can('manage_options')) {
            return;
        }
        echo '<div class="wrap"><h1>dsz-sync</h1><form method="post" action="options.php">';
        settings_fields(self::PAGE);
        do_settings_sections(self::PAGE);
        submit_button();
        echo '</form></div>';
    }

    private static function addField(string $name, string $title, string $type): void
    {
        $id = self::OPTION . '_' . $name;
        $show = static function () use ($name, $type, $id): void {
            $values = [
                'status_file' => self::statusFile(),
                'report_url' => self::reportUrl(),
                'amber_hours' => self::amberHours(),
                'red_hours' => self::redHours(),
            ];
            $fixed = defined('DSZ_SYNC_' . strtoupper($name));
            printf(
                '<input type="%1$s" class="regular-text" id="%2$s" name="%3$s[%4$s]" value="%5$s"%6$s>',
                esc_attr($type),
                esc_attr($id),
                esc_attr(self::OPTION),
                esc_attr($name),
                esc_attr((string) $values[$name]),
                $fixed ? ' readonly' : ''
            );
            if ($fixed) {
                echo '<p class="description">' . esc_html__('Set in wp-config.php.', 'dsz-sync-dashboard') . '</p>';
            }
        };
        add_settings_field($id, $title, $show, self::PAGE, 'main', ['label_for' => $id]);
    }

    private static function constantOr(string $constant, string $name): string
    {
        $value = defined($constant) ? constant($constant) : (self::saved()[$name] ?? '');
        return is_string($value) ? $value : '';
    }

    private static function hours(string $name, int $standard): int
    {
        $hours = self::saved()[$name] ?? null;
        return is_int($hours) && $hours >= 1 ? $hours : $standard;
    }

    /** @return array<mixed> */
    private static function saved(): array
    {
        $saved = get_option(self::OPTION, []);
        return is_array($saved) ? $saved : [];
    }

    /** @param array<mixed> $input */
    private static function textIn(array $input, string $name): string
    {
        return is_scalar($input[$name] ?? null) ? trim((string) $input[$name]) : '';
    }
}
