<?php

/**
 * Installs WordPress for wordpress.sh: an administrator, a shop manager (as WooCommerce makes one), a subscriber, and the plugin active.
 */

define('WP_INSTALLING', true);
$_SERVER['HTTP_HOST'] = $argv[2];
$_SERVER['REQUEST_URI'] = '/';

/** No mail. */
function wp_new_blog_notification(): void
{
}

require $argv[1] . '/wp-load.php';
require_once ABSPATH . 'wp-admin/includes/upgrade.php';
require_once ABSPATH . 'wp-admin/includes/plugin.php';

wp_install('A shop', 'admin', 'admin@example.com', false, '', wp_generate_password());
add_role('shop_manager', 'Shop manager', ['read' => true, 'manage_woocommerce' => true]);
foreach (['shop_manager', 'subscriber', 'editor'] as $role) {
    wp_insert_user(['user_login' => $role, 'user_pass' => wp_generate_password(), 'role' => $role]);
}
$error = activate_plugin('dsz-sync-dashboard/dsz-sync-dashboard.php');
if (is_wp_error($error)) {
    exit($error->get_error_message() . "\n");
}
