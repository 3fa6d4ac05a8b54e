<?php

/**
 * Plugin Name:       dsz-sync dashboard
 * Description:       Shows when dsz-sync last brought the shop's stock up to date, and what stopped it. Only reads its file.
 * Version:           0.1.0
 * Requires at least: 5.6
 * Requires PHP:      7.4
 * License:           MIT
 * License URI:       https://opensource.org/licenses/MIT
 * Text Domain:       dsz-sync-dashboard
 * Domain Path:       /languages
 */

namespace DszSync\Dashboard;

defined('ABSPATH') || exit;

require_once __DIR__ . '/includes/class-settings.php';
require_once __DIR__ . '/includes/class-status.php';
require_once __DIR__ . '/includes/class-widget.php';

add_action('init', static function () {
    load_plugin_textdomain('dsz-sync-dashboard', false, dirname(plugin_basename(__FILE__)) . '/languages');
});
add_action('wp_dashboard_setup', [Widget::class, 'register']);
add_action('admin_menu', [Settings::class, 'addPage']);
add_action('admin_init', [Settings::class, 'register']);
