<?php
/**
 * What WordPress's page on the site's health says of the plugin.
 *
 * @package Inkling
 */

namespace Inkling;

defined( 'ABSPATH' ) || exit;

/** What WordPress's page on the site's health says of the plugin. */
final class Health implements Module {

	public static function hook(): void {}

	public static function install(): void {}

	public static function pause(): void {}

	public static function uninstall(): void {}
}
