<?php
/**
 * Plugin Name:       Inkling
 * Description:       Intent without identity: segments, intent scores and timely messages from what visitors do. No cookie, no account, data stays on this site.
 * Version:           0.1.0
 * Requires at least: 6.1
 * Requires PHP:      7.4
 * License:           GPL-2.0-or-later
 * License URI:       https://www.gnu.org/licenses/gpl-2.0.html
 * Text Domain:       inkling
 * Domain Path:       /languages
 * WC requires at least: 8.0
 * WC tested up to:   10.0
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

const VERSION     = '0.1.0';
const PLUGIN_FILE = __FILE__;

// A post of a page is answered here, before other plugins load: most of what a hit costs is them.
if ( isset( $_GET['inkling'], $_SERVER['REQUEST_METHOD'] ) && 'POST' === $_SERVER['REQUEST_METHOD'] && is_file( __DIR__ . '/includes/collect/answer-early.php' ) ) {
	require __DIR__ . '/includes/collect/answer-early.php';
}

require __DIR__ . '/includes/class-plugin.php';
Plugin::start();
